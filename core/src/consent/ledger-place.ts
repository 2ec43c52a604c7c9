import type { ViewingId } from '../domain/ids.ts';
import { id } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';

/** A line's place in a ledger that is read newest first. */
export interface LedgerPlace {
  readonly at: Instant;
  readonly viewing: ViewingId;
}

/** `1760000000000.c0ffee-…`: where the next page goes on. */
export function writePlace({ at, viewing }: LedgerPlace): string {
  return `${at}.${viewing}`;
}
/** What `writePlace` wrote; an instant alone is the place before everything opened then. Undefined for anything else. */
export function readPlace(text: string): LedgerPlace | Instant | undefined {
  const found = /^(\d{1,16})(?:\.([A-Za-z0-9_-]{1,64}))?$/.exec(text);
  const at = Number(found?.[1]);
  if (!found || !(at <= 8.64e15)) return undefined;
  return found[2] === undefined ? at : { at, viewing: id<ViewingId>(found[2]) };
}
