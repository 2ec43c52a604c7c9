import type { recordingRoutes, RecordingPage } from '../../api/recording.ts';
import type { ParsedOf } from '../../api/route.ts';
import type { Hearing } from '../../cameras/camera-events.ts';
import type { CameraChange, CameraRecord } from '../../cameras/camera-registry.ts';
import { id, type CameraId } from '../../domain/ids.ts';
import { keepers, ownCamera } from '../../people/roles.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import { alwaysOn, hoursProblem, modeHoldsUntil } from '../../recordings/plan.ts';
import type { Recordings } from '../../recordings/recordings.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { storageHandlers } from './storage-routes.ts';

export interface RecordingRooms {
  readonly recordings: Pick<Recordings, 'now' | 'storage'>;
  readonly motions: { hearing(camera: CameraId): Hearing };
}

export function recordingHandlers(hub: HubServices, { recordings, motions }: RecordingRooms): Handlers<typeof recordingRoutes> {
  const find = async (by: SignedIn, camera: string, roles?: Parameters<typeof ownCamera>[2]): Promise<CameraRecord> => ownCamera(by, await hub.registry.find(id<CameraId>(camera)), roles);

  const page = (camera: CameraRecord): RecordingPage => {
    const { mode, hours, preMs, postMs, sub } = camera.recordPlan ?? { ...alwaysOn, mode: camera.recording };
    const until = modeHoldsUntil({ mode, preMs, postMs, sub, ...(hours ? { hours } : {}) }, hub.clock.now());
    const { word, openSince } = recordings.now(camera.id);
    return {
      camera: camera.id, mode, hours: hours ? { ...hours, windows: hours.windows.map((window) => ({ ...window, days: [...window.days] })) } : null, preMs, postMs, sub,
      zone: hub.tz, hasSub: camera.sources.some(({ role }) => role === 'sub'), days: camera.recordDays, bytes: camera.recordBytes,
      now: word, since: openSince ?? null, until: until === Infinity ? null : until, hearing: motions.hearing(camera.id).status,
    };
  };

  return {
    ...storageHandlers(hub, recordings.storage),
    'GET /api/cameras/:id/recording': async ({ by, params }) => page(await find(by, params.id)),
    'PUT /api/cameras/:id/recording': async ({ by, params, body }) => {
      const camera = await find(by, params.id, keepers);
      if (body.hours && hoursProblem(body.hours)) throw new HubError('bad-request', 'These hours of the week cannot be kept.');
      await hub.registry.change(camera.id, changeOf(body), by.person, hub.clock.now());
      hub.events.emit('camera.changed', { camera: camera.id, owner: camera.owner });
      return page(await find(by, params.id));
    },
  };
}

function changeOf({ mode, hours, preMs, postMs, sub, days, bytes }: ParsedOf<(typeof recordingRoutes)['PUT /api/cameras/:id/recording']>['body']): CameraChange {
  return {
    // What it records around events stays set while it is off, so that it comes back as it was.
    ...(mode === undefined ? {} : mode === 'off' ? { recording: 'off' } : { recording: 'continuous', recordEvents: mode === 'events' }),
    ...(hours === undefined ? {} : { recordHours: hours }), ...(preMs === undefined ? {} : { recordPreMs: preMs }), ...(postMs === undefined ? {} : { recordPostMs: postMs }),
    ...(sub === undefined ? {} : { recordSub: sub }), ...(days === undefined ? {} : { recordDays: days }), ...(bytes === undefined ? {} : { recordBytes: bytes }),
  };
}
