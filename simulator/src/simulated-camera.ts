import { CameraArchive } from './archive/camera-archive.ts';
import { identify, scopesOf } from './camera-identity.ts';
import type { CameraIdentity } from './camera-identity.ts';
import type { CameraSpec, StreamRole } from './camera-spec.ts';
import { cameraNow } from './conduct.ts';
import type { Conduct, Garbage, SdpLie } from './conduct.ts';
import { changeCodec, changeSize, openSources } from './footage-sources.ts';
import type { Sources } from './footage-sources.ts';
import { Ffmpeg } from './media/ffmpeg.ts';
import { Metronome } from './media/metronome.ts';
import { Shelf } from './media/shelf.ts';
import { MotionDesk } from './onvif/motion-desk.ts';
import { OnvifServer } from './onvif/onvif-server.ts';
import { PtzHead, type PtzFacts } from './onvif/ptz-head.ts';
import { steadyNow } from './media/steady-clock.ts';
import { CameraStream } from './rtsp/camera-stream.ts';
import { RtspServer } from './rtsp/rtsp-server.ts';
import { TalkEar, type Heard } from './rtsp/talk-ear.ts';

/** What the cameras of a street share. */
export interface CameraGear {
  readonly shelf: Shelf;
  readonly metronome: Metronome;
  /** The address the camera listens on. */
  readonly host: string;
  readonly clips: string | undefined;
}

export interface CameraStats {
  readonly rtspClients: number;
  readonly watching: Readonly<Record<StreamRole, number>>;
  readonly droppedUnits: number;
  readonly onvifRequests: number;
  /** Of a camera that moves. */
  readonly ptz?: PtzFacts;
  /** Of a camera that says when something moves. */
  readonly motion?: { readonly isOn: boolean; readonly listeners: number };
  /** Of a camera with a loudspeaker. */
  readonly heard?: Heard;
}

/** One camera: its RTSP port, its ONVIF service, and the faults it can be told to have. Made by `openCamera`. */
export class SimulatedCamera implements AsyncDisposable {
  readonly spec: CameraSpec;
  readonly identity: CameraIdentity;
  readonly #gear: CameraGear;
  readonly #conduct: Conduct;
  readonly #sources: Sources;
  readonly #streams: Readonly<Record<StreamRole, CameraStream>>;
  readonly #rtsp: RtspServer;
  readonly #onvif: OnvifServer | undefined;
  readonly #ptz: PtzHead | undefined;
  readonly #motion: MotionDesk | undefined;
  #nextMotion: NodeJS.Timeout | undefined;
  readonly #ear: TalkEar | undefined;
  readonly #onPower = new Set<(on: boolean) => void>();
  #ports = { rtsp: 0, onvif: 0 };
  #power: 'on' | 'off' | 'rebooting' | 'closed' = 'off';
  #rebooting: { readonly timer: NodeJS.Timeout; readonly wake: () => void } | undefined;

  constructor(spec: CameraSpec, gear: CameraGear, conduct: Conduct, sources: Sources) {
    this.spec = spec;
    this.identity = identify(spec);
    this.#gear = gear;
    this.#conduct = conduct;
    this.#sources = sources;
    this.#streams = { main: new CameraStream(sources.main, sources.audio, conduct), sub: new CameraStream(sources.sub, sources.audio, conduct) };
    this.#ports = { rtsp: spec.rtspPort ?? 0, onvif: spec.onvifPort ?? 0 };
    this.#ptz = spec.ptz === undefined || spec.ptz === false ? undefined : new PtzHead(steadyNow, spec.ptz !== 'no-timeout');
    this.#motion = spec.onvif === false || spec.motion === 'none' ? undefined : new MotionDesk(steadyNow, () => cameraNow(conduct));
    this.#ear = spec.talk === undefined || spec.talk === 'none' ? undefined : new TalkEar(spec.talk);
    const archive = spec.keeps && new CameraArchive(sources.main, spec.keeps, Date.now());
    const nonceMs = (spec.nonceSeconds ?? 300) * 1_000;
    this.#rtsp = new RtspServer({
      host: gear.host, title: spec.name, streams: this.#streams, conduct, auth: spec.rtspAuth ?? 'digest', transports: spec.transports ?? 'both',
      sessionSeconds: spec.sessionSeconds ?? 60, nonceMs, paced: spec.pacing === 'paced' ? gear.metronome : undefined, talk: this.#ear, archive,
    });
    this.#onvif = spec.onvif === false ? undefined : new OnvifServer({
      host: gear.host, identity: this.identity, conduct, auth: spec.auth ?? 'both', answers400: spec.answers400 ?? false, nonceMs,
      streams: this.#streams, ptz: this.#ptz, motion: this.#motion, archive, rtspPort: () => this.#ports.rtsp, reboot: () => void this.reboot(3).catch(() => undefined),
    });
  }

  get isOn(): boolean {
    return this.#power === 'on';
  }

  get rtspPort(): number {
    return this.#ports.rtsp;
  }

  get endpointReference(): string {
    return this.identity.endpointReference;
  }

  get scopes(): readonly string[] {
    return scopesOf(this.identity);
  }

  get user(): string {
    return this.#conduct.user;
  }

  get password(): string {
    return this.#conduct.password;
  }

  /** Without credentials. @param host for a camera that listens on every address */
  rtspUri(role: StreamRole = 'main', host = reachable(this.#gear.host)): string {
    return `rtsp://${host}:${this.#ports.rtsp}/${role}`;
  }

  /** The ONVIF device service; undefined for a camera without ONVIF. */
  get deviceUri(): string | undefined {
    return this.deviceUriAt(reachable(this.#gear.host));
  }

  /** The same at one of the addresses of a camera that listens on all. */
  deviceUriAt(host: string): string | undefined {
    return this.#onvif === undefined ? undefined : `http://${host}:${this.#ports.onvif}/onvif/device_service`;
  }

  get stats(): CameraStats {
    return {
      rtspClients: this.#rtsp.clients,
      watching: { main: this.#streams.main.listeners, sub: this.#streams.sub.listeners },
      droppedUnits: this.#rtsp.dropped,
      onvifRequests: this.#onvif?.requests ?? 0,
      ...(this.#ptz && { ptz: this.#ptz.facts }),
      ...(this.#motion && { motion: { isOn: this.#motion.isOn, listeners: this.#motion.listeners } }),
      ...(this.#ear && { heard: this.#ear.heard }),
    };
  }

  /** G.711 its loudspeaker was sent, the first mebibyte. */
  get soundHeard(): Buffer {
    return this.#ear?.sound ?? Buffer.alloc(0);
  }

  /** Told when the camera comes on or goes off, for WS-Discovery's Hello and Bye. */
  onPower(listener: (on: boolean) => void): void {
    this.#onPower.add(listener);
  }

  /** Opens its ports. @throws Error when one is taken. */
  async switchOn(): Promise<void> {
    this.#ports.rtsp = await this.#rtsp.open(this.#ports.rtsp);
    try {
      if (this.#onvif !== undefined) this.#ports.onvif = await this.#onvif.open(this.#ports.onvif);
    } catch (error) {
      await this.#rtsp.close();
      throw error;
    }
    this.#power = 'on';
    if (this.spec.motion === 'lively') this.#moveNowAndThen();
    for (const tell of this.#onPower) tell(true);
  }

  async #switchOff(next: 'rebooting' | 'closed'): Promise<void> {
    const wasOn = this.#power === 'on';
    this.#power = next;
    if (!wasOn) return;
    for (const tell of this.#onPower) tell(false);
    clearTimeout(this.#nextMotion);
    this.#motion?.close();
    await Promise.all([this.#rtsp.close(), this.#onvif?.close()]);
  }

  /** Something moves before it for so long, and whoever subscribed is told. */
  move(seconds: number): void {
    if (this.#power === 'on') this.#motion?.move(seconds * 1_000);
  }
  #moveNowAndThen(): void {
    this.#nextMotion = setTimeout(() => {
      this.move(4 + Math.random() * 12);
      this.#moveNowAndThen();
    }, 20_000 + Math.random() * 70_000);
    this.#nextMotion.unref();
  }

  /** Fault: every RTSP connection is cut; new ones are welcome. */
  drop(): void {
    this.#rtsp.dropClients();
  }

  /** Fault: connections stay, requests are answered, but no packet comes. */
  stall(): void {
    this.#conduct.stalled = true;
  }

  /** Fault: another password from now on; running streams go on until they are asked for it. */
  setPassword(password: string): void {
    this.#conduct.password = password;
  }

  /** Fault: everything is gone for some seconds, then back on the same ports. Resolves when it is back. */
  async reboot(seconds: number): Promise<void> {
    if (this.#power !== 'on') return;
    await this.#switchOff('rebooting');
    await new Promise<void>((resolve) => { this.#rebooting = { timer: setTimeout(resolve, seconds * 1_000), wake: resolve }; });
    this.#rebooting = undefined;
    await this.#wakeUp();
  }

  async #wakeUp(): Promise<void> {
    if (this.#power === 'rebooting') await this.switchOn();
  }

  /** Fault: the SDP is wrong, the stream is right. */
  lieInSdp(...lies: readonly SdpLie[]): void {
    this.#conduct.lies = new Set(lies);
  }

  /** Fault: the camera's clock is this far from the truth. */
  skewClock(offsetMs: number): void {
    this.#conduct.clockOffsetMs = offsetMs;
  }

  /** Fault: answers that nobody should be able to choke on. */
  answerGarbage(kind: Garbage): void {
    this.#conduct.garbage = kind;
  }

  /** Fault: another picture size in mid-stream, with new parameter sets in band. */
  async changeParameters(role: StreamRole = 'main'): Promise<void> {
    await changeSize(this.#sources[role], this.#gear.shelf);
  }

  /** Fault: another codec in mid-stream, under the payload type of the one before. */
  async changeCodec(role: StreamRole = 'main'): Promise<void> {
    await changeCodec(this.#sources[role], this.#gear.shelf);
  }

  /** Fault: the packets come from another sender in mid-stream (SSRC), counted and timed anew. */
  changeSource(role: StreamRole = 'main'): void {
    this.#streams[role].track('video')?.changeSource();
  }

  /** Fault: the times of the pictures make a step, forwards or back. */
  jumpTime(ms: number, role: StreamRole = 'main'): void {
    this.#streams[role].track('video')?.jump(ms);
  }

  /** Ends every fault; picture size and codec stay what they are. */
  heal(): void {
    Object.assign(this.#conduct, firstConduct(this.spec));
    this.#rebooting?.wake();
  }

  async close(): Promise<void> {
    await this.#switchOff('closed');
    if (this.#rebooting === undefined) return;
    clearTimeout(this.#rebooting.timer);
    this.#rebooting.wake();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

const reachable = (host: string): string => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host);

const firstConduct = (spec: CameraSpec): Conduct => ({
  user: spec.user ?? 'admin', password: spec.password ?? 'street-1234', clockOffsetMs: spec.clockOffsetMs ?? 0, stalled: false, lies: new Set(), garbage: undefined,
});

/** A camera, on. @throws Error when its footage cannot be read or a port is taken. */
export const openCamera = async (spec: CameraSpec, gear: CameraGear): Promise<SimulatedCamera> => {
  const conduct = firstConduct(spec);
  const camera = new SimulatedCamera(spec, gear, conduct, await openSources(spec, conduct, gear.shelf, gear.metronome, gear.clips));
  await camera.switchOn();
  return camera;
};

/** Gear for a camera that stands alone, in a test. @param ffmpeg path of the program */
export const cameraGear = (ffmpeg: string, options: { readonly host?: string; readonly clips?: string } = {}): CameraGear => ({
  shelf: new Shelf(new Ffmpeg(ffmpeg)), metronome: new Metronome(), host: options.host ?? '127.0.0.1', clips: options.clips,
});
