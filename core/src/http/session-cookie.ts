import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { days } from '../domain/time.ts';

/** A browser keeps `__Host-` cookies only from HTTPS, for this host and the whole site (RFC 6265bis §4.1.3.2): no neighbour on the domain can plant one. */
const nameFor = (request: FastifyRequest): string => (request.protocol === 'https' ? '__Host-matpho' : 'matpho');
const common = { path: '/', httpOnly: true, sameSite: 'lax' } as const;

export function sessionToken(request: FastifyRequest): string | undefined {
  return request.cookies[nameFor(request)];
}
/** Sets and clears the session of one reply. */
export interface SessionCookie {
  set(token: string): void;
  clear(): void;
}
export function sessionCookie(request: FastifyRequest, reply: FastifyReply): SessionCookie {
  const secure = request.protocol === 'https';
  return {
    set: (token) => void reply.setCookie(nameFor(request), token, { ...common, secure, maxAge: days(90) / 1000 }),
    clear: () => void reply.clearCookie(nameFor(request), { ...common, secure }),
  };
}
