import { expect, it } from 'vitest';
import { id, type OwnerId, type PersonId, type UnitId } from '../domain/ids.ts';
import type { MemberRole } from '../domain/people.ts';
import { handOf } from './hand-of.ts';

const [an, lan] = [id<PersonId>('an'), id<PersonId>('lan')];
const [a, b] = [id<OwnerId>('a'), id<OwnerId>('b')];
const [ward, other] = [id<UnitId>('ward'), id<UnitId>('other')];
const office = (unit: UnitId, officerNo: string) => ({ unit, unitName: `Công an ${unit}`, unitKind: 'ward_police' as const, role: 'investigator' as const, officerNo });
const member = (owner: OwnerId, role: MemberRole) => ({ owner, ownerName: `Nhà ${owner}`, ownerKind: 'household' as const, role });
const who = (person: PersonId, memberships: readonly ReturnType<typeof member>[] = [], offices: readonly ReturnType<typeof office>[] = []) => ({ person, name: `Người ${person}`, memberships, offices });
const officers = { person: an, unit: ward, unit_name: 'Công an ward', officer_no: '1', pieces: [{ n: 1, owner: a }, { n: 2, owner: b }] };
const own = { person: lan, unit: null, unit_name: null, officer_no: null, pieces: [{ n: 1, owner: a }] };
const unit = (name: string, of: string, officerNo: string) => ({ side: 'unit', name, unit: of, officerNo });
const house = (name: string) => ({ side: 'owner', name, unit: null, officerNo: null });

it.each<[string, Parameters<typeof handOf>, object | undefined]>([
  ['for her unit who made it', [officers, who(an, [], [office(other, '9'), office(ward, '1')]), undefined], unit('Người an', 'Công an ward', '1')],
  ['nobody, once she has left that unit', [officers, who(an, [], [office(other, '9')]), undefined], undefined],
  ['and never the owner, though she made it', [officers, who(an), undefined], undefined],
  ['the house she keeps, by its place in the bag where others are in it', [officers, who(lan, [member(b, 'manager')]), undefined], house('Chủ camera ở mục 2')],
  ['the one she keeps, not the one she only watches', [officers, who(lan, [member(a, 'viewer'), member(b, 'owner')]), undefined], house('Chủ camera ở mục 2')],
  ['nobody, where she only watches', [officers, who(lan, [member(a, 'viewer')]), undefined], undefined],
  ['her house by name where it is alone', [own, who(lan, [member(a, 'owner')]), undefined], house('Nhà a')],
  ['nobody, once she keeps that house no more', [own, who(lan), undefined], undefined],
  ['the unit that asked in writing, not the first she is in', [own, who(an, [], [office(other, '9'), office(ward, '1')]), office(ward, '1')], unit('Người an', 'Công an ward', '1')],
  ['nobody, for a stranger', [own, who(an, [member(b, 'owner')], [office(ward, '1')]), undefined], undefined],
])('acts for %s', (_, given, by) => {
  expect(handOf(...given)?.by).toEqual(by);
});
