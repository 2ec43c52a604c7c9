import { z } from 'zod';
import { routes } from './route.ts';
import { Id } from './words.ts';

const member = ['owner', 'co_owner', 'manager', 'viewer'] as const;
const Seq = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const Part = z.string().min(1).max(8);
const level = z.string().min(1).max(7);

/**
 * The audit log for whoever checks it. Hashes and checkpoints tell nothing but how many entries there are; of entries, each member gets those of her own households.
 * Officers get none of it: how quickly a log grows would tell them when a family is at home.
 */
export const logRoutes = routes({
  /** Verifier key (c2sp.org/signed-note) and newest checkpoint (c2sp.org/tlog-checkpoint): what a phone keeps. */
  'GET /api/log': { who: [...member], reply: z.object({ key: z.string(), note: z.string() }) },
  'GET /api/log/checkpoint': { who: [...member], sends: 'text' },
  /** RFC 6962 §2.1.2, base64 each: that the log of size `from` is the beginning of the log of size `to`. */
  'GET /api/log/consistency': { who: [...member], query: z.object({ from: Seq, to: Seq }), reply: z.object({ proof: z.array(z.string()) }) },
  /** c2sp.org/tlog-proof, with the entry itself as `extra` where it is hers. */
  'GET /api/log/inclusion': { who: [...member], query: z.object({ seq: Seq }), sends: 'text' },
  /** c2sp.org/tlog-tiles: `0/x001/067`, `1/000.p/5`, `entries/000`. */
  'GET /api/log/tile/:level/:a': { who: [...member], perMinute: 3_000, params: z.object({ level, a: Part }), sends: 'file' },
  'GET /api/log/tile/:level/:a/:b': { who: [...member], perMinute: 3_000, params: z.object({ level, a: Part, b: Part }), sends: 'file' },
  'GET /api/log/tile/:level/:a/:b/:c': { who: [...member], perMinute: 3_000, params: z.object({ level, a: Part, b: Part, c: Part }), sends: 'file' },
  /** The whole log in one file to keep and to check anywhere (proof/export-format.ts). */
  'GET /api/log/export': { who: ['owner', 'co_owner', 'manager'], perMinute: 10, query: z.object({ owner: Id }), sends: 'file' },
});
