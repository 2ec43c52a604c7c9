import type { WrittenRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { Ticker } from '../home/ticker.ts';
import { isWaiting, toneOf } from './written-sight.ts';

/** Papers as lines: whose, how it stands, how long there is. Each leads to its own page. */
@customElement('mp-written-lines')
export class MpWrittenLines extends Screen {
  static override styles = [Screen.styles, css`
    a { display: flex; flex-wrap: wrap; gap: var(--mp-2) var(--mp-3); align-items: flex-start; min-height: var(--mp-touch); color: inherit; text-decoration: none; }
    a:hover .strong { color: var(--mp-accent); }
    .grow { flex: 1 1 220px; }
    mp-badge { flex: none; }
  `];
  @property({ attribute: false }) rows: readonly WrittenRow[] = [];
  @property() side: 'owner' | 'unit' = 'owner';

  protected readonly ticker = new Ticker(this, 30_000);

  protected override render(): unknown {
    const now = Date.now();
    return html`<ul class="lines">${repeat(this.rows, ({ id }) => id, (row) => html`<li><a href=${this.side === 'owner' ? `/written/${row.id}` : `/officer/written/${row.id}`}>
      <span class="grow"><span class="strong">${this.t('written.from_unit', { unit: row.unit, number: row.documentNo })}</span><br>
        <span class="small">${[...new Set(row.pieces.map(({ cameraName }) => cameraName))].join(', ')} · ${this.t(`consent.purpose_${row.purpose}`)} · ${this.t('consent.caseNo', { number: row.caseNo })}</span><br>
        <span class="small ${row.overdue ? 'danger strong' : 'muted'}">${row.overdue ? this.t(row.overdue === 'answer' ? 'written.overdueAnswer' : 'written.overdueDestruction') : isWaiting(row) ? this.t('written.left', { span: this.words.duration(row.deadline - now) }) : this.words.moment(row.statusAt, now)}</span></span>
      <mp-badge tone=${toneOf(row, this.side)}>${this.t(`written.state_${row.status}`)}</mp-badge></a></li>`)}</ul>${nothing}`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-written-lines': MpWrittenLines } }
