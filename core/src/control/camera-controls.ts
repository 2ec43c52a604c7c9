import type { Timers } from '../base/clock.ts';
import type { CameraRegistry } from '../cameras/camera-registry.ts';
import type { Gate } from '../consent/gate.ts';
import { isRefusal, type Refusal } from '../consent/refusal.ts';
import type { EndReason, Permit } from '../domain/consent.ts';
import type { CameraId } from '../domain/ids.ts';
import { seconds } from '../domain/time.ts';
import type { Contribution } from '../kernel/contributions.ts';
import type { KnownPerson } from '../people/signed-in.ts';
import { HubError } from '../sdk/errors.ts';
import type { CameraControl, MoveAbilities, Preset, TalkCodec, TalkOpener } from '../sdk/ports.ts';
import type { ControlBook } from './control-book.ts';
import { controlRequest, isMasked, masked, type ControlAction, type ControlRequest, type ControlRequestParts, type ControlWish } from './control-request.ts';
import { Motion } from './motion.ts';
import { Seats } from './seats.ts';
import { Speech } from './speech.ts';

export interface ControlParts extends ControlRequestParts {
  readonly registry: Pick<CameraRegistry, 'find'>;
  readonly book: ControlBook;
  readonly gate: Gate;
  readonly timers: Pick<Timers, 'after'>;
}
export interface ControlOpened {
  readonly permit: Permit<ControlAction>;
  /** What may be done with the hand on it. */
  readonly hand: Motion | Speech;
  readonly move: MoveAbilities | undefined;
  readonly talk: TalkCodec | undefined;
  readonly presets: readonly Preset[];
  /** She may change what the camera remembers: presets and home. */
  readonly keeps: boolean;
  readonly covered: boolean;
}
/** Whoever holds the controls, as the door sees them. */
export interface Controller {
  opened(about: ControlOpened): void;
  /** A command that came to nothing; the controls stay hers. */
  failed(error: HubError): void;
}
export type ControlOutcome =
  | { readonly refusal: Refusal; readonly as: 'member' | 'officer' }
  /** `error`: why the hub ended it, where the reason alone does not say. */
  | { readonly ended: EndReason; readonly error?: HubError };

interface Held {
  readonly by: Contribution<CameraControl> | Contribution<TalkOpener>;
  readonly cut: (why: HubError) => void;
  readonly request: ControlRequest;
  readonly permit: Permit;
}

/** A stop that the camera does not answer must not keep the end from being written down. */
const stopWithin = seconds(4);

/** Moving a camera and talking through it: under a permit like a picture, one hand at a time, and over at once when the permit is. */
export class CameraControls {
  readonly #parts: ControlParts;
  readonly #seats = new Seats();
  readonly #held = new Set<Held>();
  constructor(parts: ControlParts) {
    this.#parts = parts;
  }

  /**
   * Resolves when it is over, by whichever side. The signal is the controller's own leaving: its connection, or its session.
   * @throws HubError as `controlRequest`; `control-busy`, `control-unsupported`; as `CameraControl.open` and `TalkOpener.open`
   */
  async take(by: KnownPerson, wish: ControlWish, controller: Controller, signal: AbortSignal): Promise<ControlOutcome> {
    const { registry, book, gate } = this.#parts;
    const request = await controlRequest(this.#parts, by, await registry.find(wish.camera), wish);
    const seat = `${request.camera.id}/${wish.action}`;
    // Before the gate is asked: a yes is good once, and not to be spent on what cannot be done.
    if (request.offered) {
      this.#seats.require(seat, request.rank);
      const facts = await book.of(request.camera);
      if ((wish.action === 'ptz' ? facts.move : facts.talk) === undefined) throw new HubError('control-unsupported', 'The camera cannot do this.');
    }
    const answer = await gate.admit<ControlAction>({ as: request.as, ask: request.ask });
    if (isRefusal(answer)) return { refusal: answer, as: request.as };
    return this.#hold(answer, request, seat, controller, signal);
  }

  async #hold(permit: Permit<ControlAction>, request: ControlRequest, seat: string, controller: Controller, signal: AbortSignal): Promise<ControlOutcome> {
    const { gate } = this.#parts;
    let ended: EndReason = 'viewer';
    let error: HubError | undefined;
    const line = new AbortController();
    /** The camera or its plugin is gone; the line stays for the motors to be stopped. */
    const fallen = new AbortController();
    const cut = (why: HubError): void => {
      error ??= why;
      ended = 'source';
      fallen.abort(why);
    };
    let sitting: Disposable | undefined;
    try {
      sitting = this.#seats.take(seat, request.rank, () => {
        error ??= new HubError('control-busy', 'An owner took over.');
        ended = 'refused';
        // The permit's own end stops the motors; that it is written down comes after.
        gate.end(permit, 'refused').catch(() => {});
      });
      const hand = await this.#open(permit, request, line, cut, controller, signal);
      if (hand === undefined) ended = reasonOf(permit, signal) ?? ended;
      else {
        await over(permit.signal, signal, line.signal, fallen.signal);
        ended = reasonOf(permit, signal) ?? ended;
        await this.#letGo(hand);
      }
    } catch (failure) {
      ended = reasonOf(permit, signal) ?? 'source';
      if (!permit.signal.aborted && !signal.aborted) throw failure;
    } finally {
      sitting?.[Symbol.dispose]();
      line.abort(new HubError('consent-ended', 'The controls were let go.'));
      await gate.end(permit, ended);
    }
    return { ended, ...(error ? { error } : {}) };
  }

  /** Undefined when it was over before it began. */
  async #open(permit: Permit<ControlAction>, request: ControlRequest, line: AbortController, cut: (why: HubError) => void, controller: Controller, signal: AbortSignal): Promise<Motion | Speech | undefined> {
    const { book, gate, clock, timers } = this.#parts;
    const { camera, as, covered } = request;
    const giveUp = (): void => line.abort(new HubError('consent-ended', 'It was over before it began.'));
    const early = [permit.signal, signal];
    for (const each of early) each.addEventListener('abort', giveUp, { once: true });
    if (!gate.vouches(permit) || signal.aborted) giveUp();
    try {
      line.signal.throwIfAborted();
      const base = { permit, covered, keeps: as === 'member' };
      const failed = (error: unknown): void => controller.failed(error instanceof HubError ? error : new HubError('internal', 'The command failed.', { cause: error }));
      if (permit.ask.action === 'ptz') {
        const { by, deviceUri } = book.mover(camera);
        this.#follow({ by, cut, request, permit }, line.signal);
        const credentials = await book.credentials(camera);
        const reins = await by.call(async (plugin) => plugin.open(deviceUri, credentials, by.signal(line.signal)));
        const presets = reins.abilities.presets > 0 ? await by.call(async () => reins.presets()).catch((error: unknown) => { failed(error); return []; }) : [];
        // A cover that was laid while the gate was asked.
        if (await isMasked(this.#parts, request)) throw masked();
        line.signal.throwIfAborted();
        const hand = new Motion({ permit, reins, call: (work) => by.call(work), keeps: base.keeps, clock, timers, failed });
        gate.countWith(permit, () => ({ seconds: hand.moved / 1_000 }));
        controller.opened({ ...base, hand, move: reins.abilities, talk: undefined, presets });
        return hand;
      }
      const { by, source } = await book.speaker(camera);
      this.#follow({ by, cut, request, permit }, line.signal);
      const way = await by.call(async (plugin) => plugin.open(source, by.signal(line.signal)));
      line.signal.throwIfAborted();
      void this.#followEnd(way.gone, line.signal, cut);
      const hand = new Speech(permit, (sound) => by.call(() => way.send(sound)), () => line.abort(new HubError('consent-ended', 'The controls were let go.')));
      gate.countWith(permit, () => ({ seconds: hand.spoken, bytes: hand.bytes }));
      controller.opened({ ...base, hand, move: undefined, talk: way.codec, presets: [] });
      return hand;
    } catch (error) {
      if (permit.signal.aborted || signal.aborted) return undefined;
      throw error;
    } finally {
      // From here on the hand itself hears of the permit's end, and the motors are stopped before the line goes.
      for (const each of early) each.removeEventListener('abort', giveUp);
    }
  }

  /** A plugin that was stopped moves nothing and says nothing more. */
  pluginsChanged(): void {
    for (const { by, cut } of this.#held) if (!this.#parts.book.runs(by)) cut(new HubError('control-unsupported', 'The plugin at the controls was stopped.'));
  }
  /** Turned by somebody else than its owner, a cover laid meanwhile would lie elsewhere. What cannot be read is taken for covered. */
  async coverChanged(camera: CameraId): Promise<void> {
    await Promise.all([...this.#held].filter(({ request }) => request.camera.id === camera).map(async ({ request, permit }) => {
      if (await isMasked(this.#parts, request).catch(() => true)) await this.#parts.gate.end(permit, 'refused');
    }));
  }
  #follow(held: Held, line: AbortSignal): void {
    this.#held.add(held);
    line.addEventListener('abort', () => this.#held.delete(held), { once: true });
  }

  async #followEnd(gone: Promise<HubError | undefined>, line: AbortSignal, cut: (why: HubError) => void): Promise<void> {
    const why = await gone;
    if (!line.aborted) cut(why ?? new HubError('camera-unreachable', 'The camera ended it.'));
  }

  async #letGo(hand: Motion | Speech): Promise<void> {
    let late: Disposable | undefined;
    const patience = new Promise<void>((resolve) => { late = this.#parts.timers.after(stopWithin, resolve); });
    await Promise.race([hand.close().catch(() => {}), patience]);
    late?.[Symbol.dispose]();
  }
}

function reasonOf(permit: Permit, signal: AbortSignal): EndReason | undefined {
  if (permit.signal.aborted) return permit.signal.reason as EndReason;
  if (!signal.aborted) return undefined;
  return signal.reason instanceof Error && signal.reason.message === 'The session ended.' ? 'signed_out' : 'viewer';
}

async function over(...signals: readonly AbortSignal[]): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      for (const each of signals) each.removeEventListener('abort', done);
      resolve();
    };
    for (const each of signals) each.addEventListener('abort', done, { once: true });
    if (signals.some(({ aborted }) => aborted)) done();
  });
}
