import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actions } from '../../domain/consent.ts';
import type { Ask, Restriction } from '../../domain/consent.ts';
import { id } from '../../domain/ids.ts';
import type { GrantId, MaskId, PersonId, RestrictionId } from '../../domain/ids.ts';
import { hours, minutes } from '../../domain/time.ts';
import { askHash } from '../ask-hash.ts';
import { decide } from '../decide.ts';
import { decideForMember, ownAsk } from '../owner-access.ts';
import { renditions } from '../renditions.ts';
import { restriction, runs, scene } from './arbitraries.fixture.ts';
import { FakeRecords, liveAsk, noon, officer, pause, standing } from './gate.fixture.ts';

describe('R0, the owner\'s own people', () => {
  const own = (action: Ask['action']): Ask => ownAsk(id<PersonId>('mai'), liveAsk.camera, action, liveAsk.rendition, action === 'playback' || action === 'clip' ? [noon - 9, noon] : undefined);
  const allowed = (role: Parameters<typeof decideForMember>[0], restrictions: readonly Restriction[] = []): string[] => actions.filter((action) => decideForMember(role, action, restrictions, noon, own(action)).effect === 'permit');

  test('by their role in the house', () => {
    expect([allowed('owner'), allowed('co_owner'), allowed('manager')]).toEqual([[...actions], [...actions], [...actions]]);
    expect([allowed('viewer'), allowed(undefined), allowed('guest' as never)]).toEqual([['status', 'event', 'snapshot', 'live', 'playback'], [], []]);
  });

  test('only quarantine and a legal block bind the house itself', () => {
    const bound = (['pause', 'privacy_hours', 'unit_suspended', 'mask', 'quarantine', 'legal_block'] as const).map((kind) => allowed('owner', [{ ...pause, kind }]).length);
    expect(bound).toEqual([8, 8, 8, 8, 0, 0]);
  });

  test('11. holds until exactly the moment of change', () => {
    let ends = 0;
    fc.assert(fc.property(fc.array(restriction, { minLength: 1, maxLength: 3 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (records, part) => {
      const at = (t: number) => decideForMember('owner', 'live', records, t, own('live'));
      const { effect, holdsUntil } = at(noon);
      const span = Math.min(holdsUntil, noon + hours(200)) - noon;
      expect(at(noon + Math.floor(span * part))).toMatchObject({ effect, holdsUntil });
      if (holdsUntil === Infinity) return;
      ends += 1;
      expect(at(holdsUntil).effect).not.toBe(effect);
    }), runs);
    expect(ends).toBeGreaterThan(200);
  });
});

describe('the best one may have', () => {
  test('every offer is answered as it says, and no offer of the same kind is contained in another', () => {
    let permitted = 0;
    fc.assert(fc.property(scene, ({ state, ask, now }) => {
      const offers = renditions(state, ask.who, ask.camera, ask.action, ask.purpose, ask.caseNo, now, ask.footage);
      for (const offer of offers) {
        const { effect } = decide(state, offer.ask, now);
        expect(offer.effect === 'permit' ? ['permit'] : ['ask', 'permit']).toContain(effect);
        if (effect === 'permit') permitted += 1;
      }
      if (decide(state, ask, now).effect === 'permit') expect(offers.length).toBeGreaterThan(0);
    }), runs);
    expect(permitted).toBeGreaterThan(600);
  });

  test('is cut to the caps of the moment, and is not stitched from two grants', () => {
    const { state } = new FakeRecords();
    const sharp = { ...standing, id: id<GrantId>('sharp'), what: { ...standing.what, maxHeight: 1_080 } };
    const loud = { ...standing, id: id<GrantId>('loud'), what: { ...standing.what, maxHeight: 360, audio: true } };
    const cap: Restriction = { id: id<RestrictionId>('cap'), kind: 'mask', scope: {}, from: noon - 1, until: noon + 1, cap: { maxHeight: 900, mask: id<MaskId>('door') } };
    const offers = renditions({ ...state, grants: [standing, loud, sharp], restrictions: [cap] }, officer, liveAsk.camera, 'live', 'crime', undefined, noon);
    expect(offers.map(({ grant, ask }) => [grant, ask.rendition])).toEqual([
      ['loud', { maxHeight: 360, maxFps: 15, audio: true, masks: new Set(['door']) }],
      ['sharp', { maxHeight: 900, maxFps: 15, audio: false, masks: new Set(['door']) }],
    ]);
  });
});

test('the hash of an ask is that of every term, whatever the order of its masks', () => {
  const masked = (...masks: string[]): Ask => ({ ...liveAsk, rendition: { ...liveAsk.rendition, masks: new Set(masks.map((mask) => id<MaskId>(mask))) } });
  expect(askHash(masked('a', 'b'))).toBe(askHash(masked('b', 'a')));
  const others: Ask[] = [
    liveAsk, masked('a'), masked('a', 'b'), { ...liveAsk, purpose: 'fire_rescue' }, { ...liveAsk, caseNo: '7' }, { ...liveAsk, action: 'snapshot' }, { ...liveAsk, action: 'snapshot', footage: [noon - 9, noon] },
    { ...liveAsk, who: { ...officer, person: id('binh') } }, { ...liveAsk, camera: id('yard') }, { ...liveAsk, rendition: { ...liveAsk.rendition, maxHeight: 360 } }, { ...liveAsk, rendition: { ...liveAsk.rendition, audio: true } }, { ...liveAsk, rendition: { ...liveAsk.rendition, maxFps: 5 } },
  ];
  expect(new Set(others.map(askHash)).size).toBe(others.length);
  expect(askHash(liveAsk)).toBe(askHash({ ...liveAsk, who: { ...officer, units: [], roles: [], certs: [] } }));
});

describe('what is filmed now is filmed too', () => {
  test('a live view obeys the hours of filming, a recording what was filmed in them', () => {
    const { state } = new FakeRecords();
    const filmed = { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [6], from: 690, to: 725 }] }; // until 12:05; it is noon
    const grants = [{ ...standing, what: { ...standing.what, actions: ['live' as const, 'playback' as const] }, when: { ...standing.when, footage: { lookbackMs: hours(2), hours: filmed } } }];
    const live = decide({ ...state, grants }, liveAsk, noon);
    expect([live.effect, live.holdsUntil, decide({ ...state, grants }, liveAsk, noon + minutes(5)).why]).toEqual(['permit', noon + minutes(5), [{ code: 'FOOTAGE_RANGE', grant: 'g1' }]]);
    const back = (from: number, to: number, t = noon) => decide({ ...state, grants }, { ...liveAsk, action: 'playback', footage: [from, to] }, t);
    expect([back(noon - minutes(30), noon), back(noon - minutes(31), noon), back(noon - hours(3), noon), back(noon, noon + 1)].map(({ effect, why }) => why[0]?.code ?? effect)).toEqual(['permit', 'FOOTAGE_RANGE', 'LOOKBACK', 'FOOTAGE_RANGE']);
    expect(back(noon - minutes(30), noon).holdsUntil).toBe(noon + minutes(90) + 1);
  });
});
