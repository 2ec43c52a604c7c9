import type { AskTrim, OwnerAskRow } from '@matpho/core/api';

/** What she has moved so far; undefined where it is as asked. */
export interface TrimDraft {
  readonly from?: number;
  readonly to?: number;
  readonly minutes?: number;
  readonly small?: boolean;
  readonly quiet?: boolean;
}
export const smallHeight = 360;
/** Minutes of watching to choose from. */
export const watchMinutes = [5, 10, 15, 30] as const;
const shortest = 1_000;

/** Handles move in steps of a second; in ten for footage of more than ten minutes. */
export const stepOf = (footage: { readonly from: number; readonly to: number }): number => (footage.to - footage.from > 600_000 ? 10_000 : 1_000);

/** The interval left, in order and within what was asked. */
export function leftOf(footage: { readonly from: number; readonly to: number }, { from = footage.from, to = footage.to }: TrimDraft): { readonly from: number; readonly to: number } {
  const first = Math.min(Math.max(from, footage.from), footage.to - shortest);
  return { from: first, to: Math.max(Math.min(to, footage.to), Math.min(first + shortest, footage.to)) };
}

/** What is sent with her yes: only what is less than was asked. */
export function trimOf(ask: Pick<OwnerAskRow, 'action' | 'footage' | 'maxHeight' | 'audio'>, draft: TrimDraft): AskTrim {
  const left = ask.footage ? leftOf(ask.footage, draft) : undefined;
  const isCut = left !== undefined && ask.footage !== null && (left.from > ask.footage.from || left.to < ask.footage.to);
  return {
    ...(isCut ? { footage: left } : {}),
    ...(ask.action === 'live' && draft.minutes !== undefined ? { minutes: draft.minutes } : {}),
    ...(draft.small && ask.maxHeight > smallHeight ? { maxHeight: smallHeight } : {}),
    ...(draft.quiet && ask.audio ? { audio: false as const } : {}),
  };
}
