import { createHash } from 'node:crypto';
import { link, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';

interface Connection {
  run(sql: string, parameters?: readonly unknown[]): Promise<unknown>;
  all(sql: string, parameters?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  close(): Promise<void>;
}
interface ConnectionModule { SqliteConnection: { open(file: string, busyTimeout: number): Promise<Connection> } }
interface IndexModule { encodeGroups(groups: readonly { readonly atMs: number; readonly offset: number; readonly bytes: number }[]): Buffer }
const built = (file: string): string => new URL(`../../core/dist/${file}`, import.meta.url).href;

/** One file of footage as ffmpeg writes it, a fragment for each group of pictures. */
export interface SeekFilm {
  readonly bytes: Buffer;
  readonly init: Buffer;
  readonly groups: Buffer;
  readonly sha256: string;
}
export interface SeekHouse {
  /** Each a camera and the beginning of one of its files, which is there. */
  readonly places: readonly { readonly camera: string; readonly from: number }[];
  readonly rows: number;
}
export const fileLength = 10_000;

/** @param film fMP4 whose groups of pictures are two seconds long */
export async function seekFilm(film: Buffer): Promise<SeekFilm> {
  const { encodeGroups } = await import(built('recordings/group-index.js')) as IndexModule;
  const moofs: number[] = [];
  let end = 0;
  for (let at = 0; at + 8 <= film.length; at += Math.max(8, film.readUInt32BE(at))) {
    const type = film.toString('latin1', at + 4, at + 8);
    if (type === 'moof') moofs.push(at);
    if (type === 'mdat') end = at + film.readUInt32BE(at);
  }
  const [first = 0] = moofs;
  return {
    bytes: film, init: film.subarray(0, first), sha256: createHash('sha256').update(film).digest('hex'),
    groups: encodeGroups(moofs.map((offset, n) => ({ atMs: n * 2_000, offset, bytes: (moofs[n + 1] ?? end) - offset }))),
  };
}

/** Writes days of files of ten seconds of every camera into the database of a hub that does not run; those that will be sought are really there, as links to one file. */
export async function layMonth(folder: string, cameras: readonly string[], days: number, seeks: number, film: SeekFilm): Promise<SeekHouse> {
  const { SqliteConnection } = await import(built('store/sqlite-connection.js')) as ConnectionModule;
  const db = await SqliteConnection.open(join(folder, 'matpho.db'), 5_000);
  const perCamera = days * 8_640;
  const begin = Math.floor((Date.now() - days * 86_400_000 - 3_600_000) / fileLength) * fileLength;
  try {
    for (const pragma of ['synchronous = OFF', 'cache_size = -200000']) await db.all(`PRAGMA ${pragma}`);
    await db.run('INSERT INTO media_init (sha256, bytes) VALUES (?, ?)', [createHash('sha256').update(film.init).digest('hex'), film.init]);
    // In the order a hub writes them: the files of all cameras that close in one moment, then the next.
    for (let day = 0; day < days; day += 1) {
      await db.run(`INSERT INTO segment (camera, from_at, to_at, path, bytes, sha256, garbage, role, origin, init, run_from, run_offset, groups)
        WITH RECURSIVE n(n) AS (SELECT ${day * 8_640} UNION ALL SELECT n + 1 FROM n WHERE n < ${(day + 1) * 8_640 - 1}), c(c) AS (VALUES ${cameras.map((camera) => `('${camera}')`).join(', ')})
        SELECT c, ${begin} + n * ${fileLength}, ${begin} + (n + 1) * ${fileLength}, c || strftime('/%Y-%m-%d/%H/', (${begin} + n * ${fileLength}) / 1000, 'unixepoch') || (${begin} + n * ${fileLength}) || '.mp4', ${film.bytes.length},
          CASE WHEN n % 7 = 0 THEN '${film.sha256}' ELSE lower(hex(randomblob(32))) END, 0, 'main', 'recorded', (SELECT max(id) FROM media_init), ${begin}, n, ? FROM n CROSS JOIN c`, [film.groups]);
    }
    const places = Array.from({ length: seeks }, (_, n) => {
      // Spread without a pattern that a cache could learn; the last hours are looked at when the hub starts.
      const nth = Math.floor(((n * 0.618_033_988_7 + 0.1) % 1) * (perCamera - 1_440));
      return { camera: cameras[(n * 7) % cameras.length] ?? '', from: begin + nth * fileLength };
    });
    const source = join(folder, 'film.mp4');
    await writeFile(source, film.bytes);
    for (const { camera, from } of places) {
      const at = new Date(from).toISOString();
      const path = join(folder, 'recordings', camera, at.slice(0, 10), at.slice(11, 13), `${from}.mp4`);
      await mkdir(dirname(path), { recursive: true });
      await link(source, path).catch(() => {});
    }
    return { places, rows: perCamera * cameras.length };
  } finally {
    await db.close();
  }
}

/** The question a seek asks of the database, by itself, ms each. */
export async function askedAlone(folder: string, places: SeekHouse['places']): Promise<readonly number[]> {
  const { SqliteConnection } = await import(built('store/sqlite-connection.js')) as ConnectionModule;
  const db = await SqliteConnection.open(join(folder, 'matpho.db'), 5_000);
  try {
    const times: number[] = [];
    for (const { camera, from } of places) {
      const asked = performance.now();
      const rows = await db.all('SELECT * FROM segment WHERE camera = ? AND role = \'main\' AND garbage = 0 AND from_at > ? AND from_at < ? AND to_at > ? ORDER BY from_at', [camera, from - 600_000, from + 5_000, from + 1_000]);
      if (rows.length !== 1) throw new Error(`A seek finds ${rows.length} files.`);
      times.push(performance.now() - asked);
    }
    return times;
  } finally {
    await db.close();
  }
}
