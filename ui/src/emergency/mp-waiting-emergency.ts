import type { EmergencyRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { styleOf } from '../app/parts/style-of.ts';
import { Screen } from '../app/screen.ts';
import { Ticker } from '../home/ticker.ts';
import { drawFacts, factSheet } from './emergency-facts.ts';

const secondMs = 300_000;

/** One that waits for its second person: everything that was declared, how long is left, and the two ways on. Fires `mp-changed`. */
@customElement('mp-waiting-emergency')
export class MpWaitingEmergency extends Screen {
  static override styles = [Screen.styles, factSheet, css`
    :host { display: block; max-width: var(--mp-reading); }
    .track { height: 6px; border-radius: 3px; background: var(--mp-sunken); overflow: hidden; }
    .track span { display: block; height: 100%; background: var(--mp-warn); border-radius: 3px; transition: width 1s linear; }
    .ends { display: flex; flex-wrap: wrap; gap: var(--mp-3); }
    .ends .main { flex: 1 1 240px; }
    @media (prefers-reduced-motion: reduce) { .track span { transition: none; } }
  `];
  @property({ attribute: false }) row: EmergencyRow | undefined;
  @state() private busy: 'second' | 'end' | '' = '';

  protected readonly ticker = new Ticker(this, 1000);

  protected override render(): unknown {
    const { row } = this;
    if (!row) return nothing;
    const left = Math.max(0, row.declared.lapsesAt - Date.now());
    return html`<mp-card><div class="stack">
      <div class="top"><h3 class="grow">${this.t(`emergency.ground_${row.ground}`)}</h3><mp-badge tone="warn">${row.maySecond ? this.t('emergency.confirmTitle') : this.t('emergency.status_declared')}</mp-badge></div>
      ${drawFacts(row, this.words, html`${this.t('emergency.camerasIs', { count: row.cameras })}, ${this.t('emergency.ofOwners', { count: row.owners })}`)}
      <div><p class="small muted">${this.t('emergency.lapses')} <span class="strong">${this.words.left(row.declared.lapsesAt, Date.now())}</span></p><div class="track"><span style=${styleOf({ width: `${Math.min(100, (left / secondMs) * 100)}%` })}></span></div></div>
      ${row.maySecond ? html`<p>${this.t('emergency.confirmText')}</p>` : html`<p role="status">${row.mine ? this.t('emergency.yoursWaits') : this.t('emergency.notYou')}</p>`}
      <div class="ends">${row.maySecond ? html`<mp-button class="main" wide tone="primary" icon="check" ?disabled=${left === 0} ?busy=${this.busy === 'second'} @click=${this.confirm}>${this.t('emergency.confirm')}</mp-button>` : nothing}
        ${row.mayEnd ? html`<mp-button icon="x" ?busy=${this.busy === 'end'} @click=${this.withdraw}>${this.t('emergency.withdraw')}</mp-button>` : nothing}</div>
    </div></mp-card>`;
  }

  private readonly confirm = async (): Promise<void> => {
    const id = this.row?.id;
    if (id === undefined) return;
    this.busy = 'second';
    try {
      if (await this.shell.prove(() => this.hub.call('POST /api/officer/emergencies/:id/second', { params: { id } }))) this.shell.toast(this.t('emergency.confirmed'));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.done();
  };
  private readonly withdraw = async (): Promise<void> => {
    const id = this.row?.id;
    if (id === undefined) return;
    this.busy = 'end';
    try {
      await this.hub.call('POST /api/officer/emergencies/:id/end', { params: { id } });
      this.shell.toast(this.t('emergency.withdrawn'));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.done();
  };
  private done(): void {
    this.busy = '';
    this.dispatchEvent(new Event('mp-changed', { bubbles: true, composed: true }));
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-waiting-emergency': MpWaitingEmergency } }
