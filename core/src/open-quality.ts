import type { Timers } from './base/clock.ts';
import type { Emitter } from './base/emitter.ts';
import type { CameraHealth } from './cameras/camera-health.ts';
import type { CameraRegistry } from './cameras/camera-registry.ts';
import type { ConsentDesk, GrantFacts } from './consent/consent-desk.ts';
import type { Gate } from './consent/gate.ts';
import type { ViewingId } from './domain/ids.ts';
import type { NoticeDesk } from './notices/notice-desk.ts';
import { PictureBook } from './quality/picture-book.ts';
import { PictureDesk, type PictureQuality } from './quality/picture-desk.ts';
import { PictureWatch } from './quality/picture-watch.ts';
import type { OwnedScope } from './base/scope.ts';
import type { HubEvents } from './sdk/events.ts';
import type { Log } from './sdk/plugin.ts';
import type { Clock, Ffmpeg } from './sdk/services.ts';
import type { Store } from './store/open-store.ts';
import type { LiveStreams } from './streams/live-streams.ts';

export interface QualityParts {
  readonly store: Store;
  readonly registry: CameraRegistry;
  readonly streams: LiveStreams;
  readonly health: CameraHealth;
  readonly desk: ConsentDesk;
  readonly gate: Pick<Gate, 'onChange'>;
  readonly notices: NoticeDesk;
  readonly ffmpeg: Ffmpeg;
  readonly events: Emitter<HubEvents>;
  readonly grantFacts: Emitter<GrantFacts>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly loops: boolean;
}

/** The room that looks at pictures: begins with every camera there is, and follows those that come and go. */
export function openQuality(parts: QualityParts, scope: OwnedScope): PictureQuality & { start(): void } {
  const { store, registry, events, grantFacts, log } = parts;
  const book = new PictureBook(store);
  const desk = new PictureDesk({ ...parts, book });
  const watch = scope.use(new PictureWatch({ ...parts, book, began: (camera, facts) => desk.began(camera, facts) }));
  const run = (work: Promise<unknown>): void => {
    work.catch((failure: unknown) => {
      if (!scope.signal.aborted) log.error('The picture of a camera could not be followed.', { error: failure instanceof Error ? failure.message : 'unknown' });
    });
  };
  const turns = new Map<ViewingId, AsyncDisposable>();
  const start = (): void => {
    // Turned by whoever may: where it looks afterwards is no accident.
    scope.use(parts.gate.onChange(({ kind, viewing: { viewing, permit: { ask } } }) => {
      if (ask.action !== 'ptz') return;
      if (kind === 'opened') turns.set(viewing, watch.turning(ask.camera));
      else run((async () => {
        const turn = turns.get(viewing);
        turns.delete(viewing);
        await turn?.[Symbol.asyncDispose]();
      })());
    }));
    scope.use(events.on('camera.enrolled', ({ camera }) => run(watch.follow(camera))));
    scope.use(events.on('camera.removed', ({ camera }) => { desk.forget(camera); run(watch.forget(camera)); }));
    // However she lifted it: the picture was right.
    scope.use(grantFacts.on('restriction.lifted', ({ restriction }) => run((async () => {
      const camera = await book.lifted(restriction);
      if (camera) await watch.accept(camera);
    })())));
    run((async () => { for (const { id } of await registry.all()) await watch.follow(id); })());
  };
  return { watch, pauseOf: (camera) => book.pauseOf(camera), start };
}
