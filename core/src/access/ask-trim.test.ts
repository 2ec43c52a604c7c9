import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askHash } from '../consent/ask-hash.ts';
import { eachTime, liveAsk, noon } from '../consent/test/gate.fixture.ts';
import { an, gateCamera, house, lan, storedHouse } from '../consent/test/stored-house.fixture.ts';
import type { Ask } from '../domain/consent.ts';
import { days, minutes } from '../domain/time.ts';
import { askRows, officerAskRows } from '../http/ledger-rows.ts';
import { HubError } from '../sdk/errors.ts';
import { codeOf, room } from './access-room.fixture.ts';
import { approvedAsk, readAsk } from './ask-json.ts';
import { trimmedAsk, type Trim } from './ask-trim.ts';

const clipAsk: Ask = { ...liveAsk, action: 'clip', footage: [noon - minutes(60), noon - minutes(30)], rendition: { ...liveAsk.rendition, maxHeight: 720, audio: true } };
const clips = { ...eachTime, what: { ...eachTime.what, actions: ['live' as const, 'clip' as const] }, when: { ...eachTime.when, footage: { lookbackMs: days(2) } } };

describe('a trim', () => {
  it.each<[string, Ask, Trim]>([
    ['earlier', clipAsk, { footage: { from: noon - minutes(61), to: noon - minutes(30) } }], ['later', clipAsk, { footage: { from: noon - minutes(60), to: noon - minutes(29) } }],
    ['backwards', clipAsk, { footage: { from: noon - minutes(30), to: noon - minutes(60) } }], ['empty', clipAsk, { footage: { from: noon - minutes(40), to: noon - minutes(40) } }],
    ['larger', clipAsk, { maxHeight: 721 }], ['footage of a live view', liveAsk, { footage: { from: noon - 2_000, to: noon } }], ['minutes of footage', clipAsk, { minutes: 5 }],
  ])('is refused that is %s than what was asked', (_, ask, trim) => {
    expect(() => trimmedAsk(ask, trim)).toThrow(HubError);
  });

  it('never makes more of an ask in any respect: 2,000 trims', () => {
    let taken = 0;
    const instant = fc.integer({ min: noon - minutes(70), max: noon - minutes(20) });
    fc.assert(fc.property(fc.record({ footage: fc.option(fc.record({ from: instant, to: instant }), { nil: undefined }), maxHeight: fc.option(fc.integer({ min: 120, max: 1_080 }), { nil: undefined }), audio: fc.constantFrom(undefined, false as const) }), (trim) => {
      let left: Ask;
      try {
        left = trimmedAsk(clipAsk, trim);
      } catch {
        return;
      }
      taken += 1;
      expect([left.footage![0] >= clipAsk.footage![0], left.footage![1] <= clipAsk.footage![1], left.rendition.maxHeight <= 720, { ...left, footage: 0, rendition: 0 }]).toEqual([true, true, true, { ...clipAsk, footage: 0, rendition: 0 }]);
    }), { numRuns: 2_000, seed: 9 });
    expect(taken).toBeGreaterThan(300);
  });
});

describe('a trimmed yes', () => {
  it('opens exactly what she left, once, and not what was asked', async () => {
    await using at = await storedHouse();
    const { asks, make } = await room(at, clips);
    const { id: ask, body } = await make({ action: 'clip', footage: [noon - minutes(60), noon - minutes(30)] });
    const footage = { from: noon - minutes(50), to: noon - minutes(45) };
    const decided = await asks.decide(ask, [house], lan, 'approved', { footage, maxHeight: 360 });
    const asked = readAsk(body);
    const left = approvedAsk(decided);
    expect([left.footage, left.rendition.maxHeight, decided.approved_hash]).toEqual([[footage.from, footage.to], 360, askHash(left)]);
    const tries = [asked, { ...left, rendition: { ...left.rendition, maxHeight: 720 } }, { ...left, footage: [footage.from - 1, footage.to] as const }, left, left];
    const answers: string[] = [];
    for (const each of tries) answers.push(await at.admits(each));
    expect(answers).toEqual(['needs-approval', 'needs-approval', 'needs-approval', 'permit', 'needs-approval']);
    const [entry] = await at.bodies(gateCamera, 'ask.approved');
    expect(entry).toMatchObject({ by: lan, hash: askHash(left) });
  });

  it('of a live view ends it when her minutes are over', async () => {
    await using at = await storedHouse();
    const { asks, make } = await room(at);
    const { id: ask, body } = await make();
    await asks.decide(ask, [house], lan, 'approved', { minutes: 5 });
    const permit = await at.gate.admit({ as: 'officer', ask: readAsk(body) });
    expect('refused' in permit ? permit.error.code : permit.until).toBe(noon + minutes(5));
    await at.clock.advance(minutes(5) - 1);
    expect('signal' in permit && permit.signal.aborted).toBe(false);
    await at.clock.advance(1);
    expect('signal' in permit && permit.signal.reason).toBe('expired');
  });

  it('that would be more is refused, and the ask still waits', async () => {
    await using at = await storedHouse();
    const { asks, make } = await room(at);
    const { id: ask } = await make();
    expect([await codeOf(asks.decide(ask, [house], lan, 'approved', { maxHeight: 4_000 })), (await asks.find(ask))?.status]).toEqual(['bad-request', 'pending']);
  });

  it('is told to whoever asked, with what is left of it; before it, nothing is', async () => {
    await using at = await storedHouse();
    const { asks, make } = await room(at, clips);
    const { id: ask } = await make({ action: 'clip', footage: [noon - minutes(60), noon - minutes(30)] });
    const seen = async () => (await officerAskRows(at.place.store, await asks.ofPerson(an), 'UTC', at.clock.now()))[0];
    const before = await seen();
    await asks.decide(ask, [house], lan, 'approved', { footage: { from: noon - minutes(50), to: noon - minutes(45) } });
    expect([before?.trimmed, (await seen())?.trimmed, (await askRows(at.place.store, await asks.ofOwners([house]), 'UTC'))[0]?.trimmed?.footage]).toEqual([null, { footage: { from: noon - minutes(50), to: noon - minutes(45) }, maxHeight: 720, audio: false }, { from: noon - minutes(50), to: noon - minutes(45) }]);
  });
});
