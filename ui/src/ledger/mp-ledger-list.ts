import type { LedgerRow } from '@matpho/core/api';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { joined } from './by-day.ts';
import './mp-ledger-lines.ts';

const pageSize = 50;

/** The ledger of all or one camera, a page at a time; lines of running viewings stay live. */
@customElement('mp-ledger-list')
export class MpLedgerList extends Screen {
  static override styles = [Screen.styles, css`:host { display: flex; flex-direction: column; gap: var(--mp-4); } .foot { text-align: center; }`];
  /** Only this camera's. */
  @property() camera = '';
  /** The household's own viewings too. */
  @property({ type: Boolean }) own = false;
  /** Stands on a page whose camera is known. */
  @property({ type: Boolean }) single = false;
  @state() private older: readonly LedgerRow[] = [];
  @state() private whole = false;
  @state() private busy = false;
  private readonly newest = new LoadController(this, { load: (signal) => this.page(undefined, signal), on: ['watching', 'export'] });

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('camera') && !changed.has('own')) return;
    if (changed.get('camera') === undefined && changed.get('own') === undefined) return;
    this.older = [];
    this.whole = false;
    void this.newest.reload();
  }

  private page(before: number | undefined, signal?: AbortSignal): Promise<LedgerRow[]> {
    const query = { limit: pageSize, own: this.own ? '1' : '0', ...(this.camera ? { camera: this.camera } : {}), ...(before === undefined ? {} : { before }) } as const;
    return this.hub.call('GET /api/ledger', { query, ...(signal ? { signal } : {}) });
  }

  protected override render(): unknown {
    return this.newest.draw((newest) => {
      const rows = joined(newest, this.older);
      if (rows.length === 0) return html`<mp-card><mp-empty icon="eye-off" text=${this.t(this.camera ? 'ledger.noneHere' : this.own ? 'ledger.noneOwn' : 'ledger.none')}></mp-empty></mp-card>`;
      const more = !this.whole && (this.older.length > 0 || newest.length >= pageSize);
      return html`<mp-ledger-lines .rows=${rows} ?single=${this.single}></mp-ledger-lines>
        ${more ? html`<div class="foot"><mp-button ?busy=${this.busy} @click=${() => this.more(rows)}>${this.t('ledger.more')}</mp-button></div>` : this.whole ? html`<p class="foot small muted">${this.t('ledger.end')}</p>` : nothing}`;
    });
  }

  private async more(rows: readonly LedgerRow[]): Promise<void> {
    this.busy = true;
    try {
      const page = await this.page(rows.at(-1)?.from);
      this.older = joined(page, this.older);
      this.whole = page.length < pageSize;
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-ledger-list': MpLedgerList } }
