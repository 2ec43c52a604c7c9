import { z } from 'zod';
import { routes } from './route.ts';
import { byId, Id, Instant, Problem } from './words.ts';

/** Past footage on its way from a camera's own memory, or its recorder, into the hub. */
export const OutsideFetchRow = z.object({
  id: Id, camera: Id, from: Instant, to: Instant, status: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  /** What was filmed before is here. */
  reachedAt: Instant,
  /** Of footage that came; 0 at the end: the hub had it all, or nobody has it. */
  fetchedMs: z.int(), problem: Problem.nullable(), createdAt: Instant, doneAt: Instant.nullable(),
});
export type OutsideFetchRow = z.infer<typeof OutsideFetchRow>;
const keepers = ['owner', 'co_owner', 'manager'] as const;
const span = z.object({ from: Instant, to: Instant });

export const outsideRoutes = routes({
  /** What the camera's own recorder (ONVIF Profile G) keeps of an interval. Asks the camera. */
  'GET /api/cameras/:id/outside': { who: [...keepers], perMinute: 20, params: byId, query: z.object({ from: z.coerce.number().int(), to: z.coerce.number().int() }), reply: z.object({ spans: z.array(span) }) },
  /** Fetches what the hub itself lacks of at most two hours; then it is footage like any other. */
  'POST /api/cameras/:id/outside': { who: [...keepers], perMinute: 20, params: byId, body: span, reply: OutsideFetchRow },
  'GET /api/cameras/:id/outside/fetches': { who: [...keepers], params: byId, reply: z.array(OutsideFetchRow) },
  'DELETE /api/cameras/:id/outside/fetches/:fetch': { who: [...keepers], params: byId.extend({ fetch: Id }) },
});
