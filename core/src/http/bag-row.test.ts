import { expect, it } from 'vitest';
import type { BagRecord } from '../evidence/bag-rows.ts';
import { id, type OwnerId, type PersonId } from '../domain/ids.ts';
import type { SignedIn } from '../people/signed-in.ts';
import { bagRow } from './bag-row.ts';

const [an, lan] = [id<PersonId>('an'), id<PersonId>('lan')];
const piece = (n: number, owner: string): object => ({ n, camera: `camera-${owner}`, camera_name: `Cổng ${owner}`, owner, owner_name: `Nhà ${owner}`, ask: `ask-${owner}`, from_at: n, to_at: n + 1, outcome: 'footage', recorded_ms: 1, gaps: 0 });
const bag = (more: object): BagRecord => ({ id: 'EV-2026-000001', route: 'R2', person: an, unit: 'ward', error: null, receiver: null, receipt: null, done_at: 1, pieces: [piece(1, 'a'), piece(2, 'b')], ...more }) as unknown as BagRecord;
const who = (person: PersonId, ...keeps: readonly string[]): SignedIn => ({ person, memberships: keeps.map((owner) => ({ owner: id<OwnerId>(owner), ownerName: owner, ownerKind: 'household', role: 'owner' })), offices: [] }) as unknown as SignedIn;
const seen = (row: BagRecord, by: SignedIn): readonly unknown[] => {
  const { pieces, owners } = bagRow(row, [], by, 'vi');
  return [pieces.map(({ n }) => n), owners.map(({ name }) => name)];
};

it.each<[string, BagRecord, SignedIn, readonly unknown[], string?]>([
  ['the officer it was made for all of it', bag({}), who(an), [[1, 2], ['Nhà a', 'Nhà b']]],
  ['a house its own part', bag({}), who(lan, 'b'), [[2], ['Nhà b']], 'Nhà a'],
  ['a unit that was handed it no camera it was not told of', bag({ route: 'R4', unit: null, person: lan }), who(an), [[], []], 'Nhà'],
  ['who made one of two houses, what she keeps now', bag({ route: 'R0', unit: null, person: lan }), who(lan, 'a'), [[1], ['Nhà a']], 'Nhà b'],
])('shows %s', (_, row, by, expected, hidden) => {
  expect(seen(row, by)).toEqual(expected);
  expect(JSON.stringify(bagRow(row, [], by, 'vi')).includes(hidden ?? 'nothing')).toBe(false);
});
