import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HubError } from '../sdk/errors.ts';
import { FfmpegRunner } from './ffmpeg-runner.ts';
import { findFfmpeg } from './find-ffmpeg.ts';

let folder: string;
/** A program in the place of ffmpeg; what it does is its arguments' business no more. */
async function program(name: string, script: string): Promise<string> {
  const path = join(folder, name, 'ffmpeg');
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}
const runner = (path: string): FfmpegRunner => new FfmpegRunner({ path, version: 'test', from: 'PATH' });
async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}
const anySignal = new AbortController().signal;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'matpho-ffmpeg-')); });
afterAll(() => rm(folder, { recursive: true }));

describe('ffmpeg is found', () => {
  it('where FFMPEG_BIN says, then in ffmpeg-static, on PATH, and last in the old package', async () => {
    const path = async (name: string): Promise<string> => program(name, `echo "ffmpeg version 6.1-${name} Copyright"`);
    const [asked, fixed, first, second, old] = await Promise.all(['asked', 'static', 'first', 'second', 'old'].map(path));
    const broken = await program('broken', 'exit 3');
    const packages = (names: Readonly<Record<string, string | undefined>>) => (name: string): string | undefined => names[name];
    const both = packages({ 'ffmpeg-static': fixed, '@ffmpeg-installer/ffmpeg': old });
    const PATH = [join(folder, 'nowhere'), join(folder, 'broken'), join(folder, 'first'), join(folder, 'second')].join(':');
    const found = await Promise.all([
      findFfmpeg({ FFMPEG_BIN: asked, PATH }, both), findFfmpeg({ PATH }, both), findFfmpeg({ PATH }, packages({ 'ffmpeg-static': join(folder, 'never-downloaded'), '@ffmpeg-installer/ffmpeg': old })),
      findFfmpeg({ PATH: join(folder, 'second') }, packages({ 'ffmpeg-static': broken })), findFfmpeg({ PATH: '' }, packages({ '@ffmpeg-installer/ffmpeg': old })), findFfmpeg({}, packages({})),
    ]);
    expect(found.map((each) => each && `${each.from} ${each.path === second ? 'second' : each.version}`)).toEqual([
      'FFMPEG_BIN 6.1-asked', 'ffmpeg-static 6.1-static', 'PATH 6.1-first', 'PATH second', '@ffmpeg-installer/ffmpeg 6.1-old', undefined,
    ]);
    expect([first, await findFfmpeg({ FFMPEG_BIN: broken, PATH }, both), await findFfmpeg({ FFMPEG_BIN: join(folder, 'nowhere'), PATH }, both)]).toEqual([first, undefined, undefined]);
  });
});

describe('a run of ffmpeg', () => {
  it('has PATH for an environment and nothing else', async () => {
    process.env['MATPHO_TEST_SECRET'] = 'swordfish';
    const path = await program('env', '/usr/bin/env');
    await using run = runner(path).run([], { signal: anySignal });
    delete process.env['MATPHO_TEST_SECRET'];
    const names = (await textOf(run.stdout)).trim().split('\n').map((line) => line.split('=')[0]).filter((name) => !['PWD', 'SHLVL', '_', 'OLDPWD'].includes(name ?? ''));
    expect([names.toSorted(), await run.exit]).toEqual([['PATH', 'TZ'], 0]);
  });

  it('never reads our terminal, and tells its exit and its last words', async () => {
    const path = await program('words', 'echo "$@"; for i in $(seq 2000); do echo "line $i" >&2; done; exit 7');
    await using run = runner(path).run(['-i', 'in'], { signal: anySignal });
    expect([await textOf(run.stdout), await run.exit, run.words().endsWith('line 2000'), run.words().length <= 2_000]).toEqual(['-hide_banner -nostdin -loglevel error -i in\n', 7, true, true]);
  });

  it('is killed when its signal aborts, also before it began, and when it is disposed, though somebody read it by half', async () => {
    const path = await program('endless', 'exec cat /dev/zero');
    const stop = new AbortController();
    const run = runner(path).run([], { signal: stop.signal });
    stop.abort();
    expect(await run.exit).toBe(137);
    expect(await runner(path).run([], { signal: AbortSignal.abort() }).exit).toBe(137);
    const left = runner(path).run([], { signal: anySignal });
    await left.stdout[Symbol.asyncIterator]().next();
    await left[Symbol.asyncDispose]();
    expect(await left.exit).toBe(137);
  });

  it('is killed when it says nothing for too long, and not while it is we who do not take more', async () => {
    const silent = await program('silent', 'printf x; exec sleep 60');
    await using run = runner(silent).run([], { signal: anySignal, stallTimeout: 100 });
    expect([await textOf(run.stdout), await run.exit]).toEqual(['x', 137]);
    const loud = await program('loud', 'head -c 1000000 /dev/zero');
    await using other = runner(loud).run([], { signal: anySignal, stallTimeout: 2_000 });
    let bytes = 0;
    for await (const chunk of other.stdout) {
      if (bytes === 0) await new Promise((resolve) => { setTimeout(resolve, 2_300); });
      bytes += chunk.length;
    }
    expect([bytes, await other.exit]).toEqual([1_000_000, 0]);
  });

  it('that is not there is ffmpeg-missing, at once or when it starts', async () => {
    const code = (failure: HubError): string => failure.code;
    const run = runner(join(folder, 'nowhere')).run([], { signal: anySignal });
    expect([await run.exit.catch(code), await textOf(run.stdout).catch(() => 'failed')]).toEqual(['ffmpeg-missing', expect.stringMatching(/^(failed)?$/)]);
    expect(() => new FfmpegRunner(undefined).run([], { signal: anySignal })).toThrow(expect.objectContaining({ code: 'ffmpeg-missing' }));
  });

  it('takes what it is fed, tells when it takes no more, and its early end is no failure of ours', async () => {
    const path = await program('first', 'head -c 5; exec 0<&-; sleep 0.2');
    await using run = runner(path).run([], { signal: anySignal });
    const piece = new Uint8Array(1_000_000).fill(65);
    for (let n = 0; n < 5; n += 1) if (!run.stdin.write(piece)) await run.drained();
    run.stdin.end();
    expect([await textOf(run.stdout), await run.exit]).toEqual(['AAAAA', 0]);
  });
});
