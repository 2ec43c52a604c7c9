import type { peerRoutes } from '../../api/peers.ts';
import { HubProblem } from '../../base/hub-problem.ts';
import { id, type CameraId } from '../../domain/ids.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { endCodes, refusalProblem } from './live-route.ts';
import { WhepViewings } from './whep-viewings.ts';

/** An offer is answered by then, or there is no picture. ms */
const answerWithin = 20_000;

export function peerHandlers(hub: HubServices): Handlers<typeof peerRoutes> {
  const open = new WhepViewings();
  return {
    'POST /api/whep/:camera': async ({ by, params, sdp, stay, language, address }) => {
      const camera = id<CameraId>(params.camera);
      const record = await hub.registry.find(camera);
      if (!record || !by.memberships.some(({ owner }) => owner === record.owner)) throw new HubError('not-found', 'Not a camera of hers.');
      const room = open.takeRoom(by.person);
      const stop = new AbortController();
      const leave = (): void => stop.abort(stay.signal.reason);
      stay.signal.addEventListener('abort', leave, { once: true });
      let viewing = '';
      let answered = false;
      // Nobody says so when pictures come that are none, or a player's addresses are never found.
      const late = setTimeout(() => stop.abort(new Error('There was nothing to answer with.')), answerWithin);
      return new Promise((resolve, reject) => {
        const run = async (): Promise<void> => {
          try {
            const outcome = await hub.peers.watch(by, { camera, role: 'main', audio: true, from: address }, { transport: 'webrtc', sdp }, {
              opened: ({ permit }) => {
                viewing = permit.id;
                open.add(viewing, { person: by.person, camera, stop: () => stop.abort(new Error('The player is done.')) });
              },
              answer: (answer) => {
                answered = true;
                clearTimeout(late);
                resolve({ sdp: answer, location: `/api/whep/${camera}/${viewing}` });
              },
              // A player of this kind is told nothing later: after its answer it waits with the hub, before it it is sent away.
              waiting: (error) => { if (!answered) { stop.abort(new Error('There is no picture to answer with.')); reject(error); } },
              ended: (reason, failure) => reject(failure ?? new HubError(reason === 'viewer' ? 'camera-offline' : endCodes[reason], 'It ended before it began.')),
            }, stop.signal);
            // Over before it was answered: whoever waits is told.
            throw 'refusal' in outcome ? new HubProblem(outcome.refusal.error.code, outcome.refusal.error.message, { reasons: refusalProblem(outcome, language).reasons ?? [] }) : new HubError('camera-offline', 'There was nothing to answer with.');
          } catch (failure) {
            reject(failure);
          } finally {
            clearTimeout(late);
            room[Symbol.dispose]();
            open.remove(viewing);
            stay.signal.removeEventListener('abort', leave);
            stay.leave();
          }
        };
        void run();
      });
    },
    'DELETE /api/whep/:camera/:viewing': async ({ by, params }) => open.end(params.viewing, id<CameraId>(params.camera), by.person),
  };
}
