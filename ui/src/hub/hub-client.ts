import type { Api, ReplyOf, RequestOf, RouteKey } from '@matpho/core/api';
import { HubProblem, isAbort, readProblem } from './hub-problem.ts';

type Shape<K extends RouteKey> = RequestOf<Api[K]>;
/** Only the parts that this route takes: asking for more, or leaving one out, does not compile. */
type Parts<K extends RouteKey> = { readonly [P in keyof Shape<K> as [Shape<K>[P]] extends [undefined] ? never : P]: Shape<K>[P] };
type Common = { readonly signal?: AbortSignal };
type Arguments<K extends RouteKey> = keyof Parts<K> extends never ? [request?: Common] : [request: Parts<K> & Common];
export type Reply<K extends RouteKey> = ReplyOf<Api[K]>;
/** Routes that answer with JSON or nothing. */
export type JsonRoute = { [K in RouteKey]: Api[K] extends { readonly sends: string } ? never : K }[RouteKey];
/** Routes for an `img`, a link, an EventSource. */
export type SentRoute = Exclude<RouteKey, JsonRoute>;
export type Heard = 'answer' | 'silence' | 'signed-out';
type Loose = { readonly params?: unknown; readonly query?: unknown; readonly body?: unknown; readonly signal?: AbortSignal };

const answerLimit = 30_000;

/** The path of a route with its params and query filled in, without the method. */
export function pathOf(key: string, request: Loose = {}): string {
  const params = new Map(Object.entries(request.params ?? {}));
  const path = key.slice(key.indexOf(' ') + 1).replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params.get(name))));
  const query = new URLSearchParams(Object.entries(request.query ?? {}).filter(([, value]) => value !== undefined && value !== null).map(([name, value]) => [name, String(value)]));
  return query.size > 0 ? `${path}?${query}` : path;
}

/** Everything the page asks of its hub. Paths, bodies and replies are typed by the hub's own route table. */
export class HubClient {
  private readonly send: typeof fetch;
  private readonly language: () => string;
  private readonly heard: (what: Heard) => void;

  /** `heard` is told the outcome of every call: the offline bar and the way back to sign-in follow it. */
  constructor(send: typeof fetch, language: () => string, heard: (what: Heard) => void) {
    this.send = send;
    this.language = language;
    this.heard = heard;
  }

  /** Throws `HubProblem`, or an AbortError when `signal` aborted. `offline` is the code when no answer came. */
  async call<K extends JsonRoute>(key: K, ...[request]: Arguments<K>): Promise<Reply<K>> {
    const response = await this.answered(key, request ?? {}, 'application/json');
    const text = await response.text().catch(() => '');
    this.heard('answer');
    return readJson(text) as Reply<K>;
  }
  /** What a route sends that is no JSON, such as a still that has to be asked for with a body. Throws as `call`. */
  async fetched<K extends SentRoute>(key: K, ...[request]: Arguments<K>): Promise<Blob> {
    const response = await this.answered(key, request ?? {}, '*/*');
    const blob = await response.blob().catch((cause: unknown) => {
      this.heard('silence');
      throw new HubProblem('offline', '', { cause });
    });
    this.heard('answer');
    return blob;
  }

  private async answered(key: RouteKey, given: Loose, accept: string): Promise<Response> {
    const patience = AbortSignal.timeout(answerLimit);
    let response: Response;
    try {
      response = await this.send(pathOf(key, given), {
        method: key.slice(0, key.indexOf(' ')), credentials: 'same-origin', cache: 'no-store', redirect: 'error',
        headers: { accept, 'accept-language': this.language(), ...(given.body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
        signal: given.signal ? AbortSignal.any([given.signal, patience]) : patience,
      });
    } catch (cause) {
      if (given.signal?.aborted && isAbort(cause)) throw cause;
      this.heard('silence');
      throw new HubProblem('offline', '', { cause });
    }
    if (response.ok) return response;
    const problem = readProblem(response.status, readJson(await response.text().catch(() => '')));
    this.heard(problem.code === 'hub-away' ? 'silence' : problem.code === 'not-signed-in' ? 'signed-out' : 'answer');
    throw problem;
  }

  /** A same-origin address for an `img`, a download or an EventSource. */
  url<K extends SentRoute>(key: K, ...[request]: Arguments<K>): string {
    return pathOf(key, request ?? {});
  }
}

function readJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
