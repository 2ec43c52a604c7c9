import { z } from 'zod';
import type { RouteShape, RouteTable } from '../api/route.ts';
import { Problem } from '../api/words.ts';
import { longestSdp } from './sdp-exchange.ts';

type Json = Record<string, unknown>;
const kinds: Readonly<Record<NonNullable<RouteShape['sends']>, string>> = {
  'image/jpeg': 'image/jpeg', file: 'application/octet-stream', socket: 'application/octet-stream', events: 'text/event-stream', certificate: 'application/x-x509-ca-cert', text: 'application/json', document: 'application/octet-stream', sdp: 'application/sdp', media: 'application/octet-stream', pictures: 'multipart/x-mixed-replace',
};

/** The route table as OpenAPI 3.1: made from what the server runs on, so it cannot say anything else. */
export function openApi(table: RouteTable, about: { readonly title: string; readonly version: string }): Json {
  const paths: Record<string, Json> = {};
  for (const [key, shape] of Object.entries(table)) {
    const [method = '', url = ''] = key.split(' ');
    const path = url.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[method.toLowerCase()] = operation(method, url, shape);
  }
  return {
    openapi: '3.1.0', info: { title: about.title, version: about.version }, paths,
    components: {
      schemas: { Problem: schema(Problem, 'output') },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-matpho', description: 'Set by signing in. Over plain HTTP it is named `matpho`.' }, app: { type: 'http', scheme: 'digest', description: 'A program with credentials a person gave it: HTTP Digest (RFC 7616), SHA-256 or MD5.' } },
    },
  };
}

function operation(method: string, url: string, shape: RouteShape): Json {
  const open = shape.who.some((caller) => caller === 'anyone' || caller === 'set-up');
  const parameters = [...fields(shape.params, 'path'), ...fields(shape.query, 'query')];
  return {
    operationId: `${method.toLowerCase()}${url.replace('/api', '').replaceAll(/[^A-Za-z0-9]+(\w)/g, (_all, letter: string) => letter.toUpperCase())}`,
    'x-who': shape.who, ...(shape.fresh ? { 'x-fresh': true } : {}), ...(shape.sends === 'socket' ? { 'x-websocket': true } : {}),
    security: open ? [] : [...(shape.who.some((caller) => caller !== 'app') ? [{ session: [] }] : []), ...(shape.who.includes('app') ? [{ app: [] }] : [])], ...(parameters.length > 0 ? { parameters } : {}),
    ...(shape.body ? { requestBody: { required: !shape.body.safeParse(undefined).success, content: { 'application/json': { schema: schema(shape.body, 'input') } } } } : {}),
    ...(shape.takes === 'upload' ? { requestBody: { required: true, content: { 'multipart/form-data': { schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] } } } } } : {}),
    ...(shape.takes === 'sdp' ? { requestBody: { required: true, content: { 'application/sdp': { schema: { type: 'string', maxLength: longestSdp } } } } } : {}),
    responses: { ...answer(shape), default: { description: 'A refusal or fault', content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } } } },
  };
}

function answer({ sends, reply }: RouteShape): Json {
  if (sends === 'socket') return { 101: { description: 'Switches to WebSocket' } };
  if (sends === 'sdp') return { 201: { description: 'Made; Location is what to delete', headers: { Location: { required: true, schema: { type: 'string' } } }, content: { [kinds[sends]]: {} } } };
  if (sends) return { 200: { description: 'Done', content: { [kinds[sends]]: {} } } };
  return reply ? { 200: { description: 'Done', content: { 'application/json': { schema: schema(reply, 'output') } } } } : { 204: { description: 'Done' } };
}

function fields(object: z.ZodObject | undefined, place: 'path' | 'query'): Json[] {
  return Object.entries((object?.shape ?? {}) as Record<string, z.ZodType>).map(([name, type]) => ({ name, in: place, required: place === 'path' || !type.safeParse(undefined).success, schema: schema(type, 'input') }));
}

function schema(type: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(type, { io, unrepresentable: 'any' });
  return rest;
}
