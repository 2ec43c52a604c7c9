import type { SuspensionRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { factSheet } from './emergency-facts.ts';

const shortest = 10;

/** `/oversight/emergencies`, for a people's committee: which units may not declare emergencies, why, and how they get the right back. No picture anywhere. */
@customElement('mp-suspensions')
export class MpSuspensions extends Screen {
  static override styles = [Screen.styles, factSheet, css`
    :host { display: block; }
    form { display: flex; flex-direction: column; gap: var(--mp-3); }
  `];
  @state() private about = '';
  @state() private reason = '';
  @state() private tried = false;
  @state() private busy = false;
  private readonly given = new LoadController(this, { load: (signal) => this.hub.call('GET /api/emergency-suspensions', { signal }), on: ['emergency'] });

  protected override render(): unknown {
    return html`<mp-page heading=${this.t('emergency.suspensionsTitle')} lead=${this.t('emergency.suspensionsLead')}>${this.given.draw((rows) => (rows.length === 0 ? html`<mp-card><mp-empty icon="circle-check" text=${this.t('emergency.suspensionsNone')}></mp-empty></mp-card>`
      : html`<div class="stack">${repeat(rows, (row) => row.id, (row) => this.one(row))}</div>`), html`<mp-skeleton shape="cards" count="1"></mp-skeleton>`)}</mp-page>`;
  }

  private one(row: SuspensionRow): unknown {
    const now = Date.now();
    return html`<mp-card><div class="stack">
      <div class="top"><h2 class="grow">${row.unitName}</h2><mp-badge tone=${row.liftedAt === null ? 'danger' : 'plain'}>${row.liftedAt === null ? this.t('emergency.since', { moment: this.words.moment(row.since, now) }) : this.t('emergency.liftedAt', { moment: this.words.moment(row.liftedAt, now) })}</mp-badge></div>
      <p>${this.t(`emergency.cause_${row.cause}`)}: ${this.t(`emergency.ground_${row.ground}`)} · ${row.place}. ${row.complaints > 0 ? this.t('emergency.complaintCount', { count: row.complaints }) : nothing}</p>
      ${row.reviewWords ? html`<p>“${row.reviewWords}”</p>` : nothing}
      ${row.liftedWords ? html`<p class="muted">“${row.liftedWords}”</p>` : nothing}
      ${row.mayLift ? this.about === row.id ? this.form(row) : html`<div><mp-button @click=${() => (this.about = row.id)}>${this.t('emergency.lift')}</mp-button></div>` : nothing}
    </div></mp-card>`;
  }

  private form(row: SuspensionRow): unknown {
    return html`<form @submit=${(event: Event) => this.send(event, row.id)} novalidate>
      <mp-field type="textarea" maxlength="1000" label=${this.t('emergency.liftWords')} .value=${this.reason} error=${this.tried && this.reason.trim().length < shortest ? this.t('emergency.wordsShort') : ''} @input=${(event: Event) => (this.reason = (event.target as HTMLInputElement).value)}></mp-field>
      <div class="row"><mp-button type="submit" tone="primary" ?busy=${this.busy}>${this.t('emergency.lift')}</mp-button><mp-button tone="plain" @click=${() => (this.about = '')}>${this.t('app.cancel')}</mp-button></div></form>`;
  }

  private async send(event: Event, id: string): Promise<void> {
    event.preventDefault();
    this.tried = true;
    if (this.reason.trim().length < shortest) return;
    this.busy = true;
    try {
      const rows = await this.shell.prove(() => this.hub.call('POST /api/emergency-suspensions/:id/lift', { params: { id }, body: { words: this.reason.trim() } }));
      if (rows) {
        this.given.put(rows.value);
        this.about = '';
        this.reason = '';
        this.tried = false;
        this.shell.toast(this.t('emergency.lifted'));
      }
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-suspensions': MpSuspensions } }
