import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from '../api/route.ts';
import { minutes, type Instant, type Milliseconds } from '../domain/time.ts';
import type { KnownPerson, SignedIn } from '../people/signed-in.ts';
import { HubError, type HubErrorCode } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import { comesFromOwnPages, originOf } from './origin.ts';
import { sessionToken } from './session-cookie.ts';

/** How long a proof of who she is counts for widening. */
export const proofLasts: Milliseconds = minutes(10);

/** Who may call a route: declared with the route, or the hub does not start. */
export interface RouteAccess {
  readonly who: readonly Caller[];
  readonly fresh?: true;
}
declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess;
  }
  interface FastifyRequest {
    signedIn: SignedIn | undefined;
  }
  interface FastifyInstance {
    /** `METHOD /path` of every route there is, with who may call it. */
    declaredRoutes: Map<string, RouteAccess>;
  }
}

/** The callers a person counts as, anywhere. Which camera or unit it is about, the handler asks. */
export function callersOf(known: KnownPerson): ReadonlySet<Caller> {
  const callers = new Set<Caller>(['person']);
  for (const { role } of known.memberships) callers.add(role);
  // A people's committee sees numbers, never video, and so is neither officer nor leader (PROGRAMME F6).
  for (const { role, unitKind } of known.offices) callers.add(unitKind === 'peoples_committee' ? 'oversight' : role === 'unit_leader' ? 'leader' : 'officer');
  if (known.operator) callers.add('operator');
  return callers;
}

/** Why a caller is refused; undefined when she may call. Pure. */
export function refusalOf({ who, fresh }: RouteAccess, by: SignedIn | undefined, setUp: boolean, now: Instant): HubErrorCode | undefined {
  if (who.includes('set-up')) return setUp ? 'already-set-up' : undefined;
  if (who.includes('anyone')) return undefined;
  if (!by) return 'not-signed-in';
  const held = callersOf(by);
  if (!who.some((caller) => held.has(caller))) return 'not-allowed';
  // A proof in the future is a clock that was set back: it proves nothing.
  const age = now - by.provedAt;
  return fresh && (age < 0 || age >= proofLasts) ? 'fresh-sign-in' : undefined;
}

export interface GuardOptions {
  readonly sessions: { find(token: string): Promise<SignedIn | undefined> };
  readonly people: { any(): Promise<boolean> };
  readonly clock: Clock;
  readonly publicOrigin: string | null;
}

/** The request's own origin as the browser sees it. */
export function ownOrigin(request: FastifyRequest): string {
  const own = originOf(request.protocol, request.host);
  if (own === undefined) throw new HubError('bad-request', 'The Host header is not a host.');
  return own;
}

/** Hangs the guard before every route, ahead of the reading of any body. */
export function guardRoutes(app: FastifyInstance, { sessions, people, clock, publicOrigin }: GuardOptions): void {
  const declared = new Map<string, RouteAccess>();
  app.decorate('declaredRoutes', declared);
  app.decorateRequest('signedIn', undefined);

  app.addHook('onRoute', ({ method, url, config }) => {
    const access = config?.access;
    if (!access || access.who.length === 0) throw new Error(`The route ${String(method)} ${url} does not declare who may call it.`);
    for (const one of [method].flat()) declared.set(`${one} ${url}`, access);
  });

  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access;
    if (request.is404 || !access) return;
    const { origin, 'sec-fetch-site': fetchSite } = request.headers;
    if (!comesFromOwnPages({ method: request.method, socket: request.ws, origin, fetchSite: single(fetchSite), own: ownOrigin(request), declared: publicOrigin })) {
      throw new HubError('wrong-origin', 'The request does not come from the hub\'s own pages.');
    }
    const token = sessionToken(request);
    request.signedIn = token === undefined ? undefined : await sessions.find(token);
    const refused = refusalOf(access, request.signedIn, access.who.includes('set-up') && (await people.any()), clock.now());
    if (refused) throw new HubError(refused, 'The guard refused the call.');
  });
}

const single = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header.join(',') : header);
