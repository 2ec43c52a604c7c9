import type { UnitLogRow } from '@matpho/core/api';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { byDay, joined } from '../ledger/by-day.ts';
import { noFilter, queryOf, type LedgerFilter } from '../ledger/ledger-filter.ts';

const pageSize = 50;

/** What a unit's officers looked at, for its leader: who, which camera, for what, how long. Nothing of the household's part in it. */
@customElement('mp-unit-log')
export class MpUnitLog extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: flex; flex-direction: column; gap: var(--mp-5); }
    section { display: flex; flex-direction: column; gap: var(--mp-2); }
    .list { background: var(--mp-surface); border: 1px solid var(--mp-line); border-radius: var(--mp-radius); box-shadow: var(--mp-shadow); overflow: clip; }
    li { display: flex; flex-wrap: wrap; gap: 2px var(--mp-4); padding: var(--mp-3) var(--mp-4); }
    li + li { border-top: 1px solid var(--mp-line); }
    .grow { flex: 1 1 240px; }
    .when { flex: none; display: flex; flex-wrap: wrap; gap: 0 var(--mp-3); }
    .foot { text-align: center; }
    @media (min-width: 600px) { .when { display: block; text-align: right; } }
  `];
  @property() unit = '';
  @property({ attribute: false }) filter: LedgerFilter = noFilter;
  @state() private older: readonly UnitLogRow[] = [];
  @state() private whole = false;
  @state() private busy = false;
  private readonly newest = new LoadController(this, { load: (signal) => this.page(undefined, signal), on: ['watching'] });

  protected override updated(changed: PropertyValues<this>): void {
    if (!(['unit', 'filter'] as const).some((name) => changed.has(name) && changed.get(name) !== undefined)) return;
    this.older = [];
    this.whole = false;
    void this.newest.reload();
  }
  private page(before: string | undefined, signal?: AbortSignal): Promise<UnitLogRow[]> {
    const { unit: _, ...query } = queryOf(this.filter);
    return this.hub.call('GET /api/units/:id/viewings', { params: { id: this.unit }, query: { ...query, limit: pageSize, ...(before === undefined ? {} : { before }) }, ...(signal ? { signal } : {}) });
  }

  protected override render(): unknown {
    return this.newest.draw((newest) => {
      const rows = joined(newest, this.older);
      if (rows.length === 0) return html`<mp-card><mp-empty icon="scroll" text=${this.t('oversight.noUnitLog')}></mp-empty></mp-card>`;
      const now = Date.now();
      const more = !this.whole && newest.length >= pageSize;
      return html`${byDay(rows, (at) => this.words.day(at, now)).map(({ day, rows: under }) => html`<section><h2>${day}</h2><ul class="list">${repeat(under, (row) => row.viewing, (row) => this.line(row))}</ul></section>`)}
        ${more ? html`<div class="foot"><mp-button ?busy=${this.busy} @click=${() => this.more(rows)}>${this.t('ledger.more')}</mp-button></div>` : nothing}`;
    }, html`<mp-skeleton shape="rows" count="5"></mp-skeleton>`);
  }

  private line(row: UnitLogRow): unknown {
    const what = [row.cameraName, this.t(`consent.action_${row.action}`), row.purpose ? this.t(`consent.purpose_${row.purpose}`) : '', row.caseNo ? this.t('consent.caseNo', { number: row.caseNo }) : ''].filter(Boolean).join(' · ');
    const open = row.to === null;
    return html`<li><div class="grow"><p class="strong">${row.who} · ${row.officerNo}</p><p class="small muted">${what}</p></div>
      <div class="when small"><p>${open ? this.t('ledger.fromNow', { from: this.words.time(row.from) }) : this.t('ledger.fromTo', { from: this.words.time(row.from), to: this.words.time(row.to ?? 0) })}</p>
        <p class=${open ? 'strong' : 'muted'}>${open ? this.t('ledger.watchingNow') : this.words.duration(row.seconds * 1000)}</p></div></li>`;
  }

  private async more(rows: readonly UnitLogRow[]): Promise<void> {
    const last = rows.at(-1);
    if (!last) return;
    this.busy = true;
    try {
      const page = await this.page(`${last.from}.${last.viewing}`);
      this.older = joined(page, this.older);
      this.whole = page.length < pageSize;
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-unit-log': MpUnitLog } }
