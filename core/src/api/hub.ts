import { z } from 'zod';
import { routes } from './route.ts';
import { byId, Id, Instant, Text } from './words.ts';

export const NoticeRow = z.object({ id: Id, kind: z.string(), at: Instant, title: Text, body: Text, link: z.string().nullable(), readAt: Instant.nullable() });
export type NoticeRow = z.infer<typeof NoticeRow>;
export const ChannelRow = z.object({ id: z.string(), name: Text, asks: z.object({ vi: z.string(), en: z.string(), kind: z.enum(['email', 'url']) }).nullable(), address: z.string(), enabled: z.boolean() });
/** State changes on `/api/events`; the page asks again for what it shows. `id` is a counter for Last-Event-ID. */
export const hubFacts = ['watching', 'notice', 'ask', 'case', 'grant', 'emergency', 'camera', 'found', 'export', 'plugin', 'session'] as const;
export const HubFact = z.object({ fact: z.enum(hubFacts), id: z.string().nullable(), notice: NoticeRow.nullable() });
export type HubFact = z.infer<typeof HubFact>;
export const PluginRow = z.object({
  id: z.string(), name: Text, status: z.enum(['off', 'starting', 'running', 'waiting', 'needs-attention', 'stopping']), statusText: Text, since: Instant, because: Text.nullable(),
  adds: z.array(Text), asks: z.array(Text), reaches: z.array(Text), enabled: z.boolean(),
  /** JSON Schema 2020-12 of its settings; secret fields are marked `"secret": true` and come back as true when set. */
  schema: z.record(z.string(), z.unknown()), config: z.record(z.string(), z.unknown()),
  log: z.array(z.object({ at: Instant, level: z.enum(['info', 'warn', 'error']), message: z.string() })),
});
export type PluginRow = z.infer<typeof PluginRow>;
export const HealthPage = z.object({
  version: z.string(), startedAt: Instant, node: z.string(), ffmpeg: z.string().nullable(), clockTrusted: z.boolean(),
  disk: z.object({ total: z.int(), free: z.int(), recordings: z.int() }), memory: z.int(), database: z.int(), auditEntries: z.int(),
  cameras: z.object({ total: z.int(), running: z.int(), offline: z.int() }), viewers: z.int(), loopDelayP99Ms: z.number(),
  /** Pictures that are made anew: by what, how many, people in line, how many at most. `found`: a part of the machine that works; null: none, or not yet tried. */
  remakes: z.object({ encoder: z.string(), found: z.string().nullable(), probed: z.boolean(), running: z.int(), waiting: z.int(), most: z.int() }),
});
const person = ['person'] as const;

export const hubRoutes = routes({
  'GET /api/events': { who: [...person], sends: 'events' },
  'GET /api/notices': { who: [...person], reply: z.array(NoticeRow) },
  'POST /api/notices/read': { who: [...person], body: z.object({ ids: z.array(Id).max(500) }) },
  'GET /api/me/channels': { who: [...person], reply: z.array(ChannelRow) },
  'PUT /api/me/channels/:id': { who: [...person], params: z.object({ id: z.string().max(64) }), body: z.object({ address: z.string().max(500), enabled: z.boolean() }), reply: z.array(ChannelRow) },
  'POST /api/me/channels/:id/test': { who: [...person], perMinute: 6, params: z.object({ id: z.string().max(64) }) },
  'GET /api/plugins': { who: ['operator'], reply: z.array(PluginRow) },
  'PUT /api/plugins/:id/config': { who: ['operator'], fresh: true, params: byId, body: z.record(z.string(), z.unknown()), reply: PluginRow },
  'POST /api/plugins/:id/enabled': { who: ['operator'], params: byId, body: z.object({ enabled: z.boolean() }), reply: PluginRow },
  'GET /api/operator/health': { who: ['operator'], reply: HealthPage },
  'GET /api/openapi.json': { who: [...person], sends: 'text' },
});
