import { describe, expect, test } from 'vitest';
import type { Action, Approval, Ask, Emergency, Grant, OpenCase, ReasonCode } from '../../domain/consent.ts';
import { id } from '../../domain/ids.ts';
import type { AskId, CameraId, GrantId, MaskId, OwnerId, PersonId, UnitId } from '../../domain/ids.ts';
import { days, hours, minutes, seconds } from '../../domain/time.ts';
import { couldCover, firstFailure, nextCoverChange } from '../covers.ts';
import type { Facts } from '../facts.ts';

const noon = Date.UTC(2026, 10, 21, 5);
const ward = id<UnitId>('ward');
const city = id<UnitId>('city');
const an = id<PersonId>('an');
const camera = id<CameraId>('gate');
const window = id<MaskId>('window');

const footage: NonNullable<Grant['when']['footage']> = { from: noon - days(3), until: noon + days(3), lookbackMs: hours(24) };
const grant: Grant = {
  id: id<GrantId>('g'), version: 2, owner: id<OwnerId>('house'), who: { unit: ward },
  what: { cameras: [camera], actions: ['live', 'playback', 'clip', 'talk', 'snapshot', 'event', 'ptz'], maxHeight: 720, maxFps: 15, audio: true, masks: [window] },
  when: { from: noon - days(1), until: noon + days(1), footage }, why: { purposes: ['crime', 'fire_rescue'], caseRequired: false }, mode: 'standing',
  limits: { maxSessionMs: minutes(15), maxConcurrent: 1, maxPerDay: 9, watermark: true, store: 'none' },
};
const live: Ask = { who: { person: an, units: [ward], roles: ['duty_officer'], certs: [] }, camera, action: 'live', rendition: { maxHeight: 720, maxFps: 15, audio: true, masks: new Set([window]) }, purpose: 'crime', caseNo: '1' };
const clip: Ask = { ...live, action: 'clip', footage: [noon - hours(2), noon - hours(1)] };
const approval: Approval = { ask: id<AskId>('a'), grant: grant.id, version: 2, person: an, camera, askHash: '', from: noon - minutes(5), until: noon + minutes(25) };
const emergency: Emergency = { id: 'e', grant: grant.id, declaredBy: an, secondedBy: id<PersonId>('binh'), cameras: [camera], from: noon - minutes(10), until: noon + minutes(40) };
const open: OpenCase = { caseNo: '1', unit: ward, from: noon - hours(1), until: noon + hours(1) };
const facts = (ask: Ask, more: Partial<Facts> = {}): Facts => ({ ask, grants: [], restrictions: [], approvals: [], emergencies: [], cases: [], absent: [], ...more });
const inHours = (from: number, to: number) => ({ tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [0, 1, 2, 3, 4, 5, 6], from: from * 60, to: to * 60 }] });

/** What is said of the grant, where it is not the one above and the ask not the one for live. */
type Row = readonly [name: string, says: ReasonCode | undefined, over: { readonly grant?: Partial<Grant>; readonly ask?: Ask; readonly facts?: Partial<Facts>; readonly t?: number }];
const what = (over: Partial<Grant['what']>): Partial<Grant> => ({ what: { ...grant.what, ...over } });
const when = (over: Partial<Grant['when']>): Partial<Grant> => ({ when: { ...grant.when, ...over } });
const filmed = (over: Partial<NonNullable<Grant['when']['footage']>>): Partial<Grant> => when({ footage: { ...footage, ...over } });
const asks = (over: Partial<Ask>): Ask => ({ ...live, ...over });
const of = (from: number, to: number): Ask => ({ ...clip, footage: [from, to] });
const shows = (over: Partial<Ask['rendition']>): Ask => ({ ...live, rendition: { ...live.rendition, ...over } });
const emergent: Partial<Grant> = { mode: 'emergency', what: { ...grant.what } };
const silent = shows({ audio: false });
const { until: _until, from: _from, ...endless } = footage;
const without = (action: Action): Partial<Grant> => what({ actions: grant.what.actions.filter((each) => each !== action) });

const rows: readonly Row[] = [
  ['all of it', undefined, {}],
  ['an action that is not given', 'SCOPE', { grant: without('live') }],
  ['revoked, however late', 'REVOKED', { grant: { revokedAt: noon + days(9) } }],
  ['revoked at the beginning of time', 'REVOKED', { grant: { revokedAt: 0 } }],
  ['the first moment', undefined, { t: grant.when.from, ask: live }],
  ['the moment before it', 'OUTSIDE_VALIDITY', { t: grant.when.from - 1 }],
  ['the last moment', undefined, { t: grant.when.until - 1 }],
  ['the end itself', 'OUTSIDE_VALIDITY', { t: grant.when.until }],
  ['inside the hours of looking', undefined, { grant: when({ access: inHours(12, 13) }) }],
  ['outside the hours of looking', 'OUTSIDE_SCHEDULE', { grant: when({ access: inHours(13, 14) }) }],
  ['another purpose', 'PURPOSE', { ask: asks({ purpose: 'missing_person' }) }],
  ['without a case where one is wanted', 'CASE_REQUIRED', { grant: { why: { ...grant.why, caseRequired: true } } }],
  ['with the case', undefined, { grant: { why: { ...grant.why, caseRequired: true } }, facts: { cases: [open] } }],
  ['with a case of another unit', 'CASE_REQUIRED', { grant: { why: { ...grant.why, caseRequired: true } }, facts: { cases: [{ ...open, unit: city }] } }],
  ['with a case of any unit, where a person is named', undefined, { grant: { who: { person: an }, why: { ...grant.why, caseRequired: true } }, facts: { cases: [{ ...open, unit: city }] } }],
  ['with one case closed and one open', undefined, { grant: { why: { ...grant.why, caseRequired: true } }, facts: { cases: [{ ...open, until: noon }, open] } }],
  ['from the first moment of the case', undefined, { grant: { why: { ...grant.why, caseRequired: true } }, facts: { cases: [{ ...open, from: noon }] } }],
  ['before the case', 'CASE_REQUIRED', { grant: { why: { ...grant.why, caseRequired: true } }, facts: { cases: [{ ...open, from: noon + 1 }] } }],
  ['to the last moment of the case', undefined, { grant: { why: { ...grant.why, caseRequired: true } }, facts: { cases: [{ ...open, until: noon + 1 }] } }],
  ['after the case', 'CASE_REQUIRED', { grant: { why: { ...grant.why, caseRequired: true } }, facts: { cases: [{ ...open, until: noon }] } }],
  ['a picture too high', 'RESOLUTION', { ask: shows({ maxHeight: 721 }) }],
  ['too many pictures', 'FPS', { ask: shows({ maxFps: 15.5 }) }],
  ['less of both', undefined, { ask: shows({ maxHeight: 1, maxFps: 1 }) }],
  ['sound that is not given', 'AUDIO', { grant: what({ audio: false }) }],
  ['no sound where none is given', undefined, { grant: what({ audio: false }), ask: silent }],
  ['a mask left out', 'MASK', { ask: shows({ masks: new Set() }) }],
  ['one of two masks left out', 'MASK', { grant: what({ masks: [window, id<MaskId>('door')] }) }],
  ['a mask more than wanted', undefined, { ask: shows({ masks: new Set([window, id<MaskId>('door')]) }) }],
  // Recorded footage.
  ['a clip of the hour before last', undefined, { ask: clip }],
  ['a clip where nothing is said of footage', 'LOOKBACK', { grant: { when: { from: grant.when.from, until: grant.when.until } }, ask: clip }],
  ['a clip as far back as may be', undefined, { ask: of(noon - hours(24), noon - hours(23)) }],
  ['a clip a moment further', 'LOOKBACK', { ask: of(noon - hours(24) - 1, noon - hours(23)) }],
  ['a clip up to now', undefined, { ask: of(noon - hours(1), noon) }],
  ['a clip past now', 'FOOTAGE_RANGE', { ask: of(noon - hours(1), noon + 1) }],
  ['a clip from the first filmed moment given', undefined, { grant: filmed({ from: noon - hours(2) }), ask: clip }],
  ['a clip from before it', 'FOOTAGE_RANGE', { grant: filmed({ from: noon - hours(2) + 1 }), ask: clip }],
  ['a clip to the last filmed moment given', undefined, { grant: filmed({ until: noon - hours(1) }), ask: clip }],
  ['a clip to after it', 'FOOTAGE_RANGE', { grant: filmed({ until: noon - hours(1) - 1 }), ask: clip }],
  ['a clip where no range is named', undefined, { grant: when({ footage: endless }), ask: clip }],
  ['a clip exactly inside the hours of filming', undefined, { grant: filmed({ hours: inHours(10, 11) }), ask: clip }],
  ['a clip that begins before them', 'FOOTAGE_RANGE', { grant: filmed({ hours: inHours(10, 11) }), ask: of(noon - hours(2) - 1, noon - hours(1)) }],
  ['a clip that ends after them', 'FOOTAGE_RANGE', { grant: filmed({ hours: inHours(10, 11) }), ask: of(noon - hours(2), noon - hours(1) + 1) }],
  // What is filmed while it is looked at.
  ['live where nothing is said of footage', undefined, { grant: { when: { from: grant.when.from, until: grant.when.until } } }],
  ['live inside the hours of filming', undefined, { grant: filmed({ hours: inHours(12, 13) }) }],
  ['live outside the hours of filming', 'FOOTAGE_RANGE', { grant: filmed({ hours: inHours(13, 14) }) }],
  ['a still outside the hours of filming', 'FOOTAGE_RANGE', { grant: filmed({ hours: inHours(13, 14) }), ask: asks({ action: 'snapshot' }) }],
  ['an event outside the hours of filming', 'FOOTAGE_RANGE', { grant: filmed({ hours: inHours(13, 14) }), ask: asks({ action: 'event' }) }],
  ['moving the camera outside the hours of filming', undefined, { grant: filmed({ hours: inHours(13, 14) }), ask: asks({ action: 'ptz' }) }],
  ['live from the first filmed moment given', undefined, { grant: filmed({ from: noon }) }],
  ['live before it', 'FOOTAGE_RANGE', { grant: filmed({ from: noon + 1 }) }],
  ['live up to the last filmed moment given', undefined, { grant: filmed({ until: noon + 1 }) }],
  ['live at its end', 'FOOTAGE_RANGE', { grant: filmed({ until: noon }) }],
  ['live where no range is named', undefined, { grant: when({ footage: endless }) }],
  // Each time.
  ['no yes', 'NEEDS_APPROVAL', { grant: { mode: 'ask' } }],
  ['her yes', undefined, { grant: { mode: 'ask' }, facts: { approvals: [approval] } }],
  ['her yes to another grant', 'NEEDS_APPROVAL', { grant: { mode: 'ask' }, facts: { approvals: [{ ...approval, grant: id<GrantId>('h') }] } }],
  ['her yes to what it was before', 'NEEDS_APPROVAL', { grant: { mode: 'ask' }, facts: { approvals: [{ ...approval, version: 1 }] } }],
  ['the first moment of her yes', undefined, { grant: { mode: 'ask' }, facts: { approvals: [{ ...approval, from: noon }] } }],
  ['before her yes', 'NEEDS_APPROVAL', { grant: { mode: 'ask' }, facts: { approvals: [{ ...approval, from: noon + 1 }] } }],
  ['the last moment of her yes', undefined, { grant: { mode: 'ask' }, facts: { approvals: [{ ...approval, until: noon + 1 }] } }],
  ['after her yes', 'NEEDS_APPROVAL', { grant: { mode: 'ask' }, facts: { approvals: [{ ...approval, until: noon }] } }],
  // In an emergency.
  ['no emergency', 'NO_EMERGENCY', { grant: emergent, ask: silent }],
  ['an emergency', undefined, { grant: emergent, ask: silent, facts: { emergencies: [emergency] } }],
  ['an emergency under another grant', 'NO_EMERGENCY', { grant: emergent, ask: silent, facts: { emergencies: [{ ...emergency, grant: id<GrantId>('h') }] } }],
  ['sound in an emergency', 'AUDIO', { grant: emergent, facts: { emergencies: [emergency] } }],
  ['a clip in an emergency', 'SCOPE', { grant: emergent, ask: { ...clip, rendition: silent.rendition }, facts: { emergencies: [emergency] } }],
  ['talking in an emergency', 'SCOPE', { grant: emergent, ask: { ...silent, action: 'talk' }, facts: { emergencies: [emergency] } }],
  ['talking without one', undefined, { ask: { ...silent, action: 'talk' } }],
  ['the first moment of an emergency', undefined, { grant: emergent, ask: silent, facts: { emergencies: [{ ...emergency, from: noon }] } }],
  ['before an emergency', 'NO_EMERGENCY', { grant: emergent, ask: silent, facts: { emergencies: [{ ...emergency, from: noon + 1 }] } }],
  ['the last moment of its half hour', undefined, { grant: emergent, ask: silent, facts: { emergencies: [{ ...emergency, from: noon - minutes(30) + 1 }] } }],
  ['after half an hour', 'NO_EMERGENCY', { grant: emergent, ask: silent, facts: { emergencies: [{ ...emergency, from: noon - minutes(30) }] } }],
  ['its own end, before the half hour', 'NO_EMERGENCY', { grant: emergent, ask: silent, facts: { emergencies: [{ ...emergency, until: noon }] } }],
  ['the minute before an emergency, recorded', undefined, { grant: emergent, ask: { ...silent, action: 'playback', footage: [emergency.from - seconds(60), noon] }, facts: { emergencies: [emergency] } }],
  ['more than that minute', 'NO_EMERGENCY', { grant: emergent, ask: { ...silent, action: 'playback', footage: [emergency.from - seconds(60) - 1, noon] }, facts: { emergencies: [emergency] } }],
];
test.each(rows)('%s: %s', (_, says, { grant: over, ask = live, facts: more, t = noon }) => {
  expect(firstFailure({ ...grant, ...over }, facts(ask, more), t)).toBe(says);
});

test.each(rows)('no passing of time can change what can never cover: %s', (_, says, { grant: over, ask = live, facts: more }) => {
  const never = ['SCOPE', 'REVOKED', 'PURPOSE', 'RESOLUTION', 'FPS', 'AUDIO', 'MASK'].includes(says ?? '')
    || (ask.footage !== undefined && (says === 'FOOTAGE_RANGE' || says === 'LOOKBACK') && !(ask.footage[1] > noon || (over?.when?.footage === undefined && over?.when === undefined)));
  expect(couldCover({ ...grant, ...over }, facts(ask, more))).toBe(!never);
});

describe('the next moment at which it may be otherwise', () => {
  const bare = { from: grant.when.from, until: grant.when.until };
  type Change = readonly [name: string, at: number, over: Row[2]];
  const changes: readonly Change[] = [
    ['the end', bare.until, {}],
    ['the beginning, before it', bare.from, { t: bare.from - 5 }],
    ['the end, from the very beginning', bare.until, { t: bare.from, grant: { when: bare } }],
    ['never, after the end', Infinity, { t: bare.until }],
    ['the hours of looking', noon + hours(1), { grant: { when: { ...bare, access: inHours(12, 13) } } }],
    ['the opening of a case', noon + 7, { grant: { why: { ...grant.why, caseRequired: true } }, facts: { cases: [{ ...open, from: noon + 7 }] } }],
    ['the end of a case', open.until, { grant: { why: { ...grant.why, caseRequired: true } }, facts: { cases: [open] } }],
    ['not that of a case nobody asks for', bare.until, { facts: { cases: [open] } }],
    ['the end of what is asked for, which is not filmed yet', noon + 9, { ask: of(noon - hours(1), noon + 9) }],
    ['a clip that grows too old', noon - hours(2) + hours(24) + 1, { ask: clip }],
    ['a clip that is too old at once where nothing is said of footage', bare.until, { ask: clip, grant: { when: bare } }],
    ['the first filmed moment given', noon + 3, { grant: filmed({ from: noon + 3 }) }],
    ['the last filmed moment given', noon + 4, { grant: filmed({ until: noon + 4 }) }],
    ['the hours of filming', noon + hours(2), { grant: filmed({ hours: inHours(12, 14) }) }],
    ['not those, for moving the camera', bare.until, { grant: filmed({ hours: inHours(12, 14) }), ask: asks({ action: 'ptz' }) }],
    ['not those, for a clip', noon - hours(2) + hours(24) + 1, { grant: filmed({ hours: inHours(9, 14) }), ask: clip }],
    ['no range, for live', bare.until, { grant: when({ footage: endless }) }],
    ['her yes that begins', noon + 2, { grant: { mode: 'ask' }, facts: { approvals: [{ ...approval, from: noon + 2 }] } }],
    ['her yes that ends', approval.until, { grant: { mode: 'ask' }, facts: { approvals: [approval] } }],
    ['no yes, where none is needed', bare.until, { facts: { approvals: [approval] } }],
    ['an emergency that begins', noon + 6, { grant: emergent, facts: { emergencies: [{ ...emergency, from: noon + 6 }] } }],
    ['an emergency after half an hour', emergency.from + minutes(30), { grant: emergent, facts: { emergencies: [emergency] } }],
    ['an emergency before that', noon + minutes(1), { grant: emergent, facts: { emergencies: [{ ...emergency, until: noon + minutes(1) }] } }],
    ['no emergency, where none is needed', bare.until, { facts: { emergencies: [emergency] } }],
    ['a point that is now is past', bare.until, { grant: { mode: 'ask' }, facts: { approvals: [{ ...approval, from: noon, until: bare.until + 5 }] } }],
  ];
  test.each(changes)('%s', (_, at, { grant: over, ask = live, facts: more, t = noon }) => {
    expect(nextCoverChange({ ...grant, ...over }, facts(ask, more), t)).toBe(at);
  });
});
