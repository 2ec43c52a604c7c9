import { describe, expect, it } from 'vitest';
import { FfmpegRunner } from '../ffmpeg/ffmpeg-runner.ts';
import { ffmpegBin, makeH264, makeH265, unitsOf } from '../media/clips.fixture.ts';
import { decodeLooks, type KeyPicture } from './look-decoder.ts';
import { lookBytes, measure } from './picture-measure.ts';
import { likeness } from './scene-signature.ts';

const runner = new FfmpegRunner({ path: ffmpegBin, version: 'test', from: 'PATH' });
const anySignal = new AbortController().signal;
function keysOf(codec: 'h264' | 'h265', stream: Buffer): KeyPicture[] {
  const { format, units } = unitsOf(codec, stream);
  return units.filter(({ key }) => key).map(({ parts }) => ({ video: format.video, sample: Buffer.concat(parts) }));
}
const alike = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean => a !== undefined && b !== undefined && (likeness(measure(a).signature, measure(b).signature) ?? 0) > 0.9;

describe('key pictures made small', () => {
  it('come out in the order they went in, whatever their codecs and sizes, in one run a codec', async () => {
    const [a, b, c] = [keysOf('h264', makeH264(['-bf', '0'], '320x180')), keysOf('h264', makeH264(['-bf', '0', '-vf', 'hflip'], '176x144')), keysOf('h265', makeH265())];
    const pictures = [a[0]!, c[0]!, b[0]!, a[1]!, b[1]!];
    const before = runner.runs.started;
    const looks = await decodeLooks(runner, pictures, anySignal);
    const runs = runner.runs.started - before;
    const alone: (Uint8Array | undefined)[] = [];
    for (const picture of pictures) alone.push((await decodeLooks(runner, [picture], anySignal))[0]);
    expect([looks.map((look) => look?.length), looks.map((look, i) => alike(look, alone[i])), alike(looks[0], looks[2]), runs]).toEqual([pictures.map(() => lookBytes), pictures.map(() => true), false, 2]);
  });
  it('are told apart also when one of them is broken: it alone is missing', async () => {
    const [a, b] = [keysOf('h264', makeH264(['-bf', '0'], '320x180')), keysOf('h264', makeH264(['-bf', '0', '-vf', 'hflip'], '176x144'))];
    const broken = { video: a[0]!.video, sample: Uint8Array.of(0, 0, 0, 2, 9, 240) };
    const looks = await decodeLooks(runner, [a[0]!, broken, b[0]!], anySignal);
    const [first, second] = [await decodeLooks(runner, [a[0]!], anySignal), await decodeLooks(runner, [b[0]!], anySignal)];
    expect([looks[1], alike(looks[0], first[0]), alike(looks[2], second[0])]).toEqual([undefined, true, true]);
  });
  it('need ffmpeg', async () => {
    await expect(decodeLooks(new FfmpegRunner(undefined), keysOf('h264', makeH264()), anySignal)).rejects.toMatchObject({ code: 'ffmpeg-missing' });
    expect(await decodeLooks(new FfmpegRunner(undefined), [], anySignal)).toEqual([]);
  });
});
