/** What an origin check reads of a request. */
export interface OriginFacts {
  readonly method: string;
  readonly socket: boolean;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  /** `https://hub.local`, of the request itself as the browser sees it. */
  readonly own: string;
  /** The declared public origin. */
  readonly declared: string | null;
}

/**
 * Whether a request that can change something, or opens a WebSocket, came from the hub's own pages.
 * A browser always names its origin on these (Fetch §3.1, RFC 6455 §10.2); a request that says nothing of where it comes from is refused.
 */
export function comesFromOwnPages({ method, socket, origin, fetchSite, own, declared }: OriginFacts): boolean {
  if (!socket && (method === 'GET' || method === 'HEAD')) return true;
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') return false;
  if (origin === undefined) return fetchSite === 'same-origin';
  return origin === own || origin === declared;
}

/** `http://host:port` without the port a browser leaves out; undefined when the Host header is not a host. */
export function originOf(protocol: string, host: string): string | undefined {
  if (!/^[\w.:[\]-]{1,255}$/.test(host)) return undefined;
  try {
    return new URL(`${protocol}://${host}`).origin;
  } catch {
    return undefined;
  }
}
