import type { rightsRoutes } from '../../api/rights.ts';
import type { WaitingMerge } from '../../consent/unit-merges.ts';
import type { Grant } from '../../domain/consent.ts';
import { id, type OwnerId, type RestrictionId, type UnitId } from '../../domain/ids.ts';
import type { Text } from '../../domain/people.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import { namesFor, sentenceOf } from '../grant-of-draft.ts';
import type { HubServices } from '../hub-services.ts';
import { membershipOf, ownersOf } from '../../people/roles.ts';

type Keys = 'POST /api/units/:id/merge' | 'GET /api/merges' | 'POST /api/merges/:id/confirm';
interface Read {
  readonly grant: Grant;
  readonly before: Text;
  readonly after: Grant | undefined;
  readonly sentence: Text;
}

/** Units that became one, and the owners' word on it. */
export function mergeHandlers(hub: HubServices): Pick<Handlers<typeof rightsRoutes>, Keys> {
  /** Each permission as it is and as it would read for the unit as it is now. */
  async function read({ unit, owner, grants }: WaitingMerge): Promise<readonly Read[]> {
    return Promise.all(grants.map(async (grant): Promise<Read> => {
      const row = await hub.store.read.selectFrom('grant_version').select(['sentence_vi', 'sentence_en']).where('id', '=', grant.id).where('version', '=', grant.version).executeTakeFirstOrThrow();
      const before = { vi: row.sentence_vi, en: row.sentence_en };
      if (grant.who.unit === unit) return { grant, before, after: undefined, sentence: before };
      const after: Grant = { ...grant, version: grant.version + 1, who: { ...grant.who, unit } };
      return { grant, before, after, sentence: sentenceOf(after, await namesFor(hub.store, owner, after), hub.tz) };
    }));
  }
  const nameOf = async (unit: UnitId): Promise<string> => (await hub.store.read.selectFrom('unit').select('name').where('id', '=', unit).executeTakeFirst())?.name ?? '';

  return {
    'POST /api/units/:id/merge': async ({ by, params, body }) => {
      const [from, into] = [id<UnitId>(params.id), id<UnitId>(body.into)];
      let owners: readonly OwnerId[] = [];
      const moved = await hub.units.merge(by, from, into, body.reason, async (trx) => { owners = await hub.merges.suspend(trx, from, into); });
      await hub.merges.ended(from, into);
      hub.merges.tell(owners, await nameOf(from), await nameOf(into));
      for (const owner of owners) hub.events.emit('grant.changed', { owner, cameras: [] });
      return { moved, suspended: owners.length };
    },
    'GET /api/merges': async ({ by }) => Promise.all((await hub.merges.waitingFor(ownersOf(by))).map(async (merge) => ({
      id: merge.id, owner: merge.owner, unit: merge.unit, unitName: await nameOf(merge.unit), from: await Promise.all(merge.from.map(nameOf)), at: merge.at,
      grants: (await read(merge)).map(({ grant, before, sentence }) => ({ id: grant.id, before, sentence })),
    }))),
    'POST /api/merges/:id/confirm': async ({ by, params, body }) => {
      const merge = (await hub.merges.waitingFor(ownersOf(by))).find((each) => each.id === id<RestrictionId>(params.id));
      if (!merge) throw new HubError('not-found', 'There is no such merge to confirm.');
      membershipOf(by, merge.owner, ['owner']);
      const known = await read(merge);
      const same = known.length === body.sentences.length && known.every(({ sentence }, at) => sentence.vi === body.sentences[at] || sentence.en === body.sentences[at]);
      if (!same) throw new HubError('conflict', 'The sentences are not those that wait.');
      await hub.merges.confirm(merge, known.flatMap(({ after, sentence }) => (after ? [{ grant: after, sentence }] : [])), by.person);
      hub.events.emit('grant.changed', { owner: merge.owner, cameras: [] });
    },
  };
}
