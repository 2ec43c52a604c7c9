import fc from 'fast-check';
import { actions, grantModes, purposes, restrictionKinds } from '../../domain/consent.ts';
import type { Action, Approval, Ask, ConsentState, Emergency, Grant, OpenCase, Restriction, Weekly } from '../../domain/consent.ts';
import { id } from '../../domain/ids.ts';
import type { AskId, CameraId, CertId, GrantId, MaskId, OwnerId, PersonId, RestrictionId, UnitId } from '../../domain/ids.ts';
import { unitRoles } from '../../domain/people.ts';
import type { UnitRole } from '../../domain/people.ts';
import { days, hours, minutes } from '../../domain/time.ts';
import { askHash } from '../ask-hash.ts';

/** Everything happens around here: a Saturday noon in Vietnam, a few weeks after the clocks changed elsewhere. */
export const noon = Date.UTC(2026, 10, 21, 5);
export const owner = id<OwnerId>('house');
export const camera = id<CameraId>('gate');
export const cameras = [camera, id<CameraId>('yard')] as const;
export const units = [id<UnitId>('ward'), id<UnitId>('city')] as const;
export const people = [id<PersonId>('an'), id<PersonId>('binh'), id<PersonId>('chi')] as const;
export const masks = [id<MaskId>('window'), id<MaskId>('door')] as const;
const cert = id<CertId>('trained');

/** Runs of at least 4,000 cases, the same ones every time. */
export const runs = { numRuns: 4_000, seed: 20261121 } as const;

export const zones = ['Asia/Ho_Chi_Minh', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Casablanca'] as const;
const minute = fc.nat(96).map((quarter) => quarter * 15);
const weekdays = fc.oneof(fc.constant([0, 1, 2, 3, 4, 5, 6]), fc.subarray([0, 1, 2, 3, 4, 5, 6]));
export const weekly: fc.Arbitrary<Weekly> = fc.record({
  tz: fc.constantFrom(...zones),
  windows: fc.array(fc.record({ days: weekdays, from: minute, to: minute }), { maxLength: 3 }),
});
/** Mostly open, so that grants with hours permit something. */
const wide: fc.Arbitrary<Weekly> = fc.record({
  tz: fc.constantFrom(...zones),
  windows: fc.tuple(minute, minute, weekdays).map(([from, to, some]) => [{ days: [0, 1, 2, 3, 4, 5, 6], from, to: (from + 1_080) % 1_440 }, { days: some, from: to, to: from }]),
});
const around = (span: number): fc.Arbitrary<number> => fc.integer({ min: -span, max: span }).map((offset) => noon + offset);
const optional = <T>(value: fc.Arbitrary<T>, percent: number): fc.Arbitrary<T | undefined> => fc.oneof({ weight: percent, arbitrary: value }, { weight: 100 - percent, arbitrary: fc.constant(undefined) });
/** Leaves out what is undefined, as records do. */
export function defined<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}
const usually = (often: boolean): fc.Arbitrary<boolean> => fc.oneof({ weight: 9, arbitrary: fc.constant(often) }, { weight: 1, arbitrary: fc.constant(!often) });

export const grant: fc.Arbitrary<Grant> = fc.record({
  id: fc.nat(40).map((n) => id<GrantId>(`g${n}`)),
  version: fc.integer({ min: 1, max: 3 }),
  owner: fc.constant(owner),
  who: fc.oneof(
    fc.record({ unit: fc.constantFrom(...units), role: optional(fc.constantFrom(...unitRoles), 40), person: fc.constant(undefined), cert: optional(fc.constant(cert), 30) }),
    fc.record({ unit: fc.constant(undefined), role: fc.constant(undefined), person: fc.constantFrom(...people), cert: fc.constant(undefined) }),
  ).map(defined),
  what: fc.record({
    cameras: fc.oneof(fc.constant([camera]), fc.constant([...cameras])),
    actions: fc.subarray([...actions], { minLength: 1 }),
    maxHeight: fc.constantFrom(360, 720, 1_080), maxFps: fc.constantFrom(5, 15, 30), audio: fc.boolean(), masks: fc.subarray([...masks]),
  }),
  when: fc.record({
    from: around(days(2)), lasts: fc.integer({ min: days(1), max: days(30) }), access: optional(fc.oneof({ weight: 1, arbitrary: weekly }, { weight: 4, arbitrary: wide }), 50),
    footage: optional(fc.record({ from: optional(around(days(9)), 20), until: optional(around(days(9)), 20), hours: optional(wide, 30), lookbackMs: fc.constantFrom(0, hours(1), hours(24), hours(24), days(8), days(8)) }), 85),
  }).map(({ from, lasts, access, footage }) => defined({ from: from - days(2), until: from - days(1) + lasts, access, footage: footage && ordered(footage) })),
  why: fc.record({ purposes: fc.subarray([...purposes], { minLength: 3 }), caseRequired: usually(false) }),
  mode: fc.constantFrom(...grantModes, 'standing' as const),
  limits: fc.record({ maxSessionMs: fc.constantFrom(minutes(1), minutes(15)), maxConcurrent: fc.integer({ min: 1, max: 3 }), maxPerDay: fc.integer({ min: 1, max: 9 }), watermark: fc.boolean(), store: fc.constantFrom('none', 'case') }),
  revokedAt: optional(around(days(1)), 6),
}).map((record) => defined(record) as Grant);

function ordered(footage: { from: number | undefined; until: number | undefined; hours: Weekly | undefined; lookbackMs: number }): NonNullable<Grant['when']['footage']> {
  const { from, until } = footage;
  return defined(from !== undefined && until !== undefined && from >= until ? { ...footage, until: undefined } : footage) as NonNullable<Grant['when']['footage']>;
}

function likely({ mode, what }: Grant): readonly Action[] {
  const given = what.actions.filter((action) => mode !== 'emergency' || (action !== 'clip' && action !== 'talk'));
  return given.length > 0 ? given : what.actions;
}

/** What the grant gives, now and then with one thing asked beyond it. */
export function askFrom(of: Grant): fc.Arbitrary<Ask> {
  return fc.record({
    action: fc.oneof({ weight: 15, arbitrary: fc.constantFrom(...likely(of)) }, { weight: 1, arbitrary: fc.constantFrom(...actions) }),
    person: of.who.person ? fc.oneof({ weight: 9, arbitrary: fc.constant(of.who.person) }, { weight: 1, arbitrary: fc.constantFrom(...people) }) : fc.constantFrom(...people),
    units: fc.oneof({ weight: 9, arbitrary: fc.constant([of.who.unit ?? units[0]]) }, { weight: 1, arbitrary: fc.subarray([...units]) }),
    roles: fc.oneof({ weight: 9, arbitrary: fc.constant<UnitRole[]>(of.who.role ? [of.who.role] : ['duty_officer']) }, { weight: 1, arbitrary: fc.subarray([...unitRoles]) }),
    certs: fc.constantFrom<CertId[]>([cert], [cert], [cert], of.who.cert ? [cert] : []),
    camera: fc.oneof({ weight: 15, arbitrary: fc.constant(camera) }, { weight: 1, arbitrary: fc.constantFrom(...cameras) }),
    height: usually(true).chain((fits) => fc.constantFrom(...(fits ? [1, 0.5] : [1, 2]))), fps: usually(true).chain((fits) => fc.constantFrom(...(fits ? [1, 0.5] : [1, 2]))),
    audio: fc.oneof({ weight: 15, arbitrary: fc.boolean().map((some) => some && of.what.audio && of.mode !== 'emergency') }, { weight: 1, arbitrary: fc.boolean() }),
    masks: fc.oneof({ weight: 15, arbitrary: fc.subarray([...masks]).map((more) => [...of.what.masks, ...more]) }, { weight: 1, arbitrary: fc.subarray([...masks]) }),
    ago: fc.integer({ min: 1, max: Math.max(1, Math.min((of.when.footage?.lookbackMs ?? 0) * 1.05, of.mode === 'emergency' ? minutes(10) : Infinity)) }), part: fc.double({ min: 0.01, max: 1, noNaN: true }),
    purpose: fc.oneof({ weight: 15, arbitrary: fc.constantFrom(...of.why.purposes) }, { weight: 1, arbitrary: fc.constantFrom(...purposes) }),
    caseNo: fc.constantFrom('12/2026', '12/2026', undefined),
  }).map((pick) => {
    const from = noon - pick.ago;
    const needsFootage = pick.action === 'playback' || pick.action === 'clip';
    return defined({
      who: { person: pick.person, units: pick.units, roles: pick.roles, certs: pick.certs }, camera: pick.camera, action: pick.action,
      rendition: { maxHeight: of.what.maxHeight * pick.height, maxFps: of.what.maxFps * pick.fps, audio: pick.audio, masks: new Set(pick.masks) },
      footage: needsFootage ? [from, from + Math.max(1, Math.floor(pick.ago * pick.part * 0.2))] as const : undefined,
      purpose: pick.purpose, caseNo: pick.caseNo,
    }) as Ask;
  });
}

export const restriction: fc.Arbitrary<Restriction> = fc.record({
  id: fc.nat(40).map((n) => id<RestrictionId>(`r${n}`)),
  kind: fc.constantFrom(...restrictionKinds),
  scope: fc.record({
    owner: fc.constantFrom(owner, undefined),
    who: optional(fc.record({ unit: optional(fc.constantFrom(...units), 50), person: optional(fc.constantFrom(...people), 50) }).map(defined), 50),
    cameras: optional(fc.subarray([...cameras]), 50), actions: optional(fc.subarray([...actions]), 50),
  }).map(defined),
  from: around(days(4)), lasts: fc.oneof(fc.integer({ min: 1, max: days(2) }), fc.constant(Infinity)), hours: optional(weekly, 50),
  cap: optional(fc.record({ maxHeight: optional(fc.constantFrom(360, 720), 50), forbidAudio: optional(fc.boolean(), 50), mask: optional(fc.constantFrom(...masks), 50) }).map(defined), 60),
}).map(({ lasts, ...record }) => defined({ ...record, until: record.from + lasts }) as Restriction);

function approvalFor(of: Grant, ask: Ask): fc.Arbitrary<Approval> {
  return fc.record({ ago: fc.noBias(fc.integer({ min: -minutes(20), max: hours(2) })), lasts: fc.integer({ min: hours(1), max: hours(9) }), version: usually(true).map((same) => (same ? of.version : of.version + 1)), usedAt: optional(fc.constant(noon), 15) })
    .map(({ ago, lasts, version, usedAt }) => defined({ ask: id<AskId>(`a${of.id}`), grant: of.id, version, person: ask.who.person, camera: ask.camera, askHash: askHash(ask), from: noon - ago, until: noon - ago + lasts, usedAt }) as Approval);
}

function emergencyFor(of: Grant): fc.Arbitrary<Emergency> {
  return fc.record({ ago: fc.noBias(fc.integer({ min: -minutes(2), max: minutes(32) })), lasts: fc.constantFrom(minutes(15), minutes(30), minutes(30), minutes(90)), secondedBy: fc.constantFrom(people[1], people[1], people[1], people[1], people[1], people[0], undefined) })
    .map(({ ago, lasts, secondedBy }) => defined({ id: `e${of.id}`, grant: of.id, declaredBy: people[0], secondedBy, cameras: [camera], from: noon - ago, until: noon - ago + lasts }) as Emergency);
}

const openCase: fc.Arbitrary<OpenCase> = fc.record({ unit: fc.constantFrom(...units), from: around(days(2)), lasts: fc.integer({ min: 1, max: days(9) }) })
  .map(({ unit, from, lasts }) => ({ caseNo: '12/2026', unit, from, until: from + lasts }));

export interface Scene { readonly state: ConsentState; readonly ask: Ask; readonly now: number }
/** An ask made from one of the grants of its own state: near half of them are permitted. */
export const scene: fc.Arbitrary<Scene> = fc.uniqueArray(grant, { minLength: 1, maxLength: 4, selector: (each) => each.id }).chain((grants) =>
  askFrom(grants[0]!).chain((ask) => fc.record({
    approvals: fc.tuple(...grants.filter(({ mode }) => mode === 'ask').map((each) => approvalFor(each, ask))),
    emergencies: fc.tuple(...grants.filter(({ mode }) => mode === 'emergency').map(emergencyFor)),
    cases: fc.array(openCase, { maxLength: 2 }),
    restrictions: fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: fc.uniqueArray(restriction, { minLength: 1, maxLength: 2, selector: (each) => each.id }) }),
    isTrusted: fc.oneof({ weight: 40, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    order: fc.boolean(),
  }).map(({ order, isTrusted, ...records }) => ({ state: { camera, owner, grants: order ? grants : grants.toReversed(), ...records, clockTrusted: isTrusted }, ask, now: noon }))));
