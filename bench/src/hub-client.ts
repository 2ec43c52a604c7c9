import type { Api, ReplyOf, RequestOf, RouteKey } from '@matpho/core/api';

type Shape<K extends RouteKey> = RequestOf<Api[K]>;
type Parts<K extends RouteKey> = { readonly [P in keyof Shape<K> as [Shape<K>[P]] extends [undefined] ? never : P]: Shape<K>[P] };
type Arguments<K extends RouteKey> = keyof Parts<K> extends never ? [] : [request: Parts<K>];

/** The hub said no. `code` is its word for it. */
export class HubRefusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** One browser's session without the browser. */
export class HubClient {
  readonly origin: string;
  #cookie: string;

  /** @param cookie of a session that is open already, `matpho=…` */
  constructor(origin: string, cookie = '') {
    this.origin = origin;
    this.#cookie = cookie;
  }
  get cookie(): string {
    return this.#cookie;
  }

  /** The same session at a hub that was started again elsewhere. */
  at(origin: string): HubClient {
    return new HubClient(origin, this.#cookie);
  }

  /** @throws HubRefusal */
  async call<K extends RouteKey>(key: K, ...[request]: Arguments<K>): Promise<ReplyOf<Api[K]>> {
    const { params, body }: { readonly params?: unknown; readonly body?: unknown } = request ?? {};
    const values = new Map(Object.entries(params ?? {}));
    const [method = '', path = ''] = key.split(' ');
    const response = await fetch(new URL(path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values.get(name)))), this.origin), {
      method, headers: { origin: this.origin, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(this.#cookie === '' ? {} : { cookie: this.#cookie }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }), signal: AbortSignal.timeout(60_000),
    });
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) this.#cookie = set.slice(0, set.indexOf(';'));
    const text = await response.text();
    const answer: unknown = response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : undefined;
    if (!response.ok) {
      const { code = String(response.status), message = '' } = (answer ?? {}) as { readonly code?: string; readonly message?: string };
      throw new HubRefusal(code, `${key}: ${code} ${message}`);
    }
    return answer as ReplyOf<Api[K]>;
  }
}
