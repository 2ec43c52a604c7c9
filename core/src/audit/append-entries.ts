import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { CameraId, OwnerId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { HubError } from '../sdk/errors.ts';
import type { Database } from '../store/schema.ts';
import { nodeHashes, treeSize } from './audit-tree.ts';
import { auditTypes, bodyHash, entryText, longestBody, type AuditEntry, type AuditFact, type AuditType } from './entry.ts';
import { cover, GrowingTree, leafHash, type Hash } from './merkle.ts';

/** Keeps private bodies unreadable on the disk; the vault gives one. */
export interface BodySealer {
  seal(name: string, text: string): string;
  open(name: string, sealed: string): string;
}

/** Where an entry landed. */
export interface Appended {
  /** Index of the leaf, from 0. */
  readonly seq: number;
  readonly cameraSeq?: number;
  readonly leaf: Hash;
}

/** A fact that is known to be writable. */
export interface WritableFact {
  readonly type: AuditType;
  readonly camera: CameraId | undefined;
  readonly owner: OwnerId | undefined;
  readonly at: Instant;
  readonly bodyText: string;
}

/** @throws HubError `too-large`; TypeError for a body that is not plain JSON, an instant that is not one, a type that is not listed */
export function writable({ type, camera, at, body, owner = ownerIn(body) }: AuditFact): WritableFact {
  if (!auditTypes.includes(type)) throw new TypeError(`The audit log has no entries of type ${type as string}.`);
  if (!Number.isSafeInteger(at)) throw new TypeError('An entry needs the integer instant it happened at.');
  if (camera === '') throw new TypeError('A camera has a name.');
  const bodyText = canonicalJson(body);
  if (bodyText.length > longestBody) throw new HubError('too-large', `The body of ${type} is ${bodyText.length} characters long.`);
  return { type, camera, owner, at, bodyText };
}

function ownerIn(body: { readonly owner?: unknown }): OwnerId | undefined {
  return typeof body.owner === 'string' && body.owner !== '' ? body.owner as OwnerId : undefined;
}

export const sealName = (seq: number): string => `audit/${seq}`;

/** Adds entries, in order, to the log as this transaction sees it. */
export async function appendEntries(rows: Kysely<Database>, facts: readonly WritableFact[], sealer: BodySealer): Promise<Appended[]> {
  const size = await treeSize(rows);
  const tree = new GrowingTree(size, await nodeHashes(rows, cover([0, size])));
  const counts = new CameraCounts(rows);
  const made = [];
  for (const { type, camera, owner, at, bodyText } of facts) {
    const seq = tree.size;
    const salt = randomBytes(32);
    const cameraSeq = camera === undefined ? undefined : await counts.next(camera);
    const entry: AuditEntry = { v: 1, type, at, body: bodyHash(salt, bodyText), ...(camera === undefined || cameraSeq === undefined ? {} : { camera, cameraSeq }) };
    const text = entryText(entry);
    const leaf = leafHash(text);
    made.push({
      appended: { seq, leaf, ...(cameraSeq === undefined ? {} : { cameraSeq }) } satisfies Appended,
      entry: { seq, at, type, camera: camera ?? null, camera_seq: cameraSeq ?? null, entry: text, leaf_hash: leaf, owner: owner ?? null },
      body: { seq, salt, body: sealer.seal(sealName(seq), bodyText) },
      nodes: tree.add(leaf).map(({ level, index, hash }) => ({ level, idx: index, hash })),
    });
  }
  await rows.insertInto('audit_entry').values(made.map(({ entry }) => entry)).execute();
  await rows.insertInto('audit_body').values(made.map(({ body }) => body)).execute();
  await rows.insertInto('audit_node').values(made.flatMap(({ nodes }) => nodes)).execute();
  return made.map(({ appended }) => appended);
}

/** Each camera's own count, asked for once. */
class CameraCounts {
  readonly #rows: Kysely<Database>;
  readonly #last = new Map<CameraId, number>();

  constructor(rows: Kysely<Database>) {
    this.#rows = rows;
  }

  async next(camera: CameraId): Promise<number> {
    const last = this.#last.get(camera) ?? (await this.#rows.selectFrom('audit_entry').select('camera_seq').where('camera', '=', camera).orderBy('camera_seq', 'desc').limit(1).executeTakeFirst())?.camera_seq ?? 0;
    this.#last.set(camera, last + 1);
    return last + 1;
  }
}
