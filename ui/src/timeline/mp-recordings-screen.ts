import type { CameraRow, DayRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { keptBy } from '../home/watching.ts';
import { LoadController } from '../hub/load-controller.ts';
import { readAddress, writeAddress } from './address.ts';
import { joinDays } from './day-facts.ts';
import { loadDay, startIn, type DayPages } from './day-pages.ts';
import './mp-camera-chips.ts';
import './mp-day-glance.ts';
import './mp-day-row.ts';
import './mp-interval-acts.ts';
import './mp-strip-legend.ts';
import './mp-timeline-player.ts';
import type { MpTimelinePlayer } from './mp-timeline-player.ts';
import type { PlayCamera } from './mp-playback-tile.ts';
import type { Span } from './view-window.ts';
import { Zone } from './zone.ts';

const refreshMs = 15_000;
const monthBack = 31;
/** What the hub tells at once, ms. */
const longest = 31 * 86_400_000;

/** `/recordings`: what the cameras of her houses recorded. `?camera=…&camera=…&at=ms` opens some of them at a moment. */
@customElement('mp-recordings-screen')
export class MpRecordingsScreen extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    mp-camera-chips { max-width: 100%; }
    .all { display: flex; flex-direction: column; gap: var(--mp-4); max-width: 1600px; }
    .days { display: flex; flex-direction: column; gap: var(--mp-3); }
    .foot { display: flex; flex-wrap: wrap; align-items: center; gap: var(--mp-2) var(--mp-5); }
    .foot mp-strip-legend { flex: 1 1 320px; }
    .wait { aspect-ratio: 16 / 9; max-height: 60dvh; border-radius: var(--mp-radius); background: var(--mp-sunken); }
  `];
  @state() private chosen: readonly string[] = readAddress(location.search).cameras;
  @state() private day: Span = { from: 0, to: 1 };
  @query('mp-timeline-player') private readonly player!: MpTimelinePlayer | null;
  private wanted = readAddress(location.search).at;
  private lists: ReadonlyMap<string, readonly DayRow[]> = new Map();
  private asked = new Set<string>();
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly cameras = new LoadController(this, { load: (signal) => this.loadCameras(signal), on: ['camera'] });
  private readonly pages = new LoadController<DayPages>(this, { lazy: true, load: (signal) => this.loadPages(signal) });

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.refresh(), refreshMs);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  private get zone(): Zone {
    return new Zone(this.words.zone);
  }

  private async loadCameras(signal: AbortSignal): Promise<readonly CameraRow[]> {
    const rows = await this.hub.call('GET /api/cameras', { signal });
    const known = this.chosen.filter((id) => rows.some((row) => row.id === id));
    // Whoever comes without a camera in mind sees the first that records.
    const first = rows.find((row) => row.oldestFootage !== null) ?? rows[0];
    const next = known.length > 0 ? known : first ? [first.id] : [];
    if (this.day.from === 0 || next.join() !== this.chosen.join()) {
      this.chosen = next;
      this.openDay(this.day.from === 0 ? this.wanted ?? Date.now() : this.day.from);
    }
    return rows;
  }

  private async loadPages(signal: AbortSignal): Promise<DayPages> {
    const { day, chosen } = this;
    return loadDay(chosen, day, (id) => this.hub.call('GET /api/cameras/:id/timeline', { params: { id }, query: day, signal }));
  }

  private openDay(at: number): void {
    const from = this.zone.dayOf(at);
    if (from !== this.day.from) this.day = { from, to: this.zone.addDays(from, 1) };
    void this.pages.reload();
    void this.loadDays(this.zone.addDays(this.zone.dayOf(Date.now()), 1 - monthBack), this.zone.addDays(this.zone.dayOf(Date.now()), 1));
  }

  /** How much of each day there is; asked once for every camera and month. */
  private async loadDays(from: number, to: number): Promise<void> {
    await Promise.all(this.chosen.map(async (id) => {
      const key = `${id} ${from}`;
      if (this.asked.has(key)) return;
      this.asked.add(key);
      const rows = await this.hub.call('GET /api/cameras/:id/days', { params: { id }, query: { from, to: Math.min(to, from + longest) } }).catch(() => []);
      this.lists = new Map(this.lists).set(key, rows);
      this.requestUpdate();
    }));
  }

  private refresh(): void {
    const now = Date.now();
    if (document.visibilityState === 'visible' && this.pages.value && now >= this.day.from && now < this.day.to + refreshMs) void this.pages.reload();
  }

  protected override render(): unknown {
    // On a desktop the rail leads everywhere, and the picture needs the room.
    const back = matchMedia('(min-width: 900px)').matches ? '' : this.chosen.length === 1 ? `/camera/${this.chosen[0] ?? ''}` : '/';
    const known = this.cameras.value ?? [];
    return html`<mp-page full heading=${this.t('timeline.title')} back=${back}>
      ${known.length > 1 ? html`<mp-camera-chips slot="action" .cameras=${known.map(({ id, name, ownerName }) => ({ id, name, group: ownerName }))} .chosen=${this.chosen} @mp-choose=${(event: CustomEvent<readonly string[]>) => this.choose(event.detail)}></mp-camera-chips>` : nothing}
      ${this.cameras.draw((rows) => this.all(rows), html`<div class="wait"></div>`)}</mp-page>`;
  }

  private all(rows: readonly CameraRow[]): unknown {
    if (rows.length === 0) return html`<mp-card><mp-empty icon="camera" text=${this.t('timeline.noCameras')}><mp-button tone="primary" icon="plus" href="/add-camera">${this.t('home.add')}</mp-button></mp-empty></mp-card>`;
    return html`<div class="all">
      ${this.chosen.length === 0 ? html`<mp-card><mp-empty icon="camera" text=${this.t('timeline.chooseNone')}></mp-empty></mp-card>` : this.pages.draw((pages) => this.opened(rows, pages), html`<div class="wait"></div><mp-skeleton shape="rows" count="2"></mp-skeleton>`)}</div>`;
  }

  private opened(rows: readonly CameraRow[], loaded: DayPages): unknown {
    const { day } = this;
    const cameras = this.chosen.map((id) => rows.find((row) => row.id === id)).filter((row) => row !== undefined);
    const stale = loaded.day !== day;
    const empty = !stale && [...loaded.pages.values()].every(({ spans }) => spans.length === 0);
    const facts = joinDays(this.chosen.map((id) => [...this.lists].filter(([key]) => key.startsWith(`${id} `)).flatMap(([, list]) => list)));
    const first = this.chosen[0] ?? '';
    const sheet = [...this.lists].filter(([key]) => key.startsWith(`${first} `)).flatMap(([, list]) => list).find(({ from }) => from === day.from)?.sheet ?? undefined;
    const start = loaded.day === day ? this.startAt(loaded) : 0;
    return html`
      ${loaded.problem ? html`<mp-error .problem=${loaded.problem}></mp-error>` : nothing}
      ${empty ? this.nothing(cameras) : stale ? html`<div class="wait"></div>` : html`<mp-timeline-player .cameras=${this.playable(cameras)} .pages=${loaded.pages} .limits=${day} .start=${start} mayLive .sheetUrl=${this.sheetUrl} .acts=${(marks: Span) => this.acts(cameras, marks)}
        @mp-day=${(event: CustomEvent<number>) => this.goTo(event.detail)} @mp-at=${(event: CustomEvent<number>) => this.keep(event.detail)}></mp-timeline-player>`}
      <div class="days"><mp-day-row .facts=${facts} .day=${day.from} @mp-pick-day=${(event: CustomEvent<number>) => this.pickDay(event.detail)} @mp-month=${(event: CustomEvent<number>) => void this.loadDays(event.detail, this.zone.addDays(event.detail, 31))}></mp-day-row>
        ${sheet ? html`<mp-day-glance .sheet=${sheet} url=${this.sheetUrl(first, sheet.name)} .spans=${loaded.pages.get(first)?.spans ?? []} @mp-seek=${(event: CustomEvent<number>) => this.player?.seek(event.detail)}></mp-day-glance>` : nothing}
        <div class="foot"><mp-strip-legend class="grow"></mp-strip-legend><mp-button tone="plain" icon="scissors" href="/exports">${this.t('exports.all')}</mp-button></div></div>`;
  }

  private nothing(cameras: readonly CameraRow[]): unknown {
    const off = cameras.length === 1 && cameras[0]?.recording === 'off' && cameras[0].oldestFootage === null;
    return html`<mp-card><mp-empty icon="history" text=${this.t(off ? 'timeline.neverRecords' : 'timeline.noFootage')}>${off ? html`<mp-button href=${`/camera/${cameras[0]?.id ?? ''}`}>${this.t('timeline.toCamera')}</mp-button>` : nothing}</mp-empty></mp-card>`;
  }

  private acts(cameras: readonly CameraRow[], marks: Span): unknown {
    const kept = cameras.filter((camera) => keptBy(this.me).some(({ owner }) => owner === camera.owner));
    return kept.length === 0 ? nothing : html`<mp-interval-acts .cameras=${kept.map(({ id, name }) => ({ id, name }))} .marks=${marks}></mp-interval-acts>`;
  }

  private made: { readonly key: string; readonly cameras: readonly PlayCamera[] } = { key: '', cameras: [] };
  /** The same list as long as nothing of it changed: a new one would open the pictures again. */
  private playable(rows: readonly CameraRow[]): readonly PlayCamera[] {
    const cameras = rows.map(({ id, name, sources }) => ({ id, name, own: true, sound: sources.some(({ audio }) => audio) }));
    const key = JSON.stringify(cameras);
    if (key !== this.made.key) this.made = { key, cameras: cameras.map((camera) => this.made.cameras.find((before) => JSON.stringify(before) === JSON.stringify(camera)) ?? camera) };
    return this.made.cameras;
  }

  private begun: { readonly day: Span; readonly at: number } | undefined;
  private startAt(loaded: DayPages): number {
    if (this.begun?.day !== loaded.day) this.begun = { day: loaded.day, at: this.wanted !== undefined && this.wanted >= loaded.day.from && this.wanted < loaded.day.to ? this.wanted : startIn(loaded, Date.now()) };
    return this.begun.at;
  }

  private readonly sheetUrl = (id: string, name: string): string => this.hub.url('GET /api/cameras/:id/sheets/:name', { params: { id, name } });

  private choose(ids: readonly string[]): void {
    this.chosen = ids;
    this.openDay(this.day.from);
    this.keep(this.player?.session.at);
  }
  /** Another day, by the calendar: it begins where its footage does. */
  private pickDay(from: number): void {
    this.wanted = undefined;
    this.openDay(from);
  }
  private goTo(at: number): void {
    this.wanted = Math.min(at, Date.now());
    this.openDay(this.wanted);
  }
  private keep(at: number | undefined): void {
    history.replaceState(history.state, '', location.pathname + writeAddress({ cameras: this.chosen, at }));
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-recordings-screen': MpRecordingsScreen } }
