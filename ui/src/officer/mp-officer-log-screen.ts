import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import '../ledger/mp-ledger-lines.ts';

/** `/officer/log`: my own viewings, as the owners see them. */
@customElement('mp-officer-log-screen')
export class MpOfficerLogScreen extends Screen {
  private readonly rows = new LoadController(this, { load: (signal) => this.hub.call('GET /api/officer/viewings', { signal }), on: ['watching', 'export', 'session'] });

  protected override render(): unknown {
    return html`<mp-page heading=${this.t('officer.logTitle')} lead=${this.t('officer.logLead')}>${this.rows.draw((rows) =>
      (rows.length === 0 ? html`<mp-card><mp-empty icon="scroll" text=${this.t('officer.noLog')}></mp-empty></mp-card>` : html`<mp-ledger-lines officer .rows=${rows}></mp-ledger-lines>`))}</mp-page>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-officer-log-screen': MpOfficerLogScreen } }
