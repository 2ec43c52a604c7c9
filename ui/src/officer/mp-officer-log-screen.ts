import type { LedgerRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { MpChoiceCards } from '../app/parts/mp-choice-cards.ts';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { joined } from '../ledger/by-day.ts';
import { countOf, noFilter, queryOf, type LedgerFilter } from '../ledger/ledger-filter.ts';
import '../ledger/mp-ledger-filter.ts';
import '../ledger/mp-ledger-lines.ts';
import '../ledger/mp-take-out.ts';
import '../oversight/mp-my-street.ts';
import '../oversight/mp-unit-log.ts';

const pageSize = 50;

/** `/officer/log`: what the officer looked at; for a leader, the unit's log beside it. */
@customElement('mp-officer-log-screen')
export class MpOfficerLogScreen extends Screen {
  static override styles = [Screen.styles, css`.tools { display: flex; flex-wrap: wrap; gap: var(--mp-3); align-items: center; } .tools mp-ledger-filter { flex: 1 1 auto; } .foot { text-align: center; }`];
  /** The unit whose log is shown; empty: one's own. */
  @state() private unit = '';
  @state() private filter: LedgerFilter = noFilter;
  @state() private older: readonly LedgerRow[] = [];
  @state() private whole = false;
  @state() private busy = false;
  private readonly rows = new LoadController(this, { load: (signal) => this.page(undefined, signal), on: ['watching', 'export', 'session'] });
  private readonly officers = new LoadController(this, { load: async (signal) => Promise.all(this.led().map(async ({ unit }) => ({ unit, officers: await this.hub.call('GET /api/units/:id/officers', { params: { id: unit }, signal }) }))), on: ['session'] });

  private led(): Screen['me']['offices'] {
    return this.me.offices.filter((office) => office.unitKind !== 'peoples_committee' && office.role === 'unit_leader');
  }
  private page(before: string | undefined, signal?: AbortSignal): Promise<LedgerRow[]> {
    const { unit: _unit, officerNo: _officer, ...query } = queryOf(this.filter);
    return this.hub.call('GET /api/officer/viewings', { query: { ...query, limit: pageSize, ...(before === undefined ? {} : { before }) }, ...(signal ? { signal } : {}) });
  }

  protected override render(): unknown {
    const { t } = this;
    const led = this.led();
    const officers = this.officers.value?.find(({ unit }) => unit === this.unit)?.officers ?? [];
    return html`<mp-page heading=${t(this.unit ? 'oversight.unitLogTitle' : 'officer.logTitle')} lead=${t(this.unit ? 'oversight.unitLogLead' : 'officer.logLead')}>
      ${led.length > 0 ? html`<mp-choice-cards compact label=${t('oversight.whose')} .value=${this.unit} .choices=${[{ value: '', label: t('oversight.mine'), icon: 'user' as const }, ...led.map((office) => ({ value: office.unit, label: led.length > 1 ? office.unitName : t('oversight.ofUnit'), icon: 'users' as const }))]} @change=${(event: Event) => this.turn((event.target as MpChoiceCards).value)}></mp-choice-cards>` : nothing}
      <div class="tools"><mp-ledger-filter .value=${this.filter} .officers=${officers.map(({ officerNo, name }) => ({ value: officerNo, label: `${officerNo} · ${name}` }))} @mp-filter=${(event: CustomEvent<LedgerFilter>) => this.search(event.detail)}></mp-ledger-filter>${this.takeOut()}</div>
      ${this.unit ? html`<mp-unit-log .unit=${this.unit} .filter=${this.filter}></mp-unit-log>` : this.own()}
      ${led.length > 0 && this.unit ? html`<div><mp-button icon="bell" href="/oversight/alerts">${t('oversight.alertsLink')}</mp-button></div>` : nothing}
      ${this.unit ? nothing : html`<mp-my-street></mp-my-street>`}
    </mp-page>`;
  }

  private own(): unknown {
    return this.rows.draw((newest) => {
      const rows = joined(newest, this.older);
      if (rows.length === 0) return html`<mp-card><mp-empty icon="scroll" text=${this.t(countOf(this.filter) > 0 ? 'ledger.noneFound' : 'officer.noLog')}></mp-empty></mp-card>`;
      return html`<mp-ledger-lines officer .rows=${rows}></mp-ledger-lines>${!this.whole && newest.length >= pageSize ? html`<div class="foot"><mp-button ?busy=${this.busy} @click=${() => this.more(rows)}>${this.t('ledger.more')}</mp-button></div>` : nothing}`;
    });
  }
  private takeOut(): unknown {
    const { unit: _, ...query } = queryOf(this.filter);
    const { officerNo: _officer, ...mine } = query;
    const url = (format: 'csv' | 'json'): string => (this.unit ? this.hub.url('GET /api/units/:id/viewings/export', { params: { id: this.unit }, query: { ...query, format } }) : this.hub.url('GET /api/officer/viewings/export', { query: { ...mine, format } }));
    return html`<mp-take-out .csv=${url('csv')} .json=${url('json')}></mp-take-out>`;
  }

  private turn(unit: string): void {
    this.unit = unit;
    this.search(noFilter);
  }
  private search(filter: LedgerFilter): void {
    this.filter = filter;
    this.older = [];
    this.whole = false;
    void this.rows.reload();
  }
  private async more(rows: readonly LedgerRow[]): Promise<void> {
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
declare global { interface HTMLElementTagNameMap { 'mp-officer-log-screen': MpOfficerLogScreen } }
