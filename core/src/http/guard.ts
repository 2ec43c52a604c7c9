import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { KnownApp } from '../apps/known-app.ts';
import type { HubAppSignIn } from '../apps/hub-app-sign-in.ts';
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
    program: KnownApp | undefined;
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
export function refusalOf({ who, fresh }: RouteAccess, by: SignedIn | undefined, setUp: boolean, now: Instant, program?: KnownApp): HubErrorCode | undefined {
  if (who.includes('set-up')) return setUp ? 'already-set-up' : undefined;
  if (who.includes('anyone')) return undefined;
  if (!by) return program && who.includes('app') ? undefined : 'not-signed-in';
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
  /** SHA-256, hex, of the token that `metrics` routes take; absent: none. */
  readonly metricsToken?: string | null;
  /** Absent where no program is let in. */
  readonly apps?: Pick<HubAppSignIn, 'knownByDigest' | 'challenges'>;
}

/** The request's own origin as the browser sees it. */
export function ownOrigin(request: FastifyRequest): string {
  const own = originOf(request.protocol, request.host);
  if (own === undefined) throw new HubError('bad-request', 'The Host header is not a host.');
  return own;
}

/** Hangs the guard before every route, ahead of the reading of any body. */
export function guardRoutes(app: FastifyInstance, { sessions, people, clock, publicOrigin, metricsToken, apps }: GuardOptions): void {
  const declared = new Map<string, RouteAccess>();
  app.decorate('declaredRoutes', declared);
  app.decorateRequest('signedIn', undefined);
  app.decorateRequest('program', undefined);

  app.addHook('onRoute', ({ method, url, config }) => {
    const access = config?.access;
    if (!access || access.who.length === 0) throw new Error(`The route ${String(method)} ${url} does not declare who may call it.`);
    for (const one of [method].flat()) declared.set(`${one} ${url}`, access);
  });

  app.addHook('onRequest', async (request, reply) => {
    const access = request.routeOptions.config.access;
    if (request.is404 || !access) return;
    if (access.who.includes('metrics') && metricsToken && bearsToken(request.headers.authorization, metricsToken)) return;
    const { origin, 'sec-fetch-site': fetchSite } = request.headers;
    if (!comesFromOwnPages({ method: request.method, socket: request.ws, origin, fetchSite: single(fetchSite), own: ownOrigin(request), declared: publicOrigin })) {
      throw new HubError('wrong-origin', 'The request does not come from the hub\'s own pages.');
    }
    const token = sessionToken(request);
    request.signedIn = token === undefined ? undefined : await sessions.find(token);
    let isStale = false;
    if (apps && !request.signedIn && access.who.includes('app') && request.headers.authorization !== undefined) {
      const program = await apps.knownByDigest(request.headers.authorization, { method: request.method, target: request.raw.url ?? '', from: request.ip });
      isStale = program === 'stale';
      request.program = program === 'stale' ? undefined : program;
    }
    const refused = refusalOf(access, request.signedIn, access.who.includes('set-up') && (await people.any()), clock.now(), request.program);
    // A browser would ask its person for a password she does not have.
    if (apps && refused === 'not-signed-in' && access.who.includes('app') && fetchSite === undefined) void reply.header('www-authenticate', [...apps.challenges(isStale)]);
    if (refused) throw new HubError(refused, 'The guard refused the call.');
  });
}

/** `Bearer …` (RFC 6750 §2.1). Compared as hashes, in the same time whatever it is. */
function bearsToken(header: string | undefined, sha256: string): boolean {
  const token = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(header ?? '')?.[1];
  return token !== undefined && timingSafeEqual(createHash('sha256').update(token).digest(), Buffer.from(sha256, 'hex'));
}

const single = (header: string | string[] | undefined): string | undefined => (Array.isArray(header) ? header.join(',') : header);
