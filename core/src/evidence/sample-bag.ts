import { createHash, generateKeyPairSync } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { signCheckpoint } from '../audit/checkpoint.ts';
import { ed25519Signer } from '../audit/log-signer.ts';
import { leafHash, nodeHash } from '../audit/merkle.ts';
import { verifierKey } from '../audit/signed-note.ts';
import { canonicalJson, sha256Hex } from '../base/canonical-json.ts';
import { bagFiles, bagitText } from '../proof/bag/bag-files.ts';
import { CustodyEvent, Evidence, TimeRecord, type BagPiece } from '../proof/bag/records.ts';
import type { BagSigner } from './bag-keys.ts';
import { bagInfo, payloadManifest, picturesHash, tagManifest, type ListedFile } from './bag-manifest.ts';

/** The films of one camera, which may be too long to hold: only what a manifest says of them. */
export interface SampleCamera {
  readonly folder: string;
  readonly name: string;
  readonly from: number;
  /** Ten seconds each. */
  readonly segments: readonly ListedFile[];
  readonly playable: ListedFile;
}
export interface SampleFacts {
  readonly id: string;
  readonly now: number;
  readonly signer: BagSigner;
  readonly cameras: readonly SampleCamera[];
  readonly evidence?: Partial<Evidence>;
}
/** The small files of a bag by their path in it. */
export type SampleFiles = Map<string, Buffer>;

const at = (ms: number): string => new Date(ms).toISOString();
export const listedAs = (path: string, bytes: Buffer): ListedFile => ({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), crc32: crc32(bytes) });
const allOf = (bag: SampleFiles): ListedFile[] => [...bag].map(([path, bytes]) => listedAs(path, bytes));

/** A bag of made-up footage, to measure and to try the check on: what a hub writes, without a hub. It belongs to no house, and its log is its own. */
export class SampleBag {
  readonly bag: SampleFiles = new Map();
  readonly #facts: SampleFacts;
  readonly #log = ed25519Signer('matpho.test/log', generateKeyPairSync('ed25519').privateKey);
  #two: Buffer = Buffer.alloc(0);
  constructor(facts: SampleFacts) {
    this.#facts = facts;
  }

  /** Everything under data/records, and what stands beside the manifests. */
  async record(): Promise<void> {
    const { id, now, signer, cameras, evidence: more } = this.#facts;
    const note = { vi: 'Bản gốc ở trong gói.', en: 'The originals are inside.' };
    const evidence = Evidence.parse({
      format: 'matpho-evidence/1', id, madeAt: at(now), zone: 'Asia/Ho_Chi_Minh', zoneOffset: '+07:00', hub: { name: 'Mắt Phố nhà cô Lan', logKey: verifierKey(this.#log), certificate: signer.fingerprint },
      route: 'R0', purpose: null, caseNo: null, ask: null, request: null, unit: null, officerNo: null, owners: ['Nhà cô Lan'], originals: 'inside', originalsNote: note, mask: 'none', timestamp: 'none', timestampNote: note, pieces: cameras.map(pieceOf), ...more,
    });
    this.#put(bagFiles.evidence, JSON.stringify(evidence, undefined, 2));
    this.#put(bagFiles.time, JSON.stringify(TimeRecord.parse({
      format: 'matpho-time/1', id, madeAt: at(now), zone: 'Asia/Ho_Chi_Minh', zoneOffset: '+07:00', hub: { source: 'chrony', trusted: true, synchronised: true, offsetMs: 3, jitterMs: 1, checkedBy: 'hub', checkedAt: at(now), note }, untrusted: [], cameras: [{ folder: 'cong', clockOffsetMs: 4_200, stampedBy: 'hub' }],
    }), undefined, 2));
    const decided = this.#entry('decision', { viewing: 'v1', effect: 'permit' });
    const made = this.#entry('bag.made', { bag: id, evidence: createHash('sha256').update(this.bag.get(bagFiles.evidence) ?? '').digest('hex') });
    const leaves = [leafHash(decided.entry), leafHash(made.entry)] as const;
    this.#two = nodeHash(...leaves);
    this.#put(`${bagFiles.log}decision-1.tlog-proof`, this.#proof(decided.entry, 0, [leaves[1]], 2, this.#two));
    this.#put(`${bagFiles.log}decision-1.body.json`, decided.opened);
    this.#put(`${bagFiles.log}export.tlog-proof`, this.#proof(made.entry, 1, [leaves[0]], 2, this.#two));
    this.#put(`${bagFiles.log}export.body.json`, made.opened);
    this.#put(bagFiles.decisionJws, await signer.jws('matpho-decision', canonicalJson({ format: 'matpho-decision/1', bag: id, decisions: [{ piece: 1, viewing: 'v1', route: 'R0', at: at(now), effect: 'permit', grant: null, ask: null, obligations: {}, logEntry: 0, leaf: leaves[0].toString('hex') }] })));
    await this.#custody(cameras.flatMap(({ segments, playable }) => [...segments, playable]));
    this.#put(bagFiles.notes, 'Gói chứng cứ.\n');
    this.#put(bagFiles.bagit, bagitText);
    this.#put(bagFiles.certificate, signer.certificate);
    this.#put(bagFiles.chain, signer.chain.join(''));
    this.#put(bagFiles.readMe, 'Xem docs/evidence.md\n');
  }

  /** Manifests, signature and the proof of the seal, over the small files and these. */
  async seal(films: readonly ListedFile[]): Promise<void> {
    const { id, now, signer } = this.#facts;
    const listed = (): ListedFile[] => [...films, ...allOf(this.bag)];
    this.#put(bagFiles.info, bagInfo({ id, at: now, organisation: 'Mat Pho', files: listed(), facts: {} }));
    this.#put(bagFiles.manifest, payloadManifest(listed()));
    this.#put(bagFiles.tagManifest, tagManifest(listed()));
    const tags = this.bag.get(bagFiles.tagManifest) ?? Buffer.alloc(0);
    this.bag.set(bagFiles.signature, await signer.cms(tags, now));
    const sealed = this.#entry('bag.sealed', { bag: id, sha256: createHash('sha256').update(tags).digest('hex') });
    this.#put(bagFiles.sealProof, this.#proof(sealed.entry, 2, [this.#two], 3, nodeHash(this.#two, leafHash(sealed.entry))));
    this.#put(bagFiles.sealBody, sealed.opened);
  }

  #put(path: string, text: string): void {
    this.bag.set(path, Buffer.from(text));
  }
  async #custody(films: readonly ListedFile[]): Promise<void> {
    const { id, now, signer } = this.#facts;
    const created = CustodyEvent.parse({ format: 'matpho-custody/1', bag: id, n: 1, at: at(now), event: 'create', by: { side: 'hub', name: 'Mắt Phố', unit: null, officerNo: null }, note: '', before: null, after: picturesHash(films), prev: null });
    const first = await signer.jws('matpho-custody', canonicalJson(created));
    const copied = CustodyEvent.parse({ ...created, n: 2, event: 'copy', by: { side: 'owner', name: 'Cô Lan', unit: null, officerNo: null }, after: null, prev: sha256Hex(first) });
    this.#put(bagFiles.custody, [{ event: created, jws: first }, { event: copied, jws: await signer.jws('matpho-custody', canonicalJson(copied)) }].map((line) => `${JSON.stringify(line)}\n`).join(''));
  }
  #entry(type: string, body: object): { readonly entry: string; readonly opened: string } {
    const salt = createHash('sha256').update(type).digest();
    return { entry: canonicalJson({ at: this.#facts.now, body: sha256Hex(salt, canonicalJson(body)), type, v: 1 }), opened: JSON.stringify({ body, salt: salt.toString('hex') }) };
  }
  #proof(entry: string, index: number, path: readonly Buffer[], size: number, root: Buffer): string {
    return ['c2sp.org/tlog-proof@v1', `extra ${Buffer.from(entry).toString('base64')}`, `index ${index}`, ...path.map((hash) => hash.toString('base64')), '', signCheckpoint({ size, root }, this.#log)].join('\n');
  }
}

function pieceOf({ folder, name, from, segments, playable }: SampleCamera, i: number): BagPiece {
  const coding = { video: 'H.264', audio: null, width: 320, height: 180, fps: 10 };
  const end = from + segments.length * 10_000;
  return {
    n: i + 1, camera: { id: folder, folder, name, owner: 'Nhà cô Lan', maker: null, model: null, latitude: null, longitude: null, direction: null, viewDegrees: null },
    requested: { from: at(from), to: at(end + 40_000) }, delivered: { from: at(from), to: at(end) }, outcome: 'footage', viewing: 'v1', gaps: [{ from: at(end), to: at(end + 40_000), cause: 'offline' }], conditions: null,
    segments: segments.map(({ path, bytes, sha256 }, n) => ({ from: at(from + n * 10_000), to: at(from + (n + 1) * 10_000), bytes, sha256, loggedAt: at(from + (n + 1) * 10_000), logEntry: n, origin: 'recorded', part: 'within', file: path })),
    files: [
      ...segments.map(({ path, bytes, sha256 }) => ({ path, kind: 'original' as const, bytes, sha256, derivative: 'no' as const, madeFrom: [sha256], coding })),
      { path: playable.path, kind: 'playable', bytes: playable.bytes, sha256: playable.sha256, derivative: 'remux', madeFrom: segments.map(({ sha256 }) => sha256), coding },
    ],
  };
}
