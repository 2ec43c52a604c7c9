import { describe, expect, it } from 'vitest';
import type { Restriction } from '../../domain/consent.ts';
import { id, type CameraId, type MaskId, type OwnerId, type PersonId, type RestrictionId, type UnitId } from '../../domain/ids.ts';
import { allHeldNow } from '../held-now.ts';

const [gate, yard] = [id<CameraId>('gate'), id<CameraId>('yard')];
const owner = id<OwnerId>('house');
const now = Date.UTC(2026, 0, 14, 5);
const grant = { owner, who: { unit: id<UnitId>('ward') }, what: { cameras: [gate, yard], actions: ['live' as const], maxHeight: 720, maxFps: 15, audio: false, masks: [] } };
const laid = (more: Partial<Restriction>): Restriction => ({ id: id<RestrictionId>('r'), kind: 'pause', scope: { owner }, from: 0, until: 8.64e15, ...more });
const wednesdayNoon = { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [3 as const], from: 660, to: 780 }] };

describe('what keeps a grant shut at this moment', () => {
  it.each<[string, readonly Restriction[], string | undefined]>([
    ['nothing', [], undefined],
    ['a pause of the whole house', [laid({})], 'pause'],
    ['a pause of one of its cameras leaves the other', [laid({ scope: { owner, cameras: [gate] } })], undefined],
    ['pauses of both', [laid({ scope: { owner, cameras: [gate] } }), laid({ scope: { owner, cameras: [yard] } })], 'pause'],
    ['a pause of another house', [laid({ scope: { owner: id<OwnerId>('other') } })], undefined],
    ['private hours, at their hour', [laid({ kind: 'privacy_hours', hours: wednesdayNoon })], 'privacy_hours'],
    ['private hours, at another', [laid({ kind: 'privacy_hours', hours: { ...wednesdayNoon, windows: [{ days: [4], from: 660, to: 780 }] } })], undefined],
    ['a merged unit, its own', [laid({ kind: 'unit_suspended', scope: { owner, who: { unit: id<UnitId>('ward') } } })], 'unit_suspended'],
    ['a merged unit, another', [laid({ kind: 'unit_suspended', scope: { owner, who: { unit: id<UnitId>('far') } } })], undefined],
    ['one officer of it', [laid({ kind: 'quarantine', scope: { owner, who: { person: id<PersonId>('an') } } })], undefined],
    ['a mask leaves a picture', [laid({ kind: 'mask', cap: { mask: id<MaskId>('m.1') } })], undefined],
    ['a cap leaves a picture', [laid({ kind: 'legal_block', cap: { maxHeight: 360 } })], undefined],
    ['one action only', [laid({ scope: { owner, actions: ['clip'] } })], undefined],
    ['a pause that is over', [laid({ until: now })], undefined],
  ])('%s', (_, restrictions, kind) => {
    expect(allHeldNow(restrictions, grant, now)).toBe(kind);
  });
});
