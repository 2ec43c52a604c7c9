import { describe, expect, test } from 'vitest';
import type { Ask, Restriction } from '../../domain/consent.ts';
import { id } from '../../domain/ids.ts';
import type { CameraId, MaskId, OwnerId, PersonId, RestrictionId, UnitId } from '../../domain/ids.ts';
import { hours } from '../../domain/time.ts';
import { couldHit, hits, hitsAt, nextHitChange } from '../hits.ts';

const noon = Date.UTC(2026, 10, 21, 5);
const house = id<OwnerId>('house');
const [ward, city] = [id<UnitId>('ward'), id<UnitId>('city')];
const [an, binh] = [id<PersonId>('an'), id<PersonId>('binh')];
const [gate, yard] = [id<CameraId>('gate'), id<CameraId>('yard')];
const window = id<MaskId>('window');
const ask: Ask = { who: { person: an, units: [ward], roles: [], certs: [] }, camera: gate, action: 'live', rendition: { maxHeight: 720, maxFps: 15, audio: true, masks: new Set([window]) }, purpose: 'crime' };
const pause: Restriction = { id: id<RestrictionId>('r'), kind: 'pause', scope: {}, from: noon - 5, until: noon + 5 };
const shows = (over: Partial<Ask['rendition']>): Ask => ({ ...ask, rendition: { ...ask.rendition, ...over } });

const rows: readonly (readonly [name: string, hit: boolean, over: Partial<Restriction>, asked?: Ask])[] = [
  ['everything', true, {}],
  ['her cameras', true, { scope: { owner: house } }],
  ['another house\'s cameras', false, { scope: { owner: id<OwnerId>('other') } }],
  ['his unit', true, { scope: { who: { unit: ward } } }],
  ['another unit', false, { scope: { who: { unit: city } } }],
  ['one of his two units', true, { scope: { who: { unit: city } } }, { ...ask, who: { ...ask.who, units: [ward, city] } }],
  ['him', true, { scope: { who: { person: an } } }],
  ['somebody else', false, { scope: { who: { person: binh } } }],
  ['his unit, but somebody else', false, { scope: { who: { unit: ward, person: binh } } }],
  ['him, but another unit', false, { scope: { who: { unit: city, person: an } } }],
  ['this camera among others', true, { scope: { cameras: [yard, gate] } }],
  ['other cameras', false, { scope: { cameras: [yard] } }],
  ['no camera', false, { scope: { cameras: [] } }],
  ['this action among others', true, { scope: { actions: ['clip', 'live'] } }],
  ['other actions', false, { scope: { actions: ['clip'] } }],
  ['a height that is kept to', false, { cap: { maxHeight: 720 } }],
  ['a height that is not', true, { cap: { maxHeight: 719 } }],
  ['sound', true, { cap: { forbidAudio: true } }],
  ['sound, where there is none', false, { cap: { forbidAudio: true } }, shows({ audio: false })],
  ['sound that is not forbidden, and nothing else: then everything', true, { cap: { forbidAudio: false } }],
  ['a cap that says nothing: then everything', true, { cap: {} }],
  ['a mask that is on', false, { cap: { mask: window } }],
  ['a mask that is off', true, { cap: { mask: id<MaskId>('door') } }],
  ['a height or a mask: the height', true, { cap: { maxHeight: 360, mask: window } }],
  ['a height or sound: neither', false, { cap: { maxHeight: 720, forbidAudio: true } }, shows({ audio: false })],
  ['a height or sound that is not forbidden: neither', false, { cap: { maxHeight: 720, forbidAudio: false } }],
];
test.each(rows.map(([name, hit, over, asked = ask]) => ({ name, hit, over, asked })))('$name: $hit', ({ hit, over, asked }) => {
  const restriction = { ...pause, ...over };
  expect([couldHit(restriction, asked, house), hits(restriction, asked, house, noon), hits(restriction, asked, house, noon + 5)]).toEqual([hit, hit, false]);
});

describe('its time', () => {
  const weekly = { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 12 * 60, to: 13 * 60 }] };
  const long: Restriction = { ...pause, from: noon - hours(48), until: noon + hours(48), hours: weekly };
  test.each([[-6, false], [-5, true], [4, true], [5, false]])('at %i of -5 to 5: %s', (t, is) => { expect(hitsAt(pause, noon + t)).toBe(is); });
  test.each([[noon - 1, false], [noon, true], [noon + hours(1) - 1, true], [noon + hours(1), false]])('in its hours at %i: %s', (t, is) => { expect(hitsAt(long, t)).toBe(is); });
  test.each([
    [pause, noon - 9, noon - 5], [pause, noon - 5, noon + 5], [pause, noon, noon + 5], [pause, noon + 4, noon + 5], [pause, noon + 5, Infinity], [pause, noon + 6, Infinity],
    [{ ...pause, until: Infinity }, noon, Infinity], [long, noon, noon + hours(1)], [long, noon + hours(1), noon + hours(24)], [{ ...long, until: noon + 3 }, noon, noon + 3],
  ])('changes next: %#', (restriction, t, next) => { expect(nextHitChange(restriction, t)).toBe(next); });
});
