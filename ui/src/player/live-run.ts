import { pathsFor, type Failure, type Means, type Path, type Preference } from './choose-path.ts';
import { browserWorld, LiveSocket, type LiveHelloIn, type LiveWorld } from './live-socket.ts';
import type { LiveState } from './live-state.ts';
import type { PathMemory } from './path-memory.ts';
import type { PicturePlayer } from './picture-player.ts';
import { codecOf, type RunFacts } from './run-facts.ts';
import { connectionFor, playerFor, type Stage } from './stage.ts';
import { Meter } from './meter.ts';
import { ladderFor, type Level } from './throughput.ts';

/** What the element says of the picture it wants. */
export interface Wish {
  readonly hello: Omit<LiveHelloIn, 'transport' | 'plays' | 'role' | 'pace' | 'maxHeight'>;
  readonly quality: 'main' | 'sub';
  readonly own: boolean;
  /** An approval good for one viewing is used. */
  readonly once: boolean;
  /** What the camera sends, where it is known. */
  readonly codec: 'h264' | 'h265' | undefined;
  /** The one way to be used, whatever else there is. */
  readonly forced: Path | undefined;
  readonly address: string;
}
export interface RunHost {
  readonly stage: Stage;
  /** Lines there is room for; undefined: any. */
  lines(): number | undefined;
  /** A new connection begins: the picture of the one before is about to go. */
  connection(picture: PicturePlayer | undefined): void;
  changed(live: LiveState): void;
  /** Nothing may stay on the screen. */
  clear(): void;
  /** Another way, level or measure: for whoever shows which. */
  told(): void;
}

/** One live picture from its first hello to its end: by the best way there is, by the next when that fails, and no more of it than the line carries. */
export class LiveRun {
  private readonly wish: Wish;
  private readonly host: RunHost;
  private readonly means: Means;
  private readonly memory: PathMemory;
  private readonly saveData: boolean;
  private readonly failed = new Set<Path>();
  private readonly meter: Meter;
  private readonly socket: LiveSocket;
  private picture: PicturePlayer | undefined;
  private chosen: Path;
  private left: RunFacts['left'] = null;
  private mime: string | undefined;
  private lines: number | undefined;
  private hasSub = true;
  private seen = true;
  private isOpened = false;

  constructor(wish: Wish, host: RunHost, means: Means, memory: PathMemory, saveData: boolean) {
    this.wish = wish;
    this.host = host;
    this.means = means;
    this.memory = memory;
    this.saveData = saveData;
    this.chosen = this.candidates()[0] ?? 'stills';
    this.meter = new Meter(this.preference === 'data' && wish.quality === 'main' ? 'light' : 'full');
    this.socket = new LiveSocket(this.world(), () => this.hello(), {
      state: (live) => this.changed(live),
      connection: () => this.connection(),
      format: ({ mime }) => {
        this.mime = mime;
        this.picture?.format(mime);
      },
      bytes: (chunk) => {
        this.meter.arrived(chunk.byteLength);
        this.picture?.bytes(chunk);
      },
      offer: () => this.picture?.offer?.(),
      offerFailed: () => this.fail('unsupported'),
      answer: (sdp) => this.picture?.answer?.(sdp),
      paced: (pace) => {
        // In order with the media: what lay on the line before it has come through.
        this.meter.settled();
        this.picture?.paced?.(pace);
      },
      isApart: () => this.path === 'webrtc' || this.path === 'hls' || this.path === 'stills',
      clear: () => {
        this.closePicture();
        this.host.clear();
      },
    });
  }

  get state(): LiveState {
    return this.socket.state;
  }
  /** The way in use. */
  get path(): Path {
    return this.meter.level === 'stills' ? 'stills' : this.chosen;
  }
  get currentTime(): number {
    return this.picture?.currentTime ?? 0;
  }
  get facts(): RunFacts {
    const facts = this.picture?.facts();
    const opened = 'opened' in this.state ? this.state.opened : null;
    return {
      path: this.path, preference: this.preference, level: this.meter.level, because: this.meter.because, left: this.left, codec: codecOf(this.path, this.mime),
      width: facts?.width ?? 0, height: facts?.height ?? 0, ...this.meter.rates(), delayMs: facts?.delayMs, made: opened?.made, role: opened?.role,
    };
  }

  start(): void {
    if (this.candidates().length === 0) {
      this.socket.start();
      this.socket.unplayable();
    } else this.socket.start();
  }
  stop(): void {
    this.socket.stop();
    this.closePicture();
  }
  /** By a person's own wish, so every way may be tried anew. */
  again(): void {
    this.failed.clear();
    this.left = null;
    this.chosen = this.candidates()[0] ?? this.chosen;
    this.socket.again();
  }
  /** What is shown has to go from the screen while the connection is sought again. */
  hide(): void {
    this.closePicture();
  }
  drawOn(canvas: HTMLCanvasElement): boolean {
    return this.picture?.drawOn(canvas) ?? false;
  }
  away(): void {
    this.seen = false;
    this.picture?.pause();
  }
  /** Nobody looked for long. An approval opens one viewing: whoever closed it could not come back. */
  longAway(): void {
    if (this.wish.once) this.picture?.rest();
    else this.socket.sleep();
  }
  back(): void {
    this.seen = true;
    this.meter.reopened();
    if (this.socket.state.is === 'sleeping') this.socket.wake();
    else this.picture?.resume();
  }

  /** It is shown larger now: whoever has room for more may ask for it. */
  grown(): void {
    if (this.wish.once || this.state.is !== 'playing' || this.lines === undefined) return;
    const lines = this.host.lines();
    if (lines === undefined || lines > this.lines) this.socket.switch();
  }

  /** Once a second: looks whether the picture comes, and how well. */
  tick(): void {
    const { state, picture } = this;
    const isOpen = 'opened' in state && state.opened !== null && state.is !== 'waiting';
    if (!isOpen || !picture || !this.seen) return this.meter.rest();
    const failure = this.meter.look(this.path, picture.facts(), this.ladder());
    if (failure) return this.fail(failure);
    this.follow();
    this.host.told();
  }

  private get preference(): Preference {
    return this.memory.preference ?? (this.saveData ? 'data' : 'auto');
  }
  private candidates(): readonly Path[] {
    const { forced, codec, own, once } = this.wish;
    if (forced) return this.failed.has(forced) ? [] : [forced];
    const situation = { means: this.means, transports: undefined, codec, preference: this.preference, own, once };
    const lately = new Set([...this.failed, ...this.memory.failed(codec)]);
    const able = pathsFor({ ...situation, failed: lately });
    // Better one that failed an hour ago than none, or than stills.
    return able.some((path) => path !== 'stills') ? able : pathsFor({ ...situation, failed: this.failed });
  }
  private ladder(): readonly Level[] {
    return ladderFor({ hasLight: this.wish.quality === 'main' && this.hasSub && this.wish.own, hasKeys: this.chosen === 'mse' || this.chosen === 'webrtc', hasStills: this.wish.own, isSaving: this.preference === 'data' });
  }
  private role(level: Level): 'main' | 'sub' {
    return level === 'full' || !this.hasSub ? this.wish.quality : 'sub';
  }

  private hello(): LiveHelloIn {
    const { level } = this.meter;
    // Under an approval for one viewing there is no second hello, for a whole screen.
    this.lines = this.wish.once ? undefined : this.host.lines();
    return { ...this.wish.hello, transport: this.path, plays: this.means.plays.length > 0 ? this.means.plays : ['h264'], role: this.role(level), maxHeight: this.lines, pace: level === 'keys' ? 'keys' : 'all' };
  }
  private world(): LiveWorld {
    return { ...browserWorld(this.wish.address), connect: () => connectionFor(this.path, this.wish.address, { camera: this.wish.hello.camera, own: this.wish.own }, () => this.picture) };
  }

  private connection(): void {
    this.host.connection(this.picture);
    this.picture?.close();
    this.mime = undefined;
    this.meter.reopened();
    const picture: PicturePlayer = playerFor(this.path, this.host.stage, this.means, {
      frame: () => { if (picture === this.picture) this.framed(); },
      failed: (why = 'decode') => { if (picture === this.picture) this.fail(why); },
    });
    this.picture = picture;
    if (this.meter.level === 'keys') picture.paced?.('keys');
    this.host.told();
  }
  private closePicture(): void {
    this.picture?.close();
    this.picture = undefined;
  }

  private framed(): void {
    this.meter.framed();
    this.socket.frame();
  }

  private changed(live: LiveState): void {
    if (live.is === 'ended' && live.problem?.code === 'stream-unsupported' && !live.spent && live.reason !== 'unplayable') return this.fail('unsupported');
    const wasOpened = this.isOpened;
    this.isOpened = 'opened' in live && live.opened !== null;
    if (wasOpened && live.is === 'waiting' && !this.isOpened) this.lostLine(live.problem?.code);
    // A camera with one stream: what was asked for is not there, and asking again would bring the same.
    if (live.is === 'opened' && this.role(this.meter.level) === 'sub' && live.opened.role === 'main') this.hasSub = false;
    this.host.changed(live);
  }

  /** The line went away under an open picture. What the hub gave as its reason is no matter of the line, but for one. */
  private lostLine(code: string | undefined): void {
    const isSure = code === 'viewer-too-slow';
    if (code === undefined || isSure) this.meter.lost(isSure, this.ladder());
  }

  /** This way is of no use: the next one, if it costs no approval. */
  private fail(why: Failure): void {
    const from = this.path;
    this.failed.add(from);
    if (!this.wish.forced) this.memory.remember(from, this.wish.codec, why);
    const [next] = this.candidates();
    if (from === 'stills' && this.meter.level === 'stills') this.meter.put(this.ladder()[0] ?? 'full');
    if (!next) return this.socket.unplayable();
    this.left = { path: from, why };
    this.chosen = next;
    this.socket.switch();
  }

  /** Makes what the meter found so: said on the open connection where that is enough, else by another hello. */
  private follow(): void {
    const change = this.meter.takeChange();
    if (!change) return;
    const { from, to } = change;
    const isSame = this.role(from) === this.role(to) && from !== 'stills' && to !== 'stills';
    // What waits on a line that is too slow is left behind with its connection; without another one it has to be waited for.
    if (isSame || this.wish.once) {
      const pace = to === 'keys' ? 'keys' : 'all';
      this.socket.say({ type: 'pace', pace });
      this.picture?.paced?.(pace);
    } else this.socket.switch();
  }
}
