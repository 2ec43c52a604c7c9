import type { FastifyInstance } from 'fastify';
import type { RouteShape, RouteTable } from '../api/route.ts';

export interface RouteWalk {
  /** In the table and not on the server. */
  readonly missing: readonly string[];
  /** On the server and not in the table. */
  readonly extra: readonly string[];
  /** On both, with other callers. */
  readonly different: readonly string[];
}

/** Compares what a built server answers with what the table declares. */
export function walkRoutes(app: FastifyInstance, table: RouteTable): RouteWalk {
  const shapes = Object.entries(table);
  const same = (key: string, shape: RouteShape): boolean => {
    const declared = app.declaredRoutes.get(key);
    return declared === undefined || (declared.who.join() === shape.who.join() && declared.fresh === shape.fresh);
  };
  return {
    missing: shapes.flatMap(([key]) => (app.declaredRoutes.has(key) ? [] : [key])),
    extra: [...app.declaredRoutes.keys()].filter((key) => !(key in table)),
    different: shapes.flatMap(([key, shape]) => (same(key, shape) ? [] : [key])),
  };
}
