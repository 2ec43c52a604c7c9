import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { signerWith } from './bag-keys.ts';
import { makeAuthority, makeOwn } from './certificates.ts';
import { listedAs, SampleBag } from './sample-bag.ts';
import type { ListedFile } from './bag-manifest.ts';
import { zipLayout } from '../exports/zip-layout.ts';

/** `node measure-bag.js <file.zip> <bytes>`: a whole bag of made-up films of about that length, for the benchmarks. Eight cameras, segments of 8 MiB. */
const [file = '', length = '0'] = process.argv.slice(2);
const segment = 8 * 2 ** 20;
const cameras = 8;
const each = Math.max(1, Math.round(Number(length) / cameras / segment / 2));
const now = Date.now();
const authority = await makeAuthority('Mat Pho bench', now);
const signer = signerWith(await makeOwn(authority, 'Mat Pho bench', now));

// One film of no pattern for all of them; a mark in each makes it another.
const film = Buffer.alloc(segment);
for (let i = 0, x = 1; i < film.length; i += 4) {
  x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0;
  film.writeInt32LE(x, i);
}
const marked = (n: number): Buffer => {
  film.writeUInt32LE(n, 0);
  return film;
};
/** Segments of one film follow one another in it. */
function listedFilm(path: string, from: number, count: number): ListedFile {
  const hash = createHash('sha256');
  let crc = 0;
  for (let n = from; n < from + count; n += 1) {
    hash.update(marked(n));
    crc = crc32(film, crc);
  }
  return { path, bytes: count * segment, sha256: hash.digest('hex'), crc32: crc };
}
const contents = new Map<string, readonly [from: number, count: number]>();
const sampled = Array.from({ length: cameras }, (_, c) => {
  const folder = `camera-${c + 1}`;
  const segments = Array.from({ length: each }, (__, n) => `data/original/${folder}/${String(n).padStart(6, '0')}.mp4`).map((path, n) => {
    contents.set(path, [c * each + n, 1]);
    return listedFilm(path, c * each + n, 1);
  });
  const playable = `data/playable/${folder}.mp4`;
  contents.set(playable, [c * each, each]);
  return { folder, name: `Camera ${c + 1}`, from: now - 7_200_000, segments, playable: listedFilm(playable, c * each, each) };
});
const sample = new SampleBag({ id: 'EV-2026-000001', now, signer, cameras: sampled });
const films = sampled.flatMap(({ segments, playable }) => [...segments, playable]);
await sample.record();
await sample.seal(films);

const root = 'EV-2026-000001/';
const { parts } = zipLayout([...[...sample.bag].map(([path, bytes]) => listedAs(path, bytes)), ...films].map(({ path, bytes, crc32: crc }) => ({ name: `${root}${path}`, bytes, crc32: crc })), { time: 0, date: 0x21 });
const out = await open(file, 'w');
try {
  for (const part of parts) {
    if ('head' in part) await out.writeFile(part.head);
    else await writeEntry(out, part.file.name.slice(root.length));
  }
} finally {
  await out.close();
}
process.stdout.write(`${JSON.stringify({ bytes: films.reduce((sum, { bytes }) => sum + bytes, 0), files: films.length })}\n`);

async function writeEntry(into: FileHandle, path: string): Promise<void> {
  const [from, count] = contents.get(path) ?? [0, 0];
  const small = sample.bag.get(path);
  if (small) await into.writeFile(small);
  for (let n = from; n < from + count; n += 1) await into.writeFile(marked(n));
}
