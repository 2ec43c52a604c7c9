import type { Transaction } from 'kysely';
import type { CameraId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Database } from '../store/schema.ts';

/** Footage that must not be deleted before an answer. The room of recordings lays it; this one says when. */
export interface FootageHolds {
  /** Inside the write that makes the request. Over quota nothing is laid, and nothing fails. */
  place(hold: { readonly camera: CameraId; readonly from: Instant; readonly to: Instant; readonly reason: 'ask'; readonly ref: string; readonly until: Instant }, trx: Transaction<Database>): Promise<{ readonly placed: boolean }>;
  release(ref: { readonly reason: 'ask'; readonly ref: string }, trx: Transaction<Database>): Promise<void>;
}
