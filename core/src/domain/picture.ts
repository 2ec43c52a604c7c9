import type { Instant } from './time.ts';

/** What may be wrong with a camera's picture. */
export const pictureFacts = ['black', 'covered', 'blurred', 'frozen', 'looped', 'moved'] as const;
export type PictureFact = (typeof pictureFacts)[number];
export interface PictureCondition {
  readonly fact: PictureFact;
  readonly since: Instant;
}
