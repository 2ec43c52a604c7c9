import type { Ask } from '../domain/consent.ts';
import type { Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';

/** What she leaves of what was asked; an absent field stays as it was asked. */
export interface Trim {
  readonly footage?: { readonly from: Instant; readonly to: Instant } | undefined;
  readonly maxHeight?: number | undefined;
  /** Only ever taken away. */
  readonly audio?: false | undefined;
  /** For live: so many from her yes on. */
  readonly minutes?: number | undefined;
}
const shortestFootage = 1_000;

/** The ask she says yes to: never more than was asked, in no respect. Pure. @throws HubError `bad-request` for anything that would be more, or nothing */
export function trimmedAsk(ask: Ask, { footage, maxHeight, audio, minutes }: Trim): Ask {
  if (minutes !== undefined && ask.action !== 'live') throw new HubError('bad-request', 'Minutes of watching are for a live view.');
  if (maxHeight !== undefined && maxHeight > ask.rendition.maxHeight) throw new HubError('bad-request', 'A trim does not make pictures larger.');
  if (footage && !(ask.footage && footage.from >= ask.footage[0] && footage.to <= ask.footage[1] && footage.to - footage.from >= shortestFootage)) throw new HubError('bad-request', 'A trim lies within what was asked.');
  return {
    ...ask,
    rendition: { ...ask.rendition, maxHeight: maxHeight ?? ask.rendition.maxHeight, audio: ask.rendition.audio && audio !== false },
    ...(footage ? { footage: [footage.from, footage.to] as const } : {}),
  };
}
