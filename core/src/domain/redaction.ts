import type { Polygon } from './mask.ts';
import type { Instant } from './time.ts';

/** A part of the picture made unreadable for a time. Where it moves, its corners go straight from one shape to the next. */
export interface RedactionRegion {
  readonly effect: 'blur' | 'fill';
  /** Of what was filmed: [from, to). */
  readonly from: Instant;
  readonly to: Instant;
  /** In order of time, at least one, all with the same number of corners. Before the first and after the last it stays. */
  readonly shapes: readonly { readonly at: Instant; readonly polygon: Polygon }[];
}
