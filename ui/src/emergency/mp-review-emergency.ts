import type { EmergencyRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { Ticker } from '../home/ticker.ts';
import { drawEnd, drawFacts, drawSeen, factSheet, hoursLeft, verdictTone } from './emergency-facts.ts';

type Verdict = 'justified' | 'unjustified' | '';
const shortest = 10;

/** One that is over: what was declared, what was watched, and for a leader who had no part in it, the finding. Fires `mp-changed`. */
@customElement('mp-review-emergency')
export class MpReviewEmergency extends Screen {
  static override styles = [Screen.styles, factSheet, css`
    :host { display: block; max-width: var(--mp-reading); }
    form { display: flex; flex-direction: column; gap: var(--mp-4); padding-top: var(--mp-4); border-top: 1px solid var(--mp-line); }
    .due { color: var(--mp-warn); font-weight: 600; }
  `];
  @property({ attribute: false }) row: EmergencyRow | undefined;
  @state() private verdict: Verdict = '';
  @state() private reason = '';
  @state() private tried = false;
  @state() private busy = false;

  protected readonly ticker = new Ticker(this, 60_000);

  protected override render(): unknown {
    const { row } = this;
    if (!row?.review) return nothing;
    return html`<mp-card><div class="stack">
      <div class="top"><h3 class="grow">${this.t(`emergency.ground_${row.ground}`)}</h3><mp-badge tone=${verdictTone(row.status)}>${this.t(`emergency.status_${row.status}`)}</mp-badge></div>
      <p class="due">${this.t('emergency.reviewDue')}: ${this.words.moment(row.review.dueAt, Date.now())}, ${hoursLeft(row.review.dueAt, this.words)}</p>
      ${drawFacts(row, this.words, html`${this.t('emergency.camerasIs', { count: row.cameras })}, ${this.t('emergency.ofOwners', { count: row.owners })}`)}
      ${drawEnd(row, this.words)}
      ${row.mayReview || row.mine ? html`<div>${drawSeen(row, this.words)}</div>` : nothing}
      ${row.complaints.length === 0 ? nothing : html`<div><p class="strong">${this.t('emergency.complaints')}</p>${row.complaints.map((one) => html`<p>“${one.words}”</p>`)}</div>`}
      ${row.mayReview ? this.form() : html`<p role="status">${row.reviewers === 0 ? this.t('emergency.noReviewer') : this.t('emergency.waitsForLeader')}</p>`}
    </div></mp-card>`;
  }

  private form(): unknown {
    const isShort = this.tried && this.reason.trim().length < shortest;
    return html`<form @submit=${this.send} novalidate><p>${this.t('emergency.reviewText')}</p>
      <mp-choice-cards across label=${this.t('emergency.verdict')} .value=${this.verdict} .choices=${[{ value: 'justified', label: this.t('emergency.yes') }, { value: 'unjustified', label: this.t('emergency.no') }]} @change=${(event: Event) => (this.verdict = (event.target as HTMLInputElement).value as Verdict)}></mp-choice-cards>
      ${this.tried && this.verdict === '' ? html`<p class="danger small" role="alert">${this.t('emergency.chooseVerdict')}</p>` : nothing}
      ${this.verdict === 'unjustified' ? html`<p class="warn small">${this.t('emergency.noConsequence')}</p>` : nothing}
      <mp-field type="textarea" maxlength="1000" label=${this.t('emergency.reason')} hint=${this.t('emergency.reasonHint')} .value=${this.reason} error=${isShort ? this.t('emergency.wordsShort') : ''} @input=${(event: Event) => (this.reason = (event.target as HTMLInputElement).value)}></mp-field>
      <div><mp-button type="submit" tone="primary" ?busy=${this.busy}>${this.t('emergency.sendReview')}</mp-button></div></form>`;
  }

  private readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    const { row, verdict } = this;
    if (!row || verdict === '' || this.reason.trim().length < shortest) return;
    this.busy = true;
    try {
      await this.hub.call('POST /api/officer/emergencies/:id/review', { params: { id: row.id }, body: { verdict, words: this.reason.trim() } });
      this.shell.toast(this.t('emergency.reviewed'));
      this.dispatchEvent(new Event('mp-changed', { bubbles: true, composed: true }));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-review-emergency': MpReviewEmergency } }
