import { expect, it } from 'vitest';
import { askable, isCaseNo, offerOf, type Offer } from './offers.ts';

const offer = (action: Offer['action'], effect: Offer['effect']): Offer => ({ action, effect, purposes: ['crime'], caseRequired: false, maxHeight: 720, audio: false, until: null, lookbackHours: 24 });

it('takes the permit before the ask, and asks only for what is not permitted', () => {
  const camera = { offers: [offer('live', 'ask'), offer('live', 'permit'), offer('clip', 'ask'), offer('ptz', 'ask')] };
  expect([offerOf(camera, 'live')?.effect, offerOf(camera, 'clip')?.effect, askable(camera)]).toEqual(['permit', 'ask', ['clip']]);
  expect([offerOf({ offers: [] }, 'live'), askable({ offers: [] })]).toEqual([undefined, []]);
});

it.each([['12/2026-CSHS', true], ['hồ_sơ.1', true], ['12 2026', false], ['', false], ['x'.repeat(41), false]])('case number %s: %s', (text, good) => {
  expect(isCaseNo(text)).toBe(good);
});
