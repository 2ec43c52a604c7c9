import { crc32 } from 'node:zlib';
import { signerWith, type BagSigner } from '../../evidence/bag-keys.ts';
import { makeAuthority, makeOwn } from '../../evidence/certificates.ts';
import { listedAs, SampleBag, type SampleFiles } from '../../evidence/sample-bag.ts';
import { zipLayout } from '../../exports/zip-layout.ts';
import { bagFolders } from './bag-files.ts';
import type { BagSource } from './bag-source.ts';

/** The files of a bag by their path in it; a test spoils what it likes. */
export type SmallBag = SampleFiles;
export interface SmallBagOptions {
  readonly now: number;
  /** Bytes of `data/playable/<camera>.mp4` and of each original segment. */
  readonly film?: Buffer;
  readonly segments?: readonly Buffer[];
  /** Folder and name; each has the same film and segments, `apart` ms after the one before. */
  readonly cameras?: readonly (readonly [folder: string, name: string])[];
  readonly apart?: number;
  readonly signer?: BagSigner;
  /** What is done to it before the manifests are made and signed. */
  readonly spoil?: (bag: SmallBag) => void;
}

export async function ownSigner(now: number): Promise<{ readonly signer: BagSigner; readonly root: string }> {
  const authority = await makeAuthority('Mat Pho nha co Lan', now);
  return { signer: signerWith(await makeOwn(authority, 'Mat Pho nha co Lan', now)), root: authority.certificate };
}

/** A bag as the hub makes it: R0, two segments a camera, its own authority, no timestamp. */
export async function smallBag({ now, film = Buffer.from('film'.repeat(3_000)), segments = [Buffer.alloc(5_000, 1), Buffer.alloc(7_000, 2)], cameras = [['cong', 'Cổng']], apart = 0, signer, spoil }: SmallBagOptions): Promise<SmallBag> {
  const films = new Map(cameras.flatMap(([folder]) => [...segments.map((bytes, n) => [`data/original/${folder}/20261122T0203${n}0Z.mp4`, bytes] as const), [`data/playable/${folder}.mp4`, film] as const]));
  const listed = [...films].map(([path, bytes]) => listedAs(path, bytes));
  const sample = new SampleBag({
    id: 'EV-2026-000143', now, signer: signer ?? (await ownSigner(now)).signer,
    cameras: cameras.map(([folder, name], i) => ({ folder, name, from: now - 3_600_000 + i * apart, segments: listed.filter(({ path }) => path.startsWith(`${bagFolders.original}${folder}/`)), playable: listed.find(({ path }) => path === `data/playable/${folder}.mp4`) as (typeof listed)[number] })),
  });
  const { bag } = sample;
  await sample.record();
  for (const [path, bytes] of films) bag.set(path, bytes);
  spoil?.(bag);
  await sample.seal([]);
  return bag;
}

/** As it lies in memory, in its own folder. */
export function sourceOf(bag: SmallBag, root = 'EV-2026-000143/'): BagSource {
  return { name: 'bag', entries: [...bag].map(([path, bytes]) => ({ path: `${root}${path}`, size: bytes.length, kind: 'file' as const, open: async function* () { yield bytes; } })) };
}

/** As the hub sends it: stored, one folder. */
export function zipOf(bag: SmallBag, root = 'EV-2026-000143/'): Buffer {
  const { parts } = zipLayout([...bag].map(([path, bytes]) => ({ name: `${root}${path}`, bytes: bytes.length, crc32: crc32(bytes) })), { time: 0, date: 0x21 });
  return Buffer.concat(parts.map((part) => ('head' in part ? part.head : bag.get(part.file.name.slice(root.length)) as Buffer)));
}
