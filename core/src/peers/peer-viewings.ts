import type { EndReason } from '../domain/consent.ts';
import type { Contributions } from '../kernel/contributions.ts';
import { RtpUnitsCache } from '../media/rtp-units.ts';
import type { KnownPerson } from '../people/signed-in.ts';
import { HubError } from '../sdk/errors.ts';
import { PeerTransport } from '../sdk/ports.ts';
import type { LiveOutcome, LiveViewer, LiveViewings, ViewingFacts } from '../viewing/live-viewings.ts';
import type { LiveWish } from '../viewing/opening.ts';
import { PeerSeat } from './peer-seat.ts';

/** What whoever signals for the player is told, in order: opened, answer, then waiting at any time, and ended. */
export interface PeerSide {
  /** Her place in line, as `LiveViewer.queued`; left out where it cannot be said. */
  queued?(place: number): void;
  opened(about: ViewingFacts): void;
  /** As `LiveViewer.paced`. */
  paced?: LiveViewer['paced'];
  /** SDP, once. */
  answer(sdp: string): void;
  waiting(error: HubError): void;
  /** Nothing was sent after it. @param failure why this connection could not go on, though the viewing could */
  ended(reason: EndReason, failure: HubError | undefined): void;
}
export interface PeerOffer {
  /** A PeerTransport's name, `webrtc`. */
  readonly transport: string;
  /** SDP. */
  readonly sdp: string;
}

/** Live pictures that go straight to a player, over a connection of their own. The permit, the masks and the ledger are those of every other way. */
export class PeerViewings {
  readonly #viewings: Pick<LiveViewings, 'watch'>;
  readonly #contributions: Pick<Contributions, 'all'>;
  readonly #units = new RtpUnitsCache();

  constructor(viewings: Pick<LiveViewings, 'watch'>, contributions: Pick<Contributions, 'all'>) {
    this.#viewings = viewings;
    this.#contributions = contributions;
  }

  /** A running plugin sends this way. */
  has(transport: string): boolean {
    return this.#find(transport) !== undefined;
  }

  /**
   * Resolves when it is over. The signal is the viewer's own leaving: its signalling, or its session.
   * @throws HubError as `LiveViewings.watch`; `stream-unsupported` when the player does not take this picture, `bad-request` for an offer that is none, `stream-changed` when the camera took up another codec
   */
  async watch(by: KnownPerson, wish: Omit<LiveWish, 'transport' | 'plays'>, { transport, sdp }: PeerOffer, side: PeerSide, signal: AbortSignal): Promise<LiveOutcome> {
    const found = this.#find(transport);
    if (!found) throw new HubError('stream-unsupported', `No running plugin sends by "${transport}".`);
    // Before the gate is asked: a yes is good once, and not to be spent on a player that cannot show it.
    const plays = found.call((of) => of.plays(sdp));
    if (plays.length === 0) throw new HubError('stream-unsupported', 'The player takes no codec that cameras send.');
    const stop = new AbortController();
    const leave = (): void => stop.abort(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    let failed: HubError | undefined;
    try {
      const outcome = await this.#viewings.watch(by, { ...wish, transport: undefined, plays }, {
        ...(side.queued ? { queued: (place: number) => side.queued?.(place) } : {}),
        ...(side.paced ? { paced: side.paced } : {}),
        opened: (about) => {
          side.opened(about);
          const seat = new PeerSeat({
            units: this.#units,
            connect: (media, until) => found.call((of) => of.connect(sdp, media, found.signal(until))),
            answered: (answer) => side.answer(answer),
            waiting: (error) => side.waiting(error),
            over: (failure) => {
              failed ??= failure;
              stop.abort(new Error('The player went away.'));
            },
          });
          return {
            takesAnySound: seat.takesAnySound,
            format: (start) => seat.format(start), media: (_bytes, fragment) => seat.media(fragment.bytes), pending: () => seat.pending(), waiting: (error) => seat.waiting(error),
            ended: (reason) => {
              // First the connection, then the word.
              seat.ended();
              side.ended(reason, failed);
            },
          };
        },
      }, stop.signal);
      if (failed) throw failed;
      return outcome;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  #find(transport: string) {
    return this.#contributions.all(PeerTransport).find(({ value }) => value.id === transport);
  }
}
