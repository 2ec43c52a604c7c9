import type { RedactionRegion } from '../domain/redaction.ts';
import type { Instant } from '../domain/time.ts';
import type { ExportJobRow } from '../store/schema-footage.ts';
import type { LeftOut } from './about-bundle.ts';

/** What is made of the footage, and with what it was asked for together. */
export type ExportWish = { readonly bundle?: { readonly id: string; readonly leftOut: readonly LeftOut[] } } & (
  | { readonly kind: 'film' }
  | { readonly kind: 'still'; readonly at: Instant }
  | { readonly kind: 'redacted'; readonly regions: readonly RedactionRegion[] });
type WishColumns = Pick<ExportJobRow, 'kind' | 'still_at' | 'regions' | 'bundle' | 'left_out'>;

export function columnsOf(wish: ExportWish): WishColumns {
  return {
    kind: wish.kind, still_at: wish.kind === 'still' ? wish.at : null, regions: wish.kind === 'redacted' ? JSON.stringify(wish.regions) : null,
    bundle: wish.bundle?.id ?? null, left_out: wish.bundle ? JSON.stringify(wish.bundle.leftOut) : null,
  };
}
export function wishOf({ kind, still_at: at, regions, bundle, left_out: leftOut }: WishColumns, from: Instant): ExportWish {
  const together = bundle === null ? {} : { bundle: { id: bundle, leftOut: JSON.parse(leftOut ?? '[]') as readonly LeftOut[] } };
  if (kind === 'redacted') return { kind, regions: JSON.parse(regions ?? '[]') as readonly RedactionRegion[], ...together };
  return kind === 'still' ? { kind, at: at ?? from, ...together } : { kind, ...together };
}
