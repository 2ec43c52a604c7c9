import type { AreaAskDraft, CaseRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Position } from '../app/position.ts';
import { fieldSheet } from '../app/parts/field-sheet.ts';
import { Screen } from '../app/screen.ts';
import '../camera/mp-position-field.ts';
import type { MpPositionField } from '../camera/mp-position-field.ts';
import { faultOf, fromLocal, toLocal } from '../exports/interval.ts';
import { LoadController } from '../hub/load-controller.ts';
import { readSheet } from '../officer/read-sheet.ts';
import { SentenceBefore } from '../officer/sentence-before.ts';
import './mp-area-ground.ts';
import type { MpAreaGround } from './mp-area-ground.ts';
import { caseLink, unitOf } from './unit-of.ts';

const minute = 60_000;
const read = (event: Event): string => (event.target as HTMLInputElement).value;

/** `/officer/cases/:id/area`: one question to the owners of all cameras near a place. */
@customElement('mp-area-screen')
export class MpAreaScreen extends Screen {
  static override styles = [Screen.styles, fieldSheet, readSheet, css`
    :host { display: block; }
    .two { display: grid; gap: var(--mp-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 220px), 1fr)); }
    input[type='range'] { width: 100%; height: 44px; accent-color: var(--mp-accent); cursor: pointer; }
  `];
  /** The id in the address. */
  @property() case = '';
  @state() private action: 'clip' | 'live' = 'clip';
  @state() private shape: 'circle' | 'corners' = 'circle';
  @state() private radiusM = 100;
  @state() private message = '';
  @state() private from = '';
  @state() private to = '';
  @state() private tried = false;
  @state() private busy = false;
  @query('mp-position-field') private readonly position!: MpPositionField | null;
  @query('mp-area-ground') private readonly ground!: MpAreaGround | null;
  private readonly theyRead = new SentenceBefore<AreaAskDraft>(this, (body, signal) => this.hub.call('POST /api/officer/area-asks/preview', { body, signal }));
  private readonly page = new LoadController(this, { load: (signal) => this.hub.call('GET /api/officer/cases/:id', { params: { id: this.case }, query: { unit: this.unit }, signal }), on: [] });

  private get unit(): string {
    return unitOf(this.me, location.search);
  }

  protected override updated(): void {
    const row = this.page.value?.case;
    if (row && this.from === '') {
      // Whole minutes, as the fields have them.
      const to = Math.floor(Math.min(row.happened.to, Date.now()) / minute) * minute;
      this.from = toLocal(Math.max(Math.floor(row.happened.from / minute) * minute, to - 120 * minute));
      this.to = toLocal(to);
    }
    this.theyRead.follow(row && this.draft(row, row.position));
  }

  protected override render(): unknown {
    return html`<mp-page heading=${this.t('cases.areaTitle')} lead=${this.t('cases.areaLead')} back=${caseLink(this.case, this.unit)}>${this.page.draw(({ case: row }) => this.form(row))}</mp-page>`;
  }

  private form(row: CaseRow): unknown {
    const { t } = this;
    if (!row.position) return html`<mp-card><mp-empty icon="map-pin" text=${t('cases.areaNoPosition')}></mp-empty></mp-card>`;
    const fault = this.tried ? this.footageFault() : '';
    const time = (id: 'from' | 'to', value: string): unknown => html`<div><label for=${id}>${t(`officer.${id}`)}</label><input id=${id} type="datetime-local" step="60" .value=${value} aria-invalid=${fault ? 'true' : nothing} @input=${(event: Event) => (this[id] = read(event))}></div>`;
    return html`<mp-card><form @submit=${this.send} novalidate>
      <p><span class="strong">${row.caseNo}</span> · ${row.title}<br><span class="small muted">${row.place}</span></p>
      <mp-choice-cards across label=${t('officer.what')} .value=${this.action} .choices=${(['clip', 'live'] as const).map((value) => ({ value, label: t(`consent.action_${value}`), icon: value === 'live' ? 'eye' as const : 'scissors' as const }))} @change=${(event: Event) => (this.action = read(event) as typeof this.action)}></mp-choice-cards>
      <mp-choice-cards compact label=${t('cases.shape')} .value=${this.shape} .choices=${(['circle', 'corners'] as const).map((value) => ({ value, label: t(`cases.shape_${value}`) }))} @change=${(event: Event) => (this.shape = read(event) as typeof this.shape)}></mp-choice-cards>
      ${this.shape === 'corners' ? html`<mp-area-ground .middle=${row.position} @change=${() => this.requestUpdate()}></mp-area-ground>` : html`
      <mp-position-field required label=${t('cases.middle')} hint=${t('cases.middleHint')} here=${t('cases.useHere')} wrong=${t('cases.positionWrong')} failed=${t('cases.hereFailed')} .from=${row.position} @input=${() => this.requestUpdate()}></mp-position-field>
      <div><label for="radius">${t('cases.radius')}: <span class="strong">${t('cases.radiusIs', { count: this.radiusM })}</span></label><input id="radius" type="range" min="20" max="300" step="10" .value=${String(this.radiusM)} @input=${(event: Event) => (this.radiusM = Number(read(event)))}></div>`}
      <p class="hint">${t('cases.areaMost')}</p>
      ${this.action === 'clip' ? html`<div><div class="two">${time('from', this.from)}${time('to', this.to)}</div>${fault ? html`<p class="error" role="alert">${fault}</p>` : nothing}</div>` : nothing}
      <mp-field type="textarea" label=${t('officer.message')} hint=${t('officer.messageHint')} maxlength="500" .value=${this.message} error=${this.tried && this.message.trim().length < 5 ? t('officer.messageShort') : ''} @input=${(event: Event) => (this.message = read(event))}></mp-field>
      ${this.theyRead.draw(t('cases.theyRead'))}
      <div><mp-button type="submit" tone="primary" icon="send" ?busy=${this.busy}>${t('cases.sendArea')}</mp-button></div></form></mp-card>`;
  }

  private draft(row: CaseRow, position: Position | null | undefined): AreaAskDraft | undefined {
    const ground = this.shape === 'circle' ? position && { position, radiusM: this.radiusM } : this.corners();
    if (!ground || this.message.trim().length < 5 || this.footageFault() || this.from === '') return undefined;
    return { unit: this.unit, caseNo: row.caseNo, action: this.action, purpose: row.kind, message: this.message.trim(), ...ground, ...(this.action === 'clip' ? { footage: { from: fromLocal(this.from), to: fromLocal(this.to) } } : {}) };
  }
  private corners(): Pick<AreaAskDraft, 'polygon'> | undefined {
    const positions = this.ground?.positions();
    return positions && { polygon: [...positions] };
  }
  private footageFault(): string {
    if (this.action !== 'clip') return '';
    const fault = faultOf(fromLocal(this.from), fromLocal(this.to), Date.now());
    return fault ? this.t(`exports.${fault}`) : '';
  }

  private readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    const row = this.page.value?.case;
    // Says what is wrong with a typed place.
    const draft = row && this.draft(row, this.position ? this.position.read() : null);
    if (!draft || this.busy) return;
    this.busy = true;
    try {
      await this.hub.call('POST /api/officer/area-asks', { body: draft });
      this.shell.toast(this.t('cases.areaSent'));
      this.shell.go(caseLink(this.case, this.unit), { replace: true });
    } catch (thrown) {
      this.theyRead.failed(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-area-screen': MpAreaScreen } }
