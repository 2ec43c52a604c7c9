import type { rightsRoutes } from '../../api/rights.ts';
import { anyCase, type Holder } from '../../consent/rights-holders.ts';
import { allMissing } from '../../consent/rights-why.ts';
import { missingWords } from '../../consent/reason-words.ts';
import { decide } from '../../consent/decide.ts';
import type { Ask, ConsentState, Grant, Restriction } from '../../domain/consent.ts';
import { id, type CameraId, type GrantId, type OwnerId, type PersonId, type RestrictionId, type UnitId } from '../../domain/ids.ts';
import type { Text } from '../../domain/people.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import { newestGrant, requireCameras, requireGrantee, resolved } from '../grant-checks.ts';
import { draftOf, grantOf, namesFor, sentenceOf } from '../grant-of-draft.ts';
import type { HubServices } from '../hub-services.ts';
import { cameraRights, compared, rightsNames } from '../rights-rows.ts';
import { keepers, membershipOf, ownCamera, ownersOf } from '../../people/roles.ts';
import { grantVersionHandlers } from './grant-version-routes.ts';
import { mergeHandlers } from './merge-routes.ts';
import { privacyHandlers } from './privacy-routes.ts';

const mostCameras = 64;
type Call<K extends keyof typeof rightsRoutes> = Parameters<Handlers<typeof rightsRoutes>[K]>[0];

export function rightsHandlers(hub: HubServices): Handlers<typeof rightsRoutes> {
  return {
    ...grantVersionHandlers(hub), ...privacyHandlers(hub), ...mergeHandlers(hub),
    'GET /api/rights': async ({ by }) => cameraRights(hub, (await hub.registry.ofOwners(ownersOf(by))).toSorted((a, b) => a.name.localeCompare(b.name, 'vi')).slice(0, mostCameras)),
    'GET /api/cameras/:id/rights': async ({ by, params }) => {
      const [row] = await cameraRights(hub, [ownCamera(by, await hub.registry.find(id<CameraId>(params.id)))]);
      if (!row) throw new HubError('not-found', 'There is no such camera.');
      return row;
    },
    'GET /api/cameras/:id/why': async (call) => why(hub, call),
    'POST /api/rights/what-if': async ({ by, body }) => {
      switch (body.kind) {
        case 'give': return whatIfGiven(hub, by, body);
        case 'revoke': {
          const { grant } = await newestGrant(hub, by, id<GrantId>(body.grant), keepers);
          return compared(hub, await named(hub, grant.what.cameras), (state) => ({ ...state, grants: state.grants.filter((each) => each.id !== grant.id) }), [], new Map());
        }
        case 'pause': return whatIfBlocked(hub, by, body.owner, body.camera === undefined ? undefined : [body.camera], { kind: 'pause' });
        case 'privacy': return whatIfBlocked(hub, by, body.owner, body.cameras, { kind: 'privacy_hours', hours: body.hours });
      }
    },
  };
}

/** Cameras that still stand. */
async function named(hub: HubServices, cameras: readonly CameraId[]): Promise<readonly { readonly id: CameraId; readonly name: string }[]> {
  const found = await Promise.all(cameras.slice(0, mostCameras).map((camera) => hub.registry.find(camera)));
  return found.flatMap((camera) => (camera ? [{ id: camera.id, name: camera.name }] : []));
}

async function whatIfGiven(hub: HubServices, by: SignedIn, { draft: body, replaces }: Extract<Call<'POST /api/rights/what-if'>['body'], { readonly kind: 'give' }>) {
  const owner = id<OwnerId>(body.owner);
  await requireCameras(hub, by, owner, body.cameras, keepers);
  await requireGrantee(hub, body);
  const replaced = replaces === undefined ? undefined : (await newestGrant(hub, by, id<GrantId>(replaces), keepers)).grant;
  if (replaced && replaced.owner !== owner) throw new HubError('not-found', 'It belongs to another owner.');
  const draft = draftOf(await resolved(hub, body), hub.clock.now(), hub.tz);
  const grant: Grant = replaced ? { ...draft, id: replaced.id, version: replaced.version + 1, owner } : grantOf(draft, owner);
  const sentence = sentenceOf(draft, await namesFor(hub.store, owner, draft), hub.tz);
  const cameras = await named(hub, [...new Set([...grant.what.cameras, ...replaced?.what.cameras ?? []])]);
  const said = new Map<GrantId, Text>([[grant.id, sentence]]);
  return compared(hub, cameras, (state) => ({ ...state, grants: [...state.grants.filter((each) => each.id !== grant.id), ...(grant.what.cameras.includes(state.camera) ? [grant] : [])] }), [grant], said);
}

async function whatIfBlocked(hub: HubServices, by: SignedIn, whose: string, cameras: readonly string[] | undefined, kind: Pick<Restriction, 'kind' | 'hours'>) {
  const owner = id<OwnerId>(whose);
  membershipOf(by, owner, keepers);
  for (const camera of cameras ?? []) if (ownCamera(by, await hub.registry.find(id<CameraId>(camera))).owner !== owner) throw new HubError('not-found', 'The camera belongs to another owner.');
  const ids = cameras?.map((camera) => id<CameraId>(camera)) ?? (await hub.registry.ofOwners([owner])).map((camera) => camera.id);
  const restriction: Restriction = { ...kind, id: id<RestrictionId>('what-if'), scope: { owner, cameras: ids }, from: 0, until: 8.64e15 };
  return compared(hub, await named(hub, ids), (state) => ({ ...state, restrictions: [...state.restrictions, restriction] }), [], new Map());
}

/** One question put to the engine, and of every grant that could have answered it, all that is wanting. */
async function why(hub: HubServices, { by, params, query }: Call<'GET /api/cameras/:id/why'>) {
  const camera = ownCamera(by, await hub.registry.find(id<CameraId>(params.id)));
  const now = query.at ?? hub.clock.now();
  const state = await hub.records.stateFor(camera.id);
  const unit = id<UnitId>(query.unit);
  const holder: Holder = { key: 'asked', unit, asker: { person: id<PersonId>(query.person ?? '*'), units: [unit], roles: query.role === undefined ? [] : [query.role], certs: [] } };
  const recorded = query.action === 'playback' || query.action === 'clip';
  if (recorded && (query.from === undefined || query.to === undefined)) throw new HubError('bad-request', 'Recorded footage is asked for by its interval.');
  const withCase = query.withCase === '1';
  const ask: Ask = {
    who: holder.asker, camera: camera.id, action: query.action, purpose: query.purpose, ...(withCase && { caseNo: anyCase }), ...(recorded && query.from !== undefined && query.to !== undefined && { footage: [query.from, query.to] as const }),
    rendition: { maxHeight: query.maxHeight ?? 360, maxFps: 1, audio: false, masks: new Set(state.restrictions.flatMap(({ cap }) => cap?.mask ?? []).concat(state.grants.flatMap(({ what }) => what.masks))) },
  };
  const opened: ConsentState = withCase ? { ...state, cases: [...state.cases, { caseNo: anyCase, unit, from: 0, until: 8.64e15 }] } : state;
  const answer = decide(opened, ask, now);
  const { sentences } = await rightsNames(hub, state.grants);
  const means = ({ who }: Grant): boolean => (who.unit === undefined || who.unit === unit) && (who.person === undefined || who.person === holder.asker.person) && (who.role === undefined || holder.asker.roles.includes(who.role)) && who.cert === undefined;
  return {
    effect: answer.effect === 'deny' ? 'no' as const : answer.effect, grant: answer.grant ?? null, until: answer.holdsUntil > 8e15 ? null : answer.holdsUntil,
    grants: state.grants.filter(means).slice(0, 100).map((grant) => {
      const missing = allMissing(opened, grant, ask, now);
      return { grant: grant.id, sentence: sentences.get(grant.id) ?? { vi: '', en: '' }, covers: missing.length === 0, missing: missing.map((each) => ({ code: each.code, text: missingWords(each) })) };
    }),
  };
}
