import type { Me } from '@matpho/core/api';

/** The unit a screen of cases is about: `?unit=` where somebody serves in several, else the one she serves in. Empty for none. */
export function unitOf(me: Pick<Me, 'offices'>, search: string): string {
  const asked = new URLSearchParams(search).get('unit');
  return me.offices.find((office) => office.unit === asked)?.unit ?? me.offices.find((office) => office.unitKind !== 'peoples_committee')?.unit ?? '';
}

export const leads = (me: Pick<Me, 'offices'>, unit: string): boolean => me.offices.some((office) => office.unit === unit && office.role === 'unit_leader');

/** The address of a case's page. */
export const caseLink = (id: string, unit: string): string => `/officer/cases/${id}?unit=${unit}`;
