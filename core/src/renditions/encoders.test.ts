import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { SystemTimers } from '../base/clock.ts';
import { FfmpegRunner } from '../ffmpeg/ffmpeg-runner.ts';
import { ffmpegBin } from '../media/clips.fixture.ts';
import { candidates, coding, software, type Encoder } from './encoder.ts';
import { Encoders, trial, type EncoderSetting } from './encoders.ts';

const real = new FfmpegRunner({ path: ffmpegBin, version: 'test', from: 'PATH' });
const folders: string[] = [];
afterAll(async () => { for (const folder of folders) await rm(folder, { recursive: true, force: true }); });

/** An ffmpeg on a machine with such a card: the name of its encoder makes the real one code by software; every other is as on this machine. */
async function machineWith(encoder: string, says = ''): Promise<FfmpegRunner> {
  const folder = await mkdtemp(join(tmpdir(), 'matpho-encoder-'));
  folders.push(folder);
  const path = join(folder, 'ffmpeg');
  await writeFile(path, `#!/bin/bash
args=()
while [ $# -gt 0 ]; do
  case "$1" in
    -vaapi_device|-low_power|-async_depth|-rc|-zerolatency|-delay|-forced-idr) shift 2; continue ;;
    ${encoder}) args+=(libx264) ;;
    *,hwupload) args+=("\${1%,hwupload}") ;;
    *) args+=("$1") ;;
  esac
  shift
done
${says}
exec ${ffmpegBin} "\${args[@]}"
`);
  await chmod(path, 0o755);
  return new FfmpegRunner({ path, version: 'test', from: 'PATH' });
}
async function probed(ffmpeg: FfmpegRunner, setting: EncoderSetting, tried: readonly Encoder[] = candidates('linux', ['card0', 'renderD128'])): Promise<{ readonly encoders: Encoders; readonly clock: FakeClock }> {
  const clock = new FakeClock();
  const encoders = new Encoders({ ffmpeg, setting, clock, timers: new SystemTimers(), candidates: async () => tried });
  expect(encoders.best).toBe(software);
  await encoders.probe(new AbortController().signal);
  return { encoders, clock };
}

describe('what codes pictures that are made anew', () => {
  it('is a part of the machine that really codes', async () => {
    const { encoders } = await probed(await machineWith('h264_vaapi'), 'auto');
    expect([encoders.state, encoders.best.device]).toEqual([{ inUse: 'h264_vaapi', found: 'h264_vaapi', probed: true }, ['-vaapi_device', '/dev/dri/renderD128']]);
  });

  it('is the software where there is none, where another was asked for, where it was asked for, and without ffmpeg', async () => {
    const states = [];
    for (const { encoders } of [
      await probed(await machineWith('h264_nvenc', 'exit 0'), 'auto', candidates('linux', [])), await probed(await machineWith('h264_nvenc'), 'h264_qsv'), await probed(await machineWith('h264_nvenc'), 'software'),
      await probed(new FfmpegRunner(undefined), 'auto'),
    ]) states.push(encoders.state);
    expect(states).toEqual(states.map(() => ({ inUse: 'libx264', found: null, probed: true })));
  });

  it('is the software for a while after a run failed', async () => {
    const { encoders, clock } = await probed(await machineWith('h264_nvenc'), 'h264_nvenc');
    encoders.failed(software);
    expect(encoders.best.name).toBe('h264_nvenc');
    encoders.failed(encoders.best);
    expect(encoders.state).toEqual({ inUse: 'libx264', found: 'h264_nvenc', probed: true });
    await clock.advance(10 * 60_000);
    expect(encoders.best.name).toBe('h264_nvenc');
  });

  it('is tried on the real one through the very chain of a camera\'s pictures', async () => {
    await using run = real.run(trial(software), { signal: new AbortController().signal });
    run.stdin.end();
    let bytes = 0;
    for await (const chunk of run.stdout) bytes += chunk.length;
    expect([await run.exit, bytes > 1_000]).toEqual([0, true]);
  });

  it('knows what is worth a try on which machine, and never lets a picture wait for a later one', () => {
    expect([candidates('darwin', []), candidates('win32', []), candidates('linux', ['by-path', 'card0', 'renderD129', 'renderD128'])].map((all) => all.map(({ name, device }) => [name, ...device].join(' ')))).toEqual([
      ['h264_videotoolbox'], ['h264_nvenc', 'h264_qsv'],
      ['h264_nvenc', ...Array.from({ length: 2 }, () => [128, 128, 129, 129].map((card) => `h264_vaapi -vaapi_device /dev/dri/renderD${card}`)).flat(), 'h264_qsv', 'h264_v4l2m2m'],
    ]);
    for (const each of [software, ...candidates('linux', ['renderD128']), ...candidates('darwin', [])]) {
      const args = coding(each, { kbits: 900, every: 50 }).join(' ');
      expect(args).toMatch(new RegExp(`^-c:v ${each.name} .*-maxrate 900k .*-bf 0 -g 50$`));
    }
  });
});
