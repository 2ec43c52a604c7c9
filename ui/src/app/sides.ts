import type { Me } from '@matpho/core/api';
import type { Side } from './shell.ts';

export const mayInvite = (me: Me): boolean => me.operator || me.offices.some((office) => office.role === 'unit_leader');

/** The sides a person has, the first being where she starts. */
export function sidesOf(me: Me): readonly Side[] {
  const sides: Side[] = [];
  if (me.memberships.length > 0) sides.push('owner');
  if (me.offices.length > 0) sides.push('officer');
  if (me.operator) sides.push('operator');
  return sides;
}

export const startOf: Readonly<Record<Side, string>> = { owner: '/', officer: '/officer', operator: '/operator' };
