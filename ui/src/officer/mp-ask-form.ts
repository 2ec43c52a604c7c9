import type { OfficerCameraRow } from '@matpho/core/api';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { fieldSheet } from '../app/parts/field-sheet.ts';
import { Screen } from '../app/screen.ts';
import { faultOf, fromLocal, toLocal } from '../exports/interval.ts';
import '../cases/mp-case-field.ts';
import { askable, offerOf, type Offer, type Use } from './offers.ts';
import { readSheet } from './read-sheet.ts';
import { SentenceBefore } from './sentence-before.ts';

const minute = 60_000;
const read = (event: Event): string => (event.target as HTMLInputElement).value;

/** One request, with the sentence the owner will read shown before it is sent. Fires `mp-asked` or `mp-cancel`. */
@customElement('mp-ask-form')
export class MpAskForm extends Screen {
  static override styles = [Screen.styles, fieldSheet, readSheet, css`
    :host { display: block; }
    .two { display: grid; gap: var(--mp-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 200px), 1fr)); }
    .ends { display: flex; flex-wrap: wrap; align-items: center; gap: var(--mp-3); }
    .ends mp-button[wide] { flex: 1 1 220px; }
  `];
  @property({ attribute: false }) camera!: OfficerCameraRow;
  @property() unit = '';
  /** An interval chosen on the timeline, to begin with. */
  @property({ attribute: false }) footage: { readonly from: number; readonly to: number } | undefined;
  @state() private action: Use | '' = '';
  @state() private purpose = '';
  @state() private caseNo = '';
  @state() private message = '';
  @state() private from = toLocal(Math.floor(Date.now() / minute) * minute - 30 * minute);
  @state() private to = toLocal(Math.floor(Date.now() / minute) * minute);
  @state() private tried = false;
  @state() private busy = false;
  private readonly theyRead = new SentenceBefore<ReturnType<MpAskForm['draft']>>(this, (body, signal) => this.hub.call('POST /api/officer/asks/preview', { body, signal }));

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('footage') || !this.footage) return;
    this.action = 'clip';
    this.from = toLocal(this.footage.from);
    this.to = toLocal(this.footage.to);
  }

  protected override updated(): void {
    this.theyRead.follow(this.faults().length === 0 ? this.draft() : undefined);
  }

  private get use(): Use {
    return this.action || askable(this.camera)[0] || 'clip';
  }
  private get offer(): Offer | undefined {
    return offerOf(this.camera, this.use);
  }

  private draft() {
    const caseNo = this.caseNo.trim();
    return {
      unit: this.unit, camera: this.camera.camera, action: this.use, purpose: (this.offer?.purposes.find((one) => one === this.purpose) ?? this.offer?.purposes[0] ?? 'crime'), message: this.message.trim(),
      ...(caseNo ? { caseNo } : {}), ...(this.use === 'clip' ? { footage: { from: fromLocal(this.from), to: fromLocal(this.to) } } : {}),
    };
  }

  private faults(): readonly ('case' | 'message' | 'footage')[] {
    const caseNo = this.caseNo.trim();
    return [
      ...(caseNo === '' && this.offer?.caseRequired ? ['case' as const] : []),
      ...(this.message.trim().length < 5 ? ['message' as const] : []),
      ...(this.footageFault() ? ['footage' as const] : []),
    ];
  }

  private footageFault(): string {
    if (this.use !== 'clip') return '';
    const [from, to] = [fromLocal(this.from), fromLocal(this.to)];
    const fault = faultOf(from, to, Date.now());
    if (fault) return this.t(`exports.${fault}`);
    const lookback = this.offer?.lookbackHours ?? 0;
    return lookback > 0 && from < Date.now() - lookback * 60 * minute ? this.t('officer.tooOld') : '';
  }

  protected override render(): unknown {
    const { t, offer } = this;
    const faults = new Set(this.tried ? this.faults() : []);
    const actions = askable(this.camera);
    const purposes = offer?.purposes ?? [];
    return html`<form @submit=${this.send} novalidate>
      ${actions.length > 1 ? html`<mp-choice-cards across label=${t('officer.what')} .value=${this.use} .choices=${actions.map((value) => ({ value, label: t(`consent.action_${value}`), icon: value === 'live' ? 'eye' as const : 'scissors' as const }))} @change=${(event: Event) => (this.action = read(event) as Use)}></mp-choice-cards>` : nothing}
      ${this.use === 'clip' ? html`<div><div class="two">
        <div><label for="from">${t('officer.from')}</label><input id="from" type="datetime-local" step="1" .value=${this.from} aria-invalid=${faults.has('footage') ? 'true' : nothing} aria-describedby="span" @input=${(event: Event) => (this.from = read(event))}></div>
        <div><label for="to">${t('officer.to')}</label><input id="to" type="datetime-local" step="1" .value=${this.to} aria-invalid=${faults.has('footage') ? 'true' : nothing} aria-describedby="span" @input=${(event: Event) => (this.to = read(event))}></div></div>
        <p id="span" class=${faults.has('footage') ? 'error' : 'hint'}>${faults.has('footage') ? this.footageFault() : offer?.lookbackHours ? t('officer.lookback', { count: offer.lookbackHours }) : nothing}</p></div>` : nothing}
      <div class="two"><mp-select label=${t('officer.purpose')} .value=${this.purpose || (purposes[0] ?? '')} .choices=${purposes.map((value) => ({ value, label: t(`consent.purpose_${value}`) }))} @change=${(event: Event) => (this.purpose = read(event))}></mp-select>
        <mp-case-field unit=${this.unit} ?required=${offer?.caseRequired ?? false} .value=${this.caseNo} error=${faults.has('case') ? t('officer.caseNeeded') : ''} @change=${(event: Event) => (this.caseNo = read(event))}></mp-case-field></div>
      <mp-field type="textarea" label=${t('officer.message')} hint=${t('officer.messageHint')} maxlength="500" .value=${this.message} error=${faults.has('message') ? t('officer.messageShort') : ''} @input=${(event: Event) => (this.message = read(event))}></mp-field>
      ${this.theyRead.draw(t('officer.theyRead'))}
      <div class="ends"><mp-button type="submit" tone="primary" icon="send" wide ?busy=${this.busy}>${t('officer.send')}</mp-button><mp-button tone="plain" @click=${() => this.dispatchEvent(new Event('mp-cancel'))}>${t('officer.cancel')}</mp-button></div></form>`;
  }

  private readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    if (this.faults().length > 0 || this.busy) return;
    this.busy = true;
    try {
      const ask = await this.hub.call('POST /api/officer/asks', { body: this.draft() });
      this.shell.toast(this.t('officer.sent'));
      this.dispatchEvent(new CustomEvent('mp-asked', { detail: ask }));
    } catch (thrown) {
      this.theyRead.failed(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-ask-form': MpAskForm } }
