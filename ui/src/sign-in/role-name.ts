import type { Words } from '../words/words.ts';

const keys = {
  owner: 'terms.memberRole_owner', co_owner: 'terms.memberRole_co_owner', manager: 'terms.memberRole_manager', viewer: 'terms.memberRole_viewer',
  duty_officer: 'terms.unitRole_duty_officer', investigator: 'terms.unitRole_investigator', unit_leader: 'terms.unitRole_unit_leader',
} as const;
const isRole = (role: string): role is keyof typeof keys => Object.hasOwn(keys, role);

/** A role's code as a word; a code this page does not know is shown as it is. */
export function roleName(role: string, t: Words['t']): string {
  return isRole(role) ? t(keys[role]) : role;
}
