import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AskFacts } from './access/asks.ts';
import { purposeWords } from './access/ask-sentence.ts';
import { openAccessRoom } from './access/open-access-room.ts';
import { openEmergencies } from './access/open-emergencies.ts';
import { WrittenReleases } from './access/written-releases.ts';
import { openAuditLog } from './audit/audit-log.ts';
import { openLogSigner } from './audit/log-signer.ts';
import { SystemClock, SystemTimers } from './base/clock.ts';
import { Emitter } from './base/emitter.ts';
import type { RoomLog } from './base/log.ts';
import { OwnedScope } from './base/scope.ts';
import { CameraAddressRules } from './cameras/address-rules.ts';
import { CameraHealth } from './cameras/camera-health.ts';
import { CameraRegistry } from './cameras/camera-registry.ts';
import { CameraWatch } from './cameras/camera-watch.ts';
import { Enrolments } from './cameras/enrolment.ts';
import type { Config } from './config/config.ts';
import { ClockGuard } from './consent/clock-guard.ts';
import { ConsentDesk, type GrantFacts } from './consent/consent-desk.ts';
import { Masks, type MaskFacts } from './consent/masks.ts';
import { StoredConsent } from './consent/consent-records.ts';
import { PrivateHours } from './consent/private-hours.ts';
import { UnitMerges } from './consent/unit-merges.ts';
import { Gate } from './consent/gate.ts';
import { Ledger } from './consent/ledger.ts';
import { LedgerSeal } from './consent/ledger-seal.ts';
import { LedgerTrail } from './consent/ledger-trail.ts';
import { ToldTrail } from './consent/told-trail.ts';
import { id, type ViewingId } from './domain/ids.ts';
import { findFfmpeg } from './ffmpeg/find-ffmpeg.ts';
import { FfmpegRunner } from './ffmpeg/ffmpeg-runner.ts';
import { LoopbackServer } from './http/loopback-server.ts';
import type { HubServices } from './http/hub-services.ts';
import { Contributions } from './kernel/contributions.ts';
import { openPrograms } from './open-programs.ts';
import { Injector } from './kernel/injector.ts';
import { PluginHost } from './kernel/plugin-host.ts';
import { PluginSettings } from './kernel/plugin-settings.ts';
import { EndingGrants } from './notices/ending-grants.ts';
import { NoticeDesk } from './notices/notice-desk.ts';
import { LogTrouble } from './notices/log-trouble.ts';
import { NoticeWatch } from './notices/notice-watch.ts';
import { openOversight } from './oversight/open-oversight.ts';
import { openQuality } from './open-quality.ts';
import { openMetrics } from './http/hub-metrics.ts';
import { openPeopleRoom, type PeopleRoom } from './people/people-room.ts';
import { HlsViewings } from './hls/hls-viewings.ts';
import { openDelivery } from './open-delivery.ts';
import { Holds } from './recordings/holds.ts';
import { ConsentBook } from './records/consent-book.ts';
import { Conversions } from './renditions/conversions.ts';
import { transportsOf } from './renditions/transports-of.ts';
import { mjpegTransport } from './renditions/mjpeg-transport.ts';
import { openEncoders } from './renditions/open-encoders.ts';
import { Renditions } from './renditions/renditions.ts';
import type { RtspServer } from './restream/rtsp-server.ts';
import type { HubEvents } from './sdk/events.ts';
import { ViewerTransport } from './sdk/ports.ts';
import { AddressRules, AppSignIn, Clock, Ffmpeg, LoopbackFeed, PublicAddress } from './sdk/services.ts';
import type { NoticeTable } from './store/schema.ts';
import { openStore } from './store/open-store.ts';
import { LiveStreams } from './streams/live-streams.ts';
import { lookAtStream } from './streams/picture.ts';
import { Stills } from './streams/stills.ts';
import { PeerViewings } from './peers/peer-viewings.ts';
import { openControls } from './control/open-controls.ts';
import { LiveViewings } from './viewing/live-viewings.ts';
import { openVault, type Vault } from './vault/vault.ts';

/** The hub without its door: every service, built once, in order. */
export interface Hub extends HubServices {
  readonly people: PeopleRoom;
  readonly notices: NoticeDesk;
  readonly noticeWatch: NoticeWatch;
  readonly contributions: Contributions;
  readonly askFacts: Emitter<AskFacts>;
  readonly grantFacts: Emitter<GrantFacts>;
  readonly endingGrants: EndingGrants;
  readonly trail: LedgerTrail;
  readonly clockGuard: ClockGuard;
  readonly loopback: LoopbackServer;
  readonly ffmpeg: FfmpegRunner;
  readonly timers: SystemTimers;
  readonly log: RoomLog;
  readonly databaseFile: string;
  /** Notices that were read go after this, ms. */
  readonly keepNotices: number;
  readonly quality: ReturnType<typeof openQuality>;
  readonly vault: Vault;
  /** For programs; listens where the operator says so. */
  readonly restream: RtspServer;
}
export interface HubOptions {
  readonly config: Config;
  /** Simulated cameras, which play footage over and over. */
  readonly demo: boolean;
  readonly log: RoomLog;
  readonly env: NodeJS.ProcessEnv;
  /** Where pages and messages say the hub is. */
  readonly origin: () => string;
  /** The port the hub listens on, once it does. */
  readonly port: () => number;
  readonly onNewSetUpCode: (code: string) => void;
  /** A notice, to the pages its person has open. */
  readonly push: (person: NoticeTable['person'], notice: NoticeTable) => void;
}

/** Builds the hub; the scope releases it newest first. @throws HubError `store-newer`, `vault-locked`, `log-damaged`, `disk-full` */
export async function compose({ config, demo, log, env, origin, port, onNewSetUpCode, push }: HubOptions, scope: OwnedScope): Promise<Hub> {
  const clock = new SystemClock();
  const timers = new SystemTimers();
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  await mkdir(config.recordings.dir, { recursive: true, mode: 0o700 });
  const databaseFile = join(config.dataDir, 'matpho.db');
  const store = await openStore({ file: databaseFile, log: log.room('store') });
  scope.defer(() => store.close());
  const vault = await openVault({ store, keyFile: join(config.dataDir, 'vault.key') });
  const signer = await openLogSigner(`matpho/${randomUUID()}`, vault);
  const audit = await openAuditLog({ store, signer, sealer: vault.sealer('audit'), clock });
  const events = new Emitter<HubEvents>((error, fact) => log.error('A reaction to a fact failed.', { fact, error: String(error) }));
  const consents = new ConsentBook(store, audit, clock);
  const people = openPeopleRoom({
    store, clock, log: log.room('people'), hubName: config.name, onNewSetUpCode, journal: audit, consents,
    sessionTimes: { idle: config.sessions.idleDays * 86_400_000, longest: config.sessions.longestDays * 86_400_000, officerIdle: config.sessions.officerIdleHours * 3_600_000 },
  });

  // Consent: records, gate, desk.
  const newest = await store.read.selectFrom('audit_entry').select((select) => select.fn.max('at').as('at')).executeTakeFirst();
  const clockGuard = new ClockGuard(clock, newest?.at ?? 0, () => performance.now(), () => void gate.clockChanged().catch(() => {}));
  const records = new StoredConsent(store, clock, clockGuard, config.timeZone);
  const trail = new LedgerTrail(store, audit);
  await trail.closeLeftOpen(clock.now());
  const gate: Gate = new Gate(records, new ToldTrail(trail, (camera) => logTrouble.failed(camera)), clock, timers, () => id<ViewingId>(randomUUID()), new WrittenReleases(store));
  const grantFacts = new Emitter<GrantFacts>((error, fact) => log.error('A reaction to a fact failed.', { fact, error: String(error) }));
  const desk = new ConsentDesk(store, audit, gate, clock, grantFacts);
  const privateHours = new PrivateHours(store, audit, gate, clock, grantFacts);
  const merges = new UnitMerges(store, audit, desk, gate, clock, grantFacts);
  const masks = new Masks(store, audit, gate, clock, new Emitter<MaskFacts>((error, fact) => log.error('A reaction to a fact failed.', { fact, error: String(error) })));
  const holds = new Holds(store, audit, clock);
  const askFacts = new Emitter<AskFacts>((error, fact) => log.error('A reaction to a fact failed.', { fact, error: String(error) }));
  const access = openAccessRoom({ store, audit, records, gate, clock, holds, facts: askFacts, tz: config.timeZone, failed: (failure) => log.error('An area ask could not be spread.', { error: String(failure) }) });

  // Plugins and what they may use.
  const loopback = new LoopbackServer();
  await loopback.listen();
  scope.defer(() => loopback.close());
  const ffmpeg = new FfmpegRunner(findFfmpeg(env));
  const contributions = new Contributions();
  const injector = new Injector()
    .bind(Clock, clock).bind(Ffmpeg, ffmpeg).bind(LoopbackFeed, loopback).bind(PublicAddress, { origin })
    .bind(AddressRules, new CameraAddressRules({ ...config.cameras, ownPorts: () => [port(), loopback.port] }));
  const plugins = new PluginHost({ injector, contributions, settings: new PluginSettings(store, vault), store, vault, events, clock, timers, random: Math.random, log: log.room('plugins') });
  scope.defer(() => plugins.close());

  // Cameras and their streams.
  const registry = new CameraRegistry(store, vault, audit);
  const health = new CameraHealth(events, clock);
  const watch = scope.use(new CameraWatch(contributions, log.room('cameras'), () => events.emit('camera.found', {}), timers));
  const enrolments = new Enrolments(watch, registry, lookAtStream(contributions, ffmpeg), clock, timers);
  const streams = new LiveStreams(registry, health, contributions, vault, timers);
  scope.defer(() => streams.close());
  const stills = new Stills(streams, ffmpeg, gate, clock, masks);
  const conversions = new Conversions(streams, transportsOf((transport) => contributions.all(ViewerTransport).find(({ value }) => value.id === transport), mjpegTransport(ffmpeg)), timers, Math.random);
  scope.use(contributions.watch(ViewerTransport, () => conversions.follow()));
  const encoders = openEncoders(ffmpeg, config.ffmpeg.encoder, clock, timers, scope);
  const renditions = new Renditions({ streams, masks, ffmpeg, encoders, clock, timers, random: Math.random });
  scope.defer(async () => renditions.close());

  const delivery = scope.use(await openDelivery({ store, audit, clock, timers, streams }, config.uplink));
  const viewings: LiveViewings = new LiveViewings({ wayOut: delivery.wayOut, registry, streams, conversions, renditions, records, gate, asks: access.asks, cases: access.cases, clock });
  const hls = new HlsViewings({ viewings, clock, timers });
  scope.use(people.facts.on('session.ended', ({ session }) => hls.sessionEnded(session)));
  const peers = new PeerViewings(viewings, contributions);

  const control = openControls({ registry, records, gate, asks: access.asks, cases: access.cases, clock, timers, contributions, vault, events }, scope);
  const programs = openPrograms({ store, vault, audit, registry, streams, viewings, origin, records, cases: access.cases, gate, stills, clock, timers, log: log.room('programs'), failed: (fact, error) => log.error('A reaction to a fact failed.', { fact, error: String(error) }) }, config);
  injector.bind(AppSignIn, programs.apps.signIn);

  const notices = scope.use(new NoticeDesk({ store, contributions, clock, timers, random: Math.random, log: log.room('notices'), push }));
  const logTrouble: LogTrouble = scope.use(new LogTrouble(notices, store, clock, timers));
  const noticeWatch = scope.use(new NoticeWatch({ desk: notices, store, gate, events, timers, log: log.room('notices'), purposeWords }));
  const emergencies = openEmergencies({ store, log: audit, records, cases: access.cases, gate, clock, trust: clockGuard, notices, tz: config.timeZone, perUnitMonth: config.emergencies.perUnitMonth }, (error, fact) => log.error('A reaction to a fact failed.', { fact: String(fact), error: String(error) }));
  const oversight = openOversight({ store, audit, gate, notices, clock, timers, log: log.room('oversight'), tz: config.timeZone }, scope);
  const quality = openQuality({ store, registry, streams, health, desk, gate, notices, ffmpeg, events, grantFacts, clock, timers, log: log.room('quality'), loops: !demo }, scope);
  const metrics = openMetrics({ streams, health, gate, ffmpeg, store, clock }, scope);
  // Last in, first out: pictures end, and are written down, before anything they stand on goes.
  scope.defer(() => gate.endAll('shutdown').catch((failure: unknown) => log.error('The ends of the viewings could not be written.', { error: String(failure) })));

  return {
    clock, timers, store, audit, events, people, registry, health, watch, enrolments, streams, stills, conversions, renditions, encoders, masks, viewings, hls, delivery, peers, gate, records, desk, privateHours, merges, units: people.units, emergencies, ledger: new Ledger(store), seal: new LedgerSeal(audit, gate, clock), ...access, ...control, holds, plugins, oversight, quality, metrics, ...programs, hubName: config.name, tz: config.timeZone,
    notices, noticeWatch, contributions, askFacts, grantFacts, endingGrants: new EndingGrants(store, notices, clock), trail, clockGuard, loopback, ffmpeg, log, databaseFile, keepNotices: config.notices.keepDays * 86_400_000, vault,
  };
}
