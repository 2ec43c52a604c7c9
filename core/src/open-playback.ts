import { availableParallelism, loadavg } from 'node:os';
import type { OwnedScope } from './base/scope.ts';
import { outsideBy } from './cameras/outside.ts';
import type { Hub } from './compose.ts';
import type { Config } from './config/config.ts';
import type { FootageHandlers } from './http/hub-server.ts';
import { playbackHandlers } from './http/routes/playback-routes.ts';
import type { Recording } from './open-recording.ts';
import { PlaybackSessions } from './playback/playback-sessions.ts';
import { SheetMaker } from './playback/sheet-maker.ts';
import { SheetWork } from './playback/sheet-work.ts';
import { Sheets } from './playback/sheets.ts';
import { Timelines } from './playback/timeline.ts';

/** Beyond this many runnable processes for each processor, small pictures wait. */
const busyLoad = 1.5;

/** Looking at what was recorded, on a hub that records. */
export async function openPlayback(hub: Hub, { recordings, footage, sheets: book }: Recording, config: Config, scope: OwnedScope): Promise<FootageHandlers['playback']> {
  const { store, gate, records, clock, timers, ffmpeg, masks, registry } = hub;
  const { groups, gaps } = recordings;
  let work: SheetWork | undefined;
  if (config.recordings.sheets) {
    work = new SheetWork({
      book, maker: new SheetMaker({ store, groups, ffmpeg }), clock, timers, log: hub.log.room('playback'),
      cameras: async () => (await registry.all()).map(({ id }) => id),
      isBusy: () => (loadavg()[0] ?? 0) > availableParallelism() * busyLoad,
    });
    scope.use(work);
    work.start();
  } else await book.clear();
  // What a camera leaves goes at once; a stop in between is made good by the work itself.
  scope.use(hub.events.on('camera.removed', ({ camera }) => void book.forget(camera).catch(() => {})));
  const sheets = scope.use(new Sheets({ book, work, gate, records, ffmpeg, clock, timers }));
  const sessions = new PlaybackSessions({ registry, gate, records, asks: hub.asks, cases: hub.cases, clock, timers, footage, groups, gaps, ffmpeg, masks, uplink: hub.delivery.uplink, isOutside: outsideBy(config.uplink) });
  return playbackHandlers(hub, { sessions, timelines: new Timelines(store, gaps), sheets });
}
