import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Grant, Obligations, Permit } from '../domain/consent.ts';
import type { CameraId, GrantId } from '../domain/ids.ts';
import type { Gap } from '../domain/recording.ts';
import { hours, minutes, seconds, type Instant } from '../domain/time.ts';
import type { z } from 'zod';
import type { BagPiece, BagSegment, DecisionRecord, GrantRecord, TimeRecord } from '../proof/bag/records.ts';
import { stretches } from '../recordings/segment-table.ts';
import type { Store } from '../store/open-store.ts';
import type { BagPieceRow } from './bag-rows.ts';
import type { MadePictures } from './bag-pictures.ts';
import { zone, zoneOffset } from './bag-words.ts';

/** Files that follow each other so closely are one stretch. */
const smallest = seconds(1);
type Log = Pick<AuditLog, 'openedFor'>;
export const iso = (at: Instant): string => new Date(at).toISOString();
const span = ({ from, to }: { readonly from: Instant; readonly to: Instant }): { from: string; to: string } => ({ from: iso(from), to: iso(to) });

/** `Cổng nhà bà Lan` -> `cong-nha-ba-lan`: ASCII, no two alike. */
export function folderNames(pieces: readonly { readonly camera: CameraId; readonly camera_name: string }[]): ReadonlyMap<CameraId, string> {
  const names = new Map<CameraId, string>();
  for (const { camera, camera_name } of pieces) {
    if (names.has(camera)) continue;
    const base = camera_name.normalize('NFD').toLowerCase().replaceAll('đ', 'd').replaceAll(/\p{M}/gu, '').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 40).replace(/-+$/, '') || 'camera';
    const taken = new Set(names.values());
    let name = base;
    for (let n = 2; taken.has(name); n += 1) name = `${base}-${n}`;
    names.set(camera, name);
  }
  return names;
}

/** What the recorder logged when it wrote each file, where the log still says so. An hour around: the clock may have been set. */
export async function segmentFacts(log: Log, camera: CameraId, { listed, originals }: Pick<MadePictures, 'listed' | 'originals'>, { from, to }: { readonly from: Instant; readonly to: Instant }): Promise<BagSegment[]> {
  const first = listed[0];
  const last = listed.at(-1);
  if (!first || !last) return [];
  const logged = new Map((await log.openedFor(camera, ['segment.closed'], first.from - hours(1), last.to + hours(1))).map(({ seq, entry, body }) => [nameOf(body as LoggedSegment | undefined), { seq, at: entry.at }]));
  return listed.map(({ sha256, bytes, origin = 'recorded', ...each }) => {
    const entry = logged.get(nameOf({ sha256, from: each.from }));
    return {
      ...span(each), bytes, sha256, loggedAt: entry ? iso(entry.at) : null, logEntry: entry?.seq ?? null, origin,
      part: each.to <= from ? 'before' as const : each.from >= to ? 'after' as const : 'within' as const, file: originals.get(each.from) ?? null,
    };
  });
}
interface LoggedSegment { readonly sha256?: string; readonly from?: Instant }
const nameOf = (segment: LoggedSegment | undefined): string => `${segment?.sha256} ${segment?.from}`;

function stampedBy(pieces: readonly Pick<PieceFacts, 'segments'>[]): 'hub' | 'recorder' | 'both' {
  const origins = new Set(pieces.flatMap(({ segments }) => segments.map(({ origin }) => origin)));
  return origins.size > 1 ? 'both' : origins.has('outside') ? 'recorder' : 'hub';
}

export type BagGap = Omit<Gap, 'cause'> & { readonly cause: Gap['cause'] | 'open' };
/** Every gap has a cause: what neither a whole file nor a known gap covers was not finished yet. Pure. */
export function allGaps({ from_at, to_at }: Pick<BagPieceRow, 'from_at' | 'to_at'>, listed: readonly Pick<Gap, 'from' | 'to'>[], known: readonly Gap[]): readonly BagGap[] {
  const found: BagGap[] = [...known];
  let at = from_at;
  for (const { from, to } of [...stretches([...listed, ...known], from_at, to_at), { from: to_at, to: to_at }]) {
    if (from - at > smallest) found.push({ from: at, to: from, cause: from === to_at ? 'open' : 'unknown' });
    at = Math.max(at, to);
  }
  return found.toSorted((a, b) => a.from - b.from);
}

export interface PieceFacts {
  readonly row: BagPieceRow;
  readonly permit: Permit<'clip'> | undefined;
  readonly made: MadePictures;
  readonly segments: readonly BagSegment[];
  readonly gaps: readonly BagGap[];
  readonly folder: string;
}
export async function pieceRecord(store: Store, { row, permit, made, segments, gaps, folder }: PieceFacts, regions: number): Promise<BagPiece> {
  const camera = await store.read.selectFrom('camera').selectAll().where('id', '=', row.camera).executeTakeFirstOrThrow();
  return {
    n: row.n,
    camera: { id: camera.id, folder, name: camera.name, owner: row.owner_name, maker: camera.maker, model: camera.model, latitude: camera.latitude, longitude: camera.longitude, direction: camera.direction, viewDegrees: camera.view_degrees },
    requested: span({ from: row.from_at, to: row.to_at }), delivered: made.delivered && span(made.delivered), outcome: made.delivered ? 'footage' : 'no-footage', viewing: permit?.id ?? null,
    gaps: gaps.map((gap) => ({ ...span(gap), cause: gap.cause })), segments: [...segments], files: [...made.files], conditions: permit ? conditionsOf(permit.obligations, regions) : null,
  };
}
function conditionsOf({ maxHeight, maxFps, audio, masks, watermark }: Obligations, regions: number): NonNullable<BagPiece['conditions']> {
  return { maxHeight, maxFps, audio, masks: masks.length, watermark, regions };
}

/** The gate's yes to one piece, as the ledger and the log have it. */
export interface DecidedPiece {
  readonly decision: z.infer<typeof DecisionRecord>['decisions'][number];
  readonly proof: { readonly seq: number; readonly body: unknown; readonly salt: string | undefined } | undefined;
}
export async function decidedPiece(store: Store, log: Log, { n, camera }: Pick<BagPieceRow, 'n' | 'camera'>, permit: Permit<'clip'>): Promise<DecidedPiece> {
  const viewing = await store.read.selectFrom('viewing').selectAll().where('id', '=', permit.id).executeTakeFirstOrThrow();
  const found = (await log.openedFor(camera, ['session.opened'], viewing.opened_at, viewing.opened_at + minutes(1))).find(({ body }) => (body as { viewing?: string } | undefined)?.viewing === permit.id);
  return {
    decision: {
      piece: n, viewing: permit.id, route: permit.route, at: iso(viewing.opened_at), effect: 'permit', grant: viewing.grant_id, ask: viewing.ask, obligations: { ...permit.obligations, masks: [...permit.obligations.masks] },
      logEntry: found?.seq ?? null, leaf: found ? createHash('sha256').update(Buffer.concat([Buffer.of(0), Buffer.from(found.text)])).digest('hex') : null,
    },
    proof: found && { seq: found.seq, body: found.body, salt: found.salt },
  };
}

/** The grants under which pieces were permitted, as they were signed. */
export async function grantRecord(store: Store, bag: string, decided: readonly DecidedPiece[]): Promise<z.infer<typeof GrantRecord>> {
  const ids = [...new Set(decided.flatMap(({ decision }) => decision.grant ?? []))];
  const grants = [];
  for (const grant of ids) {
    const row = await store.read.selectFrom('grant_version').selectAll().where('id', '=', grant as GrantId).orderBy('version', 'desc').limit(1).executeTakeFirst();
    if (!row) continue;
    grants.push({ id: row.id, version: row.version, pieces: decided.flatMap(({ decision }) => (decision.grant === grant ? [decision.piece] : [])), signedAt: iso(row.signed_at), sentence: { vi: row.sentence_vi, en: row.sentence_en }, terms: JSON.parse(row.body) as Grant as unknown as Record<string, unknown> });
  }
  return { format: 'matpho-grant/1', bag, grants };
}

/** Regions the owner covered before she said yes. */
export async function coveredRegions(store: Store, { ask }: Pick<BagPieceRow, 'ask'>): Promise<number> {
  if (ask === null) return 0;
  const row = await store.read.selectFrom('ask_redaction').select('regions').where('ask', '=', ask).executeTakeFirst();
  return row ? (JSON.parse(row.regions) as unknown[]).length : 0;
}

/** Left by systemd-timesyncd while the clock follows a time service; other services leave nothing to read. */
const synchronisedMark = '/run/systemd/timesync/synchronized';
/** What the hub cannot measure is said, not guessed. */
const unmeasured = {
  vi: 'Hub không tự đo đồng hồ của mình lệch bao nhiêu so với giờ chuẩn, cả lúc ghi lẫn lúc làm gói (offsetMs, jitterMs để trống). Hub chỉ biết: đồng hồ có bị chỉnh đột ngột hay chạy lùi không (trusted, untrusted), và máy có báo đang theo một dịch vụ giờ không (synchronised; để trống là máy không cho biết).',
  en: 'The hub does not measure how far its own clock was from true time, neither when it recorded nor when the bag was made (offsetMs and jitterMs are empty). It knows whether the clock was set or ran backwards (trusted, untrusted), and whether the machine says that it follows a time service (synchronised; empty: the machine does not say).',
} as const;
export async function timeRecord(store: Store, bag: string, pieces: readonly Pick<PieceFacts, 'row' | 'folder' | 'segments'>[], trusted: boolean, now: Instant): Promise<TimeRecord> {
  const from = Math.min(...pieces.map(({ row }) => row.from_at));
  const to = Math.max(...pieces.map(({ row }) => row.to_at));
  const [marks, cameras, isSynchronised] = await Promise.all([
    store.read.selectFrom('audit_entry').select(['type', 'at']).where('type', 'in', ['clock.trusted', 'clock.untrusted']).orderBy('seq').execute(),
    store.read.selectFrom('camera').select(['id', 'clock_offset_ms']).where('id', 'in', pieces.map(({ row }) => row.camera)).execute(),
    access(synchronisedMark).then(() => true, () => null),
  ]);
  const untrusted: { from: string; to: string }[] = [];
  for (const [i, { type, at }] of marks.entries()) {
    const end = marks[i + 1]?.at ?? now;
    if (type === 'clock.untrusted' && at < to && end > from) untrusted.push(span({ from: at, to: end }));
  }
  const offsets = new Map(cameras.map(({ id, clock_offset_ms }) => [id, clock_offset_ms]));
  return {
    format: 'matpho-time/1', id: bag, madeAt: iso(now), zone, zoneOffset,
    hub: { source: isSynchronised === null ? 'system' : 'systemd-timesyncd', trusted, synchronised: isSynchronised, offsetMs: null, jitterMs: null, checkedBy: 'Mắt Phố', checkedAt: iso(now), note: unmeasured }, untrusted,
    cameras: [...new Map(pieces.map(({ row, folder }) => [folder, { folder, clockOffsetMs: offsets.get(row.camera) ?? null, stampedBy: stampedBy(pieces.filter((each) => each.folder === folder)) }])).values()],
  };
}
