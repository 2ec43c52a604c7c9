import type { Instant, Milliseconds } from '../domain/time.ts';

/** Bytes that may go out now. Below zero: so many more went out than the rate allows, and they are waited for. */
export interface ByteBucket {
  readonly level: number;
  readonly at: Instant;
}
const burstMs = 1_000;
/** A key picture of a small stream goes out at once whatever the rate. */
const leastBurst = 32_768;
/** Nobody owes more than this: a rate that was set low afterwards does not end a view for minutes. */
const longestDebtMs = 10_000;

/** @param kbps 1,000 bits a second */
export const burstOf = (kbps: number): number => Math.max(leastBurst, kbps * 0.125 * burstMs);

/** As it is now. A clock set back gives nothing. Pure. */
export function refilled(bucket: ByteBucket | undefined, kbps: number, now: Instant): ByteBucket {
  if (!bucket) return { level: burstOf(kbps), at: now };
  const passed = Math.max(0, now - bucket.at);
  return { level: Math.min(burstOf(kbps), Math.max(bucket.level, -kbps * 0.125 * longestDebtMs) + passed * kbps * 0.125), at: now };
}
/** Whether somebody may send: those outside the house leave a quarter of it to the house. Pure. */
export function hasRoom({ level }: ByteBucket, kbps: number, own: boolean): boolean {
  return level > (own ? 0 : burstOf(kbps) / 4);
}
/** How long until there is room. Pure. */
export function roomIn(bucket: ByteBucket, kbps: number, own: boolean): Milliseconds {
  const wanted = own ? 0 : burstOf(kbps) / 4;
  return bucket.level > wanted ? 0 : Math.ceil((wanted - bucket.level + 1) / (kbps * 0.125));
}
