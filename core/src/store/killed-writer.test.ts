import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { openStore } from './open-store.ts';
import { builtForNode } from './testing/built-for-node.fixture.ts';
import { silentLog } from './testing/store-folder.fixture.ts';

describe('a hub killed in the middle of writing', () => {
  it('opens again sound, with every row it had answered for and no half of a pair', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'matpho-killed-'));
    const program = await builtForNode(new URL('./testing/restless-writer.fixture.ts', import.meta.url));
    try {
      for (const rows of [1, 40, 200]) {
        const file = join(folder, `${rows}.db`);
        const child = spawn(process.execPath, [program.file, file], { stdio: ['ignore', 'pipe', 'inherit'] });
        const exited = once(child, 'exit');
        const answered: number[] = [];
        for await (const line of createInterface({ input: child.stdout })) {
          answered.push(Number(line));
          if (answered.length === rows) child.kill('SIGKILL');
        }
        expect(await exited).toEqual([null, 'SIGKILL']);
        const store = await openStore({ file, log: silentLog });
        await store.check();
        const there = new Set((await store.read.selectFrom('hub_value').select('name').execute()).map(({ name }) => name));
        const twins = (await store.read.selectFrom('plugin_value').select('name').execute()).map(({ name }) => name);
        expect(answered.length).toBeGreaterThanOrEqual(rows);
        expect(answered.filter((i) => !there.has(`n${i}`))).toEqual([]);
        expect(new Set(twins)).toEqual(there);
        await store.close();
      }
    } finally {
      await program[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
