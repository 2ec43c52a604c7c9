import type { FastifyInstance } from 'fastify';
import { cameraRoutes } from '../api/cameras.ts';
import { hubRoutes } from '../api/hub.ts';
import { api } from '../api/index.ts';
import { mediaRoutes } from '../api/media.ts';
import { peopleRoutes } from '../api/people.ts';
import { askPreviewRoutes, caseRoutes } from '../api/cases.ts';
import { emergencyRoutes } from '../api/emergencies.ts';
import { logRoutes } from '../api/log.ts';
import { maskRoutes } from '../api/masks.ts';
import { oversightRoutes } from '../api/oversight.ts';
import { recordRoutes } from '../api/records.ts';
import { rightsRoutes } from '../api/rights.ts';
import { writtenRequestRoutes } from '../api/written-requests.ts';
import { appRoutes } from '../api/apps.ts';
import { streamRoutes } from '../api/streams.ts';
import { controlRoutes } from '../api/control.ts';
import { deliveryRoutes } from '../api/delivery.ts';
import { peerRoutes } from '../api/peers.ts';
import { sharingRoutes } from '../api/sharing.ts';
import { evidenceRoutes } from '../api/evidence.ts';
import { outsideRoutes } from '../api/outside.ts';
import { playbackRoutes } from '../api/playback.ts';
import { recordingRoutes } from '../api/recording.ts';
import { redactionRoutes } from '../api/redaction.ts';
import type { WrittenRoom } from '../access/open-written-room.ts';
import type { Timers } from '../base/clock.ts';
import type { Contributions } from '../kernel/contributions.ts';
import type { NoticeDesk } from '../notices/notice-desk.ts';
import type { PeopleRoom } from '../people/people-room.ts';
import type { Log } from '../sdk/plugin.ts';
import { bind } from './bind.ts';
import type { Handlers } from './call.ts';
import type { EventStreams } from './event-stream.ts';
import type { HubServices } from './hub-services.ts';
import { openApi } from './openapi.ts';
import type { RecordedSpans } from './recorded-spans.ts';
import { cameraHandlers } from './routes/camera-routes.ts';
import { hubHandlers, type HubFacts } from './routes/hub-routes.ts';
import { ledgerHandlers } from './routes/ledger-routes.ts';
import { liveHandler } from './routes/live-route.ts';
import { officerHandlers } from './routes/officer-routes.ts';
import { peopleHandlers, type PeopleRouteOptions } from './routes/people.ts';
import { appHandlers } from './routes/app-routes.ts';
import { streamHandlers } from './routes/stream-routes.ts';
import { controlHandlers } from './routes/control-routes.ts';
import { deliveryHandlers } from './routes/delivery-routes.ts';
import { peerHandlers } from './routes/peer-routes.ts';
import { caseHandlers } from './routes/case-routes.ts';
import type { BeforeKey } from './routes/emergency-before-route.ts';
import { emergencyHandlers } from './routes/emergency-routes.ts';
import { logHandlers } from './routes/log-routes.ts';
import { maskHandlers } from './routes/mask-routes.ts';
import { oversightHandlers } from './routes/oversight-routes.ts';
import { recordHandlers, type RecordsDesk } from './routes/record-routes.ts';
import { rightsHandlers } from './routes/rights-routes.ts';
import { writtenRequestHandlers } from './routes/written-request-routes.ts';
import { sharingHandlers } from './routes/sharing-routes.ts';
import { buildServer, type TlsMaterial } from './server.ts';
import { serveUi } from './static-ui.ts';

/** What hangs on recorded footage. */
export interface FootageHandlers {
  readonly recording: Handlers<typeof recordingRoutes>;
  readonly outside: Handlers<typeof outsideRoutes>;
  readonly playback: Handlers<typeof playbackRoutes>;
  readonly evidence: Handlers<typeof evidenceRoutes>;
  readonly redaction: Handlers<typeof redactionRoutes>;
}
export interface HubServerParts {
  readonly hub: HubServices & { readonly people: PeopleRoom; readonly notices: NoticeDesk; readonly contributions: Contributions };
  readonly timers: Timers;
  readonly log: Log;
  readonly footage: FootageHandlers;
  readonly tls: TlsMaterial | null;
  readonly localCa: PeopleRouteOptions['localCa'];
  readonly publicOrigin: string | null;
  readonly trustProxy: readonly string[];
  readonly metricsToken: string | null;
  readonly about: PeopleRouteOptions['about'];
  readonly facts: HubFacts;
  readonly streams: EventStreams;
  readonly recorded: RecordedSpans;
  readonly exports: Omit<Handlers<typeof mediaRoutes>, 'GET /api/live'>;
  readonly previews: Handlers<typeof askPreviewRoutes>;
  readonly before: Pick<Handlers<typeof emergencyRoutes>, BeforeKey>;
  readonly written: WrittenRoom;
  readonly recordsDesk: RecordsDesk;
  /** Folder of the built pages; undefined where only the API is served. */
  readonly ui: string | undefined;
}

/** The whole door: every route of the table, and the pages. */
export async function openHubServer(parts: HubServerParts): Promise<FastifyInstance> {
  const { hub, timers, log, tls, publicOrigin, trustProxy } = parts;
  const app = await buildServer({
    timers, log, tls, publicOrigin, trustProxy, metricsToken: parts.metricsToken, clock: hub.clock, sessions: hub.people.sessions, people: hub.people.people, apps: hub.apps.signIn,
    onSessionEnded: (react) => hub.people.facts.on('session.ended', ({ session }) => react(session)),
  });
  bind(app, peopleRoutes, peopleHandlers({ room: hub.people, clock: hub.clock, about: parts.about, localCa: parts.localCa }));
  bind(app, cameraRoutes, cameraHandlers(hub, parts.recorded));
  bind(app, sharingRoutes, { ...sharingHandlers(hub), ...officerHandlers(hub), ...ledgerHandlers(hub) });
  bind(app, mediaRoutes, { ...liveHandler(hub), ...parts.exports });
  bind(app, caseRoutes, caseHandlers(hub));
  bind(app, askPreviewRoutes, parts.previews);
  bind(app, emergencyRoutes, { ...emergencyHandlers(hub), ...parts.before });
  bind(app, appRoutes, appHandlers(hub));
  bind(app, streamRoutes, streamHandlers(hub));
  bind(app, controlRoutes, controlHandlers(hub));
  bind(app, recordingRoutes, parts.footage.recording);
  bind(app, outsideRoutes, parts.footage.outside);
  bind(app, playbackRoutes, parts.footage.playback);
  bind(app, evidenceRoutes, parts.footage.evidence);
  bind(app, redactionRoutes, parts.footage.redaction);
  bind(app, deliveryRoutes, deliveryHandlers(hub));
  bind(app, peerRoutes, peerHandlers(hub));
  bind(app, logRoutes, logHandlers(hub));
  bind(app, maskRoutes, maskHandlers(hub));
  bind(app, oversightRoutes, oversightHandlers(hub));
  bind(app, recordRoutes, recordHandlers(hub, parts.recordsDesk));
  bind(app, rightsRoutes, rightsHandlers(hub));
  bind(app, writtenRequestRoutes, writtenRequestHandlers(hub, parts.written));
  const description = JSON.stringify(openApi(api, { title: parts.about.name, version: parts.about.version }));
  bind(app, hubRoutes, hubHandlers(hub, hub.notices, hub.contributions, parts.streams, parts.facts, () => ({ type: 'application/json; charset=utf-8', text: description })));
  if (parts.ui !== undefined) await serveUi(app, parts.ui);
  return app;
}
