import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtForNode } from '../store/testing/built-for-node.fixture.ts';

let program: Awaited<ReturnType<typeof builtForNode>>;
beforeAll(async () => { program = await builtForNode(new URL('./stray-failures.fixture.ts', import.meta.url)); });
afterAll(() => program[Symbol.asyncDispose]());

/** What a real process says, and how it ends. */
function run(...args: string[]): { readonly lines: string[]; readonly status: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program.file, ...args], { encoding: 'utf8', timeout: 20_000 });
  return { lines: `${stdout}${stderr}`.trim().split('\n'), status };
}

describe('a failure that no call can catch', () => {
  it('in a plugin\'s timer, promise, tick, listener or release stops that plugin and nothing else', () => {
    expect(run()).toEqual({
      lines: ['["timer needs-attention","rejection needs-attention","tick needs-attention","called needs-attention","listener needs-attention","release off","well running"]'],
      status: 0,
    });
  });

  it('of the hub itself ends the hub', () => {
    expect(run('own')).toMatchObject({ lines: [expect.anything(), 'hub failed: the hub\'s own'], status: 1 });
  });
});
