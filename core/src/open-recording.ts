import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { OwnedScope } from './base/scope.ts';
import type { Hub } from './compose.ts';
import type { Config } from './config/config.ts';
import type { CameraId } from './domain/ids.ts';
import { ExportDesk } from './exports/export-desk.ts';
import type { HubFactFeed } from './http/hub-facts.ts';
import type { HubServerParts } from './http/hub-server.ts';
import type { RecordedSpans } from './http/recorded-spans.ts';
import { askPreviewHandlers } from './http/routes/ask-preview-route.ts';
import { emergencyBeforeHandler } from './http/routes/emergency-before-route.ts';
import { exportHandlers } from './http/routes/export-routes.ts';
import { AskPreviews } from './recordings/ask-preview.ts';
import { FolderDisk } from './recordings/disk.ts';
import { Recordings } from './recordings/recordings.ts';

export interface Recording {
  readonly footage: RecordedSpans;
  readonly exports: HubServerParts['exports'];
  readonly desk: ExportDesk;
  readonly previews: HubServerParts['previews'];
  readonly before: HubServerParts['before'];
  /** Deletes the recordings and exports of a camera that was removed; what a written request keeps stays. */
  readonly forget: (camera: CameraId) => Promise<void>;
}

/** The recorder and the export desk on a composed hub. */
export async function openRecording(hub: Hub, config: Config, feed: HubFactFeed, scope: OwnedScope): Promise<Recording> {
  const { store, audit, clock, timers, log } = hub;
  const { dir, keepFreeBytes, keepFreePercent, maxBytes } = config.recordings;
  const recordings = new Recordings({
    store, audit, clock, timers, streams: hub.streams, disk: new FolderDisk(dir), rule: { keepFreeBytes, keepFreePercent, maxBytes: maxBytes ?? undefined }, log: log.room('recordings'),
    diskLow: () =>  hub.noticeWatch.diskLow(),
  });
  scope.defer(() => recordings.close());
  await recordings.start();
  const follow = async (): Promise<void> => recordings.follow(await hub.registry.all());
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
  return { footage: recordings.footage, exports: exportHandlers(hub, desk), desk, previews: askPreviewHandlers(hub, previews), before: emergencyBeforeHandler(hub, { footage: recordings.footage, ffmpeg: hub.ffmpeg, masks: hub.masks }), forget: async (camera) => { await recordings.forget(camera); await desk.forget(camera); } };
}
