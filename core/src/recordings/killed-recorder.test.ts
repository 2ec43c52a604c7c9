import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { openAuditLog } from '../audit/audit-log.ts';
import { openLogSigner } from '../audit/log-signer.ts';
import { plainSealer } from '../audit/testing/audit-place.fixture.ts';
import { decode } from '../media/clips.fixture.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { openStore } from '../store/open-store.ts';
import { builtForNode } from '../store/testing/built-for-node.fixture.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';
import { FolderDisk } from './disk.ts';
import { gateCamera } from './footage.fixture.ts';
import { GroupIndex, indexOfFile } from './group-index.ts';
import { recoverSegments } from './recover-segments.ts';
import { SegmentRows } from './segment-table.ts';

it('a hub killed while it records loses a second at most, and its rows, files and log agree again', async () => {
  const program = await builtForNode(new URL('./testing/restless-recorder.fixture.ts', import.meta.url));
  try {
    for (const pieces of [13, 256, 700]) {
      const child = spawn(process.execPath, [program.file], { stdio: ['ignore', 'pipe', 'inherit'] });
      const exited = once(child, 'exit');
      let place: { folder: string; file: string; recordings: string } | undefined;
      let [handed, count] = [0, 0];
      for await (const line of createInterface({ input: child.stdout })) {
        if (!place) place = JSON.parse(line) as typeof place;
        else handed = Math.max(handed, Number(line));
        if (++count === pieces) child.kill('SIGKILL');
      }
      expect(await exited).toEqual([null, 'SIGKILL']);
      const { folder, file, recordings } = place ?? expect.fail();
      try {
        const store = await openStore({ file, log: silentLog });
        const kept = new Map<string, string>();
        const clock = new FakeClock();
        const audit = await openAuditLog({ store, sealer: plainSealer, clock, signer: await openLogSigner('hub.example/log', { get: async (name) => kept.get(name), put: async (name, text) => { kept.set(name, text); } }) });
        const disk = new FolderDisk(recordings);
        await recoverSegments({ store, audit, disk, clock, log: silentLog });
        const rows = await new SegmentRows(store).touching(gateCamera, 0, 8e15);
        const files = (await readdir(recordings, { recursive: true })).filter((name) => name.endsWith('.mp4')).toSorted();
        expect(rows.map(({ path }) => path)).toEqual(files);
        // The part that was being gathered, and the picture after it.
        const lost = handed - (rows.at(-1)?.to ?? 0);
        if (pieces > 30) expect(lost).toBeLessThanOrEqual(1_000);
        for (const row of rows.slice(-2)) {
          const content = await readFile(join(recordings, row.path));
          expect({ bytes: content.length, sha256: createHash('sha256').update(content).digest('hex'), errors: decode(content).errors }).toEqual({ bytes: row.bytes, sha256: row.sha256, errors: '' });
          expect(await new GroupIndex(store, disk).of(row)).toEqual(indexOfFile(content));
        }
        const gaps = rows.slice(1).map(({ from }, n) => from - (rows[n]?.to ?? 0));
        expect(gaps.filter((gap) => gap !== 0)).toEqual([]);
        expect(await audit.verify()).toMatchObject({ sound: true });
        await store.check();
        await store.close();
      } finally {
        await rm(folder, { recursive: true, force: true });
        await rm(recordings, { recursive: true, force: true });
      }
    }
  } finally {
    await program[Symbol.asyncDispose]();
  }
});
