import { monitorEventLoopDelay } from 'node:perf_hooks';
import { stat, statfs } from 'node:fs/promises';
import { z } from 'zod';
import type { hubRoutes, NoticeRow, PluginRow } from '../../api/hub.ts';
import { errorCodes } from '../../domain/error-codes.ts';
import type { Text } from '../../domain/people.ts';
import type { PersonId } from '../../domain/ids.ts';
import type { PluginState } from '../../kernel/plugin-host.ts';
import type { PluginStatus } from '../../kernel/lifecycle.ts';
import type { Contributions } from '../../kernel/contributions.ts';
import type { NoticeDesk } from '../../notices/notice-desk.ts';
import { HubError } from '../../sdk/errors.ts';
import { NoticeChannel } from '../../sdk/ports.ts';
import type { HostPower } from '../../sdk/plugin.ts';
import type { NoticeTable } from '../../store/schema.ts';
import type { Handlers, TextAnswer } from '../call.ts';
import type { EventStreams } from '../event-stream.ts';
import type { HubServices } from '../hub-services.ts';

export interface HubFacts {
  readonly version: string;
  readonly startedAt: number;
  /** Its version. */
  ffmpeg(): string | undefined;
  readonly databaseFile: string;
  readonly recordingsFolder: string;
  clockTrusted(): boolean;
}
const statusTexts: { readonly [S in PluginStatus]: Text } = {
  'off': { vi: 'Đang tắt', en: 'Off' }, 'starting': { vi: 'Đang khởi động', en: 'Starting' }, 'running': { vi: 'Đang chạy', en: 'Running' },
  'waiting': { vi: 'Đang chờ, hub sẽ thử lại', en: 'Waiting; the hub will try again' }, 'needs-attention': { vi: 'Cần bạn xem lại', en: 'Needs your attention' }, 'stopping': { vi: 'Đang dừng', en: 'Stopping' },
};
const powerTexts: { readonly [P in HostPower]: Text } = { lan: { vi: 'Mạng trong nhà', en: 'The home network' }, internet: { vi: 'Internet', en: 'The internet' } };

export function noticeRow(row: NoticeTable): NoticeRow {
  return { id: row.id, kind: row.kind, at: row.at, title: { vi: row.title_vi, en: row.title_en }, body: { vi: row.body_vi, en: row.body_en }, link: row.link, readAt: row.read_at };
}

export function hubHandlers(hub: HubServices, notices: NoticeDesk, contributions: Contributions, streams: EventStreams, facts: HubFacts, openapi: () => TextAnswer): Handlers<typeof hubRoutes> {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();

  const channels = async (person: PersonId) => {
    const own = await hub.store.read.selectFrom('notice_address').selectAll().where('person', '=', person).execute();
    return contributions.all(NoticeChannel).map(({ value }) => {
      const row = own.find(({ channel }) => channel === value.id);
      return { id: value.id, name: value.name, asks: value.address ?? null, address: row?.address ?? '', enabled: row?.enabled === 1 };
    });
  };
  const checkAddress = (id: string, address: string): void => {
    const asks = contributions.all(NoticeChannel).find(({ value }) => value.id === id)?.value.address;
    if (!asks) return;
    const form = asks.kind === 'email' ? z.email() : z.url({ protocol: /^https?$/ });
    if (!form.safeParse(address).success) throw new HubError('bad-request', `The address is not a valid ${asks.kind}.`);
  };

  return {
    'GET /api/events': async ({ by, events, signal }) => streams.run(by.person, events, signal),
    'GET /api/notices': async ({ by }) => (await notices.of(by.person)).map(noticeRow),
    'POST /api/notices/read': async ({ by, body }) => notices.markRead(by.person, body.ids),
    'GET /api/me/channels': async ({ by }) => channels(by.person),
    'PUT /api/me/channels/:id': async ({ by, params, body }) => {
      if (!contributions.all(NoticeChannel).some(({ value }) => value.id === params.id)) throw new HubError('not-found', 'There is no such channel.');
      if (body.enabled || body.address !== '') checkAddress(params.id, body.address);
      const set = { address: body.address, enabled: body.enabled ? 1 as const : 0 as const };
      await hub.store.write((trx) => trx.insertInto('notice_address').values({ person: by.person, channel: params.id, ...set }).onConflict((conflict) => conflict.columns(['person', 'channel']).doUpdateSet(set)).execute());
      return channels(by.person);
    },
    'POST /api/me/channels/:id/test': async ({ by, params }) => {
      if (!contributions.all(NoticeChannel).some(({ value }) => value.id === params.id)) throw new HubError('not-found', 'There is no such channel.');
      await notices.sendOne({ id: 'test', person: by.person, kind: 'test', at: hub.clock.now(), title_vi: 'Thông báo thử từ Mắt Phố', title_en: 'A test notice from Mắt Phố', body_vi: 'Kênh này hoạt động.', body_en: 'This channel works.', link: null, read_at: null }, params.id);
    },
    'GET /api/plugins': async () => (await hub.plugins.list()).map(pluginRow),
    'PUT /api/plugins/:id/config': async ({ params, body, by }) => {
      await hub.plugins.configure(params.id, body);
      await hub.audit.append(undefined, { type: 'plugin.changed', at: hub.clock.now(), body: { by: by.person, plugin: params.id, what: 'settings' } });
      return pluginRow(await hub.plugins.find(params.id));
    },
    'POST /api/plugins/:id/enabled': async ({ params, body, by }) => {
      await hub.plugins.enable(params.id, body.enabled);
      await hub.audit.append(undefined, { type: 'plugin.changed', at: hub.clock.now(), body: { by: by.person, plugin: params.id, what: body.enabled ? 'on' : 'off' } });
      return pluginRow(await hub.plugins.find(params.id));
    },
    'GET /api/operator/health': async () => {
      const [disk, database, entries, recorded, cameras] = await Promise.all([
        statfs(facts.recordingsFolder), stat(facts.databaseFile),
        hub.store.read.selectFrom('audit_entry').select((select) => select.fn.countAll<number>().as('n')).executeTakeFirstOrThrow(),
        hub.store.read.selectFrom('footage_total').select((select) => select.fn.sum<number | null>('bytes').as('n')).executeTakeFirstOrThrow(), hub.registry.all(),
      ]);
      const states = cameras.map(({ id }) => hub.health.of(id).state);
      return {
        version: facts.version, startedAt: facts.startedAt, node: process.version, ffmpeg: facts.ffmpeg() ?? null, clockTrusted: facts.clockTrusted(),
        disk: { total: disk.blocks * disk.bsize, free: disk.bavail * disk.bsize, recordings: recorded.n ?? 0 }, memory: process.memoryUsage.rss(), database: database.size, auditEntries: entries.n,
        cameras: { total: cameras.length, running: states.filter((state) => state === 'running').length, offline: states.filter((state) => state === 'offline' || state === 'needs-attention').length },
        viewers: hub.gate.open().filter(({ ask }) => ask.action === 'live').length, loopDelayP99Ms: delay.percentile(99) / 1e6,
        remakes: { encoder: hub.encoders.state.inUse, found: hub.encoders.state.found, probed: hub.encoders.state.probed, running: hub.renditions.running, waiting: hub.renditions.waiting, most: hub.renditions.most },
      };
    },
    'GET /api/openapi.json': async () => openapi(),
  };
}

function pluginRow({ plugin, status, since, trouble, health, enabled, config, log }: PluginState): PluginRow {
  return {
    id: plugin.id, name: plugin.name, status, statusText: statusTexts[status], since, because: trouble ? errorCodes[trouble.code] : health.status === 'degraded' ? health.because : null,
    adds: Object.values(plugin.provides).map(({ adds }) => adds), asks: Object.values(plugin.needs).map(({ asks }) => asks), reaches: (plugin.uses ?? []).map((power) => powerTexts[power]),
    enabled, schema: z.toJSONSchema(plugin.config, { io: 'input', unrepresentable: 'any' }), config: { ...config }, log: [...log],
  };
}
