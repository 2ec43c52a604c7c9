import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConsentState, Grant, Weekly } from '../../domain/consent.ts';
import { id, type GrantId, type MaskId, type UnitId } from '../../domain/ids.ts';
import { days, hours, minutes } from '../../domain/time.ts';
import { askHash } from '../ask-hash.ts';
import { decide } from '../decide.ts';
import { isWidening } from '../is-widening.ts';
import { onIncident } from '../presets.ts';
import { inWeekly } from '../weekly.ts';
import { isWithin } from '../weekly-within.ts';
import { askFrom, camera, grant, noon, owner, runs, units, weekly, zones } from './arbitraries.fixture.ts';

const tz = 'Asia/Ho_Chi_Minh';
const everyDay = [0, 1, 2, 3, 4, 5, 6];
const hoursOf = (from: number, to: number, on: readonly number[] = everyDay): Weekly => ({ tz, windows: [{ days: on, from, to }] });
const base: Grant = { ...onIncident({ who: { unit: units[0], role: 'duty_officer' }, cameras: [camera], from: noon, tz }), id: id<GrantId>('g'), version: 1, owner };
const timed: Grant = { ...base, when: { ...base.when, access: hoursOf(480, 1_080), footage: { from: noon - days(1), until: noon + days(9), hours: hoursOf(0, 720), lookbackMs: hours(24) } } };

describe('a new version of a grant', () => {
  const narrower: readonly (readonly [string, Grant, Grant])[] = [
    ['the same', base, base], ['fewer actions', base, { ...base, what: { ...base.what, actions: ['live'] } }], ['no cameras', base, { ...base, what: { ...base.what, cameras: [] } }],
    ['less sharp, slower', base, { ...base, what: { ...base.what, maxHeight: 360, maxFps: 5 } }], ['one more mask', base, { ...base, what: { ...base.what, masks: [id<MaskId>('window')] } }],
    ['one officer of them', base, { ...base, who: { ...base.who, person: id('an') } }], ['fewer purposes', base, { ...base, why: { ...base.why, purposes: ['crime'] } }],
    ['asks each time', base, { ...base, mode: 'ask' }], ['ends sooner', base, { ...base, when: { ...base.when, until: base.when.until - 1 } }], ['has hours now', base, { ...base, when: { ...base.when, access: hoursOf(1_320, 360) } }],
    ['shorter hours', timed, { ...timed, when: { ...timed.when, access: hoursOf(540, 600, [1, 2]) } }], ['hours written otherwise', timed, { ...timed, when: { ...timed.when, access: { tz, windows: [...hoursOf(480, 700).windows, ...hoursOf(700, 1_080).windows] } } }],
    ['less footage', timed, { ...timed, when: { ...timed.when, footage: { from: noon, until: noon + days(8), hours: hoursOf(60, 700), lookbackMs: 5 } } }], ['no footage at all', base, { ...base, when: { from: base.when.from, until: base.when.until } }],
    ['shorter and fewer viewings', base, { ...base, limits: { ...base.limits, maxSessionMs: 1, maxConcurrent: 1, maxPerDay: 1, store: 'none' } }],
  ];
  test.each(narrower)('that is %s is not widening', (_, before, after) => {
    expect(isWidening(before, { ...after, version: 2 })).toBe(false);
  });

  const wider: readonly (readonly [string, Grant, Grant])[] = [
    ['another action', base, { ...base, what: { ...base.what, actions: [...base.what.actions, 'ptz'] } }], ['another camera', base, { ...base, what: { ...base.what, cameras: [...base.what.cameras, id('yard')] } }],
    ['sharper', base, { ...base, what: { ...base.what, maxHeight: 721 } }], ['faster', base, { ...base, what: { ...base.what, maxFps: 31 } }], ['sound', base, { ...base, what: { ...base.what, audio: true } }],
    ['a mask less', { ...base, what: { ...base.what, masks: [id<MaskId>('window')] } }, base], ['every role', base, { ...base, who: { unit: units[0] } }], ['another unit', base, { ...base, who: { ...base.who, unit: id<UnitId>('city') } }],
    ['another purpose', base, { ...base, why: { ...base.why, purposes: [...base.why.purposes, 'admin_violation'] } }], ['without a case', base, { ...base, why: { ...base.why, caseRequired: false } }],
    ['no more asking', { ...base, mode: 'ask' }, base], ['an emergency', base, { ...base, mode: 'emergency' }], ['earlier', base, { ...base, when: { ...base.when, from: noon - 1 } }], ['longer', base, { ...base, when: { ...base.when, until: base.when.until + 1 } }],
    ['any hour', timed, { ...timed, when: { ...timed.when, access: hoursOf(479, 1_080) } }], ['no hours', timed, { ...timed, when: { from: timed.when.from, until: timed.when.until, footage: timed.when.footage! } }],
    ['hours of another zone', timed, { ...timed, when: { ...timed.when, access: { ...hoursOf(600, 660), tz: 'Europe/London' } } }], ['footage where there was none', { ...base, when: { from: noon, until: noon + days(1) } }, { ...base, when: { ...base.when, until: noon + days(1) } }],
    ['further back', base, { ...base, when: { ...base.when, footage: { lookbackMs: hours(25) } } }], ['filmed at other hours', timed, { ...timed, when: { ...timed.when, footage: { ...timed.when.footage!, hours: hoursOf(0, 721) } } }],
    ['live without bounds of filming', timed, { ...timed, when: { from: timed.when.from, until: timed.when.until, access: timed.when.access! } }], ['filmed earlier', timed, { ...timed, when: { ...timed.when, footage: { ...timed.when.footage!, from: noon - days(2) } } }],
    ['longer viewings', base, { ...base, limits: { ...base.limits, maxSessionMs: minutes(31) } }], ['more at once', base, { ...base, limits: { ...base.limits, maxConcurrent: 3 } }], ['more a day', base, { ...base, limits: { ...base.limits, maxPerDay: 21 } }],
    ['no name in the picture', base, { ...base, limits: { ...base.limits, watermark: false } }], ['kept', { ...base, limits: { ...base.limits, store: 'none' } }, base], ['revived', { ...base, revokedAt: noon }, base],
    ['another owner', base, { ...base, owner: id('bay') }], ['broken', base, { ...base, when: { ...base.when, until: NaN } }], ['made of a broken one', { ...base, what: { ...base.what, maxHeight: NaN } }, base],
  ];
  test.each(wider)('that has %s is widening', (_, before, after) => {
    expect(isWidening(before, { ...after, version: 2 })).toBe(true);
  });

  test('that is not widening permits nothing that was not permitted before', () => {
    let narrow = 0;
    let permits = 0;
    const parts = ['who', 'what', 'when', 'why', 'mode', 'limits'] as const;
    const changed = fc.tuple(grant, grant, fc.subarray([...parts], { maxLength: 2 })).chain(([before, other, taken]) => askFrom(before).map((ask) => {
      // Half of them by what makes less of it: other hours, sooner over, fewer things; the others by parts of another grant.
      const less: Grant = { ...before, mode: before.mode === 'standing' ? 'ask' : before.mode, what: { ...before.what, maxHeight: before.what.maxHeight / 2, masks: [...new Set([...before.what.masks, ...other.what.masks])] }, when: { ...before.when, ...(other.when.access && before.when.access === undefined ? { access: other.when.access } : {}), until: before.when.until - 60_000 } };
      const after: Grant = { ...(other.what.audio ? less : before), ...Object.fromEntries((other.what.audio ? [] : taken).map((part) => [part, other[part]])), version: before.version + 1 };
      return { before, after, ask };
    }));
    fc.assert(fc.property(changed, fc.array(fc.integer({ min: -days(3), max: days(12) }), { minLength: 2, maxLength: 2 }), ({ before, after, ask }, offsets) => {
      if (isWidening(before, after)) return;
      narrow += 1;
      for (const t of [noon, ...offsets.map((offset) => noon + offset)]) {
        const hash = askHash(ask);
        // Her yes to each version alike: what is compared is the grants.
        const state = (one: Grant): ConsentState => ({
          camera, owner, grants: [one], restrictions: [], clockTrusted: true, cases: [{ caseNo: '12/2026', unit: units[0], from: 0, until: 8e15 }],
          approvals: [{ ask: id('a'), grant: one.id, version: one.version, person: ask.who.person, camera, askHash: hash, from: 0, until: 8e12 }],
          emergencies: [{ id: 'e', grant: one.id, declaredBy: id('x'), secondedBy: id('y'), cameras: [camera], from: t - minutes(5), until: t + minutes(5) }],
        });
        const then = decide(state(after), ask, t);
        if (then.effect !== 'permit') continue;
        permits += 1;
        expect(decide(state(before), ask, t).effect).toBe('permit');
        if (before.limits.watermark) expect(then.obligations.watermark).toBe(true);
      }
    }), runs);
    expect(narrow).toBeGreaterThan(1_500);
    expect(permits).toBeGreaterThan(1_500);
  }, 120_000);

  test('is judged without a throw, whatever it is', () => {
    fc.assert(fc.property(fc.anything(), (junk) => { expect([isWidening(base, junk as Grant), isWidening(junk as Grant, base)]).toEqual([true, true]); }), { numRuns: 1_000 });
  });
});

test('hours within hours are within at every instant, on the clocks of every zone', () => {
  let within = 0;
  fc.assert(fc.property(weekly, weekly, fc.boolean(), fc.constantFrom(...zones), fc.array(fc.nat(days(400)), { minLength: 12, maxLength: 12 }), (one, other, joinThem, zone, offsets) => {
    const inner = { ...one, tz: zone };
    const outer = { tz: zone, windows: joinThem ? [...inner.windows, ...other.windows] : other.windows };
    const isIn = isWithin(inner, outer);
    if (joinThem) expect(isIn).toBe(true);
    if (!isIn) return;
    within += 1;
    for (const offset of offsets) if (inWeekly(inner, noon + offset)) expect(inWeekly(outer, noon + offset)).toBe(true);
  }), runs);
  expect(within).toBeGreaterThan(2_000);
}, 120_000);
