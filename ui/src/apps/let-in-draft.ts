import type { Api, OfficerCameraRow, RequestOf } from '@matpho/core/api';

export const purposes = ['crime', 'admin_violation', 'traffic_accident', 'missing_person', 'fire_rescue', 'public_event', 'maintenance'] as const;
export interface Draft {
  readonly name: string;
  /** Undefined: for her own house. */
  readonly unit: string | undefined;
  readonly purpose: (typeof purposes)[number];
  readonly caseNo: string;
  readonly cameras: readonly string[];
  readonly days: number;
  readonly sound: boolean;
  readonly snapshot: boolean;
}
/** A camera she can let a program see. */
export interface Seeable {
  readonly id: string;
  readonly name: string;
  readonly place: string;
}
const day = 86_400_000;

export const emptyDraft = (unit: string | undefined): Draft => ({ name: '', unit, purpose: 'crime', caseNo: '', cameras: [], days: 30, sound: false, snapshot: true });
export const endOf = ({ days }: Draft, now: number): number => now + days * day - (days === 180 ? 60_000 : 0);

/** Those that a grant lets the unit watch live now, for this purpose. */
export function seeable(rows: readonly OfficerCameraRow[], purpose: Draft['purpose']): readonly Seeable[] {
  return rows.filter(({ offers }) => offers.some((offer) => offer.action === 'live' && offer.effect === 'permit' && offer.purposes.includes(purpose))).map(({ camera, name, place }) => ({ id: camera, name, place }));
}

export function requestOf(draft: Draft, now: number): RequestOf<Api['POST /api/apps']>['body'] {
  const { name, cameras, sound, snapshot, unit, purpose, caseNo } = draft;
  return { name: name.trim(), cameras: [...cameras], snapshot, sound: unit === undefined && sound, until: endOf(draft, now), ...(unit === undefined ? {} : { unit, purpose, ...(caseNo.trim() === '' ? {} : { caseNo: caseNo.trim() }) }) };
}
