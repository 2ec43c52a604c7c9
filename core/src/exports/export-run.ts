import type { AuditLog } from '../audit/audit-log.ts';
import type { Gate } from '../consent/gate.ts';
import type { MaskCovers } from '../consent/masks.ts';
import type { Mark, Permit } from '../domain/consent.ts';
import type { Clip } from '../domain/recording.ts';
import type { Footage, FootageClip } from '../recordings/footage.ts';
import type { ClipExporter, ExportedFile } from '../sdk/ports.ts';
import type { Clock, Ffmpeg } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { viewingOf } from './export-access.ts';
import type { ExportFolder } from './export-folder.ts';
import type { ExportJob, ExportRows } from './export-rows.ts';

/** What was handed over so far; the ledger reads it. */
export interface Progress {
  seconds: number;
  bytes: number;
  /** Null before anything was handed over. */
  obligationsMet: boolean | null;
  mark: Mark | null;
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
  const clip = await footage.clip(permit, gate, { ffmpeg, masks, mark });
  const signal = AbortSignal.any([permit.signal, stop]);
  const { target, files } = await folder.begin(row.id, (bytes) => { progress.bytes += bytes; });
  // `Footage.clip` gives nothing that does not meet the conditions, and marks all it gives where a mark is asked for.
  const handed = { obligationsMet: true, mark: permit.obligations.watermark ? 'pixels' as const : null };
  const watched = counted(clip, progress, handed, async (share) => rows.change(row.id, { progress: share }));
  await orAborted(write(watched, target, signal), signal);
  signal.throwIfAborted();
  const at = clock.now();
  const isDone = await store.write(async (trx) => {
    const { numUpdatedRows } = await trx.updateTable('export_job').set({ status: 'done', progress: 1, files: JSON.stringify(files), done_at: at }).where('id', '=', row.id).where('status', '=', 'running').executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await audit.append(trx, {
      type: 'clip.exported', camera: row.camera, at,
      body: { export: row.id, viewing: permit.id, person: row.person, from: row.from_at, to: row.to_at, format: row.format, changed: clip.changed ?? false, files: files.slice(0, 100).map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })), segments: clip.listed.length },
    });
    return true;
  });
  if (isDone) rows.changed(row.id);
  return isDone ? files : undefined;
}

/** Tells how far the reading has come. */
function counted(clip: FootageClip, progress: Progress, handed: Pick<Progress, 'obligationsMet' | 'mark'>, tell: (share: number) => Promise<void>): Clip {
  const all = clip.listed.length;
  async function* segments(): AsyncGenerator<Awaited<ReturnType<ReturnType<Clip['segments'][typeof Symbol.asyncIterator]>['next']>>['value']> {
    let done = 0;
    let told = 0;
    for await (const each of clip.segments) {
      Object.assign(progress, handed);
      yield each;
      done += 1;
      progress.seconds += Math.max(0, each.segment.to - each.segment.from) / 1_000;
      if (done / all - told < step) continue;
      told = done / all;
      await tell(Math.min(0.99, told));
    }
  }
  return { camera: clip.camera, from: clip.from, to: clip.to, get changed() { return clip.changed ?? false; }, segments: segments() };
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
