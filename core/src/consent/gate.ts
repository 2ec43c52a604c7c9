import type { Action, Decision, EndReason, Grant, Permit } from '../domain/consent.ts';
import type { AskId, CameraId, GrantId, ViewingId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import { setAlarm } from './alarm.ts';
import { nothing } from './decide.ts';
import { EndLedger } from './end-ledger.ts';
import type { AuditTrail, ConsentRecords, GateChange, GateScope, GateTimers, OpenViewing, ViewingRequest, Watched } from './gate-ports.ts';
import { refusalError } from './refusal.ts';
import type { Refusal } from './refusal.ts';
import { noReleases, type Releases } from './release.ts';
import { Turns } from './turns.ts';
import { approvalFor, caseEnd, counted, endReasonOf, factsOf, isCompanion, judge, makePermit, openFacts, openViewing, routeOf, sameObligations, sessionEnd, touches } from './viewing.ts';
import type { Sight, Viewing } from './viewing.ts';

/**
 * The one door: whatever shows a picture to anyone holds a permit from here. Gives one only after the decision is on record,
 * and takes it back (its signal aborts, with an `EndReason`) the moment the records no longer carry it.
 */
export class Gate {
  readonly #records: ConsentRecords;
  readonly #audit: AuditTrail;
  readonly #clock: Clock;
  readonly #timers: GateTimers;
  readonly #newId: () => ViewingId;
  readonly #releases: Releases;
  readonly #viewings = new Set<Viewing>();
  readonly #byPermit = new WeakMap<Permit, Viewing>();
  readonly #listeners = new Set<(change: GateChange) => void>();
  readonly #turns = new Turns<GrantId>();
  /** While the log does not take the ends, nothing is admitted. */
  readonly #ends: EndLedger;
  #trouble: HubError | undefined;

  constructor(records: ConsentRecords, audit: AuditTrail, clock: Clock, timers: GateTimers, newId: () => ViewingId, releases: Releases = noReleases) {
    this.#records = records;
    this.#audit = audit;
    this.#clock = clock;
    this.#timers = timers;
    this.#newId = newId;
    this.#releases = releases;
    this.#ends = new EndLedger(audit);
  }

  /** Never rejects: whatever goes wrong is a refusal. */
  async admit<A extends Action>({ as, ask, ...about }: ViewingRequest<A>): Promise<Permit<A> | Refusal> {
    const viewing = openViewing(this.#newId(), as, ask, this.#clock.now(), about);
    // Open before asking: a revocation that arrives while we wait must find it.
    this.#viewings.add(viewing);
    let decision: Decision = { effect: 'deny', obligations: nothing, holdsUntil: Infinity, why: [] };
    try {
      await this.#ends.write();
      if (as === 'officer' && this.#trouble) throw this.#trouble;
      const changes = viewing.changes;
      const sight = await this.#look(viewing, this.#records.stateFor(ask.camera));
      decision = await this.#decide(viewing, sight);
      const error = decision.effect === 'permit' ? await this.#whyNotAfterAll(viewing, changes) : refusalError(decision);
      if (error === undefined) return this.#open(viewing);
      await this.#abandon(viewing);
      return { refused: true, viewing: viewing.id, decision, error };
    } catch (cause) {
      await this.#abandon(viewing).catch(() => {}); // stays queued and is written before the next admission
      const error = cause instanceof HubError ? cause : new HubError('not-recorded', 'The decision could not be recorded.', { cause });
      return { refused: true, viewing: viewing.id, decision, error };
    }
  }

  /**
   * Decides again for every permit the change touches; call it after the change is committed. Permits that fall are aborted first and recorded after.
   * A change that is taken back before it is read here is not seen; `endAll` ends without reading.
   * @throws HubError `not-recorded` when an end could not be written; the permits are ended all the same
   */
  async recheck(scope: GateScope = {}): Promise<void> {
    const touched = [...this.#viewings].filter((viewing) => touches(scope, viewing));
    // One that is still being admitted may have read the records before the change; it reads them again before it opens.
    for (const viewing of touched) viewing.changes += 1;
    const states = new Map<CameraId, ReturnType<ConsentRecords['stateFor']>>();
    await Promise.all(touched.map(async (viewing) => {
      if (viewing.phase !== 'live') return;
      const { camera } = viewing.ask;
      const state = states.get(camera) ?? this.#records.stateFor(camera);
      states.set(camera, state);
      const reason = await this.#reasonToEnd(viewing, state);
      if (reason) this.#cut(viewing, reason);
    }));
    await this.#ends.write();
  }

  /** The clock was set, lost trust or regained it: every permit of an officer is decided again, and every alarm is set anew. */
  async clockChanged(): Promise<void> {
    for (const viewing of this.#viewings) if (viewing.phase === 'live') this.#arm(viewing);
    await this.recheck({ as: 'officer' });
  }

  /** True while this very permit, made here, is good. To be asked before the first byte; afterwards its signal tells. */
  vouches(permit: Permit): boolean {
    const viewing = this.#byPermit.get(permit);
    return viewing?.phase === 'live' && !permit.signal.aborted && this.#clock.now() < viewing.due;
  }

  /** Whoever counts the pictures says here how to read the count when the viewing ends, by whatever reason. */
  countWith(permit: Permit, watched: () => Watched): void {
    const viewing = this.#byPermit.get(permit);
    if (viewing) viewing.watched = watched;
  }

  /** Ends one viewing; nothing happens if it is over. @throws HubError `not-recorded`, and the viewing is over all the same */
  async end(permit: Permit, reason: EndReason, watched?: Watched): Promise<void> {
    this.#cut(this.#byPermit.get(permit), reason, watched);
    await this.#ends.write();
  }

  /** Ends all at once, those being admitted too. @throws HubError `not-recorded` */
  async endAll(reason: EndReason, scope: GateScope = {}): Promise<void> {
    for (const viewing of Array.from(this.#viewings)) if (touches(scope, viewing)) this.#cut(viewing, reason);
    await this.#ends.write();
  }

  /** What was delivered so far, of those who count it. */
  counts(): readonly { readonly viewing: ViewingId; readonly seconds: number; readonly bytes: number }[] {
    return [...this.#viewings].flatMap((viewing) => {
      const watched = viewing.phase === 'live' ? counted(viewing) : undefined;
      return watched ? [{ viewing: viewing.id, seconds: watched.seconds, bytes: watched.bytes ?? 0 }] : [];
    });
  }

  /** While there is this trouble nobody from outside is admitted, and who is watching is cut; undefined ends it. @throws HubError `not-recorded` */
  async refuseOfficers(trouble: HubError | undefined): Promise<void> {
    this.#trouble = trouble;
    if (trouble) await this.endAll('refused', { as: 'officer' });
  }

  open(): readonly OpenViewing[] {
    return [...this.#viewings].flatMap((viewing) => (viewing.phase === 'live' && viewing.permit ? [openFacts(viewing, viewing.permit)] : []));
  }

  /** Facts, in order. Disposing ends the listening. */
  onChange(listener: (change: GateChange) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Records the answer, and when it is yes, on which grant. Grants whose limits are used up are passed over, which can only lower the answer. */
  async #decide(viewing: Viewing, sight: Sight): Promise<Decision> {
    let { state } = sight;
    const full: GrantId[] = [];
    for (;;) {
      const now = this.#clock.now();
      const decision = judge(viewing, { ...sight, state }, this.#heldByOthers(viewing), now);
      const grant = decision.grant && state.grants.find(({ id }) => id === decision.grant);
      if (decision.effect !== 'permit' || !grant) {
        const said = full.length > 0 && decision.effect === 'deny' ? { ...decision, why: [...full.map((id) => ({ code: 'LIMIT' as const, grant: id })), ...decision.why] } : decision;
        if (said.effect === 'permit') this.#rest(viewing, said, said.holdsUntil);
        await this.#recordDecision(viewing, said, routeOf(viewing, grant || undefined));
        return said;
      }
      viewing.grant = grant;
      const approval = approvalFor(viewing, grant, state, now);
      if (approval !== undefined) viewing.approval = approval;
      const bound = judge(viewing, { ...sight, state }, this.#heldByOthers(viewing), now);
      this.#rest(viewing, decision, Math.min(bound.holdsUntil, now + grant.limits.maxSessionMs, caseEnd(viewing, sight, now)));
      const isRecorded = await this.#turns.take(grant.id, async () => {
        if (!(await this.#hasRoom(viewing, grant))) return false;
        await this.#recordDecision(viewing, decision, routeOf(viewing, grant));
        return true;
      });
      if (isRecorded) return decision;
      full.push(grant.id);
      state = { ...state, grants: state.grants.filter(({ id }) => id !== grant.id) };
      delete viewing.grant;
      delete viewing.approval;
      viewing.due = Infinity;
    }
  }

  #rest(viewing: Viewing, { obligations }: Decision, due: Instant): void {
    viewing.obligations = Object.freeze(obligations);
    viewing.due = Math.min(viewing.due, due);
  }

  async #recordDecision(viewing: Viewing, decision: Decision, route: ReturnType<typeof routeOf>): Promise<void> {
    await this.#audit.decided({ viewing: viewing.id, at: this.#clock.now(), as: viewing.as, ask: viewing.ask, ...(route && { route }), decision, ...(viewing.approval !== undefined && { approval: viewing.approval }), ...(viewing.release !== undefined && { release: viewing.release }), ...(viewing.program !== undefined && { program: viewing.program }) });
    if (decision.effect === 'permit') viewing.phase = 'recorded';
  }

  async #hasRoom(viewing: Viewing, { id, limits }: Grant): Promise<boolean> {
    const today = await this.#records.sessionsToday(id);
    const open = [...this.#viewings].filter((other) => other !== viewing && other.grant?.id === id && other.phase !== 'admitting' && !isCompanion(viewing, other)).length;
    return open < limits.maxConcurrent && today < limits.maxPerDay;
  }

  /** Between the yes on record and the permit: the approval is used up for good, and what happened meanwhile wins. */
  async #whyNotAfterAll(viewing: Viewing, changes: number): Promise<HubError | undefined> {
    const isOurs = viewing.approval === undefined || await this.#records.markApprovalUsed(viewing.approval, this.#clock.now());
    for (let seen = changes; viewing.ended === undefined && seen !== viewing.changes;) {
      seen = viewing.changes;
      const reason = await this.#reasonToEnd(viewing, this.#records.stateFor(viewing.ask.camera));
      if (reason) this.#cut(viewing, reason);
    }
    if (viewing.ended !== undefined) return new HubError('consent-ended', `It ended while being admitted: ${viewing.ended}.`);
    if (!isOurs) return new HubError('needs-approval', 'The approval was already used.');
    return this.#clock.now() < viewing.due ? undefined : new HubError('consent-ended', 'Its time was over before it could open.');
  }

  #open<A extends Action>(viewing: Viewing<A>): Permit<A> {
    const permit = makePermit(viewing);
    viewing.permit = permit;
    viewing.phase = 'live';
    this.#byPermit.set(permit, viewing);
    this.#arm(viewing);
    this.#tell({ kind: 'opened', viewing: openFacts(viewing, permit) });
    return permit;
  }

  /** Nothing was opened. If the log says that it was permitted, it must also say that it ended. */
  async #abandon(viewing: Viewing): Promise<void> {
    this.#viewings.delete(viewing);
    const wasRecorded = viewing.phase === 'recorded';
    viewing.phase = 'over';
    viewing.controller.abort(viewing.ended ?? 'refused');
    if (!wasRecorded) return;
    this.#queueEnd(viewing, viewing.ended ?? 'refused', { seconds: 0 });
    await this.#ends.write();
  }

  /** At once and without waiting for anything. */
  #cut(viewing: Viewing | undefined, reason: EndReason, watched?: Watched): void {
    if (viewing === undefined || viewing.phase === 'over' || viewing.ended !== undefined) return;
    viewing.ended = reason;
    viewing.controller.abort(reason);
    // While it is being admitted, `admit` finds it ended and writes the entries in their order.
    if (viewing.phase !== 'live' || viewing.permit === undefined) return;
    viewing.phase = 'over';
    this.#viewings.delete(viewing);
    viewing.alarm?.[Symbol.dispose]();
    const delivered = watched ?? counted(viewing);
    this.#queueEnd(viewing, reason, delivered);
    this.#tell({ kind: 'closed', viewing: openFacts(viewing, viewing.permit), reason, at: this.#clock.now(), ...(delivered && { watched: delivered }) });
  }

  async #look(viewing: Viewing, state: ReturnType<ConsentRecords['stateFor']>): Promise<Sight> {
    const { ask: { camera, who }, release: name } = viewing;
    try {
      if (viewing.as === 'officer') {
        const [seen, asker, release] = await Promise.all([state, this.#records.askerNow(who), name === undefined ? undefined : this.#releases.releaseNow(name)]);
        return { state: seen, ...(asker && { asker }), ...(release && { release }) };
      }
      const [seen, role] = await Promise.all([state, this.#records.memberRole(camera, who.person)]);
      return { state: seen, ...(role && { role }) };
    } catch (cause) {
      throw new HubError('not-ready', 'The consent records cannot be read.', { cause });
    }
  }

  async #reasonToEnd(viewing: Viewing, state: ReturnType<ConsentRecords['stateFor']>): Promise<EndReason | undefined> {
    try {
      const sight = await this.#look(viewing, state);
      const now = this.#clock.now();
      if (now >= viewing.due) return 'expired';
      // Set back past its own beginning, the clock can no longer say how long this has lasted.
      if (viewing.as === 'officer' && now < viewing.openedAt) return 'clock';
      const decision = judge(viewing, sight, this.#heldByOthers(viewing), now);
      if (decision.effect !== 'permit') return endReasonOf(decision, sight, viewing);
      if (!sameObligations(decision.obligations, viewing.obligations)) return 'refused';
      viewing.due = Math.min(viewing.due, decision.holdsUntil, sessionEnd(viewing, sight));
      if (viewing.phase === 'live') this.#arm(viewing);
      return undefined;
    } catch {
      return 'refused'; // what cannot be decided is not allowed
    }
  }

  #arm(viewing: Viewing): void {
    viewing.alarm?.[Symbol.dispose]();
    viewing.alarm = setAlarm(this.#clock, this.#timers, viewing.due, () => {
      this.#cut(viewing, 'expired');
      this.#ends.write().catch(() => {}); // stays queued and is written before the next admission
    });
  }

  #queueEnd(viewing: Viewing, reason: EndReason, watched: Watched | undefined): void {
    this.#ends.add({ viewing: viewing.id, permit: factsOf(viewing), openedAt: viewing.openedAt, endedAt: this.#clock.now(), reason, ...(watched && { watched }) });
  }

  #heldByOthers(viewing: Viewing): ReadonlySet<AskId> {
    return new Set([...this.#viewings].flatMap((other) => (other !== viewing && other.approval !== undefined ? [other.approval] : [])));
  }

  #tell(change: GateChange): void {
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch {
        // Showing what happens must not decide what happens.
      }
    }
  }
}
