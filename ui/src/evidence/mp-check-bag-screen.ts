import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import '../bag-viewer/mp-bag-check.ts';

/** `/evidence/check`: anybody signed in checks a bag, in this page. */
@customElement('mp-check-bag-screen')
export class MpCheckBagScreen extends Screen {
  protected override render(): unknown {
    const back = this.shell.side === 'officer' ? '/officer/evidence' : this.shell.side === 'owner' ? '/evidence' : '/';
    return html`<mp-page heading=${this.t('evidence.checkTitle')} lead=${this.t('evidence.checkLead')} back=${back}><mp-bag-check .language=${this.words.language}></mp-bag-check></mp-page>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-check-bag-screen': MpCheckBagScreen } }
