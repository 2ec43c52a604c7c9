import type { cameraRoutes } from '../../api/cameras.ts';
import type { CameraRecord } from '../../cameras/camera-registry.ts';
import type { EnrolmentId } from '../../cameras/enrolment.ts';
import type { Permit } from '../../domain/consent.ts';
import type { FoundCamera } from '../../domain/camera.ts';
import { id, type CameraId, type OwnerId } from '../../domain/ids.ts';
import { days } from '../../domain/time.ts';
import { masksForMember, ownAsk } from '../../consent/owner-access.ts';
import { isRefusal } from '../../consent/refusal.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import { CameraRows, sourceRows } from '../camera-rows.ts';
import type { HubServices } from '../hub-services.ts';
import { loginHint } from '../login-hint.ts';
import { keepers, membershipOf, ownCamera, ownersOf } from '../../people/roles.ts';
import type { RecordedSpans } from '../recorded-spans.ts';

/** A member's stills run under one permit for ten minutes, so that a page that shows tiles does not write the ledger full. */
const stillPermitLasts = 600_000;
const mostSpan = days(31);

export function cameraHandlers(hub: HubServices, recorded: RecordedSpans): Handlers<typeof cameraRoutes> {
  const rows = new CameraRows(hub, recorded);
  const stillPermits = new Map<string, Promise<Permit<'snapshot'>>>();

  const foundRows = async (found: readonly FoundCamera[]) => {
    const taken = new Set((await hub.registry.all()).map(({ provider, nativeId }) => `${provider}/${nativeId}`));
    return found.map((camera) => ({ provider: camera.provider, nativeId: camera.nativeId, name: camera.name, maker: camera.maker ?? null, model: camera.model ?? null, address: camera.address, taken: taken.has(`${camera.provider}/${camera.nativeId}`), hint: loginHint(camera.maker) }));
  };
  const find = async (by: SignedIn, camera: string, roles?: Parameters<typeof ownCamera>[2]): Promise<CameraRecord> => ownCamera(by, await hub.registry.find(id<CameraId>(camera)), roles);

  async function stillPermit(by: SignedIn, camera: CameraRecord): Promise<Permit<'snapshot'>> {
    const key = `${by.session}/${camera.id}`;
    const before = stillPermits.get(key);
    // In the map before anything is waited for: two requests at once share one permit.
    const asked: Promise<Permit<'snapshot'>> = (async () => {
      const known = await before?.catch(() => undefined);
      if (known && hub.gate.vouches(known)) return known;
      const role = by.memberships.find(({ owner }) => owner === camera.owner)?.role;
      const masks = masksForMember(role, camera.id, 'snapshot', (await hub.records.stateFor(camera.id)).restrictions, hub.clock.now());
      const ask = ownAsk(by.person, camera.id, 'snapshot', { maxHeight: 4_320, maxFps: 60, audio: false, masks });
      const answer = await hub.gate.admit({ as: 'member', ask });
      if (isRefusal(answer)) throw answer.error;
      setTimeout(() => {
        // Whatever stands there by now: the next request is admitted anew, and nothing gathers.
        stillPermits.delete(key);
        void hub.gate.end(answer, 'viewer').catch(() => {});
      }, stillPermitLasts).unref();
      return answer;
    })();
    stillPermits.set(key, asked);
    asked.catch(() => { if (stillPermits.get(key) === asked) stillPermits.delete(key); });
    return asked;
  }

  return {
    'GET /api/found-cameras': async () => ({ cameras: await foundRows(hub.watch.found()), searching: hub.watch.isSearching() }),
    'POST /api/found-cameras': async ({ body, signal }) => foundRows(await hub.watch.probe(body.address, signal)),
    'POST /api/enrolments': async ({ by, body }) => {
      const { username, password, ...candidate } = body;
      return enrolmentRow(await hub.enrolments.begin(by.person, candidate, { username, password }));
    },
    'GET /api/enrolments/:id/picture': async ({ by, params }) => {
      const { picture } = hub.enrolments.find(id<EnrolmentId>(params.id), by.person);
      if (!picture) throw new HubError('not-found', 'No picture could be taken.');
      return picture;
    },
    'POST /api/enrolments/:id/confirm': async ({ by, params, body }) => {
      membershipOf(by, id<OwnerId>(body.owner), keepers);
      const camera = await hub.enrolments.confirm(id<EnrolmentId>(params.id), by.person, { ...body, owner: id<OwnerId>(body.owner) });
      hub.events.emit('camera.enrolled', { camera: camera.id, owner: camera.owner });
      return rows.row(camera);
    },
    'DELETE /api/enrolments/:id': async ({ by, params }) => hub.enrolments.forget(id<EnrolmentId>(params.id), by.person),
    'GET /api/cameras': async ({ by }) => rows.rows(await hub.registry.ofOwners(ownersOf(by))),
    'GET /api/cameras/:id': async ({ by, params }) => rows.row(await find(by, params.id)),
    'PATCH /api/cameras/:id': async ({ by, params, body }) => {
      const camera = await find(by, params.id, keepers);
      await hub.registry.change(camera.id, defined(body), by.person, hub.clock.now());
      hub.events.emit('camera.changed', { camera: camera.id, owner: camera.owner });
      return rows.row(await find(by, params.id));
    },
    'POST /api/cameras/:id/credentials': async ({ by, params, body }) => {
      const camera = await find(by, params.id, keepers);
      // What does not open the camera does not take the place of what did.
      await hub.enrolments.tryCredentials(camera, body);
      await hub.registry.setCredentials(camera.id, body, by.person, hub.clock.now());
      hub.streams.reconnect(camera.id);
      hub.events.emit('camera.changed', { camera: camera.id, owner: camera.owner });
      return rows.row(camera);
    },
    'DELETE /api/cameras/:id': async ({ by, params }) => {
      const camera = await find(by, params.id, ['owner', 'manager']);
      await hub.registry.remove(camera.id, by.person, hub.clock.now());
      await hub.gate.endAll('revoked', { cameras: [camera.id] });
      hub.stills.forget(camera.id);
      hub.events.emit('camera.removed', { camera: camera.id, owner: camera.owner });
    },
    'GET /api/cameras/:id/picture': async ({ by, params }) => hub.stills.take(await stillPermit(by, await find(by, params.id))),
    'GET /api/cameras/:id/recordings': async ({ by, params, query }) => {
      const camera = await find(by, params.id);
      if (query.to - query.from > mostSpan) throw new HubError('bad-request', 'At most 31 days of recordings are listed at once.');
      return recorded.spans(camera.id, query.from, query.to);
    },
  };
}

function enrolmentRow(found: Awaited<ReturnType<HubServices['enrolments']['begin']>>) {
  const { details } = found;
  return { id: found.id, name: found.name, maker: details.maker ?? null, model: details.model ?? null, address: found.address, sources: sourceRows(details.sources), clockOffsetMs: details.clockOffsetMs === undefined ? null : Math.round(details.clockOffsetMs), picture: found.picture !== undefined, expiresAt: found.expiresAt };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
function defined<T extends object>(fields: T): Defined<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;
}
