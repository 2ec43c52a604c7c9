import { minutes, type Instant, type Milliseconds } from '../domain/time.ts';

/** So many at once; then one more every so often. */
export interface BucketRule {
  readonly capacity: number;
  readonly everyMs: Milliseconds;
}
export interface Bucket {
  readonly tokens: number;
  /** When they were counted. */
  readonly at: Instant;
}
/** What an asker, a unit and a camera have for asking. A household is spared by its own limits as well (`ask-room.ts`). */
export const askRules = {
  officer: { capacity: 20, everyMs: minutes(3) },
  unit: { capacity: 60, everyMs: minutes(1) },
  camera: { capacity: 6, everyMs: minutes(10) },
  /** Searches of an area: each may reach eight owners. */
  area: { capacity: 4, everyMs: minutes(15) },
} as const satisfies Record<string, BucketRule>;
export type BucketKind = keyof typeof askRules;

/** As it is now. A clock set back gives nothing and takes nothing: counting goes on from where it stands. Set forward it fills the bucket once, never beyond. Pure. */
export function filled(bucket: Bucket | undefined, rule: BucketRule, now: Instant): Bucket {
  if (!bucket) return { tokens: rule.capacity, at: now };
  const passed = Math.max(0, now - bucket.at);
  return { tokens: Math.min(rule.capacity, Math.max(0, bucket.tokens) + passed / rule.everyMs), at: now };
}

/** One token less; undefined when there is none. Pure. */
export function taken(bucket: Bucket | undefined, rule: BucketRule, now: Instant): Bucket | undefined {
  const { tokens, at } = filled(bucket, rule, now);
  return tokens >= 1 ? { tokens: tokens - 1, at } : undefined;
}
