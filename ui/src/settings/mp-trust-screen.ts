import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';

/** How a phone comes to trust the hub's own certificate. */
@customElement('mp-trust-screen')
export class MpTrustScreen extends Screen {
  static override styles = [Screen.styles, css`ol { counter-reset: step; display: flex; flex-direction: column; gap: var(--mp-4); } li { counter-increment: step; display: flex; gap: var(--mp-3); } li::before { content: counter(step); display: grid; place-items: center; width: 32px; height: 32px; flex: none; border-radius: 50%; background: var(--mp-accent-soft); color: var(--mp-accent-strong); font-weight: 600; }`];
  private readonly trust = new LoadController(this, { load: (signal) => this.hub.call('GET /api/hub/trust', { signal }) });

  override render(): unknown {
    const { t } = this;
    return html`<mp-page heading=${t('settings.trustTitle')} back="/settings" backLabel=${t('settings.title')}>${this.trust.draw((trust) => (trust.qr === null ? html`
      <mp-empty icon="shield" text=${t('settings.trustNone')}></mp-empty>` : html`
      <div class="stack"><p class="muted">${t('settings.trustLead')}</p>
        <mp-card><div class="stack wide">
          <mp-qr-frame .svg=${trust.qr} caption=${trust.caLink ?? ''}></mp-qr-frame>
          <ol><li><p>${t('settings.trustStep1')}</p></li><li><p>${t('settings.trustStep2')}</p></li><li><p>${t('settings.trustStep3')}</p></li></ol>
          ${trust.fingerprint ? html`<div><p class="strong">${t('settings.fingerprint')}</p><p class="mono">${trust.fingerprint}</p></div>` : nothing}
          <div><mp-button icon="download" href=${this.hub.url('GET /api/local-ca.crt')} download="mat-pho-ca.crt">${t('settings.trustDownload')}</mp-button></div>
        </div></mp-card>
        <div><p class="strong">${t('settings.trustAddress')}</p><mp-copy text=${trust.origin}></mp-copy></div></div>`))}</mp-page>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-trust-screen': MpTrustScreen } }
