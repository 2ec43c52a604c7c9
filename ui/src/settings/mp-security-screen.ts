import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import './mp-passkeys.ts';
import './mp-password.ts';
import './mp-sessions.ts';

/** How she signs in, and where she is signed in. */
@customElement('mp-security-screen')
export class MpSecurityScreen extends Screen {
  override render(): unknown {
    return html`<mp-page heading=${this.t('settings.securityTitle')} back="/settings" backLabel=${this.t('settings.title')}><mp-sessions></mp-sessions><mp-passkeys></mp-passkeys><mp-password></mp-password></mp-page>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-security-screen': MpSecurityScreen } }
