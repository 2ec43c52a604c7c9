import type { AppRow as ApiRow, appRoutes } from '../../api/apps.ts';
import { rtspUri } from '../../apps/app-cameras.ts';
import { longestApp, type AppRow } from '../../apps/app-book.ts';
import { HubProblem } from '../../base/hub-problem.ts';
import type { Purpose } from '../../domain/consent.ts';
import { id, type CameraId, type UnitId } from '../../domain/ids.ts';
import { askerFor } from '../../people/asker.ts';
import { ownCamera } from '../../people/roles.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { qrCode } from '../qr-code.ts';

interface About { readonly unit?: string | undefined; readonly purpose?: Purpose | undefined; readonly caseNo?: string | undefined }

export function appHandlers(hub: HubServices): Handlers<typeof appRoutes> {
  const { book, passes, stills } = hub.apps;

  async function rowOf(row: AppRow, origin: string): Promise<ApiRow> {
    const base = hub.apps.rtsp();
    const unit = row.unit === null ? undefined : await hub.store.read.selectFrom('unit').select('name').where('id', '=', row.unit).executeTakeFirst();
    const cameras = await Promise.all(row.cameras.map(async (camera) => {
      const found = await hub.registry.find(camera);
      const roles = (['main', 'sub'] as const).filter((role) => found?.sources.some((source) => source.role === role));
      return { id: camera, name: found?.name ?? '', uris: base === undefined ? [] : roles.map((role) => ({ role, uri: rtspUri(base, camera, role) })), snapshotUri: `${origin}/api/apps/snapshot/${camera}` };
    }));
    return {
      id: row.id, name: row.name, username: row.username, unit: row.unit, unitName: unit?.name ?? null, purpose: row.purpose, caseNo: row.case_no, sound: row.sound === 1, snapshot: row.snapshot === 1,
      madeAt: row.made_at, until: row.until_at, usedAt: row.used_at, endedAt: row.ended_at ?? (row.until_at <= hub.clock.now() ? row.until_at : null), cameras,
    };
  }

  /** Hers, or one that her office may see this moment for this purpose. @throws HubError `not-found`, `not-allowed`, `bad-request`, HubProblem `consent-refused` */
  async function requireSeen(by: SignedIn, camera: CameraId, { unit, purpose, caseNo }: About): Promise<void> {
    if (unit === undefined) {
      ownCamera(by, await hub.registry.find(camera));
      return;
    }
    const office = askerFor(by, id<UnitId>(unit));
    if (purpose === undefined) throw new HubError('bad-request', 'An officer says for what purpose.');
    if (caseNo !== undefined) await hub.cases.requireOpen(office.unit, caseNo);
    const offered = await hub.viewings.offered(by, { camera, transport: undefined, plays: ['h264', 'h265'], role: 'main', audio: false, unit: office.unit, purpose, caseNo, overlays: false });
    if (!offered) throw new HubProblem('consent-refused', 'Nothing is offered to this officer.', { reasons: ['not_shared'] });
  }

  return {
    'GET /api/apps': async ({ by, origin }) => ({ rtsp: hub.apps.rtsp() ?? null, apps: await Promise.all((await book.of(by.person)).map((row) => rowOf(row, origin))) }),
    'POST /api/apps': async ({ by, body, origin }) => {
      const { name, sound, snapshot, unit, purpose, caseNo } = body;
      const now = hub.clock.now();
      const until = body.until ?? now + longestApp;
      if (until <= now || until > now + longestApp) throw new HubError('bad-request', 'A program is let in for at most 180 days.');
      const cameras = [...new Set(body.cameras)].map((camera) => id<CameraId>(camera));
      for (const camera of cameras) await requireSeen(by, camera, body);
      const office = unit === undefined ? {} : { unit: id<UnitId>(unit), ...(purpose === undefined ? {} : { purpose }), ...(caseNo === undefined ? {} : { caseNo }) };
      const { row, password } = await book.make({ person: by.person, name, cameras, sound, snapshot, until, ...office });
      const app = await rowOf(row, origin);
      const addresses = await Promise.all(app.cameras.flatMap((camera) => camera.uris.map(async ({ role, uri }) => ({ camera: camera.id, name: camera.name, role, uri, qr: await qrCode(uri) }))));
      return { app, password, addresses };
    },
    'DELETE /api/apps/:id': async ({ by, params }) => book.end(params.id, by.person),
    'POST /api/apps/once': async ({ by, body }) => {
      const camera = id<CameraId>(body.camera);
      await requireSeen(by, camera, body);
      const base = hub.apps.rtsp();
      if (base === undefined) throw new HubError('not-ready', 'The hub runs no RTSP server.');
      const { unit, purpose, caseNo } = body;
      const pass = passes.make({ person: by.person, camera, sound: body.sound, about: { ...(unit === undefined ? {} : { unit }), ...(purpose === undefined ? {} : { purpose }), ...(caseNo === undefined ? {} : { caseNo }) } });
      const uri = rtspUri(base, camera, body.role);
      return { username: pass.username, password: pass.password, until: pass.until, address: { camera, name: (await hub.registry.find(camera))?.name ?? '', role: body.role, uri, qr: await qrCode(uri) } };
    },
    'GET /api/apps/snapshot/:camera': async ({ program, params }) => {
      if (!program) throw new HubError('not-signed-in', 'This door is for programs.');
      return stills.take(program, id<CameraId>(params.camera));
    },
  };
}
