import type { deliveryRoutes, UplinkRow } from '../../api/delivery.ts';
import { HubProblem } from '../../base/hub-problem.ts';
import { id, type CameraId, type OwnerId } from '../../domain/ids.ts';
import type { EndReason } from '../../domain/consent.ts';
import { membershipOf, ownCamera } from '../../people/roles.ts';
import { HubError } from '../../sdk/errors.ts';
import { HlsViewing } from '../../hls/hls-viewing.ts';
import type { Call, Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { endCodes, refusalProblem, wishOf } from './live-route.ts';

type Table = typeof deliveryRoutes;
const playlistType = 'application/vnd.apple.mpegurl';

/** Pictures over plain HTTP, and how much of them may leave the house. */
export function deliveryHandlers(hub: HubServices): Handlers<Table> {
  const row = (owner: OwnerId | undefined): UplinkRow => {
    const { kbps, viewers, slowed } = hub.delivery.uplink.use(owner);
    const { caps } = hub.delivery;
    return { kbps: owner === undefined ? caps.hub : caps.of(owner), hubKbps: caps.hub, usedKbps: kbps, viewers, slowed };
  };
  return {
    'POST /api/hls': async ({ by, body, address, language }) => {
      // Players of HLS lay nothing over a picture, the full screen of a phone neither: an officer's mark is in its pixels.
      const opened = await hub.hls.open(by, { ...wishOf({ ...body, transport: 'mse' }), transport: undefined, pace: body.pace, from: address, overlays: false });
      if (opened instanceof HlsViewing) return { viewing: opened.id, playlist: `/api/hls/${opened.id}/index.m3u8`, watermark: opened.watermark };
      const { message, reasons } = refusalProblem(opened, language);
      throw new HubProblem(opened.refusal.error.code, message, reasons ? { reasons } : {});
    },
    'GET /api/hls/:id/:file': async ({ by, params, query, signal }) => {
      const viewing = hub.hls.of(by, params.id);
      if (params.file === 'index.m3u8') return { type: playlistType, bytes: await viewing.playlist({ msn: query['_HLS_msn'], part: query['_HLS_part'] }, signal) };
      return viewing.file(params.file, signal);
    },
    'DELETE /api/hls/:id': async ({ by, params }) => hub.hls.of(by, params.id).leave(),
    'GET /api/cameras/:id/mjpeg': (call) => pictures(hub, call),
    'GET /api/owners/:id/uplink': async ({ by, params }) => row(membershipOf(by, id<OwnerId>(params.id)).owner),
    'PUT /api/owners/:id/uplink': async ({ by, params, body }) => {
      const { owner } = membershipOf(by, id<OwnerId>(params.id), ['owner', 'co_owner']);
      await hub.delivery.caps.set(owner, body.kbps, by.person);
      return row(owner);
    },
    'GET /api/hub/uplink': async () => row(undefined),
    'PUT /api/hub/uplink': async ({ by, body }) => {
      await hub.delivery.caps.set(null, body.kbps, by.person);
      return row(undefined);
    },
  };
}

async function pictures(hub: HubServices, { by, params, pictures: sink, signal, address, language }: Call<Table['GET /api/cameras/:id/mjpeg']>): Promise<void> {
  const camera = ownCamera(by, await hub.registry.find(id<CameraId>(params.id)));
  let ended: EndReason | undefined;
  let hasSent = false;
  const outcome = await hub.viewings.watch(by, { camera: camera.id, transport: 'mjpeg', plays: ['h264', 'h265'], role: 'main', audio: false, from: address }, {
    opened: () => ({
      format: () => {},
      media: (jpeg) => {
        hasSent = true;
        sink.send(jpeg);
      },
      pending: () => sink.bufferedAmount,
      // The last picture stays where the reader shows it; it goes on when the camera does.
      waiting: () => {},
      ended: (reason) => { ended = reason; },
    }),
  }, signal);
  if ('refusal' in outcome) throw new HubError(outcome.refusal.error.code, refusalProblem(outcome, language).message);
  if (!hasSent && ended !== undefined && ended !== 'viewer') throw new HubError(endCodes[ended], 'It ended before the first picture.');
}
