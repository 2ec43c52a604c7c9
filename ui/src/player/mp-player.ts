import type { LiveHello } from '@matpho/core/api';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { Part } from '../app/screen.ts';
import { browserCapability, type Capability } from './capability.ts';
import { JsmpegPlayer } from './jsmpeg-player.ts';
import { browserWorld, LiveSocket } from './live-socket.ts';
import { mayAskAgain, mayTryAgain, type LiveState } from './live-state.ts';
import { MsePlayer } from './mse-player.ts';
import type { PicturePlayer } from './picture-player.ts';
import { controls, lamp } from './player-controls.ts';
import { playerStyle } from './player-style.ts';
import { Presence } from './presence.ts';
import { sayState } from './say-state.ts';

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
  /** `mpeg1` forces the compatibility player. */
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
  @query('video') private readonly video!: HTMLVideoElement;
  @query('canvas.mpeg') private readonly mpeg!: HTMLCanvasElement;
  @query('canvas.last') private readonly last!: HTMLCanvasElement;
  @query('.frame') private readonly frame!: HTMLElement;
  private picture: PicturePlayer | undefined;
  private socket: LiveSocket | undefined;
  private can: Capability = { transport: 'mse', plays: ['h264'] };
  private tick: ReturnType<typeof setInterval> | undefined;

  protected readonly presence = new Presence(this, {
    away: () => this.picture?.pause(),
    // An approval opens one viewing: whoever closed it could not come back.
    longAway: () => (this.once ? this.picture?.rest() : this.socket?.sleep()),
    back: () => (this.socket?.state.is === 'sleeping' ? this.socket.wake() : this.picture?.resume()),
    longMs: () => (this.own ? 10_000 : 60_000),
  });

  /** It uses an owner's approval, which is good for one viewing. */
  private get once(): boolean {
    return !this.own && this.reason?.ask !== undefined;
  }

  /** Seconds on the media's own timeline; grows while it plays. */
  get currentTime(): number {
    return this.picture?.currentTime ?? 0;
  }

  /** Ends the viewing; `again()` or a change of camera opens it anew. */
  stop(): void {
    this.socket?.stop();
  }

  again(): void {
    this.socket?.again();
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
    this.can = browserCapability(this.forced || undefined);
    const socket: LiveSocket = new LiveSocket(browserWorld(this.address || hubAddress()), () => this.hello(), {
      state: (live) => socket === this.socket && this.changed(live),
      connection: () => this.connection(),
      format: ({ mime }) => this.picture?.format(mime),
      bytes: (chunk) => this.picture?.bytes(chunk),
      clear: () => socket === this.socket && this.clear(),
    });
    this.socket = socket;
    socket.start();
  }

  /** Lets go of the connection. A member's last picture stays, greyed, until the next one's first frame. */
  private leave(): void {
    const socket = this.socket;
    this.socket = undefined;
    this.held = Boolean(this.own && this.play && this.picture?.drawOn(this.last));
    socket?.stop();
    this.picture?.close();
    this.picture = undefined;
    this.live = { is: 'idle' };
    this.state = 'idle';
  }

  private hello(): ReturnType<ConstructorParameters<typeof LiveSocket>[1]> {
    return { ...this.reason, camera: this.camera, transport: this.can.transport, plays: this.can.plays, role: this.quality, audio: this.audio && this.sound };
  }

  private connection(): void {
    // A watcher from outside keeps no last picture: the hub cannot take it back while it cannot be reached.
    if (this.own && this.picture?.drawOn(this.last)) this.held = true;
    this.picture?.close();
    const socket = this.socket;
    const reports = { frame: () => socket === this.socket && socket?.frame(), failed: () => socket?.broken() };
    this.picture = this.can.transport === 'mse' ? new MsePlayer(this.video, reports) : new JsmpegPlayer(this.mpeg, reports, { disableGl: true });
  }

  private clear(): void {
    this.picture?.close();
    this.picture = undefined;
    this.held = false;
    this.last.width = 1;
  }

  private changed(live: LiveState): void {
    // While the hub itself waits for the camera the connection goes on, and so does its player, unseen.
    if (!this.own && live.is === 'waiting' && !live.opened) this.clear();
    // A camera that sends what this browser cannot play: the hub makes it playable, as for browsers without MSE.
    if (live.is === 'ended' && live.problem?.code === 'stream-unsupported' && !live.spent && this.can.transport === 'mse') {
      this.forced = 'mpeg1';
      return;
    }
    const before = this.live.is;
    this.live = live;
    this.state = live.is;
    if (live.is === 'playing') this.held = false;
    this.dispatchEvent(new CustomEvent('statechange', { detail: live }));
    if (live.is === 'playing' && before !== 'playing') this.dispatchEvent(new CustomEvent('playing'));
    if (live.is === 'ended') this.dispatchEvent(new CustomEvent('ended', { detail: live }));
  }

  private ticked(): void {
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

  private onKey(event: KeyboardEvent): void {
    if (this.bare || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'f') void this.toggleWhole();
    else if (event.key === 'm' && this.sound) this.toggleSound();
    else return;
    event.preventDefault();
  }

  protected override render(): unknown {
    const playing = this.live.is === 'playing' || this.live.is === 'sleeping';
    const mse = this.can.transport === 'mse';
    const covered = this.live.is === 'ended' && !this.own;
    const still = this.own && this.camera && !covered;
    return html`
      <div class="frame" part="frame" @keydown=${this.onKey} @fullscreenchange=${() => (this.whole = this.shadowRoot?.fullscreenElement === this.frame)}>
        <div class="lamp" aria-hidden="true" ?hidden=${this.live.is === 'ended' || this.live.is === 'waiting'}>${lamp}</div>
        ${still ? html`<img class="layer ${this.stillReady ? 'shown' : ''}" alt=${playing ? '' : this.t('player.picture', { name: this.name })} src=${`/api/cameras/${this.camera}/picture?t=${this.stillAt}`}
          @load=${() => (this.stillReady = true)} @error=${() => (this.stillReady = false)}>` : nothing}
        <canvas class="layer last ${this.held ? 'held' : ''}" aria-hidden="true" width="1" height="1"></canvas>
        <video class="layer ${playing && mse ? 'shown' : ''}" playsinline .muted=${!this.audio} aria-label=${this.t('player.picture', { name: this.name })}></video>
        <canvas class="layer mpeg ${playing && !mse ? 'shown' : ''}" role="img" aria-label=${this.t('player.picture', { name: this.name })} width="1" height="1"></canvas>
        ${this.mark(playing)} ${this.say()}
        ${this.live.is === 'playing' && !this.opened?.watermark ? html`<span class="live">${this.t('player.live')}</span>` : nothing}
        ${this.bare || this.live.is === 'ended' ? nothing : controls({ t: this.t, sound: this.sound, audio: this.audio, whole: this.whole, choice: this.choice, sharp: this.quality === 'main', compatible: !mse,
          onSound: () => this.toggleSound(), onWhole: () => void this.toggleWhole(), onQuality: () => (this.quality = this.quality === 'main' ? 'sub' : 'main') })}
      </div>`;
  }

  /** Unit, number and time over the picture of somebody from outside. */
  private mark(playing: boolean): unknown {
    const text = this.opened?.watermark;
    if (!text || !playing) return nothing;
    return html`<div class="mark"><span class="across" aria-hidden="true">${text}</span><span class="label">${text} · ${this.words.date(this.clock)} ${this.words.time(this.clock, true)}</span></div>`;
  }

  private say(): unknown {
    const said = sayState(this.live, this.words);
    if (!said) return nothing;
    const over = this.held || (this.stillReady && this.own && this.live.is !== 'connecting' && this.live.is !== 'opened');
    const opening = this.live.is === 'connecting' || this.live.is === 'opened';
    const again = this.live.is === 'ended' && mayTryAgain(this.live);
    const ask = this.live.is === 'ended' && mayAskAgain(this.live);
    return html`<div class="say ${opening ? 'quiet' : over ? 'over' : ''}" role="status">
      ${over || opening ? nothing : html`<span class="lit">${lamp}</span>`}
      <p>${said.text}</p>
      ${said.code ? html`<small>${this.t('player.code', { code: said.code })}</small>` : nothing}
      ${again ? html`<button @click=${() => this.again()}>${this.t('player.again')}</button>` : nothing}
      ${ask ? html`<a href="/officer/requests">${this.t('player.toRequests')}</a>` : nothing}
    </div>`;
  }
}

function hubAddress(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/live`;
}

declare global {
  interface HTMLElementTagNameMap { 'mp-player': MpPlayer }
}
