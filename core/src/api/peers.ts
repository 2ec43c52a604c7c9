import { z } from 'zod';
import { routes } from './route.ts';
import { Id } from './words.ts';

const members = ['owner', 'co_owner', 'manager', 'viewer'] as const;
/** Live video for players that speak WHEP (draft-ietf-wish-whep): an offer in, an answer out, RTP beside it. Her own cameras only: an officer's picture carries a mark that only the hub's own page lays over it. */
export const peerRoutes = routes({
  /** 201 with the answer and, as Location, what to delete when she has seen enough. It ends with the session at the latest. */
  'POST /api/whep/:camera': { who: [...members], params: z.object({ camera: Id }), takes: 'sdp', sends: 'sdp', perMinute: 60 },
  'DELETE /api/whep/:camera/:viewing': { who: [...members], params: z.object({ camera: Id, viewing: Id }) },
});
