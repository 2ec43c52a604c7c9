import { bestOffer } from '../access/officer-offers.ts';
import type { Cases } from '../access/cases.ts';
import type { CameraRegistry } from '../cameras/camera-registry.ts';
import type { Timers } from '../base/clock.ts';
import { HubProblem } from '../base/hub-problem.ts';
import type { ConsentRecords } from '../consent/gate-ports.ts';
import type { Gate } from '../consent/gate.ts';
import { masksForMember, ownAsk } from '../consent/owner-access.ts';
import { isRefusal } from '../consent/refusal.ts';
import { refusalClass } from '../consent/reasons.ts';
import type { Ask, Permit } from '../domain/consent.ts';
import type { CameraId } from '../domain/ids.ts';
import { minutes, seconds, type Instant } from '../domain/time.ts';
import { askerFor, plainAsker, requireCamera } from '../people/asker.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Stills } from '../streams/stills.ts';
import type { KnownApp } from './known-app.ts';

export interface AppStillsParts {
  readonly registry: Pick<CameraRegistry, 'find'>;
  readonly records: ConsentRecords;
  readonly cases: Pick<Cases, 'requireOpen'>;
  readonly gate: Gate;
  readonly stills: Pick<Stills, 'take'>;
  readonly clock: Clock;
  readonly timers: Timers;
}
interface Looking {
  readonly permit: Permit<'snapshot'>;
  readonly mark: string;
  readonly watched: { seconds: number; bytes: number };
}
/** A program that fetches a still every second is one line in the ledger, not sixty. */
const together = minutes(5);
const mostTogether = 500;
/** A no holds for so long without being asked, and written down, again. */
const refusalHolds = seconds(30);

/** Stills for programs, each under a permit that several of them in a row share. */
export class AppStills {
  readonly #parts: AppStillsParts;
  readonly #open = new Map<string, Promise<Looking>>();
  readonly #refused = new Map<string, { readonly at: Instant; readonly error: HubError }>();
  constructor(parts: AppStillsParts) {
    this.#parts = parts;
  }

  /** JPEG. @throws HubError `not-found` for a camera it was not let in to, `not-allowed` without that action, the gate's refusals, and as `Stills.take` */
  async take(app: KnownApp, camera: CameraId): Promise<Uint8Array> {
    if (!app.cameras.has(camera)) throw new HubError('not-found', 'The program was not let in to this camera.');
    if (!app.snapshot) throw new HubError('not-allowed', 'The program was let in to live pictures only.');
    const looking = await this.#looking(app, camera);
    const still = await this.#parts.stills.take(looking.permit, looking.mark);
    looking.watched.seconds += 1;
    looking.watched.bytes += still.length;
    return still;
  }

  /** A program was shown the door. */
  endOf(username: string): void {
    for (const [key, asked] of this.#open) {
      if (!key.startsWith(`${username}/`)) continue;
      this.#open.delete(key);
      void asked.then(({ permit }) => this.#parts.gate.end(permit, 'viewer'), () => {}).catch(() => {}); // an end stays queued and is written before the next admission
    }
  }

  #looking(app: KnownApp, camera: CameraId): Promise<Looking> {
    const key = `${app.username}/${camera}`;
    const no = this.#refused.get(key);
    const age = no === undefined ? Infinity : this.#parts.clock.now() - no.at;
    if (no && age >= 0 && age < refusalHolds) return Promise.reject(no.error);
    const before = this.#open.get(key);
    // In the map before anything is waited for: two requests at once share one permit.
    const asked = (async () => {
      const known = await before?.catch(() => undefined);
      return known && this.#parts.gate.vouches(known.permit) ? known : this.#admit(app, camera, key);
    })();
    this.#open.delete(key);
    this.#open.set(key, asked);
    asked.catch(() => { if (this.#open.get(key) === asked) this.#open.delete(key); });
    // Only forgotten: its permit ends by its own timer.
    for (const oldest of this.#open.keys()) if (this.#open.size > mostTogether) this.#open.delete(oldest);
    return asked;
  }
  async #admit(app: KnownApp, camera: CameraId, key: string): Promise<Looking> {
    const { gate, timers, clock } = this.#parts;
    const { as, ask, mark } = await this.#askOf(app, camera);
    const permit = await gate.admit({ as, ask, program: app.name });
    if (isRefusal(permit)) {
      const error = as === 'member' ? permit.error : new HubProblem(permit.error.code, permit.error.message, { reasons: [refusalClass(permit.decision) ?? 'not_now'] });
      this.#refused.set(key, { at: clock.now(), error });
      for (const oldest of this.#refused.keys()) if (this.#refused.size > mostTogether) this.#refused.delete(oldest);
      throw error;
    }
    this.#refused.delete(key);
    const watched = { seconds: 0, bytes: 0 };
    gate.countWith(permit, () => ({ ...watched, obligationsMet: true, mark: mark === '' ? null : 'pixels' }));
    const timer = timers.after(together, () => {
      this.#open.delete(key);
      void gate.end(permit, 'viewer').catch(() => {}); // stays queued and is written before the next admission
    });
    permit.signal.addEventListener('abort', () => timer[Symbol.dispose](), { once: true });
    return { permit, mark, watched };
  }
  async #askOf({ person, unit, purpose, caseNo: typed }: KnownApp, named: CameraId): Promise<{ readonly as: 'member' | 'officer'; readonly ask: Ask<'snapshot'>; readonly mark: string }> {
    const { registry, records, cases, clock } = this.#parts;
    const camera = await registry.find(named);
    const held = person.memberships.find(({ owner }) => owner === camera?.owner);
    if (unit === undefined) {
      if (!camera || !held) throw new HubError('not-found', 'The camera is not hers, or not any more.');
      const masks = masksForMember(held.role, camera.id, 'snapshot', (await records.stateFor(camera.id)).restrictions, clock.now());
      return { as: 'member', ask: ownAsk(person.person, camera.id, 'snapshot', { maxHeight: 4_320, maxFps: 60, audio: false, masks }), mark: '' };
    }
    const office = askerFor(person, unit);
    const { id } = requireCamera(camera);
    if (purpose === undefined) throw new HubError('bad-request', 'An officer says for what purpose.');
    const caseNo = typed === undefined ? undefined : (await cases.requireOpen(office.unit, typed)).case_no;
    const offer = await bestOffer(records, plainAsker(office), id, 'snapshot', { purpose, caseNo }, clock.now());
    // Nothing is offered: the gate says no and writes it down.
    const ask = offer?.ask ?? { who: plainAsker(office), camera: id, action: 'snapshot' as const, rendition: { maxHeight: 720, maxFps: 30, audio: false, masks: new Set<never>() }, purpose, ...(caseNo === undefined ? {} : { caseNo }) };
    return { as: 'officer', ask, mark: `${office.unitName} · ${office.officerNo}` };
  }
}
