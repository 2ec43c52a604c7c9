import type { OutsideFetchRow, outsideRoutes } from '../../api/outside.ts';
import type { CameraRecord } from '../../cameras/camera-registry.ts';
import { errorCodes, type ErrorCode } from '../../domain/error-codes.ts';
import { id, type CameraId } from '../../domain/ids.ts';
import type { Language } from '../../domain/people.ts';
import { keepers, ownCamera } from '../../people/roles.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import type { OutsideFootage } from '../../recordings/outside-footage.ts';
import { HubError } from '../../sdk/errors.ts';
import type { OutsideFetchTable } from '../../store/schema-footage.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';

const longestLook = 31 * 86_400_000;

export function outsideHandlers(hub: HubServices, outside: OutsideFootage): Handlers<typeof outsideRoutes> {
  const hers = async (by: SignedIn, named: string): Promise<CameraRecord> => ownCamera(by, await hub.registry.find(id<CameraId>(named)), keepers);
  return {
    'GET /api/cameras/:id/outside': async ({ by, params, query: { from, to }, signal }) => {
      const camera = await hers(by, params.id);
      if (from >= to || to - from > longestLook) throw new HubError('bad-request', 'At most 31 days of the past are looked at at once.');
      return { spans: [...await outside.kept(camera.id, { from, to }, signal)] };
    },
    'POST /api/cameras/:id/outside': async ({ by, params, body, language }) => rowOf(await outside.fetch((await hers(by, params.id)).id, body, by.person), language),
    'GET /api/cameras/:id/outside/fetches': async ({ by, params, language }) => (await outside.ofCamera((await hers(by, params.id)).id)).map((row) => rowOf(row, language)),
    'DELETE /api/cameras/:id/outside/fetches/:fetch': async ({ by, params }) => outside.cancel((await hers(by, params.id)).id, params.fetch),
  };
}

function rowOf(row: OutsideFetchTable, language: Language): OutsideFetchRow {
  const code = row.error !== null && row.error in errorCodes ? row.error as ErrorCode : 'internal';
  return {
    id: row.id, camera: row.camera, from: row.from_at, to: row.to_at, status: row.status, reachedAt: row.reached_at, fetchedMs: row.fetched_ms,
    problem: row.error === null ? null : { code, message: errorCodes[code][language] }, createdAt: row.created_at, doneAt: row.done_at,
  };
}
