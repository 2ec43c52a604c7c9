import type { sharingRoutes } from '../../api/sharing.ts';
import { heldNow } from '../../consent/held-now.ts';
import { mayLift, requireMayLift, rolesIn } from '../../consent/veto.ts';
import { inWeekly } from '../../consent/weekly.ts';
import type { Grant, Restriction } from '../../domain/consent.ts';
import { id, type AskId, type CameraId, type GrantId, type OwnerId, type RestrictionId, type ViewingId } from '../../domain/ids.ts';
import type { MemberRole } from '../../domain/people.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import { grantRow, newestGrant, requireCameras, requireGrantee, signedDraft, weeklyRow, resolved } from '../grant-checks.ts';
import { draftOf, grantOf, namesFor, problemsOf, sentenceOf } from '../grant-of-draft.ts';
import type { HubServices } from '../hub-services.ts';
import { allowedWords } from '../../access/ask-sentence.ts';
import { askRows, watchingRows } from '../ledger-rows.ts';
import { keepers, membershipOf, ownCamera, ownersOf } from '../../people/roles.ts';

type SharingKeys = Exclude<keyof typeof sharingRoutes, `${string}/api/officer/${string}` | `${string}/api/ledger${string}`>;

export function sharingHandlers(hub: HubServices): Pick<Handlers<typeof sharingRoutes>, SharingKeys> {
  const wideners: readonly MemberRole[] = ['owner', 'manager'];

  return {
    'GET /api/grants': async ({ by }) => {
      const owners = ownersOf(by);
      if (owners.length === 0) return [];
      // Of each the newest version; those before it are in the log.
      return Promise.all((await hub.store.read.selectFrom('grant_version').selectAll().where('owner', 'in', owners)
        .where((grant) => grant.not(grant.exists(grant.selectFrom('grant_version as newer').select('newer.version').whereRef('newer.id', '=', 'grant_version.id').whereRef('newer.version', '>', 'grant_version.version'))))
        .orderBy('signed_at', 'desc').limit(200).execute()).map((row) => grantRow(hub, row)));
    },
    'POST /api/grants/preview': async ({ by, body }) => {
      const owner = id<OwnerId>(body.owner);
      await requireCameras(hub, by, owner, body.cameras, wideners);
      await requireGrantee(hub, body);
      const draft = draftOf(await resolved(hub, body), hub.clock.now(), hub.tz);
      const names = await namesFor(hub.store, owner, draft);
      return { sentence: sentenceOf(draft, names, hub.tz), problems: problemsOf(draft, body), access: weeklyRow(draft.when.access), from: draft.when.from, until: draft.when.until };
    },
    'POST /api/grants': async ({ by, body }) => {
      const owner = id<OwnerId>(body.owner);
      await requireCameras(hub, by, owner, body.cameras, ['owner']);
      await requireGrantee(hub, body);
      const { draft, sentence } = await signedDraft(hub, body, owner);
      const grant = grantOf(draft, owner);
      await hub.desk.give(grant, sentence, by.person);
      hub.events.emit('grant.changed', { owner, cameras: grant.what.cameras });
      return grantRow(hub, await hub.store.read.selectFrom('grant_version').selectAll().where('id', '=', grant.id).executeTakeFirstOrThrow());
    },
    'DELETE /api/grants/:id': async ({ by, params }) => {
      const grant = id<GrantId>(params.id);
      await newestGrant(hub, by, grant, keepers);
      const revokedAt = await hub.desk.revoke(grant, by.person);
      const row = await hub.store.read.selectFrom('grant_version').selectAll().where('id', '=', grant).orderBy('version', 'desc').executeTakeFirstOrThrow();
      hub.events.emit('grant.changed', { owner: row.owner, cameras: (JSON.parse(row.body) as Grant).what.cameras });
      return { revokedAt };
    },
    'GET /api/cameras/:id/sharing': async ({ by, params }) => {
      const camera = ownCamera(by, await hub.registry.find(id<CameraId>(params.id)));
      const now = hub.clock.now();
      const { grants, restrictions, emergencies } = await hub.records.stateFor(camera.id);
      const open = grants.filter((each) => heldNow(restrictions, each, camera.id, now) === undefined).filter(({ id: grant, when, mode }) => when.from <= now && now < when.until && (mode === 'ask' || inWeekly(when.access, now)) && (mode !== 'emergency' || emergencies.some((each) => each.grant === grant && each.from <= now && now < each.until)));
      const rows = open.length === 0 ? [] : await hub.store.read.selectFrom('grant_version').selectAll().where('id', 'in', open.map((grant) => grant.id)).where('revoked_at', 'is', null).execute();
      return Promise.all(rows.filter((row) => open.some((grant) => grant.id === row.id && grant.version === row.version)).map(async (row) => {
        const { to, actions, mode, until } = await grantRow(hub, row);
        return { to, actions: actions, effect: mode === 'ask' ? 'ask' as const : 'permit' as const, until, grant: row.id, summary: allowedWords(actions) };
      }));
    },
    'GET /api/watching': async ({ by }) => {
      const mine = new Set((await hub.registry.ofOwners(ownersOf(by))).map((camera) => camera.id));
      return watchingRows(hub.store, hub.gate.open().filter(({ ask, as }) => mine.has(ask.camera) && (as === 'officer' || ask.action === 'live')));
    },
    'DELETE /api/watching/:id': async ({ by, params }) => {
      const open = hub.gate.open().find(({ viewing }) => viewing === id<ViewingId>(params.id));
      ownCamera(by, open && await hub.registry.find(open.ask.camera), keepers);
      if (open) await hub.gate.end(open.permit, 'revoked');
    },
    'GET /api/pauses': async ({ by }) => {
      const owners = ownersOf(by);
      if (owners.length === 0) return [];
      const rows = await hub.store.read.selectFrom('restriction').leftJoin('person', 'person.id', 'restriction.created_by').select(['restriction.id', 'restriction.owner', 'restriction.body', 'restriction.created_at', 'restriction.created_by', 'person.name']).where('restriction.owner', 'in', owners).where('kind', '=', 'pause').where('lifted_at', 'is', null).execute();
      const roles = new Map(await Promise.all(owners.map(async (owner) => [owner, await rolesIn(hub.store, owner)] as const)));
      return rows.flatMap(({ id: pause, owner, body, created_at, created_by, name }) => {
        const held = owner === null ? undefined : roles.get(owner);
        return owner === null || !held ? [] : [{ id: pause, owner, camera: (JSON.parse(body) as Restriction).scope.cameras?.[0] ?? null, since: created_at, by: name ?? hub.hubName, mayLift: mayLift(by.person, held.get(by.person), created_by, created_by === null ? undefined : held.get(created_by)) }];
      });
    },
    'POST /api/pauses': async ({ by, body }) => {
      const owner = id<OwnerId>(body.owner);
      const { role } = membershipOf(by, owner, keepers);
      if (body.camera !== undefined && ownCamera(by, await hub.registry.find(id<CameraId>(body.camera))).owner !== owner) throw new HubError('not-found', 'The camera belongs to another owner.');
      const pause = await hub.desk.pause(owner, body.camera === undefined ? undefined : [id<CameraId>(body.camera)], by.person);
      hub.events.emit('grant.changed', { owner, cameras: pause.scope.cameras ?? [] });
      return { id: pause.id, owner, camera: body.camera ?? null, since: pause.from, by: by.name, mayLift: mayLift(by.person, role, by.person, role) };
    },
    'DELETE /api/pauses/:id': async ({ by, params }) => {
      const pause = id<RestrictionId>(params.id);
      const owner = await requireMayLift(hub.store, pause, by.person);
      await hub.desk.lift(pause, owner, by.person);
      hub.events.emit('grant.changed', { owner, cameras: [] });
    },
    'GET /api/asks': async ({ by }) => askRows(hub.store, await hub.asks.ofOwners(ownersOf(by, keepers)), hub.tz),
    'POST /api/asks/:id/approve': async ({ by, params, body }) => oneAsk(hub, await hub.asks.decide(id<AskId>(params.id), ownersOf(by, keepers), by.person, 'approved', body, body?.regions)),
    'POST /api/asks/:id/decline': async ({ by, params }) => oneAsk(hub, await hub.asks.decide(id<AskId>(params.id), ownersOf(by, keepers), by.person, 'declined')),
  };
}

async function oneAsk(hub: HubServices, ask: Parameters<typeof askRows>[1][number]) {
  const [row] = await askRows(hub.store, [ask], hub.tz);
  if (!row) throw new HubError('internal', 'The ask is not there.');
  return row;
}
