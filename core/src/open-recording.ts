import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AskRedactions } from './access/ask-redactions.ts';
import type { OwnedScope } from './base/scope.ts';
import type { Hub } from './compose.ts';
import type { Config, DiskSetting } from './config/config.ts';
import type { CameraId } from './domain/ids.ts';
import { openMotion, type Motions } from './open-motion.ts';
import { ExportDesk } from './exports/export-desk.ts';
import type { HubFactFeed } from './http/hub-facts.ts';
import type { HubServerParts } from './http/hub-server.ts';
import { askPreviewHandlers } from './http/routes/ask-preview-route.ts';
import { emergencyBeforeHandler } from './http/routes/emergency-before-route.ts';
import { exportHandlers } from './http/routes/export-routes.ts';
import { AskPreviews } from './recordings/ask-preview.ts';
import { SheetBook } from './playback/sheet-book.ts';
import { DiskNotices } from './notices/disk-notices.ts';
import { DiskMark } from './recordings/disk-mark.ts';
import { FolderDisk } from './recordings/disk.ts';
import type { DiskPlace } from './recordings/recording-disks.ts';
import { Recordings } from './recordings/recordings.ts';

export interface Recording {
  readonly recordings: Recordings;
  readonly motions: Motions;
  readonly footage: Recordings['footage'];
  readonly exports: HubServerParts['exports'];
  readonly desk: ExportDesk;
  readonly previews: HubServerParts['previews'];
  readonly before: HubServerParts['before'];
  /** Small pictures of what was recorded. */
  readonly sheets: SheetBook;
  /** Deletes the recordings and exports of a camera that was removed; what a written request keeps stays. */
  readonly forget: (camera: CameraId) => Promise<void>;
  /** What another room does then, before it is told done. */
  readonly alsoForget: (work: (camera: CameraId) => Promise<void>) => void;
}

/** The recorder and the export desk on a composed hub. */
export async function openRecording(hub: Hub, config: Config, feed: HubFactFeed, scope: OwnedScope): Promise<Recording> {
  const { store, audit, clock, timers, log } = hub;
  const { dir, keepFreeBytes, keepFreePercent, maxBytes, disks } = config.recordings;
  const notices = new DiskNotices({ desk: hub.notices, store, clock, log: log.room('notices') });
  const tell = (work: Promise<void>): void => void work.catch((failure: unknown) => log.error('A notice of a disk could not be made.', { error: String(failure) }));
  const place = ({ id, dir: folder, ...rule }: DiskSetting): DiskPlace => {
    const disk = new FolderDisk(folder);
    return { id, disk, rule, mark: new DiskMark({ id, folder, disk, store, clock, dataDir: config.dataDir }) };
  };
  const main = place({ id: 'main', dir, keepFreeBytes, keepFreePercent });
  const recordings = new Recordings({
    store, audit, clock, timers, streams: hub.streams, disk: main.disk, ...(main.mark ? { mark: main.mark } : {}), others: disks.map(place), rule: { keepFreeBytes, keepFreePercent, maxBytes: maxBytes ?? undefined }, log: log.room('recordings'),
    diskLow: () =>  hub.noticeWatch.diskLow(), diskChanged: (id, state) => tell(notices.changed(id, state)), policyBroken: (findings) => tell(notices.policyBroken(findings)),
    redactions: new AskRedactions(store),
  });
  scope.defer(() => recordings.close());
  const motions = await openMotion(hub, (camera, isOn, at) => recordings.motion(camera, isOn, at), scope);
  await recordings.start();
  const follow = async (): Promise<void> => {
    const cameras = await hub.registry.all();
    recordings.follow(cameras);
    motions.follow(cameras);
  };
  const again = (): void => {
    follow().catch((failure: unknown) => {
      if (!scope.signal.aborted) log.error('The recorder could not follow the cameras.', { error: String(failure) });
    });
  };
  for (const fact of ['camera.enrolled', 'camera.changed', 'camera.removed'] as const) scope.use(hub.events.on(fact, again));
  scope.use(hub.events.on('camera.changed', () => void recordings.applyRules().catch(() => {})));
  const forget = (work: Promise<void>): void => {
    work.catch((failure: unknown) => {
      if (!scope.signal.aborted) log.error('What a removed camera left could not be deleted; it is tried again.', { error: String(failure) });
    });
  };
  scope.use(hub.events.on('camera.removed', ({ camera }) => forget(recordings.forget(camera))));
  await follow();

  const desk = new ExportDesk({
    store, audit, clock, timers, gate: hub.gate, records: hub.records, footage: recordings.footage, contributions: hub.contributions, ffmpeg: hub.ffmpeg, masks: hub.masks,
    log: log.room('exports'), folder: join(config.dataDir, 'exports'), newId: randomUUID,
    changed: (job) => void feed.exported(job).catch(() => {}),
  });
  scope.defer(() => desk.close());
  await desk.start();
  scope.use(hub.events.on('camera.removed', ({ camera }) => forget(desk.forget(camera))));
  const previews = new AskPreviews({ footage: recordings.footage, gate: hub.gate, ffmpeg: hub.ffmpeg, masks: hub.masks, folder: join(config.dataDir, 'previews') });
  await previews.start();
  const sheets = new SheetBook(store, join(config.dataDir, 'sheets'));
  const more: ((camera: CameraId) => Promise<void>)[] = [];
  return { recordings, motions, sheets, footage: recordings.footage, exports: exportHandlers(hub, desk), desk, previews: askPreviewHandlers(hub, previews), before: emergencyBeforeHandler(hub, { footage: recordings.footage, ffmpeg: hub.ffmpeg, masks: hub.masks }), forget: async (camera) => { await recordings.forget(camera); await desk.forget(camera); await sheets.forget(camera); for (const each of more) await each(camera); }, alsoForget: (work) => void more.push(work) };
}
