import type { CaseRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { fieldSheet } from '../app/parts/field-sheet.ts';
import { Screen } from '../app/screen.ts';
import '../camera/mp-position-field.ts';
import type { MpPositionField } from '../camera/mp-position-field.ts';
import { fromLocal, toLocal } from '../exports/interval.ts';
import { LoadController } from '../hub/load-controller.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { isCaseNo } from '../officer/offers.ts';

const kinds = ['crime', 'traffic_accident', 'missing_person', 'fire_rescue', 'admin_violation', 'public_event', 'maintenance'] as const;
const minute = 60_000;
const read = (event: Event): string => (event.target as HTMLInputElement).value;

/** Opens a case of a unit. Fires `mp-opened` (detail: the case) or `mp-cancel`. */
@customElement('mp-case-form')
export class MpCaseForm extends Screen {
  static override styles = [Screen.styles, fieldSheet, css`
    :host { display: block; }
    form { display: flex; flex-direction: column; gap: var(--mp-5); }
    .two { display: grid; gap: var(--mp-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 220px), 1fr)); }
    .ends { display: flex; flex-wrap: wrap; align-items: center; gap: var(--mp-3); }
  `];
  @property() unit = '';
  @state() private caseNo = '';
  @state() private kind: (typeof kinds)[number] = 'crime';
  @state() private name = '';
  @state() private place = '';
  @state() private from = toLocal(Math.floor(Date.now() / minute) * minute - 60 * minute);
  @state() private to = toLocal(Math.floor(Date.now() / minute) * minute);
  @state() private tried = false;
  @state() private busy = false;
  @state() private problem: HubProblem | undefined;
  @query('mp-position-field') private readonly position!: MpPositionField;
  private readonly pattern = new LoadController(this, { load: (signal) => this.hub.call('GET /api/officer/case-pattern', { query: { unit: this.unit }, signal }), on: [] });

  protected override render(): unknown {
    const { t } = this;
    const fault = (is: boolean, text: string): string => (this.tried && is ? text : '');
    const example = this.pattern.value?.example;
    const time = (id: 'from' | 'to', value: string): unknown => html`<div><label for=${id}>${t(`cases.${id}`)}</label><input id=${id} type="datetime-local" step="60" .value=${value} aria-invalid=${this.tried && this.wrongTime() ? 'true' : nothing} @input=${(event: Event) => (this[id] = read(event))}></div>`;
    return html`<form @submit=${this.send} novalidate>
      <div class="two"><mp-field label=${t('cases.number')} hint=${example ? t('cases.numberHint', { example }) : t('cases.numberAny')} autocomplete="off" maxlength="40" .value=${this.caseNo} error=${fault(!isCaseNo(this.caseNo.trim()), t('cases.numberWrong')) || this.numberProblem()} @input=${(event: Event) => (this.caseNo = read(event))}></mp-field>
        <mp-select label=${t('cases.kind')} .value=${this.kind} .choices=${kinds.map((value) => ({ value, label: t(`consent.purpose_${value}`) }))} @change=${(event: Event) => (this.kind = read(event) as typeof this.kind)}></mp-select></div>
      <mp-field label=${t('cases.name')} hint=${t('cases.nameHint')} maxlength="160" .value=${this.name} error=${fault(this.name.trim().length < 3, t('cases.nameShort'))} @input=${(event: Event) => (this.name = read(event))}></mp-field>
      <mp-field label=${t('cases.place')} hint=${t('cases.placeHint')} maxlength="200" .value=${this.place} error=${fault(this.place.trim().length < 2, t('cases.placeShort'))} @input=${(event: Event) => (this.place = read(event))}></mp-field>
      <mp-position-field label=${t('cases.position')} hint=${t('cases.positionHint')} here=${t('cases.useHere')} wrong=${t('cases.positionWrong')} failed=${t('cases.hereFailed')}></mp-position-field>
      <div><div class="two">${time('from', this.from)}${time('to', this.to)}</div>${this.tried && this.wrongTime() ? html`<p class="error" role="alert">${t('cases.timeWrong')}</p>` : nothing}</div>
      ${this.problem && !this.numberProblem() ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <p class="small muted">${t('cases.signNote')}</p>
      <div class="ends"><mp-button type="submit" tone="primary" icon="folder" ?busy=${this.busy}>${t('cases.save')}</mp-button><mp-button tone="plain" @click=${() => this.dispatchEvent(new Event('mp-cancel'))}>${t('cases.cancel')}</mp-button></div></form>`;
  }

  private wrongTime(): boolean {
    const [from, to] = [fromLocal(this.from), fromLocal(this.to)];
    return !(from <= to && from <= Date.now());
  }
  /** What the register said of the number stands beside it. */
  private numberProblem(): string {
    return this.problem && ['case-number-wrong', 'case-taken'].includes(this.problem.code) ? this.problem.message : '';
  }

  private readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    const position = this.position.read();
    if (!isCaseNo(this.caseNo.trim()) || this.name.trim().length < 3 || this.place.trim().length < 2 || this.wrongTime() || position === undefined || this.busy) return;
    this.busy = true;
    this.problem = undefined;
    try {
      const body = { unit: this.unit, caseNo: this.caseNo.trim(), kind: this.kind, title: this.name.trim(), place: this.place.trim(), position, happened: { from: fromLocal(this.from), to: fromLocal(this.to) } };
      const opened: CaseRow = await this.hub.call('POST /api/officer/cases', { body });
      this.shell.toast(this.t('cases.saved', { number: opened.caseNo }));
      this.dispatchEvent(new CustomEvent('mp-opened', { detail: opened }));
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-case-form': MpCaseForm } }
