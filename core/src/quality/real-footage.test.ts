import { readdirSync } from 'node:fs';
import { loopDrawn } from '@matpho/simulator';
import { beforeAll, describe, expect, it } from 'vitest';
import { ffmpeg, ffmpegBin } from '../media/clips.fixture.ts';
import { lookBytes, lookHeight, lookWidth } from './picture-measure.ts';
import { PictureState } from './picture-state.ts';

const startCode = Buffer.of(0, 0, 0, 1);
const every = 10_000;
const [width, height] = [320, 180];
/** Footage as plain pictures, decoded once. */
function pictures(input: readonly string[], filter: string, footage?: Buffer): Buffer {
  return ffmpeg([...input, '-an', '-vf', `${filter}scale=${width}:${height}:flags=area,format=yuv420p`, '-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'], footage);
}
/** Looks at them through a filter, as the hub would take them ten seconds apart; what lies in between is left out. */
function looks(plain: Buffer, filter: string): readonly Uint8Array[] {
  const raw = ffmpeg(['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-r', '1', '-i', 'pipe:0', '-vf', `${filter === '' ? '' : `${filter},`}scale=${lookWidth}:${lookHeight}:flags=area,format=yuv444p`, '-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'], plain);
  return Array.from({ length: Math.floor(raw.length / lookBytes) }, (_, n) => raw.subarray(n * lookBytes, (n + 1) * lookBytes));
}
/** What is believed of the footage as it is, and then of it as the filter leaves it: `20 moved`. */
function believed(well: readonly Uint8Array[], bad: readonly Uint8Array[]): readonly string[] {
  const state = new PictureState();
  let at = 1_000_000;
  const said: string[] = [];
  const see = (from: number, look: Uint8Array): void => {
    const { began, ended } = state.look(look, 'no', at);
    said.push(...began.map((fact) => `${(at - from) / 1_000} ${fact}`), ...ended.map((fact) => `${(at - from) / 1_000} -${fact}`));
    at += every;
  };
  for (const look of well) see(at, look);
  const from = at;
  for (const look of bad) see(from, look);
  return said;
}
const faults = [
  ['as it is', '', []], ['with half its light', 'eq=brightness=-0.15', []], ['in the noise of the night', 'noise=alls=16:allf=t', []], ['behind a parked lorry', 'drawbox=0:0:iw*0.3:ih:gray:fill', []],
  ['turned by a tenth', 'crop=iw*0.9:ih*0.9:0:0', ['20 moved']], ['mirrored', 'hflip', ['20 moved']],
  ['black', 'drawbox=0:0:iw:ih:black:fill', ['10 black']], ['covered', 'drawbox=0:0:iw:ih:gray:fill', ['10 covered']],
] as const;

describe('the drawn street', () => {
  let street: Buffer;
  beforeAll(async () => {
    // One picture of each ten seconds of it would take minutes to draw; a second apart they differ as much.
    const drawn = await loopDrawn(ffmpegBin, 16, { width, height, fps: 1 });
    street = pictures(['-f', 'h264', '-r', '1', '-i', 'pipe:0'], '', Buffer.concat(drawn.pictures.flatMap(({ nals }) => nals.flatMap((nal) => [startCode, nal]))));
  }, 60_000);

  it.each<readonly [string, string, readonly string[]]>([...faults, ['out of focus', 'boxblur=5', ['10 blurred']]])('%s', (_name, filter, said) => {
    expect(believed(looks(street, ''), looks(street, filter).slice(0, 8))).toEqual(said);
  });
  it('frozen, and coded anew each time', () => {
    const size = (width * height * 3) / 2;
    const still = Buffer.concat(Array.from({ length: 8 }, () => street.subarray(3 * size, 4 * size)));
    const coded = ffmpeg(['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-r', '1', '-i', 'pipe:0', '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '1', '-bf', '0', '-crf', '30', '-f', 'h264', 'pipe:1'], still);
    expect(believed(looks(street, ''), looks(pictures(['-f', 'h264', '-r', '1', '-i', 'pipe:0'], '', coded), ''))).toEqual(['50 frozen']);
  });
});

/** With a folder of real footage the same is asked of each clip in it. */
const folder = process.env['MATPHO_CLIPS'] ?? '';
const clips = folder === '' ? [] : readdirSync(folder).filter((name) => name.endsWith('.mp4'));
if (clips.length > 0) describe.each(clips)('a filmed street, %s', (name) => {
  let street: Buffer;
  beforeAll(() => { street = pictures(['-t', '30', '-i', `${folder}/${name}`], 'fps=1/2,'); }, 60_000);

  it.each<readonly [string, string, readonly string[]]>([...faults])('%s', (_name, filter, said) => {
    expect(believed(looks(street, ''), looks(street, filter).slice(0, 8))).toEqual(said);
  });
});
