import type { Route } from '../domain/consent.ts';
import type { OwnerId } from '../domain/ids.ts';
import { HubError } from '../sdk/errors.ts';
import type { LiveStreams } from '../streams/live-streams.ts';
import { takesOf, takesOfConversion } from '../streams/stream-takes.ts';
import { paces, slower, type Pace } from '../streams/pace.ts';
import type { FarSeat, Uplink } from '../streams/uplink.ts';
import { firstFitting, rankOf } from '../streams/uplink-plan.ts';
import type { LiveWish, Opening } from './opening.ts';

export interface WayOutParts {
  readonly uplink: Uplink;
  readonly streams: Pick<LiveStreams, 'of'>;
  /** Whether an address lies outside the house. */
  isOutside(address: string): boolean;
}
export interface Chosen {
  readonly opening: Opening;
  /** As good as the line allows. */
  readonly pace: Pace;
}
/** Who an officer turns out to be, the gate says later; until then nobody is sent away for her place in the order. */
const officerRank = rankOf('R3');
/** Not worth a picture. */
const least = 1;

/** How somebody outside the house comes to see something on a line with little room: the small stream, then key pictures, then stills; then a plain no. */
export class WayOut {
  readonly #parts: WayOutParts;
  constructor(parts: WayOutParts) {
    this.#parts = parts;
  }

  /**
   * @param reopen the same wish for another stream of the camera
   * @throws HubError `uplink-full`, and what `reopen` throws
   */
  async choose(opening: Opening, owner: OwnerId, wish: LiveWish, reopen: (wish: LiveWish) => Promise<Opening>): Promise<Chosen> {
    if (!this.#isOutside(wish)) return { opening, pace: 'all' };
    const room = this.#parts.uplink.room(owner, opening.as === 'member' ? rankOf('R0') : officerRank);
    if (room === Infinity) return { opening, pace: 'all' };
    const asked = wish.pace ?? 'all';
    const choices = this.#choices(opening, wish, asked);
    if (firstFitting(choices, room)?.pace === asked) return { opening, pace: 'all' };
    const other = opening.delivery.source.role === 'main' && !opening.delivery.remade ? await reopen({ ...wish, role: 'sub' }) : opening;
    const small = other.delivery.source.role === 'sub' ? this.#choices(other, wish, asked) : [];
    const chosen = firstFitting([...small, ...choices].toSorted((a, b) => paces.indexOf(a.pace) - paces.indexOf(b.pace)), room);
    if (!chosen || room < least) throw new HubError('uplink-full', 'Nothing of this camera fits on the way out of the house now.');
    return { opening: chosen.opening, pace: chosen.pace === asked ? 'all' : chosen.pace };
  }

  /** Undefined for who is inside. Disposing leaves. */
  sit({ opening, pace }: Chosen, owner: OwnerId, route: Route, wish: LiveWish, paced: (pace: Pace) => void): FarSeat | undefined {
    if (!this.#isOutside(wish)) return undefined;
    return this.#parts.uplink.join({ owner, route, pace, takes: this.#takes(opening, wish), paced });
  }

  #choices(opening: Opening, wish: LiveWish, asked: Pace): readonly { readonly opening: Opening; readonly pace: Pace; readonly kbps: number }[] {
    const takes = this.#takes(opening, wish);
    return paces.filter((pace) => slower(pace, asked) === pace).map((pace) => ({ opening, pace, kbps: takes[pace] }));
  }
  #takes({ ask: { camera }, delivery: { source, remade, maxHeight } }: Opening, { transport }: LiveWish): Readonly<Record<Pace, number>> {
    if (transport !== undefined) return takesOfConversion;
    const stream = this.#parts.streams.of(camera, source.role);
    return takesOf(remade ? [] : stream.cached, stream.format?.clockRate ?? 90_000, Math.min(maxHeight, source.height ?? 1_080));
  }
  #isOutside({ from }: LiveWish): boolean {
    return from !== undefined && this.#parts.isOutside(from);
  }
}
