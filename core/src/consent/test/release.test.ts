import { describe, expect, it } from 'vitest';
import type { Ask, Restriction } from '../../domain/consent.ts';
import { id, type PersonId, type RestrictionId, type UnitId, type ViewingId } from '../../domain/ids.ts';
import { days, hours, minutes } from '../../domain/time.ts';
import { Gate } from '../gate.ts';
import { decideForRelease, type Release } from '../release.ts';
import { noon } from './gate.fixture.ts';
import { an, binh, gateCamera, house, storedHouse, ward, yardCamera, type StoredHouse } from './stored-house.fixture.ts';

const footage = [noon - hours(3), noon - hours(2)] as const;
const ask: Ask<'clip'> = { who: { person: an, units: [ward], roles: ['duty_officer'], certs: [] }, camera: gateCamera, action: 'clip', rendition: { maxHeight: 4_320, maxFps: 240, audio: true, masks: new Set() }, footage, purpose: 'crime', caseNo: 'HS-1' };
const release: Release = { camera: gateCamera, unit: ward, filer: an, footage, purpose: 'crime', caseNo: 'HS-1', until: noon + days(30), isRecalled: false, caseUntil: noon + days(60) };
const pause = (more: Partial<Restriction> = {}): Restriction => ({ id: id<RestrictionId>('r'), kind: 'pause', scope: { owner: house }, from: noon, until: noon + days(1), ...more });
const state = { owner: house, restrictions: [] as Restriction[], clockTrusted: true };

describe('a release of a written request', () => {
  it.each<[string, Partial<Ask>, Partial<Release> | undefined, string[]]>([
    ['exactly what was handed over', {}, {}, []],
    ['an investigator who did not file it', { who: { ...ask.who, person: binh, roles: ['investigator'] } }, {}, []],
    ['the leader', { who: { ...ask.who, person: binh, roles: ['unit_leader'] } }, {}, []],
    ['a duty officer who did not file it', { who: { ...ask.who, person: binh } }, {}, ['SCOPE']],
    ['its filer, no longer of the unit', { who: { ...ask.who, units: [] } }, {}, ['SCOPE']],
    ['another unit', { who: { ...ask.who, units: [id<UnitId>('other')], roles: ['unit_leader'] } }, {}, ['SCOPE']],
    ['another camera', { camera: yardCamera }, {}, ['SCOPE']],
    ['a minute more', { footage: [footage[0], footage[1] + minutes(1)] }, {}, ['SCOPE']],
    ['a part of it', { footage: [footage[0], footage[1] - 1] }, {}, ['SCOPE']],
    ['playing it back', { action: 'playback' }, {}, ['SCOPE']],
    ['one that was taken back', {}, { isRecalled: true }, ['REVOKED']],
    ['one that is over', {}, { until: noon }, ['OUTSIDE_VALIDITY']],
    ['another purpose', { purpose: 'missing_person' }, {}, ['PURPOSE']],
    ['another case', { caseNo: 'HS-2' }, {}, ['CASE_REQUIRED']],
    ['a closed case', {}, { caseUntil: 0 }, ['CASE_REQUIRED']],
    ['none', {}, undefined, ['NO_GRANT']],
    ['nonsense', { footage: [2, 1] }, {}, ['INVALID']],
  ])('asked for by %s answers %s', (_, change, at, codes) => {
    const asked = { ...ask, ...change } as Ask;
    const decision = decideForRelease(at && { ...release, ...at }, asked, asked.who, state, noon);
    expect([decision.effect, decision.why.map(({ code }) => code)]).toEqual([codes.length === 0 ? 'permit' : 'deny', codes]);
  });

  it.each<[string, Restriction[], boolean, string]>([
    ['a pause', [pause()], true, 'RESTRICTED'], ['a suspended unit', [pause({ kind: 'unit_suspended', scope: { who: { unit: ward } } })], true, 'RESTRICTED'], ['a cap that says nothing', [pause({ cap: {} })], true, 'RESTRICTED'],
    ['a clock that is not believed', [], false, 'CLOCK'],
  ])('is refused under %s', (_, restrictions, clockTrusted, code) => {
    expect(decideForRelease(release, ask, ask.who, { ...state, restrictions, clockTrusted }, noon).why[0]?.code).toBe(code);
  });

  it('is not bound by caps: she handed over the recording as it is, and holds until the first thing that ends it', () => {
    const capped = { ...state, restrictions: [pause({ kind: 'mask', cap: { maxHeight: 360, forbidAudio: true } }), pause({ from: noon + hours(1) })] };
    expect(decideForRelease(release, ask, ask.who, capped, noon)).toEqual({ effect: 'permit', obligations: { maxHeight: 4_320, maxFps: 240, audio: true, masks: [], watermark: false, store: 'case' }, why: [], holdsUntil: noon + hours(1) });
    expect(decideForRelease({ ...release, caseUntil: noon + minutes(5) }, ask, ask.who, state, noon).holdsUntil).toBe(noon + minutes(5));
  });

  async function gateAt(at: StoredHouse, now: { release: Release | undefined }): Promise<Gate> {
    let count = 0;
    return new Gate(at.records, at.trail, at.clock, at.clock, () => id<ViewingId>(`w${count += 1}`), { releaseNow: async (name) => (name === 'r.1' ? now.release : undefined) });
  }

  it('is permitted by the gate only by its name, is on record as R4 first, and falls with what it stands on', async () => {
    for (const end of ['recalled', 'officer leaves', 'paused', 'time']) {
      await using at = await storedHouse();
      const now: { release: Release | undefined } = { release };
      const gate = await gateAt(at, now);
      const refused = await Promise.all([gate.admit({ as: 'officer', ask }), gate.admit({ as: 'officer', ask, release: 'r.2' })]);
      const permit = await gate.admit({ as: 'officer', ask, release: 'r.1' });
      if ('refused' in permit) throw permit.error;
      const line = await at.place.store.read.selectFrom('viewing').select(['route', 'action', 'unit', 'officer_no', 'case_no', 'grant_id', 'closed_at']).execute();
      expect([refused.map((each) => 'refused' in each), permit.route, line]).toEqual([[true, true], 'R4', [{ route: 'R4', action: 'clip', unit: ward, officer_no: '123-456', case_no: 'HS-1', grant_id: null, closed_at: null }]]);
      if (end === 'recalled') now.release = { ...release, isRecalled: true };
      if (end === 'officer leaves') await at.place.store.write((trx) => trx.updateTable('officer').set({ ended_at: noon }).where('person', '=', an).execute());
      if (end === 'paused') await at.place.store.write((trx) => trx.insertInto('restriction').values({ id: id<RestrictionId>('p'), owner: house, kind: 'pause', body: JSON.stringify(pause()), created_by: id<PersonId>('lan'), created_at: 1, lifted_by: null, lifted_at: null }).execute());
      if (end === 'time') await at.clock.advance(days(30));
      else await gate.recheck({ unit: ward });
      expect([end, permit.signal.aborted, gate.vouches(permit), gate.open()]).toEqual([end, true, false, []]);
    }
  });

  it('opens nothing where the log does not take it', async () => {
    await using at = await storedHouse();
    const gate = await gateAt(at, { release });
    at.log.isBroken = true;
    const answer = await gate.admit({ as: 'officer', ask, release: 'r.1' });
    expect('refused' in answer && answer.error.code).toBe('not-recorded');
  });
});
