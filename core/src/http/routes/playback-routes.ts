import { longestTimeline, type playbackRoutes } from '../../api/playback.ts';
import { id, type AskId, type CameraId, type UnitId } from '../../domain/ids.ts';
import { keepers, membershipOf, ownCamera } from '../../people/roles.ts';
import { officerTimeline } from '../../playback/officer-timeline.ts';
import type { PlaybackRoom } from '../../playback/playback-room.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { playbackHandler } from './playback-route.ts';

export function playbackHandlers(hub: HubServices, room: PlaybackRoom): Handlers<typeof playbackRoutes> {
  const { timelines, sheets, sessions } = room;
  const within = ({ from, to }: { readonly from: number; readonly to: number }): void => {
    if (from >= to || to - from > longestTimeline) throw new HubError('bad-request', 'A timeline is at most 31 days.');
  };
  return {
    ...playbackHandler(sessions),
    'GET /api/cameras/:id/timeline': async ({ by, params, query: { from, to } }) => {
      const camera = ownCamera(by, await hub.registry.find(id<CameraId>(params.id)));
      within({ from, to });
      const spans = await timelines.spans(camera.id, from, to);
      const [gaps, events, holds, pictures] = await Promise.all([
        timelines.gaps(camera.id, from, to, spans), timelines.events(camera.id, from, to),
        // Who asked for what is for those who answer, as on the page of holds.
        keepers.includes(membershipOf(by, camera.owner).role) ? timelines.holds(camera.id, from, to, hub.clock.now()) : [],
        (await sheets.mayShow(by, camera)) ? sheets.within(camera.id, from, to) : [],
      ]);
      return { camera: camera.id, name: camera.name, from, to, covered: [{ from, to }], spans: [...spans], gaps: [...gaps], events: [...events], holds: [...holds], sheets: [...pictures] };
    },
    'POST /api/officer/timeline': async ({ by, body }) => {
      const camera = await hub.registry.find(id<CameraId>(body.camera));
      const { covered, spans, events } = await officerTimeline(hub, timelines, by, camera, { ...body, unit: id<UnitId>(body.unit), ask: body.ask === undefined ? undefined : id<AskId>(body.ask) });
      return {
        camera: body.camera, name: covered.length > 0 ? camera?.name ?? '' : '', from: body.from, to: body.to,
        covered: covered.map(([from, to]) => ({ from, to })), spans: [...spans], gaps: [], events: [...events], holds: [], sheets: [],
      };
    },
    'GET /api/cameras/:id/sheets/:name': async ({ by, params, signal }) => sheets.read(by, ownCamera(by, await hub.registry.find(id<CameraId>(params.id))), params.name, signal),
    'GET /api/cameras/:id/days': async ({ by, params, query: { from, to } }) => {
      const camera = ownCamera(by, await hub.registry.find(id<CameraId>(params.id)));
      within({ from, to });
      const days = await timelines.days(camera.id, from, to, (await sheets.mayShow(by, camera)) ? sheets : undefined);
      return days.map((day) => ({ ...day }));
    },
  };
}
