import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { openStore } from '../store/open-store.ts';
import { builtForNode } from '../store/testing/built-for-node.fixture.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';
import { openVault } from '../vault/vault.ts';
import { openAuditLog } from './audit-log.ts';
import { openLogSigner } from './log-signer.ts';

describe('a hub killed in the middle of recording', () => {
  it('has every entry it had answered for, and a sound log that goes on', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'matpho-killed-log-'));
    const program = await builtForNode(new URL('./testing/restless-log.fixture.ts', import.meta.url));
    try {
      const file = join(folder, 'hub.db');
      // The same log, killed again and again.
      for (const entries of [5, 90, 150]) {
        const child = spawn(process.execPath, [program.file, file], { stdio: ['ignore', 'pipe', 'inherit'] });
        const exited = once(child, 'exit');
        const answered: number[] = [];
        for await (const line of createInterface({ input: child.stdout })) {
          answered.push(Number(line));
          if (answered.length === entries) child.kill('SIGKILL');
        }
        expect(await exited).toEqual([null, 'SIGKILL']);
        const store = await openStore({ file, log: silentLog });
        const vault = await openVault({ store, keyFile: `${file}.key` });
        const log = await openAuditLog({ store, signer: await openLogSigner('hub.example/log', vault), sealer: vault.sealer('audit'), clock: new FakeClock() });
        expect(await log.verify()).toMatchObject({ sound: true });
        expect(await log.size()).toBeGreaterThan(Math.max(...answered));
        expect(answered.length).toBeGreaterThanOrEqual(entries);
        await store.close();
      }
    } finally {
      await program[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
