import type { OwnedScope } from './base/scope.ts';
import { readCredentials } from './cameras/camera-credentials.ts';
import type { Hub } from './compose.ts';
import type { HubFactFeed } from './http/hub-facts.ts';
import type { FootageHandlers } from './http/hub-server.ts';
import { outsideHandlers } from './http/routes/outside-routes.ts';
import { OutsideFootage } from './recordings/outside-footage.ts';
import type { Recording } from './open-recording.ts';

/** Past footage in cameras and recorders outside, on a hub that records. */
export function openOutside(hub: Hub, { recordings, alsoForget }: Recording, feed: HubFactFeed, scope: OwnedScope): FootageHandlers['outside'] {
  const { store, audit, registry, contributions, clock, vault, events } = hub;
  const log = hub.log.room('outside footage');
  const run = (work: Promise<unknown>): void => {
    work.catch((failure: unknown) => {
      if (!scope.signal.aborted) log.error('Something that follows from a fetch failed.', { error: failure instanceof Error ? failure.message : 'unknown' });
    });
  };
  const outside = new OutsideFootage({
    store, audit, registry, contributions, clock, log,
    credentials: (camera) => readCredentials(vault, camera),
    spans: (camera, from, to) => recordings.footage.spans(camera, from, to),
    writer: (camera) => recordings.outsideWriter(camera),
    adopt: (camera, from, to) => recordings.adopt(camera, from, to),
    changed: (row) => run(feed.owner('camera', row.owner, row.camera)),
  });
  scope.use(events.on('camera.removed', ({ camera }) => run(outside.forget(camera))));
  alsoForget((camera) => outside.forget(camera));
  scope.defer(() => outside.close());
  outside.start();
  return outsideHandlers(hub, outside);
}
