import type { OfficerCameraRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import '../officer/mp-ask-form.ts';
import { offerOf } from '../officer/offers.ts';
import { readAddress } from './address.ts';
import { loadDay, startIn, type DayPages } from './day-pages.ts';
import { purposesOf } from './look-back.ts';
import './mp-day-row.ts';
import './mp-interval-acts.ts';
import './mp-look-back-form.ts';
import type { LookBack } from './mp-look-back-form.ts';
import type { PlayCamera } from './mp-playback-tile.ts';
import './mp-strip-legend.ts';
import './mp-timeline-player.ts';
import type { Span } from './view-window.ts';
import { Zone } from './zone.ts';

/** `/officer/recordings`: what was recorded, as far as an officer's grants go. `?camera=…` chooses one, `?ask=…` opens an approved request. */
@customElement('mp-officer-recordings-screen')
export class MpOfficerRecordingsScreen extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .all { display: flex; flex-direction: column; gap: var(--mp-4); max-width: 1600px; }
    .why { display: flex; flex-wrap: wrap; align-items: center; gap: var(--mp-2) var(--mp-4); }
    mp-card.form { max-width: var(--mp-reading); }
    .wait { aspect-ratio: 16 / 9; max-height: 60dvh; border-radius: var(--mp-radius); background: var(--mp-sunken); }
  `];
  @state() private unitId = '';
  @state() private look: LookBack | undefined;
  @state() private day: Span = { from: 0, to: 1 };
  @state() private asks: OfficerCameraRow | undefined;
  @state() private marks: Span | undefined;
  @query('mp-dialog') private readonly dialog!: MpDialog;
  private readonly address = readAddress(location.search);
  private wanted = this.address.at;
  private played: readonly PlayCamera[] = [];
  private begun: { readonly day: Span; readonly at: number } | undefined;
  private readonly cameras = new LoadController(this, { load: (signal) => this.hub.call('GET /api/officer/cameras', { query: { unit: this.unit }, signal }), on: ['grant', 'ask'] });
  private readonly pages = new LoadController<DayPages>(this, { lazy: true, load: (signal) => this.loadPages(signal), on: ['grant'] });

  private get unit(): string {
    return this.unitId || (this.me.offices[0]?.unit ?? '');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.address.ask) void this.openAsk(this.address.ask);
  }

  private async loadPages(signal: AbortSignal): Promise<DayPages> {
    const { look, day } = this;
    if (!look) return { day, pages: new Map(), problem: undefined };
    const { unit, purpose, caseNo, ask } = look;
    return loadDay(look.cameras, day, (camera) => this.hub.call('POST /api/officer/timeline', { body: { unit, camera, purpose, ...(caseNo ? { caseNo } : {}), ...(ask ? { ask } : {}), ...day }, signal }));
  }

  private openDay(at: number): void {
    const zone = new Zone(this.words.zone);
    const from = zone.dayOf(at);
    if (from !== this.day.from) this.day = { from, to: zone.addDays(from, 1) };
    void this.pages.reload();
  }

  private open(look: LookBack, names: ReadonlyMap<string, { readonly name: string; readonly sound: boolean }>): void {
    const { unit, purpose, caseNo, ask } = look;
    const reason = { unit, purpose, ...(caseNo ? { caseNo } : {}), ...(ask ? { ask } : {}) };
    this.played = look.cameras.map((id) => ({ id, name: names.get(id)?.name ?? id, sound: names.get(id)?.sound ?? false, own: false, reason }));
    this.look = look;
    this.openDay(this.wanted ?? Date.now());
  }

  /** An approval names its camera, its reason and its interval: nothing is left to choose. */
  private async openAsk(id: string): Promise<void> {
    try {
      const ask = (await this.hub.call('GET /api/officer/asks')).find((one) => one.id === id);
      const office = this.me.offices.find((one) => one.unitName === ask?.unit) ?? this.me.offices[0];
      if (!ask || !office || ask.action !== 'playback') return;
      this.wanted = ask.footage?.from;
      this.open({ cameras: [ask.camera], unit: office.unit, purpose: ask.purpose, caseNo: ask.caseNo ?? '', ask: ask.id }, new Map([[ask.camera, { name: ask.cameraName, sound: false }]]));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
  }

  protected override render(): unknown {
    const { offices } = this.me;
    return html`<mp-page full heading=${this.t('timeline.title')} lead=${this.look ? '' : this.t('timeline.leadOfficer')} back="/officer">
      <div class="all">${this.look ? this.opened(this.look) : html`
        ${offices.length > 1 ? html`<mp-select label=${this.t('officer.unit')} .value=${this.unit} .choices=${offices.map((office) => ({ value: office.unit, label: office.unitName }))} @change=${this.changeUnit}></mp-select>` : nothing}
        ${this.cameras.draw((rows) => this.choosing(rows))}`}</div></mp-page>`;
  }

  private choosing(rows: readonly OfficerCameraRow[]): unknown {
    if (purposesOf(rows).length === 0) return html`<mp-card class="form"><mp-empty icon="lock" text=${this.t('timeline.playbackNone')}><mp-button href="/officer">${this.t('timeline.askForIt')}</mp-button></mp-empty></mp-card>`;
    const names = new Map(rows.map(({ camera, name, offers }) => [camera, { name, sound: offers.some(({ action, audio }) => action === 'playback' && audio) }] as const));
    return html`<mp-card class="form"><mp-look-back-form .cameras=${rows} unit=${this.unit} .first=${this.address.cameras} @mp-look-back=${(event: CustomEvent<LookBack>) => this.open(event.detail, names)}></mp-look-back-form></mp-card>`;
  }

  private opened(look: LookBack): unknown {
    const why = [this.t('consent.purposeIs', { purpose: this.t(`consent.purpose_${look.purpose}`) }), look.caseNo ? this.t('consent.caseNo', { number: look.caseNo }) : ''].filter(Boolean).join(' · ');
    return html`<div class="why"><p class="grow">${why}${look.ask ? ` · ${this.t('timeline.once')}` : ''}</p>${look.ask ? nothing : html`<mp-button tone="plain" @click=${() => (this.look = undefined)}>${this.t('timeline.change')}</mp-button>`}</div>
      ${this.pages.draw((loaded) => this.wall(look, loaded), html`<div class="wait"></div>`)}
      <mp-dialog heading=${this.t('timeline.askMarked')} wide>${this.asks && this.marks ? html`<mp-ask-form .camera=${this.asks} unit=${look.unit} .footage=${this.marks} @mp-asked=${() => this.dialog.close()} @mp-cancel=${() => this.dialog.close()}></mp-ask-form>` : nothing}</mp-dialog>`;
  }

  private wall(look: LookBack, loaded: DayPages): unknown {
    const stale = loaded.day !== this.day;
    const empty = !stale && [...loaded.pages.values()].every(({ covered }) => covered.length === 0);
    if (!stale && this.begun?.day !== loaded.day) this.begun = { day: loaded.day, at: this.wanted ?? startIn(loaded, Date.now()) };
    return html`${loaded.problem ? html`<mp-error .problem=${loaded.problem}></mp-error>` : nothing}
      ${empty ? html`<mp-card><mp-empty icon="lock" text=${this.t('timeline.noFootageOfficer')}></mp-empty></mp-card>` : stale ? html`<div class="wait"></div>` : html`<mp-timeline-player .cameras=${this.played} .pages=${loaded.pages} .limits=${this.day} .start=${this.begun?.at ?? 0} .acts=${(marks: Span) => this.acts(look, marks)} @mp-day=${(event: CustomEvent<number>) => this.goTo(event.detail)}></mp-timeline-player>`}
      <mp-day-row plain .day=${this.day.from} @mp-pick-day=${(event: CustomEvent<number>) => this.pickDay(event.detail)}></mp-day-row>
      <mp-strip-legend few></mp-strip-legend><p class="small muted">${this.t('timeline.onlyCovered')}</p>`;
  }

  private acts(look: LookBack, marks: Span): unknown {
    const rows = (this.cameras.value ?? []).filter(({ camera }) => look.cameras.includes(camera));
    const may = rows.filter((row) => offerOf(row, 'clip')?.effect === 'permit').map(({ camera, name }) => ({ id: camera, name }));
    const ask = rows.find((row) => offerOf(row, 'clip')?.effect === 'ask');
    const { unit, purpose, caseNo } = look;
    return html`${may.length > 0 ? html`<mp-interval-acts .cameras=${may} .marks=${marks} .reason=${{ unit, purpose, ...(caseNo ? { caseNo } : {}) }}></mp-interval-acts>` : nothing}
      ${ask ? html`<mp-button icon="hand" @click=${() => this.askFor(ask, marks)}>${this.t('timeline.askMarked')}</mp-button>` : nothing}`;
  }

  private askFor(camera: OfficerCameraRow, marks: Span): void {
    this.asks = camera;
    this.marks = marks;
    this.dialog.show();
  }

  private readonly changeUnit = (event: Event): void => {
    this.unitId = (event.target as HTMLInputElement).value;
    void this.cameras.reload();
  };
  private pickDay(from: number): void {
    this.wanted = undefined;
    this.openDay(from);
  }
  private goTo(at: number): void {
    this.wanted = Math.min(at, Date.now());
    this.openDay(this.wanted);
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-officer-recordings-screen': MpOfficerRecordingsScreen } }
