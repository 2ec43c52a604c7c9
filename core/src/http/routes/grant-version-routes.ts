import type { rightsRoutes } from '../../api/rights.ts';
import { isWidening } from '../../consent/is-widening.ts';
import type { GrantDraft } from '../../consent/presets.ts';
import type { Grant } from '../../domain/consent.ts';
import { id, type GrantId, type OwnerId } from '../../domain/ids.ts';
import { days, minutes, type Instant } from '../../domain/time.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import { requireFresh } from '../fresh.ts';
import { grantRow, newestGrant, requireCameras, requireGrantee, signed, signedDraft, weeklyRow, resolved } from '../grant-checks.ts';
import { bodyOf, draftOf, namesFor, problemsOf, sentenceOf } from '../grant-of-draft.ts';
import type { HubServices } from '../hub-services.ts';
import { keepers, membershipOf } from '../../people/roles.ts';

type Table = typeof rightsRoutes;
type Keys = 'GET /api/grants/:id' | 'GET /api/grants/:id/draft' | 'POST /api/grants/:id/preview' | 'PUT /api/grants/:id' | 'POST /api/grants/:id/renewal' | 'POST /api/grants/:id/renew';

/** New versions of what was given: narrowed by any keeper, widened or renewed by the registered owner. */
export function grantVersionHandlers(hub: HubServices): Pick<Handlers<Table>, Keys> {
  const next = (before: Grant, draft: GrantDraft): Grant => ({ ...draft, id: before.id, version: before.version + 1, owner: before.owner });
  const requireLive = (revokedAt: Instant | null): void => {
    if (revokedAt !== null) throw new HubError('conflict', 'The grant was revoked.');
  };
  /** As it was, beginning now. A public event has its own dates and is not renewed like this. */
  const again = ({ who, what, when, why, mode, limits }: Grant, count: number, now: Instant): GrantDraft => {
    const from = Math.floor(now / minutes(1)) * minutes(1);
    return { who, what, why, mode, limits, when: { ...when, from, until: from + days(count) } };
  };
  async function put(grant: Grant, sentence: Awaited<ReturnType<typeof signed>>['sentence'], person: Parameters<HubServices['desk']['change']>[2]) {
    await hub.desk.change(grant, sentence, person);
    hub.events.emit('grant.changed', { owner: grant.owner, cameras: grant.what.cameras });
    return grantRow(hub, await hub.store.read.selectFrom('grant_version').selectAll().where('id', '=', grant.id).where('version', '=', grant.version).executeTakeFirstOrThrow());
  }

  return {
    'GET /api/grants/:id': async ({ by, params }) => grantRow(hub, (await newestGrant(hub, by, id<GrantId>(params.id))).row),
    'GET /api/grants/:id/draft': async ({ by, params }) => {
      const { grant } = await newestGrant(hub, by, id<GrantId>(params.id), keepers);
      return bodyOf(grant);
    },
    'POST /api/grants/:id/preview': async ({ by, params, body }) => {
      const { grant } = await newestGrant(hub, by, id<GrantId>(params.id), keepers);
      const owner = id<OwnerId>(body.owner);
      if (grant.owner !== owner) throw new HubError('not-found', 'It belongs to another owner.');
      await requireCameras(hub, by, owner, body.cameras, keepers);
      await requireGrantee(hub, body);
      const draft = draftOf(await resolved(hub, body), hub.clock.now(), hub.tz);
      return { sentence: sentenceOf(draft, await namesFor(hub.store, owner, draft), hub.tz), problems: problemsOf(draft, body), access: weeklyRow(draft.when.access), from: draft.when.from, until: draft.when.until, widens: isWidening(grant, next(grant, draft)) };
    },
    'PUT /api/grants/:id': async ({ by, params, body }) => {
      const { row, grant } = await newestGrant(hub, by, id<GrantId>(params.id), keepers);
      const owner = id<OwnerId>(body.owner);
      if (grant.owner !== owner) throw new HubError('not-found', 'It belongs to another owner.');
      requireLive(row.revoked_at);
      if (grant.version !== body.version) throw new HubError('conflict', 'The grant has changed since.');
      await requireCameras(hub, by, owner, body.cameras, keepers);
      await requireGrantee(hub, body);
      const { draft, sentence } = await signedDraft(hub, body, owner);
      const after = next(grant, draft);
      if (isWidening(grant, after)) {
        membershipOf(by, owner, ['owner']);
        requireFresh(by, hub.clock);
      }
      return put(after, sentence, by.person);
    },
    'POST /api/grants/:id/renewal': async ({ by, params, body }) => {
      const { row, grant } = await newestGrant(hub, by, id<GrantId>(params.id), ['owner', 'manager']);
      requireLive(row.revoked_at);
      const draft = again(grant, body.days, hub.clock.now());
      return { sentence: sentenceOf(draft, await namesFor(hub.store, grant.owner, draft), hub.tz), problems: problemsOf(draft), access: weeklyRow(draft.when.access), from: draft.when.from, until: draft.when.until, version: grant.version };
    },
    'POST /api/grants/:id/renew': async ({ by, params, body }) => {
      const { row, grant } = await newestGrant(hub, by, id<GrantId>(params.id), ['owner']);
      requireLive(row.revoked_at);
      if (grant.version !== body.version) throw new HubError('conflict', 'The grant has changed since.');
      await requireCameras(hub, by, grant.owner, grant.what.cameras, ['owner']);
      await requireGrantee(hub, { who: { ...(grant.who.unit === undefined ? {} : { unit: grant.who.unit }), ...(grant.who.person === undefined ? {} : { person: grant.who.person }) } });
      const [problem] = problemsOf(again(grant, body.days, hub.clock.now()));
      if (problem) throw new HubError('grant-invalid', problem.en);
      const { draft, sentence } = await signed(hub, grant.owner, body.sentence, (now) => again(grant, body.days, now));
      return put(next(grant, draft), sentence, by.person);
    },
  };
}
