import type { Me } from '@matpho/core/api';
import type { Side } from './shell.ts';

export const mayInvite = (me: Me): boolean => me.operator || me.offices.some((office) => office.role === 'unit_leader');

/** Serves in a unit that may see video. */
export const seesVideo = (me: Me): boolean => me.offices.some((office) => office.unitKind !== 'peoples_committee');
/** Serves in a people's committee: numbers, never video. */
export const oversees = (me: Me): boolean => me.offices.some((office) => office.unitKind === 'peoples_committee');
export const leads = (me: Me): boolean => me.offices.some((office) => office.unitKind !== 'peoples_committee' && office.role === 'unit_leader');

/** The sides a person has, the first being where she starts. */
export function sidesOf(me: Me): readonly Side[] {
  const sides: Side[] = [];
  if (me.memberships.length > 0) sides.push('owner');
  if (seesVideo(me)) sides.push('officer');
  if (oversees(me)) sides.push('oversight');
  if (me.operator) sides.push('operator');
  return sides;
}

export const startOf: Readonly<Record<Side, string>> = { owner: '/', officer: '/officer', oversight: '/oversight', operator: '/operator' };
