import type { LedgerRow, RefusedRow } from '@matpho/core/api';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { joined } from './by-day.ts';
import { countOf, noFilter, queryOf, type LedgerFilter } from './ledger-filter.ts';
import './mp-ledger-lines.ts';

const pageSize = 50;

/** The ledger of all or one camera, a page at a time; lines of running viewings stay live. */
@customElement('mp-ledger-list')
export class MpLedgerList extends Screen {
  static override styles = [Screen.styles, css`:host { display: flex; flex-direction: column; gap: var(--mp-4); } .foot { text-align: center; }`];
  /** Only this camera's. */
  @property() camera = '';
  @property({ attribute: false }) filter: LedgerFilter = noFilter;
  /** The household's own viewings too. */
  @property({ type: Boolean }) own = false;
  /** Stands on a page whose camera is known. */
  @property({ type: Boolean }) single = false;
  @state() private older: readonly LedgerRow[] = [];
  @state() private whole = false;
  @state() private busy = false;
  private readonly newest = new LoadController(this, { load: (signal) => this.first(signal), on: ['watching', 'export'] });

  protected override updated(changed: PropertyValues<this>): void {
    const isOther = (['camera', 'own', 'filter'] as const).some((name) => changed.has(name) && changed.get(name) !== undefined);
    if (!isOther) return;
    this.older = [];
    this.whole = false;
    void this.newest.reload();
  }

  private async first(signal: AbortSignal): Promise<{ readonly rows: readonly LedgerRow[]; readonly refused: readonly RefusedRow[] }> {
    const { camera, unit, officerNo, from, to } = this.query();
    const asked = { ...(camera ? { camera } : {}), ...(unit ? { unit } : {}), ...(officerNo ? { officerNo } : {}), ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const [rows, refused] = await Promise.all([this.page(undefined, signal), this.filter.purpose || this.filter.route || this.filter.caseNo ? [] : this.hub.call('GET /api/ledger/refused', { query: asked, signal })]);
    return { rows, refused };
  }
  private page(before: string | undefined, signal?: AbortSignal): Promise<LedgerRow[]> {
    return this.hub.call('GET /api/ledger', { query: { ...this.query(), limit: pageSize, own: this.own ? '1' : '0', ...(before === undefined ? {} : { before }) }, ...(signal ? { signal } : {}) });
  }
  private query(): ReturnType<typeof queryOf> {
    return { ...queryOf(this.filter), ...(this.camera ? { camera: this.camera } : {}) };
  }

  protected override render(): unknown {
    return this.newest.draw(({ rows: newest, refused }) => {
      const rows = joined(newest, this.older);
      // Refusals of days that are not shown yet come with their page.
      const shown = this.whole || newest.length < pageSize ? refused : refused.filter(({ lastAt }) => lastAt >= (rows.at(-1)?.from ?? 0));
      if (rows.length === 0 && shown.length === 0) return html`<mp-card><mp-empty icon="eye-off" text=${this.t(countOf(this.filter) > 0 ? 'ledger.noneFound' : this.camera ? 'ledger.noneHere' : this.own ? 'ledger.noneOwn' : 'ledger.none')}></mp-empty></mp-card>`;
      const more = !this.whole && (this.older.length > 0 || newest.length >= pageSize);
      return html`<mp-ledger-lines .rows=${rows} .refused=${shown} ?single=${this.single}></mp-ledger-lines>
        ${more ? html`<div class="foot"><mp-button ?busy=${this.busy} @click=${() => this.more(rows)}>${this.t('ledger.more')}</mp-button></div>` : this.whole ? html`<p class="foot small muted">${this.t('ledger.end')}</p>` : nothing}`;
    });
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
declare global { interface HTMLElementTagNameMap { 'mp-ledger-list': MpLedgerList } }
