import type { streamRoutes } from '../../api/streams.ts';
import type { CameraRecord } from '../../cameras/camera-registry.ts';
import { id, type CameraId } from '../../domain/ids.ts';
import type { MemberRole } from '../../domain/people.ts';
import { ownCamera } from '../../people/roles.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import { pictureTexts } from '../../quality/picture-words.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { StreamRows } from '../stream-rows.ts';

export function streamHandlers(hub: HubServices): Handlers<typeof streamRoutes> {
  const rows = new StreamRows(hub);
  const find = async (by: SignedIn, camera: string, roles?: readonly MemberRole[]): Promise<CameraRecord> => ownCamera(by, await hub.registry.find(id<CameraId>(camera)), roles);
  const page = async (camera: CameraRecord) => {
    const [row] = rows.rows([camera]);
    if (!row) throw new HubError('not-found', 'There is no such camera.');
    return { ...row, picture: await rows.picture(camera.id) };
  };
  return {
    'GET /api/cameras/:id/streams': async ({ by, params }) => page(await find(by, params.id)),
    'POST /api/cameras/:id/picture-right': async ({ by, params }) => {
      const camera = await find(by, params.id, ['owner']);
      const pause = await hub.quality.pauseOf(camera.id);
      await hub.audit.append(undefined, { type: 'camera.changed', camera: camera.id, at: hub.clock.now(), body: { by: by.person, what: 'scene' } });
      // Before it is shared again: what was believed of the picture would pause it once more.
      await hub.quality.watch.accept(camera.id);
      if (pause) {
        await hub.desk.lift(pause, camera.owner, by.person);
        hub.events.emit('grant.changed', { owner: camera.owner, cameras: [camera.id] });
      }
      return page(camera);
    },
    'GET /api/streams': async () => rows.rows(await hub.registry.all()).map((row) => ({ ...row, pictureFacts: hub.health.picture(id<CameraId>(row.camera)).map(({ fact }) => pictureTexts[fact]) })),
    'GET /metrics': async () => hub.metrics(),
  };
}
