import type { GrantRow, sharingRoutes } from '../../api/sharing.ts';
import { inWeekly } from '../../consent/weekly.ts';
import type { Grant, Restriction } from '../../domain/consent.ts';
import { id, type AskId, type CameraId, type GrantId, type OwnerId, type PersonId, type RestrictionId, type UnitId, type ViewingId } from '../../domain/ids.ts';
import type { MemberRole } from '../../domain/people.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import { HubError } from '../../sdk/errors.ts';
import type { GrantVersionTable } from '../../store/schema.ts';
import type { Handlers } from '../call.ts';
import { isPaused } from '../camera-rows.ts';
import { draftOf, grantOf, namesFor, problemsOf, sentenceOf } from '../grant-of-draft.ts';
import type { HubServices } from '../hub-services.ts';
import { allowedWords } from '../../access/ask-sentence.ts';
import { askRows, watchingRows } from '../ledger-rows.ts';
import { keepers, membershipOf, ownCamera, ownersOf } from '../roles.ts';

type SharingKeys = Exclude<keyof typeof sharingRoutes, `${string}/api/officer/${string}` | `${string}/api/ledger${string}`>;

export function sharingHandlers(hub: HubServices): Pick<Handlers<typeof sharingRoutes>, SharingKeys> {
  const wideners: readonly MemberRole[] = ['owner', 'manager'];

  /** Every camera must be hers, and confirmed: a picture nobody vouched for is not shared. */
  async function requireCameras(by: SignedIn, owner: OwnerId, cameras: readonly string[], roles: readonly MemberRole[]): Promise<void> {
    membershipOf(by, owner, roles);
    for (const camera of cameras) {
      const found = ownCamera(by, await hub.registry.find(id<CameraId>(camera)));
      if (found.owner !== owner) throw new HubError('not-found', 'The camera belongs to another owner.');
      if (found.confirmedAt === undefined) throw new HubError('camera-unconfirmed', 'The owner has not confirmed the picture.');
    }
  }
  /** A unit that may see video, or an officer of one. */
  async function requireGrantee({ unit, person }: { readonly unit?: string | undefined; readonly person?: string | undefined }): Promise<void> {
    if (unit !== undefined) {
      const row = await hub.store.read.selectFrom('unit').select('kind').where('id', '=', id<UnitId>(unit)).executeTakeFirst();
      // The programme's office sees numbers, never video.
      if (!row || row.kind === 'peoples_committee') throw new HubError('grant-invalid', 'Video can only be shared with a unit that may see it.');
    }
    if (person === undefined) return;
    const offices = await hub.store.read.selectFrom('officer').innerJoin('unit', 'unit.id', 'officer.unit').select('officer.unit').where('officer.person', '=', id<PersonId>(person)).where('officer.ended_at', 'is', null).where('unit.kind', '!=', 'peoples_committee').execute();
    if (!offices.some((office) => unit === undefined || office.unit === unit)) throw new HubError('grant-invalid', 'The person serves in no unit that may see video.');
  }

  async function grantRow({ body, ...row }: GrantVersionTable): Promise<GrantRow> {
    const grant = JSON.parse(body) as Grant;
    const now = hub.clock.now();
    const [cameras, unit, person, signer] = await Promise.all([
      hub.store.read.selectFrom('camera').select(['id', 'name']).where('id', 'in', grant.what.cameras).execute(),
      grant.who.unit === undefined ? undefined : hub.store.read.selectFrom('unit').select('name').where('id', '=', grant.who.unit).executeTakeFirst(),
      grant.who.person === undefined ? undefined : hub.store.read.selectFrom('person').select('name').where('id', '=', grant.who.person).executeTakeFirst(),
      hub.store.read.selectFrom('person').select('name').where('id', '=', row.signed_by).executeTakeFirst(),
    ]);
    return {
      id: row.id, version: row.version, owner: row.owner, cameras, to: [person?.name, unit?.name].filter((name) => name !== undefined).join(', '), mode: grant.mode, actions: [...grant.what.actions], purposes: [...grant.why.purposes],
      from: grant.when.from, until: grant.when.until, access: grant.when.access ? { tz: grant.when.access.tz, windows: grant.when.access.windows.map((window) => ({ ...window, days: [...window.days] })) } : null,
      sentence: { vi: row.sentence_vi, en: row.sentence_en }, signedBy: signer?.name ?? '', signedAt: row.signed_at, revokedAt: row.revoked_at,
      open: row.revoked_at === null && grant.when.from <= now && now < grant.when.until && inWeekly(grant.when.access, now),
    };
  }
  async function ownedGrant(by: SignedIn, grant: GrantId, roles: readonly MemberRole[]): Promise<void> {
    const row = await hub.store.read.selectFrom('grant_version').select('owner').where('id', '=', grant).executeTakeFirst();
    if (!row) throw new HubError('not-found', 'There is no such grant.');
    membershipOf(by, row.owner, roles);
  }

  return {
    'GET /api/grants': async ({ by }) => {
      const owners = ownersOf(by);
      if (owners.length === 0) return [];
      return Promise.all((await hub.store.read.selectFrom('grant_version').selectAll().where('owner', 'in', owners).orderBy('signed_at', 'desc').limit(200).execute()).map(grantRow));
    },
    'POST /api/grants/preview': async ({ by, body }) => {
      const owner = id<OwnerId>(body.owner);
      await requireCameras(by, owner, body.cameras, wideners);
      await requireGrantee(body.who);
      const draft = draftOf(body, hub.clock.now(), hub.tz);
      const names = await namesFor(hub.store, owner, draft);
      const access = draft.when.access;
      return { sentence: sentenceOf(draft, names, hub.tz), problems: problemsOf(draft), access: access ? { tz: access.tz, windows: access.windows.map((window) => ({ ...window, days: [...window.days] })) } : null, from: draft.when.from, until: draft.when.until };
    },
    'POST /api/grants': async ({ by, body }) => {
      const owner = id<OwnerId>(body.owner);
      await requireCameras(by, owner, body.cameras, ['owner']);
      await requireGrantee(body.who);
      const { grant, sentence } = await signedDraft(hub, body, owner);
      await hub.desk.give(grant, sentence, by.person);
      hub.events.emit('grant.changed', { owner, cameras: grant.what.cameras });
      return grantRow(await hub.store.read.selectFrom('grant_version').selectAll().where('id', '=', grant.id).executeTakeFirstOrThrow());
    },
    'DELETE /api/grants/:id': async ({ by, params }) => {
      const grant = id<GrantId>(params.id);
      await ownedGrant(by, grant, keepers);
      const revokedAt = await hub.desk.revoke(grant, by.person);
      const row = await hub.store.read.selectFrom('grant_version').selectAll().where('id', '=', grant).executeTakeFirstOrThrow();
      hub.events.emit('grant.changed', { owner: row.owner, cameras: (JSON.parse(row.body) as Grant).what.cameras });
      return { revokedAt };
    },
    'GET /api/cameras/:id/sharing': async ({ by, params }) => {
      const camera = ownCamera(by, await hub.registry.find(id<CameraId>(params.id)));
      const now = hub.clock.now();
      const { grants, restrictions } = await hub.records.stateFor(camera.id);
      if (isPaused(restrictions, camera, now)) return [];
      const open = grants.filter(({ when, mode }) => when.from <= now && now < when.until && (mode === 'ask' || inWeekly(when.access, now)));
      const rows = open.length === 0 ? [] : await hub.store.read.selectFrom('grant_version').selectAll().where('id', 'in', open.map((grant) => grant.id)).where('revoked_at', 'is', null).execute();
      return Promise.all(rows.map(async (row) => {
        const { to, actions, mode, until } = await grantRow(row);
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
      const rows = await hub.store.read.selectFrom('restriction').leftJoin('person', 'person.id', 'restriction.created_by').select(['restriction.id', 'restriction.owner', 'restriction.body', 'restriction.created_at', 'person.name']).where('restriction.owner', 'in', owners).where('kind', '=', 'pause').where('lifted_at', 'is', null).execute();
      return rows.flatMap(({ id: pause, owner, body, created_at, name }) => (owner === null ? [] : [{ id: pause, owner, camera: (JSON.parse(body) as Restriction).scope.cameras?.[0] ?? null, since: created_at, by: name ?? '' }]));
    },
    'POST /api/pauses': async ({ by, body }) => {
      const owner = id<OwnerId>(body.owner);
      membershipOf(by, owner, keepers);
      if (body.camera !== undefined && ownCamera(by, await hub.registry.find(id<CameraId>(body.camera))).owner !== owner) throw new HubError('not-found', 'The camera belongs to another owner.');
      const pause = await hub.desk.pause(owner, body.camera === undefined ? undefined : [id<CameraId>(body.camera)], by.person);
      hub.events.emit('grant.changed', { owner, cameras: pause.scope.cameras ?? [] });
      return { id: pause.id, owner, camera: body.camera ?? null, since: pause.from, by: by.name };
    },
    'DELETE /api/pauses/:id': async ({ by, params }) => {
      const row = await hub.store.read.selectFrom('restriction').select('owner').where('id', '=', id<RestrictionId>(params.id)).executeTakeFirst();
      if (!row?.owner) throw new HubError('not-found', 'There is no such pause.');
      membershipOf(by, row.owner, ['owner']);
      await hub.desk.lift(id<RestrictionId>(params.id), row.owner, by.person);
      hub.events.emit('grant.changed', { owner: row.owner, cameras: [] });
    },
    'GET /api/asks': async ({ by }) => askRows(hub.store, await hub.asks.ofOwners(ownersOf(by, keepers)), hub.tz),
    'POST /api/asks/:id/approve': async ({ by, params }) => oneAsk(hub, await hub.asks.decide(id<AskId>(params.id), ownersOf(by, keepers), by.person, 'approved')),
    'POST /api/asks/:id/decline': async ({ by, params }) => oneAsk(hub, await hub.asks.decide(id<AskId>(params.id), ownersOf(by, keepers), by.person, 'declined')),
  };
}

/** What she signs must be what the hub would write this minute or the minute she read it in. @throws HubError `grant-invalid`, `conflict` */
async function signedDraft(hub: HubServices, body: Parameters<typeof draftOf>[0] & { readonly sentence: string }, owner: OwnerId) {
  const now = hub.clock.now();
  for (let minutesAgo = 0; minutesAgo <= 30; minutesAgo += 1) {
    const draft = draftOf(body, now - minutesAgo * 60_000, hub.tz);
    const [problem] = problemsOf(draft);
    if (problem) throw new HubError('grant-invalid', problem.en);
    const sentence = sentenceOf(draft, await namesFor(hub.store, owner, draft), hub.tz);
    if (sentence.vi === body.sentence || sentence.en === body.sentence) return { grant: grantOf(draft, owner), sentence };
  }
  throw new HubError('conflict', 'The sentence is not the one the hub would write for these choices.');
}

async function oneAsk(hub: HubServices, ask: Parameters<typeof askRows>[1][number]) {
  const [row] = await askRows(hub.store, [ask], hub.tz);
  if (!row) throw new HubError('internal', 'The ask is not there.');
  return row;
}
