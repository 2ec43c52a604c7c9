import type { WrittenRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { Ticker } from '../home/ticker.ts';
import { LoadController } from '../hub/load-controller.ts';
import { groundWords, isWaiting, sorted, toneOf } from './written-sight.ts';
import './mp-destruction-form.ts';
import './mp-written-facts.ts';
import './mp-written-lines.ts';
import './mp-written-words.ts';

/** `/officer/written`: the unit's papers; with an id, one of them. */
@customElement('mp-officer-written-screen')
export class MpOfficerWrittenScreen extends Screen {
  static override styles = [Screen.styles, css`
    section { display: flex; flex-direction: column; gap: var(--mp-4); }
    .buttons { display: flex; flex-wrap: wrap; gap: var(--mp-3); }
    .head { flex-wrap: wrap; row-gap: var(--mp-2); }
    .head .grow { flex: 1 1 220px; }
    mp-badge { flex: none; }
  `];
  @property() request = '';
  @state() private panel: 'answer' | 'destroy' | undefined;
  @state() private busy = false;
  private readonly rows = new LoadController(this, {
    load: async (signal) => {
      const led = this.me.offices.find(({ role, unitKind }) => role === 'unit_leader' && unitKind !== 'peoples_committee');
      const [rows, late] = await Promise.all([this.hub.call('GET /api/officer/written', { signal }), led ? this.hub.call('GET /api/officer/written/overdue', { query: { unit: led.unit }, signal }) : undefined]);
      return { rows, late };
    },
    on: ['ask'],
  });

  protected readonly ticker = new Ticker(this, 15_000);

  protected override render(): unknown {
    if (this.request === '') {
      return html`<mp-page heading=${this.t('written.officerTitle')} lead=${this.t('written.officerLead')}><mp-button slot="action" tone="primary" icon="send" href="/officer/written/new">${this.t('written.file')}</mp-button>
        ${this.rows.draw(({ rows, late }) => this.list(rows, late), html`<mp-skeleton shape="rows"></mp-skeleton>`)}</mp-page>`;
    }
    return html`<mp-page heading=${this.t('written.title')} back="/officer/written" backLabel=${this.t('written.toList')}>${this.rows.draw(({ rows }) => {
      const row = rows.find(({ id }) => id === this.request);
      return row ? this.one(row) : html`<mp-card><mp-empty icon="inbox" text=${this.t('written.gone')}></mp-empty></mp-card>`;
    }, html`<mp-skeleton shape="rows"></mp-skeleton>`)}</mp-page>`;
  }

  private list(rows: readonly WrittenRow[], late: { readonly open: number; readonly answer: number; readonly destruction: number } | undefined): unknown {
    if (rows.length === 0) return html`<mp-card><mp-empty icon="send" text=${this.t('written.noneOfficer')}></mp-empty></mp-card>`;
    const { live, past } = sorted(rows);
    const lines = (each: readonly WrittenRow[]): unknown => html`<mp-card><mp-written-lines side="unit" .rows=${each}></mp-written-lines></mp-card>`;
    return html`${late ? html`<p class=${late.answer + late.destruction > 0 ? 'danger strong' : 'muted'} role="status">${this.t('written.overdueUnit', { open: late.open, answer: late.answer, destruction: late.destruction })}</p>` : nothing}
      ${live.length === 0 ? nothing : html`<section><h2>${this.t('officer.now')}</h2>${lines(live)}</section>`}${past.length === 0 ? nothing : html`<section><h2>${this.t('officer.earlier')}</h2>${lines(past)}</section>`}`;
  }

  private one(row: WrittenRow): unknown {
    const now = Date.now();
    return html`<div class="stack" @mp-done=${this.done} @mp-cancel=${() => (this.panel = undefined)}>
      <mp-card><div class="stack"><div class="head apart"><h2 class="grow">${this.t('written.from_unit', { unit: row.unit, number: row.documentNo })}</h2><mp-badge tone=${toneOf(row, 'unit')}>${this.t(`written.state_${row.status}`)}</mp-badge></div>
        ${row.enteredBy === 'owner' ? html`<p class="small muted">${this.t('written.enteredByOwner')}</p>` : nothing}
        ${row.overdue ? html`<p class="danger strong" role="status">${this.t(row.overdue === 'answer' ? 'written.overdueAnswer' : 'written.overdueDestruction')}</p>` : nothing}
        ${isWaiting(row) && row.status !== 'clarifying' ? html`<p>${this.t('written.waitsOwner')}</p><p class="strong">${row.overdue ? this.t('written.answerBy', { moment: this.words.moment(row.deadline, now) }) : this.t('written.left', { span: this.words.duration(row.deadline - now) })}</p>` : nothing}
        ${row.refusedGround ? html`<p>${this.t('written.refusedBecause', { ground: this.t(groundWords[row.refusedGround]) })}</p>` : nothing}
        ${row.releaseUntil !== null && row.status === 'delivered' ? html`<p>${now < row.releaseUntil ? this.t('written.deliveredText', { moment: this.words.moment(row.releaseUntil, now) }) : this.t('written.deliveredOver')}</p><p class="small muted">${this.t('written.fetchNote')}</p>` : nothing}
        ${row.destruction ? html`<p>${this.t('written.destroyed', { by: row.destruction.by, moment: this.words.moment(row.destruction.at, now), number: row.destruction.documentNo })}</p>` : row.releaseUntil !== null ? html`<p class=${row.overdue === 'destruction' ? 'danger strong' : ''}>${this.t('written.destructionWaits', { moment: this.words.moment(row.destroyBy, now) })}</p>` : nothing}
        ${this.panel ? nothing : html`<div class="buttons">
          ${row.status === 'clarifying' ? html`<mp-button tone="primary" @click=${() => (this.panel = 'answer')}>${this.t('written.answer')}</mp-button>` : nothing}
          ${row.status === 'delivered' || row.status === 'recalled' ? html`<mp-button @click=${() => (this.panel = 'destroy')}>${this.t('written.record')}</mp-button>` : nothing}
          ${isWaiting(row) ? html`<mp-button ?busy=${this.busy} @click=${() => this.withdraw(row)}>${this.t('written.withdraw')}</mp-button>` : nothing}</div>`}</div></mp-card>
      ${this.panel === 'answer' ? html`<mp-written-words .request=${row.id} kind="answer"></mp-written-words>` : this.panel === 'destroy' ? html`<mp-destruction-form .request=${row.id}></mp-destruction-form>` : nothing}
      <mp-written-facts .row=${row} side="unit"></mp-written-facts></div>`;
  }

  private async withdraw(row: WrittenRow): Promise<void> {
    if (!await this.shell.confirm({ title: this.t('written.withdrawTitle'), yes: this.t('written.withdrawYes'), grave: true })) return;
    this.busy = true;
    try {
      await this.hub.call('DELETE /api/officer/written/:id', { params: { id: row.id } });
      this.shell.toast(this.t('written.withdrawn'));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
    void this.rows.reload();
  }
  private readonly done = (): void => {
    this.panel = undefined;
    void this.rows.reload();
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-officer-written-screen': MpOfficerWrittenScreen } }
