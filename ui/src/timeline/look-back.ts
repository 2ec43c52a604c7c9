import type { AskRow, OfficerCameraRow } from '@matpho/core/api';

export type Purpose = NonNullable<AskRow['purpose']>;
type Camera = Pick<OfficerCameraRow, 'offers'>;

const permits = ({ offers }: Camera) => offers.filter(({ action, effect }) => action === 'playback' && effect === 'permit');

/** For what reasons an officer may look back at any of these cameras, without asking first. */
export function purposesOf(cameras: readonly Camera[]): readonly Purpose[] {
  return [...new Set(cameras.flatMap((camera) => permits(camera).flatMap(({ purposes }) => purposes)))];
}

/** The cameras that may be looked back at for a reason. */
export const openFor = <C extends Camera>(cameras: readonly C[], purpose: Purpose | ''): readonly C[] => cameras.filter((camera) => permits(camera).some(({ purposes }) => purpose !== '' && purposes.includes(purpose)));

/** One of them wants a case. */
export const needsCase = (cameras: readonly Camera[], purpose: Purpose | ''): boolean => cameras.some((camera) => permits(camera).some((offer) => offer.caseRequired && purpose !== '' && offer.purposes.includes(purpose)));
