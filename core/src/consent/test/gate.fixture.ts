import type { Approval, Ask, Asker, ConsentState, Grant, Permit, Restriction } from '../../domain/consent.ts';
import { id } from '../../domain/ids.ts';
import type { AskId, CameraId, GrantId, OwnerId, PersonId, UnitId, ViewingId } from '../../domain/ids.ts';
import type { MemberRole } from '../../domain/people.ts';
import { days, hours, minutes } from '../../domain/time.ts';
import { FakeClock } from '../../sdk/testing/fake-clock.ts';
import { askHash } from '../ask-hash.ts';
import { Gate } from '../gate.ts';
import type { AuditTrail, ConsentRecords, DecidedEntry, EndedEntry, GateChange } from '../gate-ports.ts';
import { isRefusal } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';

export const noon = Date.UTC(2026, 10, 21, 5);
export const officer: Asker = { person: id<PersonId>('an'), units: [id<UnitId>('ward')], roles: ['duty_officer'], certs: [] };
export const liveAsk: Ask<'live'> = { who: officer, camera: id<CameraId>('gate'), action: 'live', rendition: { maxHeight: 720, maxFps: 15, audio: false, masks: new Set() }, purpose: 'crime' };
export const standing: Grant = {
  id: id<GrantId>('g1'), version: 1, owner: id<OwnerId>('house'), who: { unit: id<UnitId>('ward') },
  what: { cameras: [liveAsk.camera], actions: ['live', 'snapshot'], maxHeight: 720, maxFps: 15, audio: false, masks: [] },
  when: { from: noon - days(1), until: noon + days(90) }, why: { purposes: ['crime'], caseRequired: false }, mode: 'standing',
  limits: { maxSessionMs: minutes(15), maxConcurrent: 2, maxPerDay: 5, watermark: true, store: 'none' },
};
export const eachTime: Grant = { ...standing, mode: 'ask' };
export const pause: Restriction = { id: id('p1'), kind: 'pause', scope: {}, from: noon - 1, until: Infinity };
export function approvalOf(ask: Ask, grant: Grant): Approval {
  return { ask: id<AskId>('a1'), grant: grant.id, version: grant.version, person: ask.who.person, camera: ask.camera, askHash: askHash(ask), from: noon - 1, until: noon + hours(1) };
}

/** Records in memory. `pause` is waited for in every read and write, so that a test can come in between. */
export class FakeRecords implements ConsentRecords {
  state: ConsentState = { camera: liveAsk.camera, owner: standing.owner, grants: [standing], restrictions: [], approvals: [], emergencies: [], cases: [], clockTrusted: true };
  role: MemberRole | undefined = 'owner';
  asker: Asker | undefined = officer;
  today = 0;
  between: (where: string) => Promise<void> = async () => {};

  async stateFor(): Promise<ConsentState> {
    await this.between('before reading');
    const { state } = this;
    await this.between('after reading');
    return state;
  }
  async sessionsToday(): Promise<number> { await this.between('counting'); return this.today; }
  async askerNow(): Promise<Asker | undefined> { return this.asker; }
  async memberRole(): Promise<MemberRole | undefined> { return this.role; }
  async markApprovalUsed(ask: AskId, at: number): Promise<boolean> {
    await this.between('marking');
    if (this.state.approvals.some((each) => each.ask === ask && each.usedAt !== undefined)) return false;
    this.change({ approvals: this.state.approvals.map((each) => (each.ask === ask ? { ...each, usedAt: at } : each)) });
    return true;
  }
  change(part: Partial<ConsentState>): void { this.state = { ...this.state, ...part }; }
  revoke(at: number): void { this.change({ grants: this.state.grants.map((each) => ({ ...each, revokedAt: at })) }); }
}

export class FakeTrail implements AuditTrail {
  readonly entries: (DecidedEntry | EndedEntry)[] = [];
  isBroken = false;
  records: FakeRecords | undefined;

  async decided(entry: DecidedEntry): Promise<void> {
    await this.#append(entry);
    if (this.records && entry.decision.effect === 'permit') this.records.today += 1;
  }
  async ended(entries: readonly EndedEntry[]): Promise<void> {
    await this.records?.between('recording');
    if (this.isBroken) throw new Error('disk full');
    this.entries.push(...entries);
  }
  /** `decided permit`, `ended revoked` and so on. */
  get lines(): string[] {
    return this.entries.map((entry) => ('decision' in entry ? `decided ${entry.decision.effect}` : `ended ${entry.reason}`));
  }
  async #append(entry: DecidedEntry): Promise<void> {
    await this.records?.between('recording');
    if (this.isBroken) throw new Error('disk full');
    this.entries.push(entry);
  }
}

export interface Scene {
  readonly gate: Gate;
  readonly records: FakeRecords;
  readonly trail: FakeTrail;
  readonly clock: FakeClock;
  readonly changes: string[];
}
export function gateScene(part: Partial<ConsentState> = {}): Scene {
  const records = new FakeRecords();
  records.change(part);
  const trail = new FakeTrail();
  trail.records = records;
  const clock = new FakeClock(noon);
  let count = 0;
  const gate = new Gate(records, trail, clock, clock, () => id<ViewingId>(`v${count += 1}`));
  const changes: string[] = [];
  gate.onChange((change: GateChange) => changes.push(change.kind === 'opened' ? `opened ${change.viewing.viewing}` : `closed ${change.viewing.viewing} ${change.reason}`));
  return { gate, records, trail, clock, changes };
}

export function permitted<A extends Ask['action']>(answer: Permit<A> | Refusal): Permit<A> {
  if (isRefusal(answer)) throw new Error(`refused: ${answer.error.code} ${answer.error.message}`);
  return answer;
}
export function refused(answer: Permit | Refusal): string {
  if (!isRefusal(answer)) throw new Error('permitted');
  return answer.error.code;
}
