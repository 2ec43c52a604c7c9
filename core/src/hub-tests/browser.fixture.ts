import { api, type Api, type ReplyOf, type RequestOf, type RouteKey } from '../api/index.ts';
import { ControlHand } from './control-hand.fixture.ts';
import { FactStream } from './fact-stream.fixture.ts';
import { LiveViewer, type HelloText } from './live-viewer.fixture.ts';

/** What a route was answered, whatever it was. */
export interface Answer {
  readonly status: number;
  /** Of the problem, when it is one. */
  readonly code: string | undefined;
  readonly text: string;
  readonly body: unknown;
  readonly headers: Headers;
}
export interface Given<K extends RouteKey> {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: RequestOf<Api[K]>['body'] | undefined;
}
export interface AnyCall {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
export interface RawRequest {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A person's browser: one cookie, one address, one language. */
export class Browser {
  readonly origin: string;
  /** Every token this browser was ever given. */
  readonly tokens: string[] = [];
  address: string;
  language: string | undefined;
  cookie = '';
  constructor(origin: string, address: string, language?: string) {
    this.origin = origin;
    this.address = address;
    this.language = language;
  }

  get headers(): Record<string, string> {
    return { 'origin': this.origin, 'x-forwarded-for': this.address, ...(this.language === undefined ? {} : { 'accept-language': this.language }), ...(this.cookie === '' ? {} : { cookie: this.cookie }) };
  }

  /** Sends what the table does not know. */
  async raw(method: string, path: string, { body, headers }: RawRequest = {}): Promise<Answer> {
    const response = await fetch(`${this.origin}${path}`, { method, headers: { ...this.headers, ...headers }, ...(body === undefined ? {} : { body }) });
    for (const cookie of response.headers.getSetCookie()) {
      this.cookie = cookie.split(';')[0] ?? '';
      this.tokens.push(this.cookie.slice(this.cookie.indexOf('=') + 1));
    }
    const isEndless = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    if (isEndless) await response.body?.cancel();
    const text = isEndless ? '' : await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    const answered = isJson && text !== '' ? JSON.parse(text) as unknown : undefined;
    const code = response.ok ? undefined : (answered as { readonly code?: string } | undefined)?.code;
    return { status: response.status, code, text, body: answered, headers: response.headers };
  }

  async send<K extends RouteKey>(key: K, given: Given<K> = {}): Promise<Answer> {
    return this.sendAny(key, given);
  }
  /** For lists of calls: the body's form is the caller's care. */
  async sendAny(key: RouteKey, { params = {}, query, body }: AnyCall): Promise<Answer> {
    const [method = '', path = ''] = key.split(' ');
    const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
    const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    return this.raw(method, path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? 'x')) + search, json);
  }

  /** What must be allowed. */
  async get<K extends RouteKey>(key: K, given: Given<K> = {}): Promise<ReplyOf<Api[K]>> {
    const answer = await this.send(key, given);
    if (answer.status >= 300) throw new Error(`${key} was answered ${answer.status} ${answer.text.slice(0, 300)}`);
    return answer.body as ReplyOf<Api[K]>;
  }

  async signIn(login: string, password: string): Promise<void> {
    await this.get('POST /api/session', { body: { login, password } });
  }
  live(hello: HelloText | undefined): LiveViewer {
    return new LiveViewer(this.origin, this.headers, hello);
  }
  control(hello: HelloText | undefined): ControlHand {
    return new ControlHand(this.origin, this.headers, hello);
  }
  facts(): FactStream {
    return new FactStream(this.origin, this.headers);
  }
}

export const routeKeys = Object.keys(api) as RouteKey[];
