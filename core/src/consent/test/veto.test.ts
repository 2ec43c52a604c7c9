import { describe, expect, it } from 'vitest';
import { id, type PersonId } from '../../domain/ids.ts';
import { mayLift } from '../veto.ts';

const lan = id<PersonId>('lan');
const minh = id<PersonId>('minh');

describe('a pause of somebody in the house', () => {
  it.each([
    ['the owner lifts her own', lan, 'owner', lan, 'owner', true],
    ['the owner does not lift a co-owner\'s', lan, 'owner', minh, 'co_owner', false],
    ['the co-owner lifts her own', minh, 'co_owner', minh, 'co_owner', true],
    ['the co-owner does not lift the owner\'s', minh, 'co_owner', lan, 'owner', false],
    ['a second owner does not lift the first one\'s', minh, 'owner', lan, 'owner', false],
    ['the owner lifts that of a co-owner who has left', lan, 'owner', minh, undefined, true],
    ['the co-owner does not', minh, 'co_owner', lan, undefined, false],
    ['the owner lifts a manager\'s', lan, 'owner', minh, 'manager', true],
    ['and one that became a viewer\'s', lan, 'owner', minh, 'viewer', true],
    ['a manager lifts not even her own', minh, 'manager', minh, 'manager', false],
    ['nor does somebody who is not of the house', lan, undefined, lan, undefined, false],
    ['the owner lifts what nobody in particular laid', lan, 'owner', null, undefined, true],
  ] as const)('%s', (_, person, role, laidBy, laidByRole, may) => {
    expect(mayLift(person, role, laidBy, laidByRole)).toBe(may);
  });
});
