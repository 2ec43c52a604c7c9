import { describe, expect, it } from 'vitest';
import { Emitter } from '../../base/emitter.ts';
import type { Ask } from '../../domain/consent.ts';
import type { MaskId } from '../../domain/ids.ts';
import type { Polygon } from '../../domain/mask.ts';
import { HubError } from '../../sdk/errors.ts';
import { Masks, mostMasks, widens, type MaskFacts } from '../masks.ts';
import { decideForMember, masksForMember, ownAsk } from '../owner-access.ts';
import { renditions } from '../renditions.ts';
import { liveAsk, permitted } from './gate.fixture.ts';
import { gateCamera, house, lan, ownLive, storedHouse, yardCamera } from './stored-house.fixture.ts';

const wall: Polygon = [{ x: 0.1, y: 0.1 }, { x: 0.6, y: 0.1 }, { x: 0.6, y: 0.6 }, { x: 0.1, y: 0.6 }];
const larger: Polygon = [{ x: 0, y: 0 }, { x: 0.7, y: 0 }, { x: 0.7, y: 0.7 }, { x: 0, y: 0.7 }];
const draft = { name: 'Tường', polygons: [wall], staff: false };
const anything = (): void => {};
const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'no failure', (failure: unknown) => (failure instanceof HubError ? failure.code : 'another failure'));
const withMasks = (...masks: readonly MaskId[]): Ask<'live'> => ({ ...liveAsk, action: 'live', rendition: { ...liveAsk.rendition, masks: new Set(masks) } });

async function scene() {
  const at = await storedHouse();
  const told: MaskFacts['mask.changed'][] = [];
  const facts = new Emitter<MaskFacts>(() => {});
  facts.on('mask.changed', (fact) => told.push(fact));
  const masks = new Masks(at.place.store, at.log, at.gate, at.clock, facts);
  return { at, masks, told, [Symbol.asyncDispose]: () => at[Symbol.asyncDispose]() };
}

describe('a mask', () => {
  it('refuses every picture that lacks it, ends what is open without it, and is what the planner offers', async () => {
    await using one = await scene();
    const { at, masks } = one;
    await at.give();
    const open = permitted(await at.gate.admit({ as: 'officer', ask: liveAsk }));
    const { laidAs } = await masks.draw(gateCamera, house, draft, lan);
    expect([open.signal.aborted, open.signal.reason, await at.admits(), await at.admits(withMasks(laidAs)), await at.admits(ownLive, 'member')]).toEqual([true, 'refused', 'consent-refused', 'permit', 'permit']);
    const [offer] = renditions(await at.records.stateFor(gateCamera), liveAsk.who, gateCamera, 'live', liveAsk.purpose, undefined, at.clock.now());
    expect([...(offer?.ask.rendition.masks ?? [])]).toEqual([laidAs]);
    expect(await at.bodies(gateCamera, 'mask.changed')).toMatchObject([{ done: 'drawn', by: lan, name: 'Tường', laidAs, polygons: [wall] }]);
    expect((await at.records.stateFor(yardCamera)).restrictions.every(({ scope }) => scope.cameras?.[0] === gateCamera)).toBe(true);
  });

  it('of another shape is another mask: nothing opened under the old one goes on; a new name changes nothing', async () => {
    await using one = await scene();
    const { at, masks, told } = one;
    await at.give();
    const first = await masks.draw(gateCamera, house, draft, lan);
    const open = permitted(await at.gate.admit({ as: 'officer', ask: withMasks(first.laidAs) }));
    const renamed = await masks.change(gateCamera, first.id, { ...draft, name: 'Nhà bên' }, lan, anything);
    expect([renamed.version, renamed.laidAs === first.laidAs, open.signal.aborted]).toEqual([2, true, false]);
    const grown = await masks.change(gateCamera, first.id, { ...draft, polygons: [larger] }, lan, anything);
    expect([grown.laidAs === first.laidAs, open.signal.aborted, await at.admits(withMasks(first.laidAs)), await at.admits(withMasks(grown.laidAs))]).toEqual([false, true, 'consent-refused', 'permit']);
    await masks.remove(gateCamera, first.id, lan);
    expect([await at.admits(), await masks.ofCamera(gateCamera), told.map(({ widened }) => widened)]).toEqual(['permit', [], [false, false, false, true]]);
    const kept = await at.place.store.read.selectFrom('mask_version').select(['version', 'name', 'removed_at']).orderBy('version').execute();
    expect(kept).toEqual([{ version: 1, name: 'Tường', removed_at: at.clock.now() }, { version: 2, name: 'Nhà bên', removed_at: at.clock.now() }, { version: 3, name: 'Tường', removed_at: at.clock.now() }]);
    expect([await codeOf(masks.remove(gateCamera, first.id, lan)), await codeOf(masks.change(gateCamera, first.id, draft, lan, anything)), await codeOf(masks.change(yardCamera, first.id, draft, lan, anything))]).toEqual(['not-found', 'not-found', 'not-found']);
  });

  it.each([
    ['covers more', draft, { ...draft, polygons: [larger] }, false], ['covers less', { ...draft, polygons: [larger] }, draft, true], ['has another name', draft, { ...draft, name: 'x' }, false],
    ['covers another place', draft, { ...draft, polygons: [wall.map(({ x, y }) => ({ x: x + 0.1, y }))] }, true], ['has a second place', draft, { ...draft, polygons: [wall, larger] }, false],
    ['is no longer for the staff', { ...draft, staff: true }, draft, true], ['is for the staff too', draft, { ...draft, staff: true }, false],
  ])('that %s shows more than before: as it should be told', (_, before, after, widened) => {
    expect(widens(before, after)).toBe(widened);
  });

  it('shows more only where that is allowed when it is written, and then it is not written', async () => {
    await using one = await scene();
    const mask = await one.masks.draw(gateCamera, house, { ...draft, polygons: [larger] }, lan);
    const refuse = (widened: boolean): void => { if (widened) throw new HubError('fresh-sign-in', 'no'); };
    expect([await codeOf(one.masks.change(gateCamera, mask.id, draft, lan, refuse)), (await one.masks.find(gateCamera, mask.id)).version]).toEqual(['fresh-sign-in', 1]);
  });

  it('that the log does not take is not laid, and ends who watches all the same', async () => {
    await using one = await scene();
    await one.at.give();
    const open = permitted(await one.at.gate.admit({ as: 'officer', ask: liveAsk }));
    one.at.log.isBroken = true;
    expect(await codeOf(one.masks.draw(gateCamera, house, draft, lan))).not.toBe('no failure');
    one.at.log.isBroken = false;
    expect([open.signal.aborted, await one.masks.ofCamera(gateCamera)]).toEqual([true, []]);
  });

  it('binds the staff where it says so, never the owner or a co-owner', async () => {
    await using one = await scene();
    const { laidAs } = await one.masks.draw(gateCamera, house, { ...draft, staff: true }, lan);
    await one.masks.draw(gateCamera, house, { ...draft, name: 'Khác' }, lan);
    const { restrictions } = await one.at.records.stateFor(gateCamera);
    const now = one.at.clock.now();
    const roles = ['owner', 'co_owner', 'manager', 'viewer'] as const;
    expect(roles.map((role) => [...masksForMember(role, gateCamera, 'live', restrictions, now)])).toEqual([[], [], [laidAs], [laidAs]]);
    const effects = (masks: readonly MaskId[]) => roles.map((role) => decideForMember(role, 'live', restrictions, now, ownAsk(lan, gateCamera, 'live', { ...ownLive.rendition, masks: new Set(masks) })).effect);
    expect([effects([]), effects([laidAs])]).toEqual([['permit', 'permit', 'deny', 'deny'], ['permit', 'permit', 'permit', 'permit']]);
    expect([...masksForMember('viewer', gateCamera, 'status', restrictions, now)]).toEqual([]);
  });

  it('hides its shape on its own camera\'s picture only, also once it is gone', async () => {
    await using one = await scene();
    const { id, laidAs } = await one.masks.draw(gateCamera, house, draft, lan);
    await one.masks.remove(gateCamera, id, lan);
    expect((await one.masks.coverOf(gateCamera, [laidAs])).some((spans) => spans.length > 0)).toBe(true);
    expect([(await one.masks.coverOf(yardCamera, [laidAs])).length, await codeOf(one.masks.coverOf(gateCamera, [laidAs, 'none' as MaskId])), (await one.masks.coverOf(gateCamera, [])).length]).toEqual([0, 'obligation-unmet', 0]);
  });

  it('comes to an end of their number', async () => {
    await using one = await scene();
    for (let n = 0; n < mostMasks; n += 1) await one.masks.draw(gateCamera, house, { ...draft, name: `${n}` }, lan);
    expect([await codeOf(one.masks.draw(gateCamera, house, draft, lan)), await codeOf(one.masks.draw(yardCamera, house, draft, lan)), (await one.masks.ofCamera(gateCamera)).length]).toEqual(['conflict', 'no failure', mostMasks]);
  });
});
