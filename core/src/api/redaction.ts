import { z } from 'zod';
import { ExportRow } from './media.ts';
import { routes } from './route.ts';
import { Id, Instant } from './words.ts';

/** Share of the picture's width and height, from its upper left corner; ten thousandths are kept. */
const Share = z.number().min(0).max(1).transform((share) => Math.round(share * 10_000) / 10_000);
const Polygon = z.array(z.object({ x: Share, y: Share })).min(3).max(24);
const Shape = z.object({ at: Instant, polygon: Polygon });

/** A part of the picture made unreadable for a time; corners go straight from one shape to the next. */
export const RedactionRegion = z.object({ effect: z.enum(['blur', 'fill']), from: Instant, to: Instant, shapes: z.array(Shape).min(1).max(200) })
  .refine(({ from, to }) => from < to, { error: 'the end comes before the beginning' })
  .refine(({ shapes }) => shapes.every(({ at, polygon }, n) => polygon.length === shapes[0]?.polygon.length && at > (shapes[n - 1]?.at ?? -1)), { error: 'shapes are in order of time and have the same corners' });
export type RedactionRegion = z.infer<typeof RedactionRegion>;
export const RedactionRegions = z.array(RedactionRegion).max(16);
const keepers = ['owner', 'co_owner', 'manager'] as const;

/** Parts of a picture covered, on a copy. */
export const redactionRoutes = routes({
  /** A copy of her own footage with these parts covered, at most 2 hours; it is fetched like any other export. */
  'POST /api/redactions': { who: [...keepers], perMinute: 20, body: z.object({ camera: Id, from: Instant, to: Instant, regions: RedactionRegions.min(1) }), reply: ExportRow },
});
