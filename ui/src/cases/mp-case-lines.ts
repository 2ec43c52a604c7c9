import type { CaseRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { caseTone } from './case-tone.ts';
import { caseLink, leads } from './unit-of.ts';

/** Cases as a list of links. */
@customElement('mp-case-lines')
export class MpCaseLines extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    ul { background: var(--mp-surface); border: 1px solid var(--mp-line); border-radius: var(--mp-radius); box-shadow: var(--mp-shadow); overflow: clip; }
    li + li { border-top: 1px solid var(--mp-line); }
    a { display: flex; gap: var(--mp-3); align-items: flex-start; min-height: 60px; padding: var(--mp-3) var(--mp-4); color: inherit; text-decoration: none; }
    a:hover { background: var(--mp-sunken); color: inherit; }
    a:focus-visible { outline-offset: -3px; border-radius: var(--mp-radius); }
    a > mp-icon { margin-top: 0.2em; color: var(--mp-muted); }
    .head { display: flex; flex-wrap: wrap; gap: var(--mp-1) var(--mp-3); align-items: baseline; justify-content: space-between; }
  `];
  @property({ attribute: false }) rows: readonly CaseRow[] = [];
  @property() unit = '';

  protected override render(): unknown {
    return html`<ul>${repeat(this.rows, (row) => row.id, (row) => this.one(row))}</ul>`;
  }

  private one(row: CaseRow): unknown {
    const now = Date.now();
    return html`<li><a href=${caseLink(row.id, this.unit)}><mp-icon name="folder"></mp-icon><span class="grow">
      <span class="head"><span class="strong">${row.caseNo}</span><mp-badge tone=${caseTone[row.state]}>${this.t(`cases.state_${row.state}`)}</mp-badge></span>
      ${row.title}<br><span class="small muted">${row.place} · ${this.t(`consent.purpose_${row.kind}`)}</span>
      ${row.state === 'unsigned' && row.haltsAt !== null ? html`<br><span class="small warn">${this.t('cases.haltsIn', { moment: this.words.moment(row.haltsAt, now) })}</span>` : nothing}
      ${row.haltsAt === null ? nothing : html`<br><span class="small muted">${row.mine && leads(this.me, this.unit) ? this.t('cases.own') : this.t('cases.openedBy', { name: row.openedBy, moment: this.words.moment(row.openedAt, now) })}</span>`}</span></a></li>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-case-lines': MpCaseLines } }
