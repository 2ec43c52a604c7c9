import type { LiveEvent, LiveHello } from '../../api/media.ts';
import type { Problem } from '../../api/words.ts';
import type { EndReason } from '../../domain/consent.ts';
import type { ErrorCode } from '../../domain/error-codes.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import { HubError } from '../../sdk/errors.ts';
import type { LiveOutcome } from '../../viewing/live-viewings.ts';
import type { LiveWish } from '../../viewing/opening.ts';
import type { HubServices } from '../hub-services.ts';
import type { LivePace } from './live-pace.ts';

export type PeerHello = LiveHello & { readonly offer: string };
/** How the socket that only signals is spoken to. */
export interface PeerWords {
  say(event: LiveEvent): void;
  problem(code: ErrorCode): Problem;
  endProblem(reason: EndReason): Problem;
  queued(place: number): void;
  readonly pace: LivePace;
}

/** Whether the page asks for a connection of its own to the player. */
export function isPeerHello({ peers }: Pick<HubServices, 'peers'>, hello: LiveHello): hello is PeerHello {
  return hello.offer !== undefined && peers.has(hello.transport);
}

/** Signals for a player: the answer to its offer, and what becomes of the viewing. */
export async function watchByPeer({ peers }: Pick<HubServices, 'peers'>, by: SignedIn, { transport, offer }: PeerHello, wish: LiveWish, { say, problem, endProblem, queued, pace }: PeerWords, signal: AbortSignal): Promise<LiveOutcome> {
  try {
    return await peers.watch(by, wish, { transport, sdp: offer }, {
      queued,
      paced: pace.paced,
      opened: ({ permit, watermark, delivery, ask }) => {
        pace.opened({ ask });
        say({ type: 'opened', viewing: permit.id, until: Number.isFinite(permit.until) ? permit.until : null, watermark, own: permit.route === 'R0', role: delivery.source.role, made: delivery.remade ? 'anew' : 'sent' });
      },
      answer: (sdp) => say({ type: 'answer', sdp }),
      waiting: (error) => say({ type: 'waiting', problem: problem(error.code) }),
      ended: (reason, failure) => {
        // A camera that changed: the page opens it again by itself, as after a loss.
        if (failure?.code === 'stream-changed') say({ type: 'ended', reason: 'source', problem: problem(failure.code) });
        else if (!failure && reason !== 'viewer') say({ type: 'ended', reason, problem: endProblem(reason) });
      },
    }, signal);
  } catch (failure) {
    if (failure instanceof HubError && failure.code === 'stream-changed') return { ended: 'source' };
    throw failure;
  }
}
