import type { OfficerCameraRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { spent, usable } from '../requests/ask-stage.ts';
import { matches } from './fold.ts';
import '../cases/mp-case-rail.ts';
import './mp-may-now.ts';
import './mp-officer-camera.ts';
import './mp-wall.ts';
import { offerOf, wallLimit, type Look } from './offers.ts';

/** `/officer`: cameras that may be asked for, what may be seen now, and the live wall. `?ask=` opens an approved request. */
@customElement('mp-officer-screen')
export class MpOfficerScreen extends Screen {
  static override styles = [Screen.styles, css`
    .columns { display: grid; gap: var(--mp-6); grid-template-columns: minmax(0, 1fr); }
    @media (min-width: 1000px) { .columns { grid-template-columns: minmax(300px, 380px) minmax(0, 1fr); align-items: start; grid-template-areas: 'cases right' 'list right'; } .cases { grid-area: cases; } .left { grid-area: list; } .right { grid-area: right; position: sticky; top: var(--mp-6); } }
    @media (min-width: 1360px) { .columns { grid-template-columns: minmax(280px, 340px) minmax(300px, 1fr) minmax(320px, 1.1fr); grid-template-areas: 'cases list right'; } }
    .left, .right, .wall { display: flex; flex-direction: column; gap: var(--mp-4); min-width: 0; }
    .right { max-width: var(--mp-reading); }
    .list { background: var(--mp-surface); border: 1px solid var(--mp-line); border-radius: var(--mp-radius); box-shadow: var(--mp-shadow); overflow: clip; }
    .list li + li { border-top: 1px solid var(--mp-line); }
    .one { display: flex; gap: var(--mp-3); align-items: center; width: 100%; min-height: 60px; padding: var(--mp-3) var(--mp-4); border: 0; background: none; text-align: left; cursor: pointer; }
    .one:hover { background: var(--mp-sunken); }
    .one[aria-pressed='true'] { background: var(--mp-accent-soft); }
    .one:focus-visible { outline-offset: -3px; border-radius: var(--mp-radius); }
    .one > mp-icon { color: var(--mp-muted); }
    .one .may { color: var(--mp-accent); }
    @media (max-width: 999px) { .left { order: 2; } .right { order: -1; } .right.none { order: 1; } .right.none .choose { display: none; } }
  `];
  @state() private unitId = '';
  @state() private typed = '';
  @state() private chosen = '';
  @state() private looks: readonly Look[] = [];
  private readonly cameras = new LoadController(this, { load: (signal) => this.hub.call('GET /api/officer/cameras', { query: { unit: this.unit }, signal }), on: ['grant', 'ask', 'camera'] });

  private get unit(): string {
    return this.unitId || (this.me.offices[0]?.unit ?? '');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const ask = new URLSearchParams(location.search).get('ask');
    if (ask) void this.openAsk(ask);
  }

  protected override render(): unknown {
    const { offices } = this.me;
    return html`<mp-page full heading=${this.t('officer.title')} lead=${this.t('officer.lead')} @mp-look=${(event: CustomEvent<Look>) => this.look(event.detail)}>
      <mp-button slot="action" icon="warning" href="/officer/emergencies">${this.t('emergency.title')}</mp-button>
      <mp-button slot="action" icon="scissors" href="/exports">${this.t('officer.exports')}</mp-button>
      ${this.looks.length === 0 ? nothing : html`<section class="wall" aria-labelledby="wall"><div><h2 id="wall">${this.t('officer.wall')}</h2><p class="small muted">${this.t('officer.wallNote')}</p></div><mp-wall .looks=${this.looks} @mp-close=${(event: CustomEvent<string>) => this.shut(event.detail)}></mp-wall></section>`}
      ${offices.length > 1 ? html`<mp-select label=${this.t('officer.unit')} .value=${this.unit} .choices=${offices.map((office) => ({ value: office.unit, label: office.unitName }))} @change=${this.changeUnit}></mp-select>` : nothing}
      ${this.cameras.draw((rows) => this.columns(rows))}</mp-page>`;
  }

  private columns(rows: readonly OfficerCameraRow[]): unknown {
    const collator = new Intl.Collator('vi', { numeric: true });
    const found = rows.filter((row) => matches(this.typed, row.name, row.place)).toSorted((a, b) => collator.compare(a.place, b.place) || collator.compare(a.name, b.name));
    const chosen = rows.find((row) => row.camera === this.chosen);
    return html`<div class="columns"><div class="cases"><mp-case-rail unit=${this.unit}></mp-case-rail></div>
      <div class="left"><h2>${this.t('officer.listTitle')}</h2>${rows.length === 0 ? html`<mp-card><mp-empty icon="camera-off" text=${this.t('officer.none')}></mp-empty></mp-card>` : html`
        <mp-field label=${this.t('officer.search')} hint=${this.t('officer.searchHint')} autocomplete="off" .value=${this.typed} @input=${(event: Event) => (this.typed = (event.target as HTMLInputElement).value)}></mp-field>
        <p class="small muted" role="status">${found.length === 0 ? this.t('officer.noMatch', { text: this.typed }) : this.t('officer.count', { count: found.length })}</p>
        ${found.length === 0 ? nothing : html`<ul class="list">${repeat(found, (row) => row.camera, (row) => this.one(row))}</ul>`}`}
        <p class="small muted">${this.t('officer.byArea')}</p></div>
      <div class="right ${chosen ? '' : 'none'}">${chosen ? html`<mp-officer-camera .camera=${chosen} unit=${this.unit}></mp-officer-camera>` : rows.length === 0 ? nothing : html`<mp-card class="choose"><mp-empty icon="hand" text=${this.t('officer.choose')}></mp-empty></mp-card>`}
        <mp-may-now .cameras=${rows} @mp-choose=${(event: CustomEvent<string>) => this.choose(event.detail)}></mp-may-now></div></div>`;
  }

  private one(row: OfficerCameraRow): unknown {
    const live = offerOf(row, 'live');
    const clip = offerOf(row, 'clip');
    const still = offerOf(row, 'snapshot');
    const may = [live, still, clip].some((offer) => offer?.effect === 'permit');
    const offers = [live, still, clip].filter((offer) => offer !== undefined);
    const line = offers.length === 0 ? this.t('officer.nothingNow') : offers.map((offer) => this.t(offer.effect === 'permit' ? 'officer.offerPermit' : 'officer.offerAsk', { what: this.t(`consent.action_${offer.action}`) })).join(' · ');
    return html`<li><button class="one" aria-pressed=${row.camera === this.chosen ? 'true' : 'false'} @click=${() => this.choose(row.camera)}>
      <mp-icon class=${may ? 'may' : ''} name=${row.online === false ? 'wifi-off' : may ? 'eye' : 'hand'}></mp-icon>
      <span class="grow"><span class="strong">${row.name}</span><br><span class="small">${row.place || this.t('officer.noPlace')}</span><br><span class="small muted">${row.online === false ? `${this.t('officer.offline')} · ` : ''}${line}</span></span></button></li>`;
  }

  private choose(camera: string): void {
    this.chosen = camera;
    if (innerWidth < 1000) void this.showChosen();
  }

  /** On a phone the chosen camera stands above the list. */
  private async showChosen(): Promise<void> {
    await this.updateComplete;
    this.shadowRoot?.querySelector('.right')?.scrollIntoView({ block: 'start' });
  }

  private readonly changeUnit = (event: Event): void => {
    this.unitId = (event.target as HTMLInputElement).value;
    this.chosen = '';
    void this.cameras.reload();
  };

  private look(look: Look): void {
    const others = this.looks.filter((one) => one.camera !== look.camera);
    if (others.length >= wallLimit) return this.shell.toast(this.t('officer.wallFull'), 'danger');
    this.looks = [look, ...others];
    scrollTo({ top: 0 });
  }

  private shut(camera: string): void {
    this.looks = this.looks.filter((look) => look.camera !== camera);
  }

  private async openAsk(id: string): Promise<void> {
    try {
      const ask = (await this.hub.call('GET /api/officer/asks')).find((one) => one.id === id);
      const office = this.me.offices.find((one) => one.unitName === ask?.unit) ?? this.me.offices[0];
      if (!ask || !office || ask.action !== 'live') return;
      if (spent(ask)) return this.shell.toast(this.t('officer.askSpent'));
      if (!usable(ask, Date.now())) return;
      const camera = (await this.hub.call('GET /api/officer/cameras', { query: { unit: office.unit } })).find((row) => row.camera === ask.camera);
      const sound = camera?.offers.some((offer) => offer.action === 'live' && offer.audio) ?? false;
      this.look({ camera: ask.camera, name: ask.cameraName, unit: office.unit, purpose: ask.purpose, caseNo: ask.caseNo ?? '', ask: ask.id, sound });
    } catch (thrown) {
      this.shell.fail(thrown);
    }
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-officer-screen': MpOfficerScreen } }
