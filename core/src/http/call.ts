import type { ParsedOf, ReplyOf, RouteShape, RouteTable } from '../api/route.ts';
import type { KnownApp } from '../apps/known-app.ts';
import type { Language } from '../domain/people.ts';
import type { SignedIn } from '../people/signed-in.ts';
import type { SdpAnswer, Stay } from './sdp-exchange.ts';
import type { SessionCookie } from './session-cookie.ts';

/** A WebSocket as a handler sees it. Text comes in, and where a handler listens for it sound; text and media go out. */
export interface Socket {
  send(message: string | Uint8Array): void;
  /** Bytes handed over and not yet sent: what a slow viewer is measured by. */
  readonly bufferedAmount: number;
  /** Text messages, at most 16 KiB. Those that come before the first listener are not lost. */
  onText(react: (text: string) => void): void;
  /** Binary messages, at most 16 KiB, valid during the call only. Without a listener they end the connection. */
  onBytes(react: (bytes: Uint8Array) => void): void;
  /** Lets the connection go at once, with all that was handed over and is not sent yet. */
  drop(): void;
  /** Closes with a WebSocket code, 1000 when absent. */
  close(code?: number, reason?: string): void;
}
/** A `text/event-stream` reply. */
export interface EventSink {
  send(id: string, data: unknown): void;
  /** Keeps the connection and its proxies awake. */
  beat(): void;
  /** What the browser saw last, `Last-Event-ID`. */
  readonly lastId: string | undefined;
}
/** A file that is saved, not shown. `read` opens bytes [from, to). */
export interface FileAnswer {
  readonly name: string;
  readonly type: string;
  /** Undefined where it is written as it is sent: then it comes whole, and `read` is asked for all of it. */
  readonly bytes: number | undefined;
  /** Came from outside: should a browser show it all the same, it may do nothing (CSP `sandbox`). */
  readonly isStrange?: true;
  read(from: number, to: number): AsyncIterable<Uint8Array>;
}
/** A paper or an archive that is saved. Its parts go out as they are made. */
export interface DocumentAnswer {
  readonly name: string;
  readonly type: string;
  readonly parts: Uint8Array | AsyncIterable<Uint8Array>;
}
/** A playlist, or a piece of a live picture. */
export interface MediaAnswer {
  readonly type: string;
  readonly bytes: string | readonly Uint8Array[];
  /** What is not on its way by then is not sent: the connection is cut. */
  readonly until?: AbortSignal;
}
/** A `multipart/x-mixed-replace` reply. The first picture begins it. */
export interface PictureSink {
  send(jpeg: Uint8Array): void;
  /** Bytes handed over and not yet sent. */
  readonly bufferedAmount: number;
}
export interface TextAnswer {
  readonly type: string;
  readonly text: string;
}

interface CallBasics {
  readonly language: Language;
  /** The public origin, or the one this request came to: `https://hub.local:8443`. */
  readonly origin: string;
  /** Of the client, as far as trusted proxies tell. */
  readonly address: string;
  readonly userAgent: string;
  /** The program that calls, where the route lets programs in and nobody is signed in. */
  readonly program: KnownApp | undefined;
  /** Came over HTTPS. */
  readonly secure: boolean;
  readonly cookie: SessionCookie;
  /** Aborts when the client goes away; for sockets and events also when the session ends. */
  readonly signal: AbortSignal;
}
type MaybeNobody = 'anyone' | 'set-up' | 'app';
type ByOf<R extends RouteShape> = Extract<R['who'][number], MaybeNobody> extends never ? SignedIn : SignedIn | undefined;
type ToolsOf<R extends RouteShape> = (R extends { readonly takes: 'upload' } ? { readonly upload: Buffer } : R extends { readonly takes: 'sdp' } ? { readonly sdp: string; readonly stay: Stay } : unknown) & (R extends { readonly sends: 'socket' } ? { readonly socket: Socket } : R extends { readonly sends: 'events' } ? { readonly events: EventSink } : R extends { readonly sends: 'pictures' } ? { readonly pictures: PictureSink } : unknown);

/** All a handler is given. */
export type Call<R extends RouteShape> = CallBasics & ParsedOf<R> & ToolsOf<R> & { readonly by: ByOf<R> };
/** What a handler answers. A `socket` or `events` handler answers when it is done; then the connection closes. */
export type AnswerOf<R extends RouteShape> = R extends { readonly sends: 'file' }
  ? FileAnswer
  : R extends { readonly sends: 'image/jpeg' | 'certificate' }
    ? Uint8Array
    : R extends { readonly sends: 'text' }
      ? TextAnswer
      : R extends { readonly sends: 'document' }
        ? DocumentAnswer
      : R extends { readonly sends: 'sdp' }
        ? SdpAnswer
      : R extends { readonly sends: 'media' }
        ? MediaAnswer
        : ReplyOf<R>;

/** One handler for each route of a table: a missing one does not compile. */
export type Handlers<T extends RouteTable> = { readonly [K in keyof T]: T[K] extends RouteShape ? (call: Call<T[K]>) => Promise<AnswerOf<T[K]>> : never };
