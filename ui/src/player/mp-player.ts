import type { LiveHello } from '@matpho/core/api';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { Part } from '../app/screen.ts';
import { browserMeans } from './capability.ts';
import { paths, type Path, type Preference } from './choose-path.ts';
import { linesNeeded } from './lines-needed.ts';
import { LiveRun, type Wish } from './live-run.ts';
import type { LiveState } from './live-state.ts';
import './mp-path-sheet.ts';
import type { MpPathSheet } from './mp-path-sheet.ts';
import { deviceMemory } from './path-memory.ts';
import { controls, lamp } from './player-controls.ts';
import { mark, say } from './player-overlays.ts';
import { playerStyle } from './player-style.ts';
import { Presence } from './presence.ts';
import type { RunFacts } from './run-facts.ts';
import { sayLeft, sayLevel } from './say-how.ts';
import { isVideo } from './stage.ts';

/** Why an officer looks; an owner leaves it out. */
export type Reason = Pick<LiveHello, 'unit' | 'purpose' | 'caseNo' | 'ask'>;
/** The life of the picture in one word, mirrored as the attribute `state`. */
export type PlayerState = LiveState['is'];

const restarting = ['camera', 'play', 'reason', 'quality', 'forced', 'address'] as const;

/**
 * A camera's live picture. Starts by itself while `play` is set and it can be seen.
 * Events: `playing` on the first frame of a connection, `ended` (detail: the state) when it is over for good, `statechange`.
 */
@customElement('mp-player')
export class MpPlayer extends Part {
  static override styles = [Part.styles, playerStyle];
  /** The camera's id. */
  @property() camera = '';
  /** For the picture's text alternative. */
  @property() name = '';
  @property({ attribute: false }) reason: Partial<Reason> | undefined;
  /** The watcher belongs to the camera's household or business: stills may be shown. */
  @property({ type: Boolean }) own = false;
  /** There is sound that this watcher may turn on. */
  @property({ type: Boolean }) sound = false;
  @property({ type: Boolean }) play = true;
  /** Nothing to press: for a small card. */
  @property({ type: Boolean }) bare = false;
  @property() quality: 'main' | 'sub' = 'main';
  /** Both streams exist, so the watcher may choose. */
  @property({ type: Boolean }) choice = false;
  /** What the camera sends, where it is known. */
  @property() codec = '';
  /** The one way to be used, `mpeg1`; empty: the best there is. */
  @property({ attribute: 'player' }) forced = '';
  /** Changes to fetch a newer still. */
  @property({ type: Number }) stillAt = Date.now();
  /** WebSocket address; the hub's own by default. */
  @property() address = '';
  @property({ reflect: true, attribute: 'state' }) state: PlayerState = 'idle';

  @state() private live: LiveState = { is: 'idle' };
  @state() private audio = false;
  @state() private held = false;
  @state() private stillReady = false;
  @state() private whole = false;
  @state() private clock = Date.now();
  @state() private how: RunFacts | undefined;
  /** Of what changed in the way it comes, once, for whoever listens to the page. */
  @state() private news = '';
  @query('video') private readonly video!: HTMLVideoElement;
  @query('canvas.mpeg') private readonly canvas!: HTMLCanvasElement;
  @query('canvas.last') private readonly last!: HTMLCanvasElement;
  @query('.frame') private readonly frame!: HTMLElement;
  @query('mp-path-sheet') private readonly sheet!: MpPathSheet;
  private readonly memory = deviceMemory();
  private run: LiveRun | undefined;
  private tick: ReturnType<typeof setInterval> | undefined;

  protected readonly presence = new Presence(this, {
    away: () => this.run?.away(),
    longAway: () => this.run?.longAway(),
    back: () => this.run?.back(),
    longMs: () => (this.own ? 10_000 : 60_000),
  });

  /** It uses an owner's approval, which is good for one viewing. */
  private get once(): boolean {
    return !this.own && this.reason?.ask !== undefined;
  }
  /** Seconds on the media's own timeline; grows while it plays. */
  get currentTime(): number {
    return this.run?.currentTime ?? 0;
  }
  /** How the picture comes at this moment. */
  get facts(): RunFacts | undefined {
    return this.run?.facts;
  }

  /** Ends the viewing; `again()` or a change of camera opens it anew. */
  stop(): void {
    this.run?.stop();
  }
  again(): void {
    this.run?.again();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.tick = setInterval(() => this.ticked(), 1000);
    if (this.hasUpdated) this.restart();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.tick);
    this.leave();
  }

  protected override updated(changed: PropertyValues<MpPlayer>): void {
    if (changed.has('camera')) this.stillReady = false;
    if (restarting.some((name) => changed.has(name))) this.restart();
  }

  private restart(): void {
    this.leave();
    if (!this.camera || !this.play) return;
    const saveData = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
    const run: LiveRun = new LiveRun(this.wish(), {
      stage: { video: this.video, canvas: this.canvas },
      lines: () => linesNeeded({ width: this.frame.clientWidth, height: this.frame.clientHeight }, devicePixelRatio),
      // A watcher from outside keeps no last picture: the hub cannot take it back while it cannot be reached.
      connection: (picture) => { if (this.own && picture?.drawOn(this.last)) this.held = true; },
      changed: (live) => run === this.run && this.changed(live),
      clear: () => run === this.run && this.clear(),
      told: () => run === this.run && this.told(),
    }, browserMeans(), this.memory, saveData);
    this.run = run;
    run.start();
  }

  private wish(): Wish {
    return {
      hello: { ...this.reason, camera: this.camera, audio: this.audio && this.sound },
      quality: this.quality, own: this.own, once: this.once, codec: this.codec === 'h264' || this.codec === 'h265' ? this.codec : undefined,
      forced: paths.find((path): path is Path => path === this.forced), address: this.address || hubAddress(),
    };
  }

  /** Lets go of the connection. A member's last picture stays, greyed, until the next one's first frame. */
  private leave(): void {
    const { run } = this;
    this.run = undefined;
    this.held = Boolean(this.own && this.play && run?.drawOn(this.last));
    run?.stop();
    this.live = { is: 'idle' };
    this.state = 'idle';
  }

  private clear(): void {
    this.held = false;
    this.last.width = 1;
  }

  private changed(live: LiveState): void {
    // While the hub itself waits for the camera the connection goes on, and so does its player, unseen.
    if (!this.own && live.is === 'waiting' && !live.opened) {
      this.run?.hide();
      this.clear();
    }
    const before = this.live.is;
    this.live = live;
    this.state = live.is;
    if (live.is === 'playing') this.held = false;
    this.dispatchEvent(new CustomEvent('statechange', { detail: live }));
    if (live.is === 'playing' && before !== 'playing') this.dispatchEvent(new CustomEvent('playing'));
    if (live.is === 'ended') this.dispatchEvent(new CustomEvent('ended', { detail: live }));
  }

  private told(): void {
    const before = this.how;
    this.how = this.run?.facts;
    if (!this.how || !before) return;
    if (this.how.path !== before.path && this.how.left) this.news = sayLeft(this.how, this.words) ?? '';
    else if (this.how.level !== before.level) this.news = sayLevel(this.how, this.words) ?? (this.how.level === 'full' ? this.t('player.backUp') : this.news);
  }

  private choose(preference: Preference): void {
    this.memory.preference = preference;
    // Under an approval for one viewing a new connection would need a new one.
    if (this.once) this.requestUpdate();
    else this.restart();
  }

  private ticked(): void {
    this.run?.tick();
    if (this.opened?.watermark) this.clock = Date.now();
  }

  private get opened() {
    return 'opened' in this.live ? this.live.opened : null;
  }

  private toggleSound(): void {
    this.audio = !this.audio;
    // Under an approval the sound, if it was approved, is there already, and a new connection would need a new one.
    if (!this.once) this.restart();
  }

  private async toggleWhole(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await this.frame.requestFullscreen().catch(() => undefined);
  }

  private readonly resized = (): void => {
    this.whole = this.shadowRoot?.fullscreenElement === this.frame;
    if (this.whole) this.run?.grown();
  };

  private onKey(event: KeyboardEvent): void {
    if (this.bare || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'f') void this.toggleWhole();
    else if (event.key === 'm' && this.sound) this.toggleSound();
    else return;
    event.preventDefault();
  }

  protected override render(): unknown {
    const playing = this.live.is === 'playing' || this.live.is === 'sleeping';
    const video = isVideo(this.how?.path ?? 'mse');
    const covered = this.live.is === 'ended' && !this.own;
    const still = this.own && this.camera && !covered;
    const label = this.t('player.picture', { name: this.name });
    const behind = this.held || (this.stillReady && this.own && this.live.is !== 'connecting' && this.live.is !== 'opened');
    return html`
      <div class="frame" part="frame" @keydown=${this.onKey} @fullscreenchange=${this.resized}>
        <div class="lamp" aria-hidden="true" ?hidden=${this.live.is === 'ended' || this.live.is === 'waiting'}>${lamp}</div>
        ${still ? html`<img class="layer ${this.stillReady ? 'shown' : ''}" alt=${playing ? '' : label} src=${`/api/cameras/${this.camera}/picture?t=${this.stillAt}`}
          @load=${() => (this.stillReady = true)} @error=${() => (this.stillReady = false)}>` : nothing}
        <canvas class="layer last ${this.held ? 'held' : ''}" aria-hidden="true" width="1" height="1"></canvas>
        <video class="layer ${playing && video ? 'shown' : ''}" playsinline ?disablepictureinpicture=${!this.own} .muted=${!this.audio} aria-label=${label}></video>
        <canvas class="layer mpeg ${playing && !video ? 'shown' : ''}" role="img" aria-label=${label} width="1" height="1"></canvas>
        ${playing ? mark(this.opened?.watermark, this.words, this.clock) : nothing} ${say(this.live, this.words, behind, () => this.again())}
        ${this.live.is === 'playing' && !this.opened?.watermark ? html`<span class="live">${this.t('player.live')}</span>` : nothing}
        ${this.bare ? nothing : this.below()}
      </div>`;
  }

  /** What can be pressed, what is told of how it comes, and the sheet with all of it. */
  private below(): unknown {
    const { how, words } = this;
    const slow = this.live.is === 'playing' && how ? sayLevel(how, words) : undefined;
    return html`${slow ? html`<p class="slow">${slow}</p>` : nothing}
      <p class="hidden" role="status">${this.news}</p>
      ${this.live.is === 'ended' ? nothing : controls({ t: this.t, sound: this.sound, audio: this.audio, whole: this.whole, choice: this.choice, sharp: this.quality === 'main', how: this.live.is === 'playing' && how ? { ...how, words } : undefined,
        onSound: () => this.toggleSound(), onWhole: () => void this.toggleWhole(), onQuality: () => (this.quality = this.quality === 'main' ? 'sub' : 'main'), onHow: () => this.sheet.show() })}
      <mp-path-sheet .facts=${how} .preference=${this.memory.preference ?? how?.preference ?? 'auto'} ?later=${this.once} @keydown=${(event: Event) => event.stopPropagation()} @mp-choose=${(event: CustomEvent<Preference>) => this.choose(event.detail)}></mp-path-sheet>`;
  }
}

function hubAddress(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`;
}

declare global {
  interface HTMLElementTagNameMap { 'mp-player': MpPlayer }
}
