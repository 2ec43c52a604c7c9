import type { Me } from '@matpho/core/api';
import { expect, it } from 'vitest';
import { pauseRows } from './pause-rows.ts';

const me = { memberships: [{ owner: 'home', ownerName: 'Nhà cô Lan', ownerKind: 'household', role: 'owner' }, { owner: 'shop', ownerName: 'Tạp hoá Lan', ownerKind: 'business', role: 'manager' }, { owner: 'other', ownerName: 'Nhà khác', ownerKind: 'household', role: 'viewer' }] } as unknown as Me;
const pause = (id: string, owner: string, camera: string | null, since: number, mayLift = true) => ({ id, owner, camera, since, by: 'Lan', mayLift });

it('a home is paused only by its own pause of everything', () => {
  const rows = pauseRows(me, [pause('late', 'shop', null, 9), pause('one-camera', 'home', 'c1', 1), pause('early', 'shop', null, 2, false), pause('not-hers', 'other', null, 3)]);
  expect(rows.map(({ ownerName, pauses, mayLift }) => [ownerName, pauses.map(({ id }) => id), mayLift])).toEqual([['Nhà cô Lan', [], true], ['Tạp hoá Lan', ['early', 'late'], false]]);
});
