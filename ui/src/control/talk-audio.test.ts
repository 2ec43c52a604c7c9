import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DownSampler } from './down-sampler.ts';
import { aLaw, encodeG711, muLaw, type Law } from './g711.ts';

const ffmpeg = process.env['FFMPEG_BIN'] ?? '/usr/bin/ffmpeg';

/** By a foreign decoder. */
async function decode(law: Law, coded: Uint8Array): Promise<Int16Array> {
  const child = spawn(ffmpeg, ['-loglevel', 'error', '-f', law === 'pcma' ? 'alaw' : 'mulaw', '-ar', '8000', '-ac', '1', '-i', 'pipe:0', '-f', 's16le', 'pipe:1'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (bytes: Buffer) => chunks.push(bytes));
  child.stdin.end(coded);
  await new Promise((resolve) => { child.once('close', resolve); });
  const all = Buffer.concat(chunks);
  return Int16Array.from({ length: all.length / 2 }, (_, at) => all.readInt16LE(at * 2));
}

describe.runIf(existsSync(ffmpeg))('speech in G.711', () => {
  it.each(['pcma', 'pcmu'] as const)('every sample comes back from ffmpeg as near as %s can say it', async (law) => {
    const samples = Float32Array.from({ length: 65_535 }, (_, at) => (at - 32_767) / 32_767);
    const decoded = await decode(law, encodeG711(law, samples));
    expect(decoded).toHaveLength(samples.length);
    let worst = 0;
    for (let at = 0; at < samples.length; at += 1) {
      const wanted = at - 32_767;
      // Half a step at most, and the bits of 16 that the law never saw: mu-law's steps grow from a bias of 132 on.
      const near = law === 'pcma' ? Math.max(16, Math.abs(wanted) / 31) : (Math.abs(wanted) + 132) / 32 + 4;
      worst = Math.max(worst, Math.abs((decoded[at] ?? 0) - wanted) / near);
    }
    expect(worst).toBeLessThanOrEqual(1);
  });
});

describe('the code table', () => {
  it('has the values of the standard', () => {
    expect([aLaw(0), aLaw(-1), aLaw(32_767), aLaw(-32_768), muLaw(0), muLaw(-1), muLaw(32_767), muLaw(-32_768)]).toEqual([0xd5, 0x55, 0xaa, 0x2a, 0xff, 0x7e, 0x80, 0x00]);
  });
  it('cuts what is too loud, and takes what is no number for silence', () => {
    expect([...encodeG711('pcma', Float32Array.from([7, -7, NaN, Infinity]))]).toEqual([0xaa, 0x2a, 0xd5, 0xd5]);
  });
});

describe('a microphone brought down to 8 kHz', () => {
  const tone = (hertz: number, rate: number, seconds = 0.5): Float32Array => Float32Array.from({ length: rate * seconds }, (_, at) => Math.sin((2 * Math.PI * hertz * at) / rate));
  const loudness = (samples: Float32Array): number => Math.sqrt(samples.slice(400, -400).reduce((sum, sample) => sum + sample * sample, 0) / (samples.length - 800));
  const whole = (rate: number, hertz: number): Float32Array => new DownSampler(rate).push(tone(hertz, rate));

  it.each([8_000, 16_000, 44_100, 48_000, 96_000])('keeps speech at %s Hz, and as long as it was', (rate) => {
    const out = whole(rate, 1_000);
    expect([loudness(out), out.length / 8_000]).toEqual([expect.closeTo(Math.SQRT1_2, 1), expect.closeTo(0.5, 1)]);
  });
  it('lets nothing through that 8 kHz would fold into speech', () => {
    for (const hertz of [5_000, 7_000, 9_000, 15_000]) expect(loudness(whole(48_000, hertz))).toBeLessThan(0.02);
  });
  it('does not care how the sound is cut into pieces', () => {
    const input = tone(700, 44_100);
    const pieces = new DownSampler(44_100);
    const joined: number[] = [];
    for (let at = 0; at < input.length; at += 128) joined.push(...pieces.push(input.subarray(at, at + 128)));
    const once = new DownSampler(44_100).push(input);
    expect(joined).toHaveLength(once.length);
    expect(Math.max(...joined.map((sample, at) => Math.abs(sample - (once[at] ?? 0))))).toBeLessThan(1e-4);
  });
});
