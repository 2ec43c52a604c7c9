import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import './mp-export-list.ts';

/** `/exports`: everything that was exported. */
@customElement('mp-exports-screen')
export class MpExportsScreen extends Screen {
  protected override render(): unknown {
    return html`<mp-page heading=${this.t('exports.title')} lead=${this.t(this.shell.side === 'officer' ? 'exports.leadOfficer' : 'exports.lead')} back=${this.shell.side === 'officer' ? '/officer' : '/'}><mp-card><mp-export-list></mp-export-list></mp-card></mp-page>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-exports-screen': MpExportsScreen } }
