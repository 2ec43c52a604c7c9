import type { OwnerEmergencyRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { keptBy } from '../home/watching.ts';
import { LoadController } from '../hub/load-controller.ts';
import { drawEnd, drawFacts, drawSeen, factSheet, verdictTone } from './emergency-facts.ts';
import './mp-emergency-now.ts';

const shortest = 10;

/** `/emergencies`: every time her cameras were opened in an emergency, what was watched, what the review found, and what she has to say to it. */
@customElement('mp-owner-emergencies')
export class MpOwnerEmergencies extends Screen {
  static override styles = [Screen.styles, factSheet, css`
    .finding { padding-top: var(--mp-3); border-top: 1px solid var(--mp-line); display: flex; flex-direction: column; gap: var(--mp-2); }
    form { display: flex; flex-direction: column; gap: var(--mp-3); }
  `];
  /** The one she is writing about. */
  @state() private about = '';
  @state() private complaint = '';
  @state() private tried = false;
  @state() private busy = false;
  private readonly given = new LoadController(this, { load: (signal) => this.hub.call('GET /api/emergencies', { signal }), on: ['emergency', 'grant'] });

  protected override render(): unknown {
    return html`<mp-page heading=${this.t('emergency.ownerTitle')} lead=${this.t('emergency.ownerLead')} back="/">
      <mp-emergency-now></mp-emergency-now>
      ${this.given.draw((rows) => (rows.length === 0 ? html`<mp-card><mp-empty icon="shield" text=${this.t('emergency.ownerNone')}></mp-empty></mp-card>`
        : html`<div class="stack">${repeat(rows.filter((row) => !row.running), (row) => `${row.id} ${row.owner}`, (row) => this.one(row))}</div>`), html`<mp-skeleton shape="cards" count="2"></mp-skeleton>`)}</mp-page>`;
  }

  private one(row: OwnerEmergencyRow): unknown {
    return html`<mp-card><div class="stack">
      <div class="top"><h2 class="grow">${row.unitName}: ${this.t(`emergency.ground_${row.ground}`)}</h2><mp-badge tone=${verdictTone(row.status)}>${this.t(`emergency.status_${row.status}`)}</mp-badge></div>
      ${drawFacts(row, this.words, row.cameras.map(({ name }) => name).join(', '))}
      ${row.stoppedAt === null ? drawEnd(row, this.words) : html`<p>${this.t('emergency.stoppedTitle', { at: this.words.moment(row.stoppedAt, Date.now()) })}</p>`}
      <div>${drawSeen(row, this.words)}</div>
      ${this.finding(row)}
    </div></mp-card>`;
  }

  private finding(row: OwnerEmergencyRow): unknown {
    const { review } = row;
    if (!review) return nothing;
    const now = Date.now();
    return html`<div class="finding"><p class="strong">${this.t('emergency.verdict')}</p>
      ${review.at === null ? html`<p>${row.status === 'unreviewed' ? this.t('emergency.verdictMissed') : this.t('emergency.verdictWaits', { moment: this.words.moment(review.dueAt, now) })}</p>`
        : html`<p>“${review.words}”</p><p class="small muted">${this.t('emergency.verdictBy', { by: review.by ?? '', moment: this.words.moment(review.at, now) })}</p>`}
      ${row.complaints.length === 0 ? nothing : html`<p class="strong">${this.t('emergency.yourComplaints')}</p>${row.complaints.map((one) => html`<p>“${one.words}” <span class="small muted">${this.words.moment(one.at, now)}</span></p>`)}`}
      ${!keptBy(this.me).some(({ owner }) => owner === row.owner) ? nothing : this.about === row.id ? this.form(row) : html`<div><mp-button @click=${() => this.begin(row.id)}>${this.t('emergency.complain')}</mp-button></div>`}</div>`;
  }

  private form(row: OwnerEmergencyRow): unknown {
    return html`<form @submit=${(event: Event) => this.send(event, row.id)} novalidate>
      <mp-field type="textarea" maxlength="1000" label=${this.t('emergency.complaint')} hint=${this.t('emergency.complaintHint')} .value=${this.complaint} error=${this.tried && this.complaint.trim().length < shortest ? this.t('emergency.wordsShort') : ''} @input=${(event: Event) => (this.complaint = (event.target as HTMLInputElement).value)}></mp-field>
      <div class="row"><mp-button type="submit" tone="primary" ?busy=${this.busy}>${this.t('emergency.complain')}</mp-button><mp-button tone="plain" @click=${() => this.begin('')}>${this.t('app.cancel')}</mp-button></div></form>`;
  }

  private begin(emergency: string): void {
    this.about = emergency;
    this.complaint = '';
    this.tried = false;
  }

  private async send(event: Event, id: string): Promise<void> {
    event.preventDefault();
    this.tried = true;
    if (this.complaint.trim().length < shortest) return;
    this.busy = true;
    try {
      await this.hub.call('POST /api/emergencies/:id/complaints', { params: { id }, body: { words: this.complaint.trim() } });
      this.shell.toast(this.t('emergency.complained'));
      this.begin('');
      await this.given.reload();
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-owner-emergencies': MpOwnerEmergencies } }
