/** What a link brought along: a one-time secret that stays in memory only. */
export interface Arrival {
  readonly setUp?: string;
  readonly invite?: string;
}

/** Reads `#setup=CODE` or `#invite=TOKEN`. A fragment never reaches a server or its log (RFC 3986 §3.5). */
export function readArrival(hash: string): Arrival {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const setUp = given.get('setup');
  const invite = given.get('invite');
  return { ...(setUp ? { setUp: setUp.slice(0, 64) } : {}), ...(invite ? { invite: invite.slice(0, 128) } : {}) };
}
