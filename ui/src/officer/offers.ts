import type { AskRow, OfficerCameraRow } from '@matpho/core/api';

export type Offer = OfficerCameraRow['offers'][number];
/** What this build lets an officer do with footage. */
export type Use = Extract<Offer['action'], 'live' | 'clip'>;

/** The offer for an action, the one that needs no asking first. */
export function offerOf(camera: Pick<OfficerCameraRow, 'offers'>, action: Use | 'snapshot' | 'ptz' | 'talk'): Offer | undefined {
  const of = camera.offers.filter((offer) => offer.action === action);
  return of.find((offer) => offer.effect === 'permit') ?? of[0];
}

/** Actions that can be asked for and that nothing permits already. */
export function askable(camera: Pick<OfficerCameraRow, 'offers'>): readonly Use[] {
  return (['live', 'clip'] as const).filter((action) => offerOf(camera, action)?.effect === 'ask');
}

/** The API's own form of a case number. */
export const isCaseNo = (text: string): boolean => /^[\p{L}\p{N}./_-]{1,40}$/u.test(text);

/** One picture on the wall. */
export interface Look {
  readonly camera: string;
  readonly name: string;
  readonly unit: string;
  readonly purpose: NonNullable<AskRow['purpose']>;
  readonly caseNo: string;
  /** The ask whose approval it uses. */
  readonly ask?: string;
  /** The owner lets this be watched with sound. */
  readonly sound: boolean;
  /** What may be done with the camera besides, as it stands. */
  readonly controls?: readonly ('ptz' | 'talk')[];
}
export const wallLimit = 4;
