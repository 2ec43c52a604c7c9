import { describe, expect, it } from 'vitest';
import { isRefusal } from '../consent/refusal.ts';
import { eachTime, liveAsk, noon } from '../consent/test/gate.fixture.ts';
import { gateCamera, house, lan, storedHouse, type StoredHouse } from '../consent/test/stored-house.fixture.ts';
import type { Grant, Permit } from '../domain/consent.ts';
import { id, type ViewingId } from '../domain/ids.ts';
import type { RedactionRegion } from '../domain/redaction.ts';
import { days, minutes } from '../domain/time.ts';
import type { AskTable } from '../store/schema.ts';
import { codeOf, room } from './access-room.fixture.ts';
import { approvedAsk } from './ask-json.ts';
import { AskRedactions, writtenCover } from './ask-redactions.ts';

const footage = [noon - minutes(60), noon - minutes(30)] as const;
const clips: Grant = { ...eachTime, what: { ...eachTime.what, actions: ['live', 'clip'] }, when: { ...eachTime.when, footage: { lookbackMs: days(2) } } };
const region: RedactionRegion = { effect: 'blur', from: footage[0], to: footage[1], shapes: [{ at: footage[0], polygon: [{ x: 0.1, y: 0.1 }, { x: 0.4, y: 0.1 }, { x: 0.4, y: 0.5 }] }] };

/** An ask for footage that she said yes to, and the permit an officer has by it. */
async function given(at: StoredHouse, regions: readonly RedactionRegion[]) {
  const made = await room(at, clips);
  const { id: ask } = await made.make({ action: 'clip', footage });
  const row = await made.asks.decide(ask, [house], lan, 'approved', {}, regions);
  const permit = await at.gate.admit({ as: 'officer', ask: approvedAsk(row) as Permit<'clip'>['ask'] });
  if (isRefusal(permit)) throw permit.error;
  return { ...made, ask, row, permit, redactions: new AskRedactions(at.place.store) };
}

describe('what an owner covered when she said yes', () => {
  it('goes with every permit of that yes, whatever it is used for, and with no other', async () => {
    await using at = await storedHouse();
    const { redactions, permit, row } = await given(at, [region]);
    expect([permit.route, await redactions.of(permit), row.covered?.length]).toEqual(['R2', [region], 64]);
    const mine = await at.gate.admit({ as: 'member', ask: { ...permit.ask, who: { person: lan, units: [], roles: [], certs: [] } } });
    expect(isRefusal(mine) ? 'refused' : await redactions.of(mine)).toEqual([]);
  });

  it('is nothing where she covered nothing', async () => {
    await using at = await storedHouse();
    const { redactions, permit, row } = await given(at, []);
    expect([await redactions.of(permit), row.covered]).toEqual([[], null]);
  });

  it('is on record with her yes by its hash; the places themselves are not in the log', async () => {
    await using at = await storedHouse();
    const { ask, row } = await given(at, [region]);
    expect(await at.bodies(gateCamera, 'ask.approved')).toEqual([{ ask, by: lan, hash: row.hash, until: row.approved_until, covered: { regions: 1, sha256: row.covered } }]);
  });

  it('is no film where any of what leads to it is gone or changed', async () => {
    await using at = await storedHouse();
    const { ask, redactions, permit, row } = await given(at, [region]);
    const { store } = at.place;
    const kept = await store.read.selectFrom('ask_redaction').selectAll().executeTakeFirstOrThrow();
    const cover = (regions: string | undefined) => async (): Promise<void> => store.write(async (trx) => {
      await trx.deleteFrom('ask_redaction').execute();
      if (regions !== undefined) await trx.insertInto('ask_redaction').values({ ...kept, regions }).execute();
    });
    const yes = (change: Partial<AskTable>) => async (): Promise<unknown> => store.write((trx) => trx.updateTable('ask').set(change).where('id', '=', ask).execute());
    const line = (named: typeof ask | null) => async (): Promise<unknown> => store.write((trx) => trx.updateTable('viewing').set({ ask: named }).execute());
    const spoils: readonly (readonly [() => Promise<unknown>, () => Promise<unknown>])[] = [
      [cover(undefined), cover(kept.regions)], [cover('[]'), cover(kept.regions)], [line(null), line(ask)],
      [yes({ approved_hash: '0'.repeat(64) }), yes({ approved_hash: null })], [yes({ status: 'declined' }), yes({ status: 'approved' })], [yes({ covered: '0'.repeat(64) }), yes({ covered: row.covered })],
    ];
    for (const [spoil, mend] of spoils) {
      await spoil();
      const code = await codeOf(redactions.of(permit));
      await mend();
      expect([code, await redactions.of(permit)]).toEqual(['obligation-unmet', [region]]);
    }
    const forged = { ...permit, ask: { ...permit.ask, footage: [footage[0], footage[1] - 1] as const } };
    expect([await codeOf(redactions.of(forged)), await codeOf(redactions.of({ ...permit, id: id<ViewingId>('another') }))]).toEqual(['obligation-unmet', 'obligation-unmet']);
  });

  it('is not of a live view, nor more than can be stored; and a no covers nothing', async () => {
    await using at = await storedHouse();
    const { asks, make } = await room(at, clips);
    const many = Array.from({ length: 16 }, () => ({ ...region, shapes: Array.from({ length: 13 }, (_, n) => ({ at: footage[0] + n, polygon: region.shapes[0]?.polygon ?? [] })) }));
    const clip = await make({ action: 'clip', footage });
    expect([await codeOf(asks.decide(clip.id, [house], lan, 'approved', {}, many)), await codeOf(asks.decide(clip.id, [house], lan, 'approved', {}, Array.from({ length: 17 }, () => region)))]).toEqual(['bad-request', 'bad-request']);
    expect([(await asks.find(clip.id))?.status, (await at.place.store.read.selectFrom('ask_redaction').selectAll().execute()).length]).toEqual(['pending', 0]);
    const declined = await asks.decide(clip.id, [house], lan, 'declined', {}, [region]);
    expect([declined.covered, (await at.place.store.read.selectFrom('ask_redaction').selectAll().execute()).length]).toEqual([null, 0]);
    expect(() => writtenCover({}, [region])).toThrow('a live view has masks');
  });

  it('of a yes she may use, and of nothing else, is what she may fetch', async () => {
    await using at = await storedHouse();
    const { asks, make } = await room(at, clips);
    const asked = await make({ action: 'clip', footage });
    const before = await asks.fetchable(asked.id, liveAsk.who.person);
    await asks.decide(asked.id, [house], lan, 'approved');
    const after = await asks.fetchable(asked.id, liveAsk.who.person);
    const others = await asks.fetchable(asked.id, lan);
    at.clock.set(noon + minutes(30));
    expect([before, after.map(({ id: one }) => one), others, await asks.fetchable(asked.id, liveAsk.who.person)]).toEqual([[], [asked.id], [], []]);
  });
});
