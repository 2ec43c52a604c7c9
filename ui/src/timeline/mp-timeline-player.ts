import type { SheetRow } from '@matpho/core/api';
import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, queryAll, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Part } from '../app/screen.ts';
import { backwardsFrom, commandOf, fasterThan, isElsewhere, type Command } from './keys.ts';
import { keysAreOff, turnKeys } from './key-switch.ts';
import './mp-key-sheet.ts';
import type { MpKeySheet } from './mp-key-sheet.ts';
import './mp-play-controls.ts';
import './mp-playback-tile.ts';
import type { MpPlaybackTile, PlayCamera } from './mp-playback-tile.ts';
import './mp-time-seek.ts';
import './mp-time-strip.ts';
import { PlaySession } from './play-session.ts';
import { eventBeside, footageBounds, footageFrom } from './strip-facts.ts';
import { sayWall, thereAt } from './standing-words.ts';
import type { LanePage } from './strip-paint.ts';
import { timelinePlayerStyle } from './timeline-player-style.ts';
import { inside, marksAround, showing, spanOf, zoomed, type Span } from './view-window.ts';
import { Zone } from './zone.ts';

/** Ticks a second are enough to stand still. */
const restMs = 120;
/** Of a picture of which nothing is known. */
const frameMs = 40;
/** So near to now, ms, what was recorded last ends: the live picture follows. */
const edgeMs = 150_000;

/**
 * Recorded footage of up to nine cameras under one strip and one clock.
 * Fires `mp-at` (detail: the instant, once it stands or each second), `mp-day` (detail: an instant of another day), `mp-marks` (detail: the interval or undefined).
 */
@customElement('mp-timeline-player')
export class MpTimelinePlayer extends Part {
  static override styles = [Part.styles, timelinePlayerStyle];
  @property({ attribute: false }) cameras: readonly PlayCamera[] = [];
  /** What is known of the day, by camera. */
  @property({ attribute: false }) pages: ReadonlyMap<string, LanePage & { readonly sheets: readonly SheetRow[] }> = new Map();
  /** The day. */
  @property({ attribute: false }) limits!: Span;
  /** Where it stands when it is first drawn; ms. */
  @property({ type: Number }) start = 0;
  /** There is a live picture to go to. */
  @property({ type: Boolean }) mayLive = false;
  @property({ attribute: false }) sheetUrl: ((camera: string, name: string) => string) | undefined;
  /** What can be done with the chosen interval. */
  @property({ attribute: false }) acts: ((marks: Span) => unknown) | undefined;
  @property() address = '';
  @state() private at = 0;
  @state() private view: Span = { from: 0, to: 1 };
  @state() private live = false;
  @state() private audio = false;
  @state() private large = '';
  @state() private marks: Span | undefined;
  @state() private news = '';
  @state() private keysOn = !keysAreOff();
  @query('mp-key-sheet') private readonly keySheet!: MpKeySheet;
  @queryAll('mp-playback-tile') private readonly tiles!: NodeListOf<MpPlaybackTile>;
  private zone = new Zone();
  private frame = 0;
  private lastTick = 0;
  private stopAt: number | undefined;
  private wasPlaying = false;
  session: PlaySession = this.newSession(0);

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.key);
    this.loop();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.key);
    cancelAnimationFrame(this.frame);
    this.session.pause();
  }

  /** Goes to an instant; of another day by way of the screen. */
  seek(at: number): void {
    this.live = false;
    this.stopAt = undefined;
    this.news = '';
    if (at < this.limits.from || at >= this.limits.to) return this.tell('mp-day', at);
    this.session.seek(Math.min(at, Date.now()));
    this.view = showing(this.view, at, this.limits);
    this.moved(true);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if ((changed as ReadonlyMap<PropertyKey, unknown>).has('words')) this.zone = new Zone(this.words.zone);
    if (!changed.has('limits')) return;
    this.view = this.limits;
    this.marks = undefined;
    this.live = false;
    this.session.seek(Math.min(Math.max(this.start, this.limits.from), this.limits.to - 1));
    this.at = this.session.at;
  }

  protected override render(): unknown {
    const { session, cameras } = this;
    const first = this.pages.get((cameras.find(({ id }) => id === this.large) ?? cameras[0])?.id ?? '');
    const sheetCamera = this.large || cameras[0]?.id || '';
    return html`<div class="player" @mp-command=${(event: CustomEvent<Command>) => this.obey(event.detail)} @mp-seek=${(event: CustomEvent<number>) => this.seek(event.detail)}>
      <div class="wall count-${cameras.length} ${this.large ? 'has-large' : ''}">${repeat(cameras, ({ id }) => id, (camera) => this.tile(camera))}</div>
      <div class="below">
        <mp-time-seek .at=${this.at} .zone=${this.zone}>
        <mp-play-controls ?playing=${session.clock.playing || this.live} .rate=${session.clock.rate} ?sound=${this.soundOf !== undefined} ?audio=${this.audio} ?marking=${this.marks !== undefined} ?whole=${spanOf(this.view) >= spanOf(this.limits)}
          @mp-rate=${(event: CustomEvent<number>) => this.session.setRate(event.detail)} @mp-sound=${() => (this.audio = !this.audio)}></mp-play-controls></mp-time-seek>
        <div class="time">
          <mp-time-strip .lanes=${cameras.map(({ id, name }) => ({ name, page: this.pages.get(id) }))} .sheets=${first?.sheets ?? []} .sheetUrl=${this.sheetUrl && ((name: string) => this.sheetUrl?.(sheetCamera, name) ?? '')} .limits=${this.limits} .view=${this.view} .at=${this.at} .zone=${this.zone} .marks=${this.marks} .now=${Math.floor(Date.now() / 5_000) * 5_000}
            @mp-view=${(event: CustomEvent<Span>) => (this.view = event.detail)} @mp-scrub=${this.scrub} @mp-marks=${(event: CustomEvent<Span>) => this.setMarks(event.detail)}></mp-time-strip>
          <div class="there"><p role="status">${this.news || this.there()}</p>
            ${this.mayLive ? html`<button class="live" ?disabled=${this.live} @click=${() => this.goLive()}><span class="dot"></span>${this.t(this.live ? 'timeline.isLive' : 'timeline.live')}</button>` : nothing}</div>
        </div>
        ${this.marks ? this.chosen(this.marks) : nothing}
      </div>
      <mp-key-sheet ?on=${this.keysOn} @mp-keys=${(event: CustomEvent<boolean>) => this.setKeys(event.detail)}></mp-key-sheet></div>`;
  }

  private tile(camera: PlayCamera): unknown {
    const many = this.cameras.length > 1;
    const large = camera.id === this.large;
    const label = large ? this.t('timeline.shrink') : this.t('timeline.enlarge', { name: camera.name });
    return html`<div class="tile ${large ? 'large' : ''}">
      <mp-playback-tile .camera=${camera} .session=${this.session} .page=${this.pages.get(camera.id)} .limits=${this.limits} ?live=${this.live} ?named=${many} ?audio=${this.audio && this.soundOf === camera.id} .address=${this.address}></mp-playback-tile>
      ${many ? html`<button class="over" title=${label} aria-label=${label} aria-pressed=${large ? 'true' : 'false'} @click=${() => (this.large = large ? '' : camera.id)}></button>` : nothing}</div>`;
  }

  private chosen(marks: Span): unknown {
    const text = this.t('timeline.marked', { from: this.words.time(marks.from, true), to: this.words.time(marks.to, true), span: this.words.duration(spanOf(marks)) });
    return html`<section class="chosen" aria-label=${this.t('timeline.mark')}><p class="strong" role="status">${text}</p>
      <div class="row"><mp-button icon="play" @click=${this.playMarks}>${this.t('timeline.playMarked')}</mp-button>${this.acts?.(marks) ?? nothing}</div></section>`;
  }

  /** In words, what stands where the strip stands. */
  private there(): string {
    if (this.live) return this.t('timeline.isLive');
    return sayWall(this.cameras.map(({ id, name }) => ({ name, there: thereAt(this.pages.get(id), this.at, Date.now()) })), this.words);
  }

  private get soundOf(): string | undefined {
    const camera = this.cameras.find(({ id }) => id === this.large) ?? this.cameras[0];
    return camera?.sound ? camera.id : undefined;
  }

  private obey(command: Command): void {
    const { session } = this;
    switch (command.do) {
      case 'toggle': return session.clock.playing ? session.pause() : this.play();
      case 'stop': return session.pause();
      case 'faster': return this.live ? undefined : this.run(session.clock.playing ? fasterThan(session.clock.rate) : 1);
      case 'backwards': return this.run(session.clock.playing ? backwardsFrom(session.clock.rate) : -1);
      case 'move': return this.seek(this.instant + command.ms);
      case 'frame': return this.step(command.by);
      case 'in': case 'out': return this.zoom(command.do === 'in' ? 0.5 : 2);
      case 'start': case 'end': return this.toBound(command.do);
      case 'next': case 'previous': return this.toEvent(command.do === 'next' ? 1 : -1);
      case 'mark': return this.toggleMarks();
      case 'live': return this.goLive();
      case 'help': return this.keySheet.show();
      case 'focus': return this.focusOn(command.camera);
    }
  }

  private play(): void {
    this.news = '';
    if (this.live) this.seek(Date.now() - 10_000);
    const pages = this.cameras.map(({ id }) => this.pages.get(id));
    const from = footageFrom(pages, this.session.at);
    // After the last of it, it begins at the first.
    if (from === undefined) this.toBound('start');
    else if (from > this.session.at) this.seek(from);
    this.session.play();
  }
  private run(rate: number): void {
    if (this.live) this.seek(Date.now() - 10_000);
    this.session.run(rate);
  }
  private readonly playMarks = (): void => {
    if (!this.marks) return;
    const { from, to } = this.marks;
    this.seek(from);
    this.stopAt = to;
    this.session.play();
  };

  private step(by: 1 | -1): void {
    const picture = ([...this.tiles].find(({ camera, standing }) => camera.id === this.large && standing === 'shows') ?? [...this.tiles].find(({ standing }) => standing === 'shows'))?.picture;
    if (this.live) this.seek(Date.now() - 10_000);
    this.session.stand(picture?.frameBeside(this.session.at, by) ?? this.session.at + by * frameMs);
    this.moved(true);
  }
  private zoom(factor: number): void {
    this.view = zoomed(this.view, this.instant >= this.view.from && this.instant <= this.view.to ? this.instant : (this.view.from + this.view.to) / 2, factor, this.limits);
  }
  private toBound(which: 'start' | 'end'): void {
    const bounds = footageBounds(this.cameras.map(({ id }) => this.pages.get(id)));
    if (bounds) this.seek(which === 'start' ? bounds.from : bounds.to - 1_000);
  }
  private toEvent(by: 1 | -1): void {
    const at = eventBeside(this.cameras.map(({ id }) => this.pages.get(id)), this.instant, by);
    if (at !== undefined) this.seek(at);
  }
  private focusOn(index: number): void {
    const camera = this.cameras[index];
    if (camera && this.cameras.length > 1) this.large = this.large === camera.id ? '' : camera.id;
  }
  private goLive(): void {
    if (!this.mayLive) return;
    this.session.pause();
    this.live = true;
    this.news = '';
    if (Date.now() >= this.limits.to) this.tell('mp-day', Date.now());
  }
  private toggleMarks(): void {
    if (this.marks) return this.setMarks(undefined);
    const marks = marksAround(this.instant, this.view, this.limits, Date.now());
    // So that two fingers' breadth lie between the handles.
    if (spanOf(marks) < spanOf(this.view) / 5) this.view = inside({ from: marks.from - spanOf(marks), to: marks.to + spanOf(marks) }, this.limits);
    this.setMarks(marks);
  }
  private setMarks(marks: Span | undefined): void {
    this.marks = marks;
    this.tell('mp-marks', marks);
  }
  private setKeys(on: boolean): void {
    this.keysOn = on;
    turnKeys(on);
  }

  /** The instant shown, which is now while the picture is live. */
  private get instant(): number {
    return this.live ? Date.now() : this.session.at;
  }

  private readonly scrub = ({ detail }: CustomEvent<{ readonly at: number; readonly done: boolean }>): void => {
    if (!detail.done && this.session.clock.playing) {
      this.wasPlaying = true;
      this.session.pause();
    }
    this.live = false;
    this.news = '';
    this.stopAt = undefined;
    this.session.seek(Math.min(detail.at, Date.now()));
    this.moved(detail.done);
    if (detail.done && this.wasPlaying) this.session.play();
    if (detail.done) this.wasPlaying = false;
  };

  private readonly key = (event: KeyboardEvent): void => {
    if (!this.keysOn || event.defaultPrevented || isElsewhere(event)) return;
    const command = commandOf(event);
    if (!command) return;
    event.preventDefault();
    this.obey(command);
  };

  private newSession(at: number): PlaySession {
    return new PlaySession(() => performance.now(), at, {
      moved: () => undefined,
      jumped: (from, to) => (this.news = this.t(to > from ? 'timeline.jumped' : 'timeline.jumpedBack', { span: this.words.duration(Math.abs(to - from)) })),
      finished: (reached) => {
        const nearNow = this.mayLive && reached > Date.now() - edgeMs;
        if (nearNow) this.goLive();
        this.news = this.t(nearNow ? 'timeline.toLive' : 'timeline.finished');
      },
    });
  }

  private readonly loop = (): void => {
    this.frame = requestAnimationFrame(this.loop);
    const now = performance.now();
    if (now - this.lastTick < (this.session.clock.playing ? 30 : restMs)) return;
    this.lastTick = now;
    this.session.tick();
    if (this.stopAt !== undefined && this.session.at >= this.stopAt) {
      this.stopAt = undefined;
      this.session.pause();
    }
    for (const tile of this.tiles ?? []) tile.look();
    this.moved(false);
  };

  private moved(stands: boolean): void {
    const before = this.at;
    this.at = this.instant;
    if (this.session.clock.moves && !this.live) this.view = showing(this.view, this.at, this.limits);
    if (stands || Math.floor(before / 1_000) !== Math.floor(this.at / 1_000)) this.tell('mp-at', this.at);
  }
  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-timeline-player': MpTimelinePlayer } }
