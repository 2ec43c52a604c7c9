import { z } from 'zod';
import { LiveHello } from './media.ts';
import { routes } from './route.ts';
import { byId, Id } from './words.ts';

/** All who watch from outside the house together, 1,000 bits a second; null: no limit. */
const Cap = z.int().min(64).max(10_000_000).nullable();
export const UplinkRow = z.object({
  kbps: Cap,
  /** The hub's own limit, over all homes. */
  hubKbps: Cap,
  /** What goes out now. */
  usedKbps: z.int(), viewers: z.int(),
  /** Of these, how many see less than they asked for. */
  slowed: z.int(),
});
export type UplinkRow = z.infer<typeof UplinkRow>;
const viewers = ['owner', 'co_owner', 'manager', 'viewer', 'officer', 'leader'] as const;
const hlsFile = z.string().max(40).regex(/^(?:index\.m3u8|i\d{1,12}\.mp4|s\d{1,12}\.m4s|p\d{1,12}\.\d{1,4}\.m4s)$/);

export const deliveryRoutes = routes({
  /** Opens a camera for players of HLS (RFC 8216bis). Fields as in `LiveHello`. It ends with the session, the consent, or 20 s without a request. */
  'POST /api/hls': { who: [...viewers], perMinute: 60, body: LiveHello.omit({ transport: true, offer: true }), reply: z.object({ viewing: Id, playlist: z.string(), watermark: z.string().nullable() }) },
  /** `_HLS_msn` and `_HLS_part`: waits until there is so much (RFC 8216bis §6.2.5.2). Only in the session that opened it. */
  'GET /api/hls/:id/:file': {
    who: [...viewers], perMinute: 1_200, params: byId.extend({ file: hlsFile }), sends: 'media',
    query: z.object({ _HLS_msn: z.coerce.number().int().min(0).max(1e12).optional(), _HLS_part: z.coerce.number().int().min(0).max(1e4).optional() }),
  },
  'DELETE /api/hls/:id': { who: [...viewers], params: byId },
  /** Pictures one after another (multipart/x-mixed-replace), for old tablets and other software: her own camera only. */
  'GET /api/cameras/:id/mjpeg': { who: ['owner', 'co_owner', 'manager', 'viewer'], params: byId, perMinute: 60, sends: 'pictures' },
  'GET /api/owners/:id/uplink': { who: ['owner', 'co_owner', 'manager'], params: byId, reply: UplinkRow },
  'PUT /api/owners/:id/uplink': { who: ['owner', 'co_owner'], params: byId, body: z.object({ kbps: Cap }), reply: UplinkRow },
  'GET /api/hub/uplink': { who: ['operator'], reply: UplinkRow },
  'PUT /api/hub/uplink': { who: ['operator'], body: z.object({ kbps: Cap }), reply: UplinkRow },
});
