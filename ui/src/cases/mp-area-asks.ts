import type { AreaAskRow } from '@matpho/core/api';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { Ticker } from '../home/ticker.ts';
import { LoadController } from '../hub/load-controller.ts';
import '../officer/mp-bag-order.ts';
import { countdown, spent, usable } from '../requests/ask-stage.ts';
import { trimmedWords } from '../requests/trimmed-words.ts';

/** Questions to whole areas. Who agreed stands in them; nobody else ever does. Fires `mp-changed` after a withdrawal. */
@customElement('mp-area-asks')
export class MpAreaAsks extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .stack { gap: var(--mp-3); }
    li > .row { justify-content: space-between; }
  `];
  @property({ attribute: false }) rows: readonly AreaAskRow[] = [];
  /** Where the case happened, in words. */
  @property() place = '';
  @property() unit = '';
  @state() private busy = '';
  private readonly bags = new LoadController(this, { load: async (signal) => (this.rows.some(({ mine, agreed }) => mine && agreed.length > 0) ? this.hub.call('GET /api/evidence', { signal }) : []), on: ['export', 'ask'] });
  protected readonly ticker = new Ticker(this, 1000);

  protected override render(): unknown {
    return html`<ul class="lines">${repeat(this.rows, (row) => row.id, (row) => html`<li>${this.one(row)}</li>`)}</ul>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('rows') && this.bags.state.status === 'ready') void this.bags.reload();
  }

  private one(row: AreaAskRow): unknown {
    const now = Date.now();
    const isWaiting = row.state === 'waiting' && row.lapsesAt > now;
    const footage = row.footage ? ` · ${this.t('requests.footageIs', { ...this.words.ends(row.footage, now), span: this.words.duration(row.footage.to - row.footage.from) })}` : '';
    return html`<div class="stack"><div><p class="strong">${row.polygon ? this.t('cases.within', { count: row.polygon.length, place: this.place }) : this.t('cases.around', { radius: row.radiusM, place: this.place })}</p><p class="small">${this.t(`consent.action_${row.action}`)}${footage}</p></div>
      <p class="small muted">${this.t(row.state === 'withdrawn' ? 'cases.areaWithdrawn' : isWaiting ? 'cases.areaWaiting' : 'cases.areaOver')}</p>
      ${row.agreed.length === 0 ? nothing : html`<p class="strong">${this.t('cases.agreed', { count: row.agreed.length })}</p><ul class="lines">${row.agreed.map((ask) => html`<li><div class="row"><div class="grow"><p class="strong">${ask.cameraName}</p><p class="small">${ask.place}</p>${ask.trimmed ? html`<p class="small muted">${this.t('requests.trimmedFor', { what: trimmedWords(ask.trimmed, this.words) })}</p>` : nothing}${ask.covered > 0 ? html`<p class="small muted">${this.t('requests.coveredFor', { count: ask.covered })}</p>` : nothing}</div>
        ${usable(ask, now) ? !row.mine ? html`<p class="small muted">${this.t('cases.whoAsked', { name: ask.who })}</p>` : ask.action === 'live' ? html`<mp-button tone="primary" href=${`/officer?ask=${ask.id}`}>${this.t('cases.toUse')}</mp-button>` : html`<mp-badge tone="good">${this.t('officer.status_approved')}</mp-badge>` : html`<mp-badge>${this.t(spent(ask) ? 'officer.status_used' : 'officer.usedUp')}</mp-badge>`}</div></li>`)}</ul>
        ${row.mine && row.action === 'clip' ? html`<mp-bag-order ask=${row.id} unit=${this.unit} .agreed=${row.agreed.filter((ask) => usable(ask, now))} .all=${row.agreed} .bags=${this.bags.value ?? []}></mp-bag-order>${row.agreed.some((ask) => usable(ask, now)) ? html`<div><mp-button tone="plain" href="/officer/requests">${this.t('cases.oneByOne')}</mp-button></div>` : nothing}` : nothing}`}
      ${isWaiting ? html`<div class="apart"><p class="strong" role="timer">${this.t('officer.leftToAnswer', { left: countdown(row.lapsesAt, now) })}</p>${!row.mine ? nothing : html`<mp-button ?busy=${this.busy === row.id} @click=${() => this.withdraw(row.id)}>${this.t('cases.withdrawArea')}</mp-button>`}</div>` : nothing}</div>`;
  }

  private async withdraw(id: string): Promise<void> {
    this.busy = id;
    try {
      await this.hub.call('DELETE /api/officer/area-asks/:id', { params: { id } });
      this.shell.toast(this.t('officer.withdrawn'));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
    this.dispatchEvent(new Event('mp-changed', { bubbles: true, composed: true }));
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-area-asks': MpAreaAsks } }
