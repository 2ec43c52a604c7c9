import type { z } from 'zod';

/**
 * Who may call a route. Roles are what a session's person holds anywhere; whether she holds it for THIS camera or unit is checked by the handler.
 * `anyone` needs no session; `set-up` exists only while the hub has no people; `person` is anyone signed in;
 * `owner`, `co_owner`, `manager`, `viewer` are roles at a household or business; `officer` and `leader` at a unit that may see video, `oversight` anyone who serves in a people's committee: numbers, never video; `operator` runs the hub and has no picture; `metrics` is a program with the token for numbers;
 * `app` is a program that signs each request with credentials a person gave it (HTTP Digest): it sees what that person let it see.
 */
export const callers = ['anyone', 'set-up', 'person', 'owner', 'co_owner', 'manager', 'viewer', 'officer', 'leader', 'oversight', 'operator', 'metrics', 'app'] as const;
export type Caller = (typeof callers)[number];

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RouteShape {
  readonly who: readonly Caller[];
  /** Needs a proof of who she is within the last 10 minutes: widening is protected, narrowing never. */
  readonly fresh?: true;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Instead of a JSON body: one file as multipart/form-data (RFC 7578), at most 10 MiB. What it is called and says it is counts for nothing. Or `sdp`: a player's offer as application/sdp, at most 20 kB. */
  readonly takes?: 'upload' | 'sdp';
  /** JSON reply. */
  readonly reply?: z.ZodType;
  /** A reply that is not JSON. `socket` is a WebSocket, `events` a text/event-stream, `document` a paper, a receipt or an archive: words, never a picture; `media` a piece of a live picture, `pictures` a row of JPEGs that replace each other. */
  readonly sends?: 'image/jpeg' | 'file' | 'socket' | 'events' | 'certificate' | 'text' | 'document' | 'sdp' | 'media' | 'pictures';
  /** Calls a minute and address; 300 when absent. */
  readonly perMinute?: number;
}

/** Keys are `METHOD /path/:param`. One table is the server's routes, the client's types and the OpenAPI description. */
export type RouteTable = Readonly<Record<`${Method} /${string}`, RouteShape>>;
export function routes<const T extends RouteTable>(table: T): T {
  return table;
}

type In<S> = S extends z.ZodType ? z.input<S> : undefined;
type Out<S> = S extends z.ZodType ? z.output<S> : undefined;
/** What a caller sends: `RequestOf<typeof api['POST /api/session']>`. */
export interface RequestOf<R extends RouteShape> {
  readonly params: In<R['params']>;
  readonly query: In<R['query']>;
  readonly body: In<R['body']>;
}
/** What a handler is given, parsed. */
export interface ParsedOf<R extends RouteShape> {
  readonly params: Out<R['params']>;
  readonly query: Out<R['query']>;
  readonly body: Out<R['body']>;
}
export type ReplyOf<R extends RouteShape> = R['reply'] extends z.ZodType ? z.input<R['reply']> : void;
