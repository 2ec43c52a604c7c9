import type { logRoutes } from '../../api/log.ts';
import { readTilePath } from '../../audit/tile-path.ts';
import { id, type OwnerId } from '../../domain/ids.ts';
import { HubError } from '../../sdk/errors.ts';
import type { FileAnswer, Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { keepers, membershipOf, ownersOf } from '../../people/roles.ts';

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

export function logHandlers(hub: HubServices): Handlers<typeof logRoutes> {
  const { audit } = hub;
  const tile = async (owners: readonly OwnerId[], level: string, segments: readonly string[]): Promise<FileAnswer> => {
    const ref = readTilePath(level, segments);
    if (!ref) throw new HubError('not-found', 'This is not the path of a tile.');
    const bytes = await audit.tile(ref, owners);
    return { name: `${level}-${segments.join('-')}`, type: 'application/octet-stream', bytes: bytes.length, async *read(from, to) { yield bytes.subarray(from, to); } };
  };
  return {
    'GET /api/log': async () => ({ key: audit.verifierKey, note: await audit.checkpoint() }),
    'GET /api/log/checkpoint': async () => ({ type: 'text/plain; charset=utf-8', text: await audit.checkpoint() }),
    'GET /api/log/consistency': async ({ query: { from, to } }) => ({ proof: (await audit.consistency(from, to)).map((hash) => hash.toString('base64')) }),
    'GET /api/log/inclusion': async ({ by, query: { seq } }) => ({ type: 'text/plain; charset=utf-8', text: await audit.inclusionProof(seq, ownersOf(by)) }),
    'GET /api/log/tile/:level/:a': ({ by, params: { level, a } }) => tile(ownersOf(by), level, [a]),
    'GET /api/log/tile/:level/:a/:b': ({ by, params: { level, a, b } }) => tile(ownersOf(by), level, [a, b]),
    'GET /api/log/tile/:level/:a/:b/:c': ({ by, params: { level, a, b, c } }) => tile(ownersOf(by), level, [a, b, c]),
    'GET /api/log/export': async ({ by, query, signal }) => {
      const owner = id<OwnerId>(query.owner);
      membershipOf(by, owner, keepers);
      const lines = await audit.exportFor(owner);
      return {
        name: `so-mat-pho-${day(hub.clock.now())}.jsonl`, type: 'application/x-ndjson', bytes: undefined,
        async *read() { for await (const piece of lines) { signal.throwIfAborted(); yield piece; } },
      };
    },
  };
}
