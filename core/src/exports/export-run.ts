import type { AuditLog } from '../audit/audit-log.ts';
import type { Gate } from '../consent/gate.ts';
import type { MaskCovers } from '../consent/masks.ts';
import type { Mark, Permit } from '../domain/consent.ts';
import type { Clip } from '../domain/recording.ts';
import type { RedactionRegion } from '../domain/redaction.ts';
import type { Footage, FootageClip } from '../recordings/footage.ts';
import type { ClipExporter, ExportedFile } from '../sdk/ports.ts';
import type { Clock, Ffmpeg } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { viewingOf } from './export-access.ts';
import type { ExportFolder } from './export-folder.ts';
import type { ExportJob, ExportRows } from './export-rows.ts';
import { pauseAfter, type Turn } from './pace.ts';
import { stillReach, writeStill } from './write-still.ts';

/** What was handed over so far; the ledger reads it. */
export interface Progress {
  seconds: number;
  bytes: number;
  /** Null before anything was handed over. */
  obligationsMet: boolean | null;
  mark: Mark | null;
  /** Of all there is to read, 0 to 1. */
  share: number;
}
export interface ExportRunParts {
  readonly store: Store;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly gate: Pick<Gate, 'vouches'>;
  readonly footage: Footage;
  readonly ffmpeg: Ffmpeg;
  readonly masks: MaskCovers;
  readonly clock: Clock;
  readonly rows: ExportRows;
  readonly folder: ExportFolder;
  /** Resolves after so many ms, or when the signal ends it. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}
const step = 0.02;

/**
 * Writes one export: footage under the permit, through the plugin, into its folder; then the row and the audit log together.
 * @returns its files; undefined when it was cancelled meanwhile
 * @throws what the footage, the plugin or the disk throws; the reason of whichever signal ended it
 */
export async function runExport(parts: ExportRunParts, row: ExportJob, permit: Permit<'clip'>, progress: Progress, stop: AbortSignal, write: ClipExporter['write']): Promise<readonly ExportedFile[] | undefined> {
  const { store, audit, gate, footage, ffmpeg, masks, clock, rows, folder } = parts;
  const viewing = await viewingOf(store, { viewing: permit.id });
  const mark = [viewing?.unit_name, viewing?.officer_no].filter(Boolean).join(' · ');
  const regions = row.regions === null ? [] : JSON.parse(row.regions) as readonly RedactionRegion[];
  const at = row.still_at;
  const clip = at === null ? await footage.clip(permit, gate, { ffmpeg, masks, mark, regions, kept: folder.kept(row.id) })
    : await footage.clip(permit, gate, { ffmpeg, masks, mark, always: true, still: true }, { from: at, to: at + stillReach, role: 'main', keys: false });
  const signal = AbortSignal.any([permit.signal, stop]);
  const { target, files } = await folder.begin(row.id, (bytes) => { progress.bytes += bytes; });
  // `Footage.clip` gives nothing that does not meet the conditions, and marks all it gives where a mark is asked for.
  const handed = { obligationsMet: true, mark: permit.obligations.watermark ? 'pixels' as const : null };
  const watched = counted(row.kind === 'redacted' ? withName(clip) : clip, progress, handed, async (share) => rows.change(row.id, { progress: share }), (turn) => parts.pause(pauseAfter(turn), signal));
  await orAborted<unknown>(at === null ? write(watched, target, signal) : writeStill(watched, at, target), signal);
  signal.throwIfAborted();
  const doneAt = clock.now();
  const isDone = await store.write(async (trx) => {
    const { numUpdatedRows } = await trx.updateTable('export_job').set({ status: 'done', progress: 1, files: JSON.stringify(files), done_at: doneAt }).where('id', '=', row.id).where('status', '=', 'running').executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await audit.append(trx, {
      type: 'clip.exported', camera: row.camera, at: doneAt,
      body: { export: row.id, viewing: permit.id, person: row.person, from: row.from_at, to: row.to_at, format: row.format, ...(row.kind === 'film' ? {} : { kind: row.kind }), changed: clip.changed ?? false, files: files.slice(0, 100).map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })), segments: clip.listed.length },
    });
    return true;
  });
  if (isDone) rows.changed(row.id);
  return isDone ? files : undefined;
}

/** Read as it goes on: how it was made is known only afterwards. */
function withName(clip: FootageClip): FootageClip {
  return { camera: clip.camera, from: clip.from, to: clip.to, listed: clip.listed, derived: 'redacted', get changed() { return clip.changed ?? false; }, segments: clip.segments };
}

/** Tells how far the reading has come, and lets others go first after each file. */
function counted(clip: FootageClip, progress: Progress, handed: Pick<Progress, 'obligationsMet' | 'mark'>, tell: (share: number) => Promise<void>, rest: (turn: Turn) => Promise<void>): FootageClip {
  const all = clip.listed.reduce((sum, { bytes }) => sum + bytes, 0);
  async function* segments(): AsyncGenerator<Awaited<ReturnType<ReturnType<Clip['segments'][typeof Symbol.asyncIterator]>['next']>>['value']> {
    let done = 0;
    let told = 0;
    let askedAt = performance.now();
    for await (const each of clip.segments) {
      const readMs = performance.now() - askedAt;
      Object.assign(progress, handed);
      yield each;
      done += each.segment.bytes;
      progress.seconds += Math.max(0, each.segment.to - each.segment.from) / 1_000;
      progress.share = Math.min(0.99, done / all);
      if (progress.share - told >= step) await tell(told = progress.share);
      const turnAt = performance.now();
      await new Promise((resolve) => { setImmediate(resolve); });
      await rest({ othersMs: performance.now() - turnAt, readMs, bytes: each.segment.bytes, isAnew: clip.changed ?? false });
      askedAt = performance.now();
    }
  }
  return { camera: clip.camera, from: clip.from, to: clip.to, listed: clip.listed, ...(clip.derived === undefined ? {} : { derived: clip.derived }), get changed() { return clip.changed ?? false; }, segments: segments() };
}

/** A plugin that does not listen to its signal is not waited for. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // First of all: what fails after nobody waits for it any more must not end the hub.
  work.catch(() => {});
  signal.throwIfAborted();
  let release = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
    signal.addEventListener('abort', stop, { once: true });
    release = () => signal.removeEventListener('abort', stop);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    release();
  }
}
