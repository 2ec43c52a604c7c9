import type { CameraRegistry } from '../cameras/camera-registry.ts';
import type { Gate } from '../consent/gate.ts';
import { isRefusal, type Refusal } from '../consent/refusal.ts';
import type { EndReason, Permit } from '../domain/consent.ts';
import type { MediaFormat } from '../domain/media.ts';
import type { KnownPerson } from '../people/signed-in.ts';
import type { Conversions } from '../renditions/conversions.ts';
import type { Renditions } from '../renditions/renditions.ts';
import type { Waiter } from '../renditions/turns.ts';
import { HubError } from '../sdk/errors.ts';
import type { Delivery } from '../streams/delivery.ts';
import { View, type Viewable, type ViewSink } from '../streams/view.ts';
import type { FarSeat } from '../streams/uplink.ts';
import type { Pace } from '../streams/pace.ts';
import { codingOf, wouldPermit } from './foresight.ts';
import { openingFor, type LiveWish, type Opening, type OpeningParts } from './opening.ts';
import { Pacing } from './pacing.ts';
import type { WayOut } from './way-out.ts';

export interface ViewingParts extends OpeningParts {
  readonly registry: Pick<CameraRegistry, 'find'>;
  readonly conversions: Pick<Conversions, 'of' | 'over' | 'require'>;
  readonly renditions: Pick<Renditions, 'of' | 'place'>;
  readonly gate: Gate;
  /** Of live pictures, out of the house. */
  readonly wayOut: WayOut;
}
export interface ViewingFacts {
  readonly permit: Permit<'live'>;
  /** Laid over the picture by the player; null: none. */
  readonly watermark: string | null;
  readonly delivery: Delivery;
  /** Where the pictures come from: the same for all who get the same. */
  readonly from: Viewable;
  /** On the way out of the house; undefined for who is inside it. Whoever `countsItself` counts here. */
  readonly seat: FarSeat | undefined;
  /** She wants more or less pictures from now on. */
  ask(pace: Pace): void;
}
/** What a way of sending pictures is told first, and where the pictures go then. */
export interface LiveViewer {
  /** As many pictures as the machine manages are being made anew: her place in line, from 1, whenever it changes; before `opened`. A way of sending that cannot say so leaves it out, and is refused instead of waiting. */
  queued?(place: number): void;
  /** Its pictures go out when they are fetched, not as they come: it counts, and thins them out, itself. */
  readonly countsItself?: true;
  /** How many pictures she gets from now on. @param allowed what the line out of the house allows: less than all of them is the hub's doing, not hers */
  paced?(pace: Pace, allowed: Pace): void;
  /** The gate said yes, and it is on record. Nothing was sent yet. */
  opened(about: ViewingFacts): ViewSink;
}
/** How it came out: refused before the first byte, or shown until it ended. */
export type LiveOutcome = { readonly refusal: Refusal; readonly as: 'member' | 'officer' } | { readonly ended: EndReason };

/** The one way to a live picture, for every transport: who asks, the gate, the picture under its conditions, the view, and the end on record. */
export class LiveViewings {
  readonly #parts: ViewingParts;
  constructor(parts: ViewingParts) {
    this.#parts = parts;
  }

  /**
   * Resolves when it is over, by whichever side. The signal is the viewer's own leaving: its connection, or its session.
   * @throws HubError as `openingFor`; `obligation-unmet`, `renditions-busy`, `stream-unsupported` when there is no way to show it
   */
  async watch(by: KnownPerson, wish: LiveWish, viewer: LiveViewer, signal: AbortSignal): Promise<LiveOutcome> {
    const { registry, conversions, gate, wayOut } = this.#parts;
    // Before the camera is looked for: what the hub has no way to show is the same for every camera.
    if (wish.transport !== undefined) conversions.require(wish.transport);
    const camera = await registry.find(wish.camera);
    const wished = await openingFor(this.#parts, by, camera, wish);
    // Whoever gets this far has a camera.
    const chosen = camera ? await wayOut.choose(wished, camera.owner, wish, (other) => openingFor(this.#parts, by, camera, other)) : { opening: wished, pace: 'all' as const };
    const { opening } = chosen;
    // Before the gate is asked: a yes is good once, and not to be spent on what cannot be shown.
    // Without one either while she waits for her turn: it is asked for when the picture can begin.
    let picture: Picture;
    try {
      picture = await this.#pictureOf(opening, wish.transport, waiterFor(by, opening, viewer, signal));
    } catch (failure) {
      if (signal.aborted) return { ended: signedOut(signal) ? 'signed_out' : 'viewer' };
      throw failure;
    }
    using _ = picture;
    const answer = await gate.admit({ as: opening.as, ask: opening.ask, ...(wish.program === undefined ? {} : { program: wish.program }) });
    if (isRefusal(answer)) return { refusal: answer, as: opening.as };
    let ended: EndReason = 'viewer';
    try {
      const pacing = new Pacing(wish.pace ?? 'all', chosen.pace);
      using seat = camera && wayOut.sit(chosen, camera.owner, answer.route, wish, (pace) => pacing.allow(pace));
      ended = await this.#deliver(answer, picture.from, viewer, { ...opening, overlaid: wish.overlays === false ? null : opening.watermark, pacing, seat }, signal);
      return { ended };
    } finally {
      await gate.end(answer, ended);
    }
  }

  /** What somebody would be let see this moment; undefined: nothing. Nothing is recorded, and nothing opened. */
  async offered(by: KnownPerson, wish: LiveWish): Promise<Opening | undefined> {
    try {
      const opening = await openingFor(this.#parts, by, await this.#parts.registry.find(wish.camera), wish);
      return !opening.hopeless && (await wouldPermit(this.#parts, by, opening)) ? opening : undefined;
    } catch (failure) {
      if (failure instanceof HubError) return undefined;
      throw failure;
    }
  }

  /**
   * What the gate would say just now, and how the picture is coded: for ways of sending that must say so before they begin. Nothing is shown and no yes is used up;
   * a no is the gate's own, on record as every other try.
   * @throws HubError as `watch`; `camera-offline` when no picture comes in time
   */
  async foresee(by: KnownPerson, wish: LiveWish, signal: AbortSignal): Promise<MediaFormat | Refusal> {
    const { registry, gate } = this.#parts;
    const opening = await openingFor(this.#parts, by, await registry.find(wish.camera), wish);
    if (!(await wouldPermit(this.#parts, by, opening))) {
      const answer = await gate.admit({ as: opening.as, ask: opening.ask, ...(wish.program === undefined ? {} : { program: wish.program }) });
      if (isRefusal(answer)) return answer;
      // It was allowed this very moment: whoever asks again is let in.
      await gate.end(answer, 'viewer');
      throw new HubError('not-ready', 'The conditions changed meanwhile.');
    }
    using picture = await this.#pictureOf(opening, undefined, undefined);
    const media = await codingOf(picture.from, signal);
    return opening.ask.rendition.audio && !opening.delivery.remade ? media : { video: media.video };
  }

  /** The stream as it is, or made anew under the conditions; in the form the viewer plays. */
  async #pictureOf({ ask: { camera, rendition }, delivery, burn, hopeless }: Opening, transport: string | undefined, waiter: Waiter | undefined): Promise<Picture> {
    const { streams, conversions, renditions } = this.#parts;
    const { remade, source: { role }, maxHeight, maxFps } = delivery;
    if (!remade) return { from: transport === undefined ? streams.of(camera, role) : conversions.of(camera, role, transport), [Symbol.dispose]: () => {} };
    const order = { camera, role, masks: rendition.masks, maxHeight, maxFps, mark: burn };
    // The gate will most likely say no: nobody gives way for that.
    const place = hopeless ? { rendition: await renditions.of(order), [Symbol.dispose]: () => {} } : await renditions.place(order, waiter);
    try {
      return { from: transport === undefined ? place.rendition : conversions.over(place.rendition, transport), [Symbol.dispose]: () => place[Symbol.dispose]() };
    } catch (failure) {
      place[Symbol.dispose]();
      throw failure;
    }
  }

  async #deliver(permit: Permit<'live'>, from: Viewable, viewer: LiveViewer, { watermark, delivery, overlaid, pacing, seat }: Opening & { readonly overlaid: string | null; readonly pacing: Pacing; readonly seat: FarSeat | undefined }, signal: AbortSignal): Promise<EndReason> {
    const { gate, clock } = this.#parts;
    const sink = viewer.opened({ permit, watermark, delivery, from, seat, ask: (pace) => pacing.ask(pace) });
    return new Promise((resolve, reject) => {
      const view = new View(permit, {
        takesAnySound: sink.takesAnySound === true,
        format: (start) => sink.format(start),
        media: (bytes, fragment) => sink.media(bytes, fragment),
        pending: () => sink.pending(),
        waiting: (error) => sink.waiting(error),
        ended: (reason) => {
          signal.removeEventListener('abort', gone);
          // The view sees only that its viewer is gone; whose session ended is still there to be told.
          const why = reason === 'viewer' && signedOut(signal) ? 'signed_out' : reason;
          sink.ended(why);
          resolve(why);
        },
      }, clock, permit.obligations.audio, overlaid === null ? null : 'overlay', viewer.countsItself ? undefined : seat);
      gate.countWith(permit, () => ({ ...view.watched, ...(sink.delivered && { bytes: sink.delivered() }) }));
      pacing.follow((pace) => {
        if (!viewer.countsItself) view.pace = pace;
        viewer.paced?.(pace, pacing.allowed);
      });
      const gone = (): void => view[Symbol.dispose]();
      signal.addEventListener('abort', gone, { once: true });
      try {
        view.open(from, gate);
        if (signal.aborted) gone();
      } catch (failure) {
        signal.removeEventListener('abort', gone);
        reject(failure);
      }
    });
  }
}

/** What there will be to see, held for her until it is over. */
interface Picture extends Disposable {
  readonly from: Viewable;
}

function waiterFor({ person }: KnownPerson, { standing, obliged }: Opening, viewer: LiveViewer, signal: AbortSignal): Waiter | undefined {
  return viewer.queued && { person, standing, obliged, told: (place) => viewer.queued?.(place), signal };
}

function signedOut(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason instanceof Error && signal.reason.message === 'The session ended.';
}
