import type { CameraRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { fieldSheet } from '../app/parts/field-sheet.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import type { Reason } from '../player/mp-player.ts';
import '../cases/mp-case-field.ts';
import { faultOf, fromLocal, toLocal } from './interval.ts';

/** Asks the hub to write an interval of one camera to a file. Fires `mp-exported` (detail: the export). */
@customElement('mp-export-form')
export class MpExportForm extends Screen {
  static override styles = [Screen.styles, fieldSheet, css`
    form { display: flex; flex-direction: column; gap: var(--mp-4); }
    .two { display: grid; gap: var(--mp-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 220px), 1fr)); }
  `];
  /** The camera's id. */
  @property() camera = '';
  @property({ attribute: false }) oldest: CameraRow['oldestFootage'] = null;
  /** An officer's unit, purpose and case. */
  @property({ attribute: false }) reason: Partial<Reason> | undefined;
  /** An approved interval: the officer may take this, and only this. */
  @property({ attribute: false }) fixed: { readonly from: number; readonly to: number } | undefined;
  /** For an officer under a standing permission: the purposes to choose from. */
  @property({ attribute: false }) purposes: readonly NonNullable<Reason['purpose']>[] = [];
  @property({ type: Boolean }) caseRequired = false;
  @state() private purpose: Reason['purpose'] | '' = '';
  @state() private caseNo = '';
  @state() private from = toLocal(roundMinute(Date.now() - 15 * 60_000));
  @state() private to = toLocal(roundMinute(Date.now() - 5 * 60_000));
  @state() private busy = false;
  @state() private tried = false;
  @state() private problem: HubProblem | undefined;

  protected override render(): unknown {
    const fault = this.tried ? this.fault() : undefined;
    return html`<form @submit=${this.send} novalidate>
      <p class="small muted">${this.t(this.reason?.unit === undefined ? 'exports.makeText' : 'exports.makeTextOfficer')} ${this.oldest === null ? '' : this.t('exports.recorded', { from: this.words.moment(this.oldest, Date.now()) })}</p>
      ${this.fixed ? html`<p class="strong">${this.t('exports.interval', this.words.ends(this.fixed, Date.now()))}</p>` : html`<div class="two">
        <div><label for="from">${this.t('exports.from')}</label><input id="from" type="datetime-local" step="1" .value=${this.from} aria-invalid=${fault ? 'true' : nothing} aria-describedby="fault" @input=${(event: Event) => (this.from = (event.target as HTMLInputElement).value)}></div>
        <div><label for="to">${this.t('exports.to')}</label><input id="to" type="datetime-local" step="1" .value=${this.to} aria-invalid=${fault ? 'true' : nothing} aria-describedby="fault" @input=${(event: Event) => (this.to = (event.target as HTMLInputElement).value)}></div></div>`}
      ${this.purposes.length > 0 ? this.why() : nothing}
      <p id="fault" class=${fault ? 'error' : ''} role="alert">${fault ? this.t(`exports.${fault}`) : nothing}</p>
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <div><mp-button type="submit" icon="scissors" ?busy=${this.busy}>${this.t('exports.start')}</mp-button></div></form>`;
  }

  private why(): unknown {
    const caseFault = this.tried ? this.caseFault() : '';
    return html`<div class="two"><mp-select label=${this.t('officer.purpose')} .value=${this.purpose || (this.purposes[0] ?? '')} .choices=${this.purposes.map((value) => ({ value, label: this.t(`consent.purpose_${value}`) }))} @change=${(event: Event) => (this.purpose = (event.target as HTMLInputElement).value as Reason['purpose'])}></mp-select>
      <mp-case-field unit=${this.reason?.unit ?? ''} ?required=${this.caseRequired} .value=${this.caseNo} error=${caseFault} @change=${(event: Event) => (this.caseNo = (event.target as HTMLInputElement).value)}></mp-case-field></div>`;
  }

  private caseFault(): string {
    return this.purposes.length > 0 && this.caseRequired && this.caseNo.trim() === '' ? this.t('officer.caseNeeded') : '';
  }

  private fault() {
    return this.fixed ? undefined : faultOf(fromLocal(this.from), fromLocal(this.to), Date.now());
  }

  private readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    this.problem = undefined;
    if (this.fault() || this.caseFault()) return;
    this.busy = true;
    try {
      const { unit, ask, ...given } = this.reason ?? {};
      const purpose = this.purposes.length > 0 ? this.purpose || this.purposes[0] : given.purpose;
      const caseNo = this.purposes.length > 0 ? this.caseNo.trim() : given.caseNo;
      const why = { ...(unit ? { unit } : {}), ...(purpose ? { purpose } : {}), ...(caseNo ? { caseNo } : {}), ...(ask ? { ask } : {}) };
      const made = await this.hub.call('POST /api/exports', { body: { camera: this.camera, from: this.fixed?.from ?? fromLocal(this.from), to: this.fixed?.to ?? fromLocal(this.to), ...why } });
      this.shell.toast(this.t('exports.started'));
      this.tried = false;
      this.dispatchEvent(new CustomEvent('mp-exported', { detail: made, bubbles: true, composed: true }));
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  };
}

const roundMinute = (at: number): number => Math.floor(at / 60_000) * 60_000;
declare global { interface HTMLElementTagNameMap { 'mp-export-form': MpExportForm } }
