import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HubError, type Clip, type Segment } from '@matpho/core/sdk';
import { expect, it } from 'vitest';
import { boxesIn, fourLetters } from './boxes.ts';
import { Mp4Exporter } from './mp4-exporter.ts';
import { clipOf, gate, probe, recorded, run, start, targetFolder } from './recorded.fixture.ts';

const exporter = new Mp4Exporter({ now: () => start + 3_600_000 });
const never = new AbortController().signal;
async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'fine', (error: unknown) => (error instanceof HubError ? error.code : String(error)));
}

it('joins recorded files into one that plays whole, with hashes that sha256sum accepts', async () => {
  await using place = await targetFolder();
  const pieces = [recorded(start, 10, { sound: true }), recorded(start + 10_000, 10, { sound: true }), recorded(start + 20_000, 4, { sound: true })];
  const files = await exporter.write(clipOf(start, start + 24_000, pieces), place.target, never);
  const name = 'gate-1_20261121T070512Z.mp4';
  expect(files.map((file) => file.name)).toEqual([name, 'about.json', 'manifest-sha256.txt']);
  const { frames, seconds, sounds } = probe(join(place.folder, name));
  expect({ frames, seconds: Math.round(seconds), hasAllSound: sounds > 1_120 }).toEqual({ frames: 600, seconds: 24, hasAllSound: true });
  expect(run('bash', '-c', `cd "${place.folder}" && sha256sum --strict -c manifest-sha256.txt`).trim().split('\n')).toEqual([`${name}: OK`, 'about.json: OK']);
  // Every player finds any second of it at once: an index, pictures one after the other, and keys where they were.
  const packets = run('ffprobe', '-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=pts,duration,flags', '-of', 'csv=p=0', join(place.folder, name)).trim().split('\n').map((line) => line.split(','));
  expect(packets.map(([pts, , flags]) => [Number(pts), flags?.[0] === 'K'])).toEqual(packets.map((_, n) => [packets.slice(0, n).reduce((sum, [, duration]) => sum + Number(duration), 0), n % 25 === 0]));
  expect(boxesIn(await readFile(join(place.folder, name)), 0, files[0]?.bytes ?? 0).map(({ type }) => type)).toEqual(['ftyp', 'mdat', 'mdat', 'mdat', 'moov'].map(fourLetters));
});

it('cuts to whole groups of pictures around what was asked for', async () => {
  await using place = await targetFolder();
  const pieces = [recorded(start, 10), recorded(start + 10_000, 10)];
  await exporter.write(clipOf(start + 8_400, start + 11_200, pieces), place.target, never);
  expect(probe(join(place.folder, 'gate-1_20261121T070520Z.mp4'))).toMatchObject({ frames: 100, seconds: 4 });
  const about = JSON.parse(await readFile(join(place.folder, 'about.json'), 'utf8')) as Record<string, unknown>;
  expect(about).toMatchObject({
    camera: gate, timeZone: 'Asia/Ho_Chi_Minh',
    requested: { from: { utc: '2026-11-21T07:05:20.400Z', local: '2026-11-21 14:05:20 +07:00' } },
    delivered: { from: { utc: '2026-11-21T07:05:20.000Z' }, to: { utc: '2026-11-21T07:05:24.000Z' } },
    gaps: [], recordedSegments: pieces.map(({ segment: { bytes, sha256 } }) => ({ bytes, sha256 })), pictures: expect.stringContaining('copied without change') as string,
  });
});

it('keeps a gap as a gap and names it', async () => {
  await using place = await targetFolder();
  await exporter.write(clipOf(start - 5_000, start + 40_000, [recorded(start, 10), recorded(start + 30_000, 10)]), place.target, never);
  expect(probe(join(place.folder, 'gate-1_20261121T070507Z.mp4'))).toMatchObject({ frames: 500, seconds: 40 });
  const { gaps } = JSON.parse(await readFile(join(place.folder, 'about.json'), 'utf8')) as { gaps: { ms: number; from: { utc: string } }[] };
  expect(gaps.map(({ ms, from }) => [from.utc, ms])).toEqual([['2026-11-21T07:05:07.000Z', 5_000], ['2026-11-21T07:05:22.000Z', 20_000]]);
});

it('shows nothing twice where files overlap, as after a clock was set back', async () => {
  await using place = await targetFolder();
  await exporter.write(clipOf(start, start + 20_000, [recorded(start, 10), recorded(start + 7_000, 10)]), place.target, never);
  expect(probe(join(place.folder, 'gate-1_20261121T070512Z.mp4'))).toMatchObject({ frames: 425, seconds: 17 });
});

it('begins another file where the camera changed its picture', async () => {
  await using place = await targetFolder();
  const files = await exporter.write(clipOf(start, start + 12_000, [recorded(start, 4), recorded(start + 4_000, 4, { size: '320x180' }), recorded(start + 8_000, 4, { size: '320x180' })]), place.target, never);
  const names = ['gate-1_20261121T070512Z.mp4', 'gate-1_20261121T070512Z_2.mp4'];
  expect(files.slice(0, 2).map(({ name }) => [name, probe(join(place.folder, name)).frames])).toEqual([[names[0], 100], [names[1], 200]]);
});

it('says when the pictures are not the recorded ones', async () => {
  await using place = await targetFolder();
  await exporter.write(clipOf(start, start + 2_000, [recorded(start, 2)], true), place.target, never);
  expect(await readFile(join(place.folder, 'about.json'), 'utf8')).toContain('made anew to meet the owner');
});

it('marks a copy somebody covered parts of, in its name, its properties and its description', async () => {
  await using place = await targetFolder();
  const [film] = await exporter.write({ ...clipOf(start, start + 2_000, [recorded(start, 2)], true), derived: 'redacted' }, place.target, never);
  expect([film?.name, run('ffprobe', '-v', 'error', '-show_entries', 'format_tags=comment', '-of', 'csv=p=0', join(place.folder, film?.name ?? '')).trim()]).toEqual(['gate-1_20261121T070512Z_redacted.mp4', expect.stringContaining('Derivative: parts of the picture are covered')]);
  expect(JSON.parse(await readFile(join(place.folder, 'about.json'), 'utf8'))).toMatchObject({ derivative: { kind: 'redacted' } });
});

it('writes nothing where there is no picture, and stops with its signal', async () => {
  await using place = await targetFolder();
  const piece = recorded(start, 2);
  expect(await codeOf(exporter.write(clipOf(start, start + 1, []), place.target, never))).toBe('no-footage');
  expect(await codeOf(exporter.write(clipOf(start + 60_000, start + 61_000, [piece]), place.target, never))).toBe('no-footage');
  expect(await readdir(place.folder)).toEqual([]);
  const stop = AbortSignal.abort(new HubError('consent-ended', 'over'));
  expect(await codeOf(exporter.write(clipOf(start, start + 2_000, [piece]), place.target, stop))).toBe('consent-ended');
});

it('passes on what reading the footage says, and lets the footage go', async () => {
  await using place = await targetFolder();
  let isLetGo = false;
  async function* segments(): Clip['segments'] {
    try {
      const { segment, bytes } = recorded(start, 2);
      yield { segment, bytes: (async function* () { yield bytes; })() };
      throw new HubError('consent-ended', 'revoked');
    } finally {
      isLetGo = true;
    }
  }
  expect(await codeOf(exporter.write({ camera: gate, from: start, to: start + 60_000, segments: segments() }, place.target, never))).toBe('consent-ended');
  expect(isLetGo).toBe(true);
});

it('answers any bytes with a code, never a crash', async () => {
  const { segment, bytes } = recorded(start, 1) as { segment: Segment; bytes: Buffer };
  const codes = new Set<string>();
  for (let n = 0; n < 400; n += 1) {
    const broken = Buffer.from(bytes);
    // Everywhere in the first 2,000 bytes, where the boxes are.
    broken.writeUInt8((broken.readUInt8((n * 5) % 2_000) + 1 + (n % 255)) & 0xff, (n * 5) % 2_000);
    const cut = n % 3 === 0 ? broken.subarray(0, (n * 37) % bytes.length) : broken;
    await using place = await targetFolder();
    codes.add(await codeOf(exporter.write(clipOf(start, start + 1_000, [{ segment, bytes: cut }]), place.target, never)));
  }
  expect([...codes].filter((code) => !['fine', 'footage-damaged', 'no-footage'].includes(code))).toEqual([]);
  expect(codes.has('footage-damaged')).toBe(true);
});
