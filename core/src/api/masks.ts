import { z } from 'zod';
import { routes } from './route.ts';
import { byId, CaseNo, Id, Instant, Name, Purpose } from './words.ts';

/** Share of the picture's width and height, from its upper left corner; ten thousandths are kept. */
const Share = z.number().min(0).max(1).transform((share) => Math.round(share * 10_000) / 10_000);
const Point = z.object({ x: Share, y: Share });
/** No line and no speck: at least a fiftieth of the picture wide and high. */
const Polygon = z.array(Point).min(3).max(24).refine((points) => spread(points.map(({ x }) => x)) >= 0.02 && spread(points.map(({ y }) => y)) >= 0.02, { error: 'too small' });
export const MaskDraft = z.object({
  name: Name, polygons: z.array(Polygon).min(1).max(4),
  /** Laid before the people who work for the owner (manager, viewer) too; never before her and her co-owners. */
  staff: z.boolean().default(false),
});
export type MaskDraft = z.infer<typeof MaskDraft>;
export const MaskRow = z.object({
  id: Id, version: z.int(), name: z.string(), polygons: z.array(z.array(z.object({ x: z.number(), y: z.number() }))), staff: z.boolean(),
  /** Who drew it as it is now. */
  drawnBy: z.string(), drawnAt: Instant,
});
export type MaskRow = z.infer<typeof MaskRow>;
const keepers = ['owner', 'co_owner', 'manager'] as const;
const byMask = byId.extend({ mask: Id });

export const maskRoutes = routes({
  'GET /api/cameras/:id/masks': { who: [...keepers], params: byId, reply: z.array(MaskRow) },
  /** Covers more: needs no proof. At most 8 a camera. */
  'POST /api/cameras/:id/masks': { who: [...keepers], params: byId, perMinute: 60, body: MaskDraft, reply: MaskRow },
  /** Covering at least what was covered needs no proof; anything less is for the registered owner alone, after a fresh proof (`fresh-sign-in`), and the others are told. */
  'PUT /api/cameras/:id/masks/:mask': { who: [...keepers], params: byMask, perMinute: 60, body: MaskDraft, reply: MaskRow },
  'DELETE /api/cameras/:id/masks/:mask': { who: ['owner'], fresh: true, params: byMask },
  /** The newest still as people from outside get it. */
  'GET /api/cameras/:id/masks/picture': { who: [...keepers], params: byId, perMinute: 60, sends: 'image/jpeg' },
  /** One still under one permit, masked and marked; an officer says for which unit and why, or names an approved ask. */
  'POST /api/officer/snapshots': { who: ['officer', 'leader'], perMinute: 30, body: z.object({ camera: Id, unit: Id, purpose: Purpose.optional(), caseNo: CaseNo.optional(), ask: Id.optional() }), sends: 'image/jpeg' },
});

function spread(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}
