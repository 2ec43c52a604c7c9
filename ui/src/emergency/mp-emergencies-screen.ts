import type { EmergencyRow, UnitEmergencies } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { verdictTone } from './emergency-facts.ts';
import './mp-review-emergency.ts';
import './mp-running-emergency.ts';
import './mp-waiting-emergency.ts';

/** `/officer/emergencies`: what waits, what is open, what is to be reviewed. */
@customElement('mp-emergencies-screen')
export class MpEmergenciesScreen extends Screen {
  static override styles = [Screen.styles, css`
    section { display: flex; flex-direction: column; gap: var(--mp-4); }
    .list { background: var(--mp-surface); border: 1px solid var(--mp-line); border-radius: var(--mp-radius); overflow: clip; }
    .list li { display: flex; flex-wrap: wrap; gap: var(--mp-2) var(--mp-4); align-items: center; padding: var(--mp-3) var(--mp-4); }
    .list li + li { border-top: 1px solid var(--mp-line); }
    .list .grow { flex: 1 1 240px; }
  `];
  @state() private unitId = '';
  private readonly given = new LoadController(this, { load: async (signal) => (this.unit === '' ? undefined : this.hub.call('GET /api/officer/emergencies', { query: { unit: this.unit }, signal })), on: ['emergency', 'watching'] });

  private get offices() {
    return this.me.offices.filter((office) => office.unitKind !== 'peoples_committee');
  }
  private get unit(): string {
    return this.unitId || (this.person ? this.offices[0]?.unit ?? '' : '');
  }

  protected override render(): unknown {
    const { offices } = this;
    const given = this.given.value;
    const may = given !== undefined && !given.suspended && given.used < given.most;
    return html`<mp-page full heading=${this.t('emergency.title')} lead=${this.t('emergency.lead')}>
      ${may ? html`<mp-button slot="action" tone=${given.rows.some((row) => row.maySecond) ? 'quiet' : 'primary'} icon="warning" href="/officer/emergencies/new">${this.t('emergency.declare')}</mp-button>` : nothing}
      ${offices.length > 1 ? html`<mp-select label=${this.t('officer.unit')} .value=${this.unit} .choices=${offices.map((office) => ({ value: office.unit, label: office.unitName }))} @change=${this.changeUnit}></mp-select>` : nothing}
      ${this.given.draw((value) => (value ? this.all(value) : nothing), html`<mp-skeleton shape="cards" count="2"></mp-skeleton>`)}</mp-page>`;
  }

  private all(given: UnitEmergencies): unknown {
    const now = Date.now();
    const waiting = given.rows.filter((row) => row.status === 'declared' && row.declared.lapsesAt > now);
    const running = given.rows.filter((row) => row.status === 'running' && (row.opened?.until ?? 0) > now);
    const toReview = given.rows.filter((row) => row.status === 'ended' || (row.status === 'unreviewed' && row.mayReview));
    const earlier = given.rows.filter((row) => ![...waiting, ...running, ...toReview].includes(row));
    return html`
      ${given.suspended ? html`<mp-card tone="warn" heading=${this.t('emergency.suspended')}><p>${this.t('emergency.suspendedText')}</p></mp-card>` : nothing}
      ${this.section('waiting', waiting, (row) => html`<mp-waiting-emergency .row=${row}></mp-waiting-emergency>`)}
      ${this.section('running', running, (row) => html`<mp-running-emergency .row=${row}></mp-running-emergency>`)}
      ${this.section('toReview', toReview, (row) => html`<mp-review-emergency .row=${row}></mp-review-emergency>`)}
      ${given.rows.length === 0 ? html`<mp-card><mp-empty icon="warning" text=${this.t('emergency.none')}></mp-empty></mp-card>` : nothing}
      ${earlier.length === 0 ? nothing : html`<section aria-labelledby="earlier"><h2 id="earlier">${this.t('emergency.earlier')}</h2><ul class="list">${repeat(earlier, (row) => row.id, (row) => this.line(row))}</ul></section>`}
      <p class="small muted">${this.t('emergency.quota', { used: given.used, most: given.most })} ${given.used >= given.most ? this.t('emergency.usedUp') : nothing}</p>`;
  }

  private section(name: 'waiting' | 'running' | 'toReview', rows: readonly EmergencyRow[], draw: (row: EmergencyRow) => unknown): unknown {
    return rows.length === 0 ? nothing : html`<section aria-labelledby=${name} @mp-changed=${this.given.reload}><h2 id=${name}>${this.t(`emergency.${name}`)}</h2>${repeat(rows, (row) => row.id, draw)}</section>`;
  }

  private line(row: EmergencyRow): unknown {
    return html`<li><div class="grow"><p class="strong">${this.t(`emergency.ground_${row.ground}`)}</p><p class="small muted">${row.place} · ${this.words.moment(row.declared.at, Date.now())}</p>
      ${row.review?.words ? html`<p class="small">“${row.review.words}”</p>` : nothing}</div><mp-badge tone=${verdictTone(row.status)}>${this.t(`emergency.status_${row.status}`)}</mp-badge></li>`;
  }

  private readonly changeUnit = (event: Event): void => {
    this.unitId = (event.target as HTMLInputElement).value;
    void this.given.reload();
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-emergencies-screen': MpEmergenciesScreen } }
