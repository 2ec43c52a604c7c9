import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchRun } from './bench.ts';

interface Table { values(rows: readonly object[]): { execute(): Promise<unknown> } }
interface Store {
  write(work: (trx: { insertInto(table: string): Table }) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}
interface StoreModule { openStore(options: { file: string; log: object }): Promise<Store> }
interface Fmp4Module {
  initSegment(format: { readonly video: { readonly codec: 'h264'; readonly clockRate: number; readonly parameterSets: readonly Uint8Array[] } }): Uint8Array;
  fragment(sequence: number, samples: readonly object[]): Uint8Array;
}
const built = (file: string): string => new URL(`../../core/dist/${file}`, import.meta.url).href;

/** What was recorded before the bench began. */
export interface RecordedFootage {
  readonly cameras: readonly string[];
  readonly from: number;
  readonly to: number;
  /** Of the first camera, in order. */
  readonly files: readonly string[];
  readonly bytes: number;
}
const fileMs = 10_000;
const fps = 25;

/**
 * Puts footage into the folder and the database of a hub that does not run, as its recorder would have written it: files of ten seconds, 720 lines, 25 pictures a second, 1.3 Mb/s, a fragment for each picture.
 * @param owner id of the house
 */
export async function furnishFootage(run: BenchRun, folder: string, owner: string, { cameras, minutes }: { readonly cameras: number; readonly minutes: number }): Promise<RecordedFootage> {
  const file = await recordedFile(run);
  const sha256 = createHash('sha256').update(file).digest('hex');
  const to = Math.floor(Date.now() / 60_000) * 60_000 - 60_000;
  const from = to - minutes * 60_000;
  const ids = Array.from({ length: cameras }, (_, n) => `bench-${n + 1}`);
  const rows = ids.flatMap((camera) => Array.from({ length: (to - from) / fileMs }, (_, n) => ({ camera, from_at: from + n * fileMs, to_at: from + (n + 1) * fileMs })))
    .map((row) => ({ ...row, path: pathOf(row.camera, row.from_at), bytes: file.length, sha256, garbage: 0, init: null, opened: null, run_from: null, run_offset: null, groups: null }));
  run.say(`Writing ${minutes} minutes of ${cameras} camera${cameras === 1 ? '' : 's'}: ${Math.round((rows.length * file.length) / 1e6)} MB`);
  for (const { path } of rows) {
    const at = join(folder, 'recordings', path);
    await mkdir(dirname(at), { recursive: true, mode: 0o700 });
    await writeFile(at, file, { mode: 0o600 });
  }
  const { openStore } = await import(built('store/open-store.js')) as StoreModule;
  const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const store = await openStore({ file: join(folder, 'matpho.db'), log: quiet });
  try {
    await store.write(async (trx) => {
      const now = Date.now();
      await trx.insertInto('camera').values(ids.map((id, n) => ({
        id, owner, name: `Camera ${n + 1}`, place: 'Ngõ 12', direction: null, provider: 'manual', native_id: id, maker: null, model: null, device_uri: null, snapshot_uri: null,
        sources: '[]', clock_offset_ms: null, confirmed_at: now, recording: 'off', record_days: 7, record_bytes: 1e12, created_at: now + n, removed_at: null,
      }))).execute();
      for (let at = 0; at < rows.length; at += 500) await trx.insertInto('segment').values(rows.slice(at, at + 500)).execute();
    });
  } finally {
    await store.close();
  }
  return { cameras: ids, from, to, files: rows.filter(({ camera }) => camera === ids[0]).map(({ path }) => join(folder, 'recordings', path)), bytes: rows.length * file.length };
}

/** Ten seconds as the recorder writes them. */
async function recordedFile({ ffmpeg, scope }: BenchRun): Promise<Buffer> {
  const { stdout } = await promisify(execFile)(ffmpeg, [
    '-hide_banner', '-nostdin', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=25,noise=alls=12:allf=t', '-t', '10', '-pix_fmt', 'yuv420p',
    '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-x264-params', 'keyint=50:min-keyint=50:scenecut=0:bframes=0:sliced-threads=0:slices=1', '-b:v', '1300k', '-maxrate', '1300k', '-bufsize', '1300k', '-f', 'h264', 'pipe:1',
  ], { signal: scope.signal, encoding: 'buffer', maxBuffer: 64e6 });
  const nals = splitNals(stdout);
  const kind = (nal: Buffer): number => (nal[0] ?? 0) & 31;
  const parameterSets = [7, 8].flatMap((wanted) => nals.find((nal) => kind(nal) === wanted) ?? []);
  const { initSegment, fragment } = await import(built('media/fmp4.js')) as Fmp4Module;
  const pictures = nals.filter((nal) => kind(nal) === 1 || kind(nal) === 5);
  const ticks = 90_000 / fps;
  return Buffer.concat([initSegment({ video: { codec: 'h264', clockRate: 90_000, parameterSets } }), ...pictures.map((nal, n) => {
    const size = Buffer.alloc(4);
    size.writeUInt32BE(nal.length);
    return fragment(n + 1, [{ track: 'video', decodeTicks: n * ticks, duration: ticks, key: kind(nal) === 5, parts: [size, nal], size: nal.length + 4 }]);
  })]);
}

/** NAL units of an Annex B stream, without start codes. */
function splitNals(stream: Buffer): Buffer[] {
  const starts: number[] = [];
  for (let at = stream.indexOf('000001', 0, 'hex'); at >= 0; at = stream.indexOf('000001', at + 3, 'hex')) starts.push(at + 3);
  return starts.map((start, n) => {
    let end = (starts[n + 1] ?? stream.length + 3) - 3;
    while (end > start && stream[end - 1] === 0) end -= 1;
    return stream.subarray(start, end);
  });
}

function pathOf(camera: string, from: number): string {
  const at = new Date(from).toISOString();
  return `${camera}/${at.slice(0, 10)}/${at.slice(11, 13)}/${from}.mp4`;
}
