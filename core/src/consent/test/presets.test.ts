import fc from 'fast-check';
import { expect, test } from 'vitest';
import { id } from '../../domain/ids.ts';
import type { CameraId, UnitId } from '../../domain/ids.ts';
import { days, hours, minutes } from '../../domain/time.ts';
import { checkGrantLimits } from '../grant-limits.ts';
import type { GrantProblem } from '../grant-limits.ts';
import { askEachTime, nights, onIncident, presets } from '../presets.ts';
import type { GrantDraft, PresetChoice } from '../presets.ts';
import { noon } from './arbitraries.fixture.ts';

const choice: PresetChoice = { who: { unit: id<UnitId>('ward') }, cameras: [id<CameraId>('gate')], from: noon, tz: 'Asia/Ho_Chi_Minh' };

test.each(Object.entries(presets))('the preset %s may be signed as it is, is silent, 720p and lasts 90 days', (_name, make) => {
  const draft = make(choice);
  expect(checkGrantLimits(draft)).toEqual([]);
  expect([draft.what.maxHeight, draft.what.audio, draft.when.until - draft.when.from, draft.limits.watermark]).toEqual([720, false, days(90), true]);
});

test('the presets differ where they should', () => {
  expect([askEachTime(choice), nights(choice), onIncident(choice)].map(({ mode, what, when, why, limits }) => [mode, what.actions, when.access?.windows, when.footage?.lookbackMs, why.caseRequired, limits.maxSessionMs])).toEqual([
    ['ask', ['live', 'clip'], undefined, days(30), false, minutes(15)],
    ['standing', ['live'], [{ days: [0, 1, 2, 3, 4, 5, 6], from: 1_320, to: 360 }], undefined, false, minutes(30)],
    ['standing', ['live', 'clip'], undefined, hours(24), true, minutes(30)],
  ]);
  expect(askEachTime(choice, ['clip']).what.actions).toEqual(['clip']);
});

const base = nights(choice);
const table: readonly (readonly [GrantProblem, GrantDraft])[] = [
  ['no_grantee', { ...base, who: {} }],
  ['no_grantee', { ...base, who: { role: 'duty_officer' } }],
  ['no_cameras', { ...base, what: { ...base.what, cameras: [] } }],
  ['no_actions', { ...base, what: { ...base.what, actions: [] } }],
  ['no_purposes', { ...base, why: { ...base.why, purposes: [] } }],
  ['ends_before_it_begins', { ...base, when: { ...base.when, until: base.when.from } }],
  ['too_long', { ...base, when: { ...base.when, until: base.when.from + days(180) + 1 } }],
  ['event_too_long', { ...base, why: { ...base.why, purposes: ['public_event'] } }],
  ['maintenance_is_one_still', { ...base, why: { ...base.why, purposes: ['maintenance'] } }],
  ['footage_missing', { ...base, what: { ...base.what, actions: ['playback'] } }],
  ['never_open', { ...base, when: { ...base.when, access: { tz: 'Asia/Ho_Chi_Minh', windows: [] } } }],
  ['hours_unclear', { ...base, when: { ...base.when, access: { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [1], from: 480, to: 480 }] } } }],
  ['nothing_at_once', { ...base, limits: { ...base.limits, maxConcurrent: 0 } }],
  ['emergency_too_wide', { ...base, mode: 'emergency', what: { ...base.what, audio: true } }],
  ['invalid', { ...base, when: { ...base.when, access: { tz: 'Asia/Atlantis', windows: [] } } }],
  ['invalid', { ...base, what: { ...base.what, maxHeight: NaN } }],
];
test.each(table)('%s is said of what it is', (problem, draft) => {
  expect(checkGrantLimits(draft)).toEqual([problem]);
});

test('an event of two weeks, a still for maintenance and 180 days may be signed', () => {
  const drafts: GrantDraft[] = [
    { ...base, why: { ...base.why, purposes: ['public_event'] }, when: { from: noon, until: noon + days(14) } },
    { ...base, why: { ...base.why, purposes: ['maintenance'] }, what: { ...base.what, actions: ['snapshot'] } },
    { ...base, when: { from: noon, until: noon + days(180) } },
  ];
  expect(drafts.map(checkGrantLimits)).toEqual([[], [], []]);
});

test('anything at all is checked without a throw', () => {
  fc.assert(fc.property(fc.anything(), (junk) => { expect(checkGrantLimits(junk as GrantDraft)).toEqual(['invalid']); }), { numRuns: 4_000 });
});
