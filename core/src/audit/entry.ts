import type { CameraId, OwnerId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { canonicalJson, sha256Hex } from '../base/canonical-json.ts';

/** What can stand in the log: a closed list, so that a reader knows every word. A room that records something new adds it here. */
export const auditTypes = [
  'set-up', 'hub.started', 'hub.stopped', 'hub.changed',
  'login', 'login.failed', 'login.ended', 'key.added', 'key.removed', 'key.password', 'key.reset',
  'person.changed', 'person.ended', 'invitation.made', 'invitation.used', 'invitation.withdrawn',
  'owner.added', 'member.joined', 'member.ended', 'unit.added', 'unit.merged', 'officer.joined', 'officer.ended',
  'camera.looked-at', 'camera.enrolled', 'camera.changed', 'camera.confirmed', 'camera.removed', 'mask.changed',
  'grant.given', 'grant.changed', 'grant.revoked', 'restriction.added', 'restriction.changed', 'restriction.lifted',
  'ask.made', 'ask.approved', 'ask.declined', 'ask.lapsed', 'ask.withdrawn', 'case.opened', 'case.countersigned', 'case.noted', 'case.closed', 'case.pattern', 'area-ask.made', 'area-ask.withdrawn',
  'decision', 'session.opened', 'session.closed', 'snapshot', 'clip.exported', 'clip.fetched', 'bag.made', 'bag.opened', 'bag.sealed', 'bag.checked', 'bag.copied', 'bag.handed-over', 'bag.returned', 'bag.destroyed', 'bag.stamped', 'bag.receipt', 'bag.unwrapped', 'bag.certificate',
  'emergency.declared', 'emergency.seconded', 'emergency.lapsed', 'emergency.withdrawn', 'emergency.stopped', 'emergency.ended', 'emergency.reviewed', 'emergency.unreviewed', 'emergency.suspended', 'emergency.lifted',
  'request.received', 'request.checking', 'request.clarification', 'request.answered', 'request.executing', 'request.halted', 'request.fulfilled', 'request.refused', 'request.withdrawn', 'request.recalled', 'request.destroyed', 'hold.placed', 'hold.lifted',
  'segment.closed', 'segment.fetched', 'purge', 'clock.trusted', 'clock.untrusted',
  'plugin.enabled', 'plugin.disabled', 'plugin.changed', 'notice.address', 'consent.given', 'consent.withdrawn', 'sign.made', 'sign.ended', 'complaint.received', 'complaint.closed', 'leaving.started', 'leaving.step', 'leaving.done', 'purge.acknowledged', 'data.exported', 'complaint',
  'alert.raised', 'alert.answered', 'ledger.exported', 'letter.made',
  'app.made', 'app.used', 'app.ended',
] as const;
export type AuditType = (typeof auditTypes)[number];

/** What the tree holds of an event: nothing that names a person. Its RFC 8785 text is the leaf. */
export interface AuditEntry {
  readonly v: 1;
  readonly type: AuditType;
  readonly at: Instant;
  readonly camera?: CameraId;
  /** The camera's own count, from 1, without gaps. */
  readonly cameraSeq?: number;
  /** SHA-256(salt || canonical private body), hex. */
  readonly body: string;
}

/** What a room wants on record. */
export interface AuditFact {
  readonly type: AuditType;
  readonly camera?: CameraId;
  readonly at: Instant;
  /** The household it is about, where that is not its camera's: she may read it too. Without it, the body's own `owner` is taken. Not in the tree. */
  readonly owner?: OwnerId;
  /** Private: kept beside the tree, sealed, and erased at the end of retention. Plain JSON values: no Set, no Date, no Infinity. */
  readonly body: object;
}

/** Largest private body, in characters of its canonical text. */
export const longestBody = 65_536;

/** Binds the body to the entry without telling it: the salt keeps a short body from being guessed. */
export function bodyHash(salt: Uint8Array, bodyText: string): string {
  return sha256Hex(salt, bodyText);
}

export function entryText(entry: AuditEntry): string {
  return canonicalJson(entry);
}

/** `entryText` from the columns, written out: quicker than parsing, for checking a whole log. Undefined for what only `parseEntry` can judge. */
export function expectedText({ at, type, camera, camera_seq }: { readonly at: Instant; readonly type: string; readonly camera: CameraId | null; readonly camera_seq: number | null }, body: string): string | undefined {
  if (!listed.has(type) || !Number.isSafeInteger(at)) return undefined;
  return `{"at":${at},"body":"${body}",${camera === null ? '' : `"camera":${JSON.stringify(camera)},"cameraSeq":${camera_seq},`}"type":"${type}","v":1}`;
}
const listed: ReadonlySet<string> = new Set(auditTypes);

/** Reads back what `entryText` wrote. @throws SyntaxError, TypeError when it is anything else */
export function parseEntry(text: string): AuditEntry {
  const value = JSON.parse(text) as Partial<AuditEntry> | null;
  const isEntry = value !== null && typeof value === 'object' && value.v === 1 && auditTypes.includes(value.type as AuditType) && Number.isSafeInteger(value.at)
    && typeof value.body === 'string' && /^[0-9a-f]{64}$/.test(value.body) && (value.camera === undefined) === (value.cameraSeq === undefined)
    && (value.camera === undefined || (typeof value.camera === 'string' && Number.isSafeInteger(value.cameraSeq)));
  if (!isEntry || canonicalJson(value) !== text) throw new TypeError('This is not an audit entry.');
  return value as AuditEntry;
}
