import type { BagReport, BagText } from '@matpho/core/proof/bag';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import '../app/parts/mp-button.ts';
import { sheet } from '../app/parts/sheet.ts';
import type { BrowserBag } from './browser-bag.ts';
import { filmsOf, placeIn, spanOf, type BagFilm, type FilmKind } from './film-clock.ts';
import { clockText, sayIn } from '../words/bag-viewer.ts';

const kinds: readonly FilmKind[] = ['playable', 'redacted', 'original'];
const speeds = [0.25, 0.5, 1, 2, 4, 8, 16];
/** Players further apart than this are set right; less is not seen. */
const loose = 0.08;

/** The films of a bag side by side by one wall clock, from the bag itself. */
@customElement('mp-bag-films')
export class MpBagFilms extends LitElement {
  static override styles = [sheet, css`
    :host { display: block; }
    section { padding: var(--mp-5); border-radius: var(--mp-radius); background: var(--mp-surface); box-shadow: var(--mp-shadow); display: flex; flex-direction: column; gap: var(--mp-4); }
    .head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--mp-2) var(--mp-4); }
    .films { display: grid; gap: var(--mp-3); grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); }
    figure { position: relative; border-radius: var(--mp-radius-small); overflow: clip; background: #1c1917; color: #faf9f7; }
    video { width: 100%; aspect-ratio: 16 / 9; }
    figcaption { display: flex; justify-content: space-between; gap: var(--mp-3); padding: var(--mp-2) var(--mp-3); font-size: var(--mp-tiny); }
    .over { position: absolute; inset: 0 0 auto; aspect-ratio: 16 / 9; display: grid; place-items: center; padding: var(--mp-4); text-align: center; font-size: var(--mp-small); background: rgb(28 25 23 / 82%); overflow-wrap: anywhere; }
    .clock { font-variant-numeric: tabular-nums; font-weight: 600; font-size: var(--mp-h3); }
    input[type='range'] { width: 100%; min-height: var(--mp-touch); accent-color: var(--mp-accent); margin: 0; }
    select { min-height: var(--mp-touch); padding: 0 var(--mp-3); border: 1px solid var(--mp-outline); border-radius: var(--mp-radius-small); background: var(--mp-surface); }
    .broken { padding: var(--mp-3); border-radius: var(--mp-radius-small); background: var(--mp-danger-soft); }
  `];
  @property() language: keyof BagText = 'vi';
  @property({ attribute: false }) report!: BagReport;
  @property({ attribute: false }) bag!: BrowserBag;
  @state() private kind: FilmKind | undefined;
  @state() private at = 0;
  @state() private plays = false;
  @state() private speed = 1;
  @state() private urls: ReadonlyMap<string, string> = new Map();
  @state() private failed: ReadonlySet<string> = new Set();
  private frame = 0;
  private last = 0;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.frame);
    for (const url of this.urls.values()) URL.revokeObjectURL(url);
    this.urls = new Map();
  }
  protected override firstUpdated(): void {
    this.choose(kinds.find((kind) => filmsOf(this.report.evidence?.pieces ?? [], kind).length > 0));
  }

  private get films(): readonly BagFilm[] {
    return this.kind ? filmsOf(this.report.evidence?.pieces ?? [], this.kind) : [];
  }
  /** Segments of a camera follow one another: the one of this instant, or the nearest. */
  private get shown(): readonly BagFilm[] {
    const byCamera = grouped(this.films);
    return [...byCamera.values()].map((films) => films.findLast(({ from }) => from <= this.at) ?? films[0]).filter((film) => film !== undefined);
  }

  protected override render(): unknown {
    const say = sayIn(this.language);
    const { films } = this;
    if (films.length === 0) return nothing;
    const { from, to } = spanOf(films);
    const offered = kinds.filter((kind) => filmsOf(this.report.evidence?.pieces ?? [], kind).length > 0);
    return html`<section aria-label=${say('films')}><div class="head"><h2>${say('films')}</h2>
        ${offered.length > 1 ? html`<select aria-label=${say('films')} @change=${(event: Event) => this.choose((event.target as HTMLSelectElement).value as FilmKind)}>${offered.map((kind) => html`<option value=${kind} ?selected=${kind === this.kind}>${say(kind)}</option>`)}</select>` : nothing}</div>
      ${this.report.verdict === 'broken' ? html`<p class="broken strong">${say('untrusted')}</p>` : nothing}
      <div class="films">${repeat(this.shown, ({ path }) => path, (film) => this.one(film))}</div>
      <p class="clock" aria-live="off">${clockText(this.at)}</p>
      <input type="range" min=${from} max=${to - 1} step="100" .value=${String(this.at)} aria-label=${say('seek')} aria-valuetext=${clockText(this.at)} @input=${(event: Event) => this.seek(Number((event.target as HTMLInputElement).value))}>
      <div class="row"><mp-button tone="primary" icon=${this.plays ? 'pause' : 'play'} @click=${this.toggle}>${say(this.plays ? 'pause' : 'play')}</mp-button>
        <select aria-label=${say('speed')} @change=${(event: Event) => this.hurry(Number((event.target as HTMLSelectElement).value))}>${speeds.map((speed) => html`<option value=${speed} ?selected=${speed === this.speed}>${speed}×</option>`)}</select></div></section>`;
  }

  private one(film: BagFilm): unknown {
    const say = sayIn(this.language);
    const url = this.urls.get(film.path);
    const over = this.failed.has(film.path) ? say('cannotPlay', { file: film.path }) : placeIn(film, this.at) === undefined ? say('outside') : undefined;
    return html`<figure>${url ? html`<video data-path=${film.path} .src=${url} muted playsinline preload="auto" @loadedmetadata=${() => this.align(true)} @error=${() => this.fail(film.path)}></video>` : html`<video></video>`}
      ${over === undefined ? nothing : html`<div class="over">${over}</div>`}<figcaption><span>${film.camera}</span><span class="mono">${film.path.split('/').at(-1)}</span></figcaption></figure>`;
  }

  protected override updated(): void {
    for (const { path } of this.shown) if (!this.urls.has(path)) void this.load(path);
  }
  private async load(path: string): Promise<void> {
    this.urls = new Map([...this.urls, [path, '']]);
    const blob = await this.bag.blob(this.inBag(path)).catch((): undefined => undefined);
    if (!this.isConnected) return;
    if (blob) this.urls = new Map([...this.urls, [path, URL.createObjectURL(blob)]]);
    else this.fail(path);
  }
  /** With the name of the bag's own folder, as the ZIP or the folder has it. */
  private inBag(path: string): string {
    return this.bag.source.entries.find((entry) => entry.path === path || entry.path.endsWith(`/${path}`))?.path ?? path;
  }
  private fail(path: string): void {
    if ((this.urls.get(path) ?? '') !== '' || !this.failed.has(path)) this.failed = new Set([...this.failed, path]);
  }

  private choose(kind: FilmKind | undefined): void {
    this.kind = kind;
    if (kind) this.at = spanOf(this.films).from;
  }
  private seek(at: number): void {
    this.at = at;
    this.align(true);
  }
  private hurry(speed: number): void {
    this.speed = speed;
    this.align(false);
  }
  private readonly toggle = (): void => {
    this.plays = !this.plays;
    const { to, from } = spanOf(this.films);
    if (this.plays && this.at >= to - 200) this.at = from;
    this.last = performance.now();
    this.align(true);
    cancelAnimationFrame(this.frame);
    if (this.plays) this.frame = requestAnimationFrame(this.tick);
  };
  /** The wall clock goes on by itself; the players are kept to it. */
  private readonly tick = (now: number): void => {
    const waits = this.players().some((player) => player.readyState < HTMLMediaElement.HAVE_FUTURE_DATA && !player.ended && player.error === null && player.dataset['inside'] === 'yes');
    if (!waits) this.at = Math.min(this.at + (now - this.last) * this.speed, spanOf(this.films).to - 1);
    this.last = now;
    this.align(false);
    if (this.at >= spanOf(this.films).to - 1) this.plays = false;
    if (this.plays) this.frame = requestAnimationFrame(this.tick);
    else this.align(true);
  };
  private players(): HTMLVideoElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLVideoElement>('video[data-path]')];
  }
  private align(exactly: boolean): void {
    for (const player of this.players()) {
      const film = this.films.find(({ path }) => path === player.dataset['path']);
      const place = film && placeIn(film, this.at);
      player.dataset['inside'] = place === undefined ? 'no' : 'yes';
      player.playbackRate = this.speed;
      const mayPlay = this.plays && place !== undefined && !player.ended;
      if (place !== undefined && (exactly || Math.abs(player.currentTime - place) > Math.max(loose, this.speed * loose)) && !player.seeking) player.currentTime = place;
      if (mayPlay && player.paused) void player.play().catch(() => undefined);
      if (!mayPlay && !player.paused) player.pause();
    }
  }
}

function grouped(films: readonly BagFilm[]): Map<string, BagFilm[]> {
  const byCamera = new Map<string, BagFilm[]>();
  for (const film of films) byCamera.set(film.camera, [...(byCamera.get(film.camera) ?? []), film]);
  return byCamera;
}
declare global { interface HTMLElementTagNameMap { 'mp-bag-films': MpBagFilms } }
