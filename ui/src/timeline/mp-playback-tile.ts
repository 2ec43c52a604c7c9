import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { Part } from '../app/screen.ts';
import { browserMeans, mediaSourceClass } from '../player/capability.ts';
import { linesNeeded } from '../player/lines-needed.ts';
import '../player/mp-player.ts';
import type { Reason } from '../player/mp-player.ts';
import { lamp } from '../player/player-controls.ts';
import { mark } from '../player/player-overlays.ts';
import { sayState } from '../player/say-state.ts';
import { MediaBuffer } from './media-buffer.ts';
import type { PlaySession } from './play-session.ts';
import { browserPlayback, type HelloIn } from './playback-socket.ts';
import { RecordedPicture, type PictureHost, type Standing } from './recorded-picture.ts';
import { common, spanAt, unite } from './spans.ts';
import { sayPeriod, sayThere, thereAt } from './standing-words.ts';
import type { LanePage } from './strip-paint.ts';
import type { Span } from './view-window.ts';

export interface PlayCamera {
  readonly id: string;
  readonly name: string;
  /** There is sound that the watcher may turn on. */
  readonly sound: boolean;
  /** The watcher belongs to the house. */
  readonly own: boolean;
  /** What an officer says why. */
  readonly reason?: Partial<Reason>;
}

/** One camera's recorded picture on the wall; where there is none, why. Opens as much of a recording as the page knows may be seen. */
@customElement('mp-playback-tile')
export class MpPlaybackTile extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; }
    .frame { position: relative; aspect-ratio: 16 / 9; background: var(--mp-sunken); color: #fff; overflow: hidden; isolation: isolate; border-radius: var(--mp-tile-radius, 0); }
    :host([standing='shows']) .frame { background: #0c0a09; }
    video, canvas { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: contain; }
    video.away, canvas.away { visibility: hidden; }
    .none { position: absolute; inset: 0; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: var(--mp-2); padding: var(--mp-3); text-align: center; background: var(--mp-sunken); color: var(--mp-text); font-size: var(--mp-small); text-wrap: balance; container-type: size; }
    .none svg { width: 40px; height: 40px; color: var(--mp-outline); opacity: 0.7; }
    @container (max-height: 110px) { .none svg { display: none; } .none p { font-size: 0.8125rem; line-height: 1.35; } }
    .name { position: absolute; left: var(--mp-2); bottom: var(--mp-2); max-width: calc(100% - 16px); padding: 1px var(--mp-2); border-radius: var(--mp-radius-pill); background: rgb(12 10 9 / 72%); color: #fff; font-size: var(--mp-tiny); font-weight: 500; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .busy { position: absolute; right: var(--mp-2); bottom: var(--mp-2); animation: late 1ms 700ms both; padding: 1px var(--mp-2); border-radius: var(--mp-radius-pill); background: rgb(12 10 9 / 72%); color: #fff; font-size: var(--mp-tiny); }
    /* A moment's wait is not told of. */
    @keyframes late { from { opacity: 0; } to { opacity: 1; } }
    .mark { container-type: inline-size; position: absolute; inset: 0; pointer-events: none; color: #fff; font-weight: 500; }
    .mark .label { position: absolute; left: var(--mp-2); top: var(--mp-2); max-width: calc(100% - 16px); padding: 2px var(--mp-2); border-radius: 6px; background: rgb(12 10 9 / 72%); font-size: var(--mp-tiny); line-height: 1.5; }
    .mark .across { position: absolute; inset: 0; display: grid; place-items: center; font-size: clamp(14px, 4cqi, 34px); opacity: 0.28; transform: rotate(-18deg); white-space: nowrap; text-shadow: 0 0 6px rgb(0 0 0 / 80%); }
    mp-player { --mp-player-radius: 0; }
  `];
  @property({ attribute: false }) camera!: PlayCamera;
  @property({ attribute: false }) session!: PlaySession;
  /** What is known of the day. */
  @property({ attribute: false }) page: LanePage | undefined;
  /** The day, or as much of it as may be opened at once. */
  @property({ attribute: false }) limits!: Span;
  /** The live picture instead. */
  @property({ type: Boolean }) live = false;
  @property({ type: Boolean }) named = false;
  @property({ type: Boolean }) audio = false;
  /** WebSocket address; the hub's own by default. */
  @property() address = '';
  @property({ reflect: true }) standing: Standing = 'loads';
  @state() private stands = false;
  @query('video') private readonly video!: HTMLVideoElement;
  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  picture: RecordedPicture | undefined;
  private opens: Span | undefined;
  private leave: (() => void) | undefined;

  /** Early or late against the clock, ms, of the frame that was painted last. */
  get skew(): number | undefined {
    return this.picture?.frames.skew;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.look();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (['camera', 'session', 'live', 'audio', 'address'].some((name) => (changed as ReadonlyMap<PropertyKey, unknown>).get(name) !== undefined)) this.close();
    if (changed.has('page') && this.page) this.picture?.know(this.footage());
    this.look();
  }

  /** Opens what belongs to the instant, and says what stands there. Called with every tick of the clock. */
  look(): void {
    if (!this.isConnected || this.live || !this.page) return;
    const { at } = this.session;
    const span = spanAt(common(this.page.covered, this.limits), at);
    // As long as it goes on, what is open stays open: every opening is a line in the ledger.
    if (span && this.footage().length > 0 && !(this.opens && at >= this.opens.from && at < this.opens.to)) this.open(span);
    const standing = this.picture?.standing(at) ?? 'nothing';
    const stands = this.picture?.opened !== undefined;
    if (standing !== this.standing || stands !== this.stands) [this.standing, this.stands] = [standing, stands];
  }

  private footage(): readonly Span[] {
    return unite((this.page?.spans ?? []).map(({ from, to }) => ({ from, to })));
  }

  private open(span: Span): void {
    this.close();
    this.opens = span;
    const means = browserMeans();
    const lines = linesNeeded({ width: this.clientWidth, height: this.clientHeight }, devicePixelRatio);
    const hello: HelloIn = { ...this.camera.reason, camera: this.camera.id, from: Math.round(span.from), to: Math.round(span.to), plays: [...(means.plays ?? [])], audio: this.audio, ...(lines ? { maxHeight: lines } : {}) };
    const host: PictureHost = {
      changed: () => this.requestUpdate(),
      clockAt: (now) => this.session.clock.atTime(now),
      drawStill: (jpeg) => void this.drawStill(jpeg),
    };
    const plays = mediaSourceClass() !== undefined && (means.plays ?? []).length > 0;
    this.picture = new RecordedPicture(this.video, hello, browserPlayback(this.address || undefined), host, plays ? (reports) => new MediaBuffer(this.video, reports) : undefined);
    this.picture.know(this.footage());
    this.leave = this.session.add(this.picture);
  }

  private close(): void {
    this.leave?.();
    this.picture?.close();
    this.leave = this.picture = this.opens = undefined;
    if (this.hasUpdated && this.canvas) this.canvas.width = 1;
  }

  private async drawStill(jpeg: ArrayBuffer): Promise<void> {
    const { picture } = this;
    const image = await createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' })).catch(() => undefined);
    if (!image || this.picture !== picture) return image?.close();
    [this.canvas.width, this.canvas.height] = [image.width, image.height];
    this.canvas.getContext('2d')?.drawImage(image, 0, 0);
    image.close();
    this.requestUpdate();
  }

  protected override render(): unknown {
    const { camera } = this;
    if (this.live) return html`<mp-player .camera=${camera.id} .name=${camera.name} .reason=${camera.reason} ?own=${camera.own} ?sound=${camera.sound} bare></mp-player>`;
    const picture = this.picture;
    const away = this.standing === 'nothing';
    const stills = picture?.isStills ?? false;
    // Never a black box: until the first picture there is the lamp.
    const unseen = this.standing === 'loads' && picture?.shownAt === undefined;
    const label = this.t('timeline.picture', { name: camera.name });
    return html`<div class="frame">
      <video class=${away || stills ? 'away' : ''} playsinline ?disablepictureinpicture=${!camera.own} .muted=${!this.audio} aria-label=${label}></video>
      <canvas class=${away || !stills ? 'away' : ''} role="img" aria-label=${label} width="1" height="1"></canvas>
      ${away ? nothing : mark(picture?.opened?.watermark, this.words, Date.now())}
      ${away ? html`<div class="none">${lamp}<p>${this.why()}</p></div>` : unseen ? html`<div class="none">${lamp}<p>${this.t('timeline.waits')}</p></div>` : nothing}
      ${picture?.isLost && !picture.over ? html`<span class="busy" role="status">${this.t('timeline.lostLine')}</span>` : this.standing === 'loads' && !unseen ? html`<span class="busy">${this.t('timeline.waits')}</span>` : nothing}
      ${this.named ? html`<span class="name">${camera.name}</span>` : nothing}</div>`;
  }

  private why(): string {
    const over = this.picture?.over;
    const { at } = this.session;
    if (over) return sayState({ is: 'ended', reason: over.reason, problem: over.problem, at: Date.now(), spent: this.camera.reason?.ask !== undefined }, this.words)?.text ?? this.t('timeline.noPictureHere');
    const there = thereAt(this.page, at, Date.now());
    const hole = this.picture?.holeAt(at);
    if (hole && there.is !== 'gap') return `${this.t('timeline.noPictureHere')} (${sayPeriod(hole, this.words)}): ${this.t(`timeline.cause_${hole.cause}`)}.`;
    const said = sayThere(there, this.words);
    return there.is === 'footage' || there.is === 'event' || there.is === 'kept' ? this.t('timeline.noPictureHere') : `${said.charAt(0).toLocaleUpperCase()}${said.slice(1)}.`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-playback-tile': MpPlaybackTile } }
