import type { Timers } from '../base/clock.ts';
import type { CameraRecord, CameraRegistry } from '../cameras/camera-registry.ts';
import type { Gate } from '../consent/gate.ts';
import { isRefusal, type Refusal } from '../consent/refusal.ts';
import type { EndReason, Permit } from '../domain/consent.ts';
import type { CameraId } from '../domain/ids.ts';
import type { Gap } from '../domain/recording.ts';
import type { Instant } from '../domain/time.ts';
import type { KnownPerson } from '../people/signed-in.ts';
import type { ClipRemaking, Footage } from '../recordings/footage.ts';
import type { GroupIndex } from '../recordings/group-index.ts';
import { HubError } from '../sdk/errors.ts';
import type { Ffmpeg } from '../sdk/services.ts';
import type { FarSeat, Uplink } from '../streams/uplink.ts';
import { takesOf } from '../streams/stream-takes.ts';
import { FewAtOnce } from './few-at-once.ts';
import { playbackOpening, type PlaybackOpeningParts, type PlaybackWish } from './playback-opening.ts';
import { originOf, PlaybackViewing, type PlaybackSink } from './playback-viewing.ts';
import { ViewedFootage } from './viewed-footage.ts';

/** Why there is nothing, for the house. */
export interface GapsOf {
  of(camera: CameraId, role: 'main' | 'sub', from: Instant, to: Instant, footage?: readonly { readonly from: Instant; readonly to: Instant }[]): Promise<readonly Gap[]>;
}
export interface PlaybackParts extends PlaybackOpeningParts {
  readonly registry: Pick<CameraRegistry, 'find'>;
  readonly gate: Gate;
  readonly footage: Pick<Footage, 'clip' | 'asRecorded' | 'segmentsIn'>;
  readonly groups: Pick<GroupIndex, 'of'>;
  readonly gaps: GapsOf;
  readonly ffmpeg: Ffmpeg;
  readonly masks: ClipRemaking['masks'];
  readonly timers: Timers;
  readonly uplink: Pick<Uplink, 'join'>;
  isOutside(address: string): boolean;
}
export interface PlaybackFacts {
  readonly permit: Permit<'playback'>;
  readonly from: Instant;
  readonly to: Instant;
  readonly origin: Instant;
  /** Laid over the picture by the player; null where there is none, or it is part of the picture. */
  readonly watermark: string | null;
  readonly made: 'sent' | 'anew';
}
/** Told first that the gate said yes, then where the pictures go. */
export interface PlaybackViewer {
  opened(about: PlaybackFacts): PlaybackSink;
  /** What the page says from then on. */
  listen(viewing: PlaybackViewing): void;
}
export type PlaybackOutcome = { readonly refusal: Refusal; readonly as: 'member' | 'officer' } | { readonly ended: EndReason };

/** Pictures are made anew for so many who look back at once, and decoded one by one for so many; live pictures have their own count. */
const makingAtOnce = 2;
const decodingAtOnce = 2;

/** The one way to look back: who asks, the gate, the footage under its conditions, and the end on record. */
export class PlaybackSessions {
  readonly #parts: PlaybackParts;
  readonly #making = new FewAtOnce(makingAtOnce);
  readonly #decoding = new FewAtOnce(decodingAtOnce);
  constructor(parts: PlaybackParts) {
    this.#parts = parts;
  }

  /** Resolves when it is over, by whichever side. @param signal her own leaving, or the end of her session @throws HubError as `playbackOpening` */
  async play(by: KnownPerson, wish: PlaybackWish, viewer: PlaybackViewer, signal: AbortSignal): Promise<PlaybackOutcome> {
    const { registry, gate, ffmpeg, clock, timers, footage, groups, masks } = this.#parts;
    const camera = await registry.find(wish.camera);
    const { as, ask, mark } = await playbackOpening(this.#parts, by, camera, wish);
    const permit = await gate.admit({ as, ask });
    if (isRefusal(permit)) return { refusal: permit, as };
    let ended: EndReason = 'refused';
    try {
      // What a grant for emergencies covers besides is not looked back at by this door.
      if (permit.route === 'R3' || !camera) throw new HubError('consent-refused', 'An emergency opens live pictures only.');
      using seat = this.#seat(permit, camera, wish);
      const role = roleFor(camera, wish);
      const viewed = new ViewedFootage({ footage, groups, gate, ffmpeg, masks, making: this.#making }, permit, { role, plays: wish.plays, mark });
      const { watermark } = permit.obligations;
      const [from, to] = permit.ask.footage ?? [wish.from, wish.to];
      const sink = viewer.opened({ permit, from, to, origin: originOf(permit), watermark: null, made: watermark || isMadeAnew(permit, camera, role, wish) ? 'anew' : 'sent' });
      const viewing = new PlaybackViewing({ permit, footage: viewed, ffmpeg, decoding: this.#decoding, clock, timers, seat, mark: watermark ? 'pixels' : null, gaps: (first, last) => this.#gaps(permit, role, first, last) }, sink);
      gate.countWith(permit, () => viewing.watched);
      viewer.listen(viewing);
      ended = await viewing.run(signal);
      return { ended };
    } finally {
      await gate.end(permit, ended);
    }
  }

  /** An officer learns that there is nothing, not why: causes tell of a house's habits (THREATS 13, 25). */
  async #gaps({ ask: { camera }, route }: Permit<'playback'>, role: 'main' | 'sub', from: Instant, to: Instant): Promise<readonly Gap[]> {
    const found = await this.#parts.gaps.of(camera, role, from, to);
    return route === 'R0' ? found : found.map((gap) => ({ ...gap, cause: 'unknown' as const }));
  }
  #seat(permit: Permit<'playback'>, camera: CameraRecord, { address }: PlaybackWish): FarSeat | undefined {
    if (!this.#parts.isOutside(address)) return undefined;
    const height = Math.min(permit.obligations.maxHeight, camera.sources[0]?.height ?? 1_080);
    return this.#parts.uplink.join({ owner: camera.owner, route: permit.route, pace: 'all', takes: takesOf([], 90_000, height), paced: () => {} });
  }
}

/** The smaller recording where she has no room for the large one. Pure. */
export function roleFor({ sources }: Pick<CameraRecord, 'sources'>, { role, maxHeight }: Pick<PlaybackWish, 'role' | 'maxHeight'>): 'main' | 'sub' {
  const main = sources.find((source) => source.role === 'main')?.height;
  return role === 'sub' || (maxHeight !== undefined && main !== undefined && main !== null && main > maxHeight) ? 'sub' : 'main';
}
/** As far as it can be foreseen: what was recorded may be coded otherwise than the camera is set to now. */
function isMadeAnew({ obligations: { masks, maxHeight } }: Permit<'playback'>, { sources }: CameraRecord, role: 'main' | 'sub', { plays }: PlaybackWish): boolean {
  const source = sources.find((each) => each.role === role) ?? sources[0];
  return masks.length > 0 || (source?.height ?? 0) > maxHeight || (source?.codec !== undefined && source.codec !== null && !plays.some((codec) => codec === source.codec));
}
