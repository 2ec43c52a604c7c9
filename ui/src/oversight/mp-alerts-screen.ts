import type { AlertRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';

/** `/oversight/alerts`: ways of looking that somebody should ask about. */
@customElement('mp-alerts-screen')
export class MpAlertsScreen extends Screen {
  static override styles = [Screen.styles, css`
    section { display: flex; flex-direction: column; gap: var(--mp-3); }
    .said { border-left: 3px solid var(--mp-line); padding-left: var(--mp-3); }
    .head { display: flex; flex-wrap: wrap-reverse; align-items: center; justify-content: space-between; gap: var(--mp-2) var(--mp-4); }
    form { display: grid; gap: var(--mp-4); }
  `];
  @state() private answering: AlertRow | undefined;
  @state() private reason = '';
  @state() private error = '';
  @state() private busy = false;
  @query('mp-dialog') private readonly dialog!: MpDialog;
  private readonly alerts = new LoadController(this, { load: (signal) => this.hub.call('GET /api/oversight/alerts', { signal }), on: ['notice'] });

  protected override render(): unknown {
    const { t } = this;
    return html`<mp-page heading=${t('oversight.alertsTitle')} lead=${t('oversight.alertsLead')}>
      ${this.alerts.draw((alerts) => this.list(alerts), html`<mp-skeleton shape="cards" count="3"></mp-skeleton>`)}
    </mp-page>
    <mp-dialog heading=${t('oversight.answerTitle')}><form @submit=${this.send}>
      ${this.answering ? html`<p class="small muted">${this.words.of(this.answering.title)} · ${t('oversight.officer', { unit: this.answering.unit, number: this.answering.officerNo })}</p>` : nothing}
      <mp-field data-first type="textarea" label=${t('oversight.answer')} hint=${t('oversight.answerHint')} maxlength="500" .value=${this.reason} .error=${this.error} @input=${(event: Event) => { this.reason = (event.target as HTMLInputElement).value; this.error = ''; }}></mp-field>
      <mp-button tone="primary" type="submit" wide ?busy=${this.busy}>${t('oversight.send')}</mp-button></form></mp-dialog>`;
  }

  private list(alerts: readonly AlertRow[]): unknown {
    const [open, done] = [alerts.filter((alert) => alert.open), alerts.filter((alert) => !alert.open)];
    if (alerts.length === 0) return html`<mp-card><mp-empty icon="circle-check" text=${this.t('oversight.noAlerts')}></mp-empty></mp-card>`;
    const now = Date.now();
    return html`${open.length === 0 ? nothing : html`<section><h2>${this.t('oversight.openTitle', { count: open.length })}</h2>${repeat(open, ({ id }) => id, (alert) => html`<mp-card>${this.one(alert, now)}</mp-card>`)}</section>`}
      ${done.length === 0 ? nothing : html`<section><h2>${this.t('oversight.doneTitle')}</h2><mp-card><ul class="lines">${repeat(done, ({ id }) => id, (alert) => html`<li>${this.one(alert, now)}</li>`)}</ul></mp-card></section>`}`;
  }

  private one(alert: AlertRow, now: number): unknown {
    const { t, words } = this;
    const [from, to] = [words.date(alert.from), words.date(alert.to)];
    return html`<div class="stack tight">
      <div class="head"><h3>${words.of(alert.title)}</h3><mp-badge tone=${alert.open ? 'warn' : 'plain'}>${t(alert.open ? 'oversight.open' : 'oversight.done')}</mp-badge></div>
      <p>${t('oversight.officer', { unit: alert.unit, number: alert.officerNo })}</p>
      <p class="small muted">${[t('oversight.times', { count: alert.acts }), from === to ? from : t('oversight.span', { from, to })].join(' · ')}</p>
      ${alert.purposes.length > 0 ? html`<p class="small muted">${t('oversight.purposeList', { purposes: alert.purposes.map((purpose) => t(`consent.purpose_${purpose}`)).join(', ') })}</p>` : nothing}
      ${alert.cases.length > 0 ? html`<p class="small muted">${t('oversight.caseList', { cases: alert.cases.join(', ') })}</p>` : nothing}
      ${alert.answers.map((answer) => html`<div class="said small"><p>${answer.reason}</p><p class="muted">${t('oversight.said', { side: t(answer.side === 'leader' ? 'oversight.byLeader' : 'oversight.byOversight'), by: answer.by, moment: words.moment(answer.at, now) })}${answer.at < alert.to ? html` <span class="warn">${t('oversight.changed')}</span>` : nothing}</p></div>`)}
      ${alert.open ? html`<div><mp-button icon="pencil" @click=${() => this.answer(alert)}>${t('oversight.answer')}</mp-button></div>` : nothing}
    </div>`;
  }

  private answer(alert: AlertRow): void {
    [this.answering, this.reason, this.error] = [alert, '', ''];
    this.dialog.show();
  }
  private readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const reason = this.reason.trim();
    if (!this.answering || this.busy) return;
    if (reason.length < 5) return void (this.error = this.t('oversight.answerShort'));
    this.busy = true;
    try {
      await this.hub.call('POST /api/oversight/alerts/:id/answer', { params: { id: this.answering.id }, body: { reason } });
      this.dialog.close();
      this.shell.toast(this.t('oversight.sent'));
      await this.alerts.reload();
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-alerts-screen': MpAlertsScreen } }
