import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import '../sharing/mp-grant-card.ts';

/** `/grant/:id`, where the slip's code leads: the permission, the tap that stops it, and its papers. */
@customElement('mp-grant-screen')
export class MpGrantScreen extends Screen {
  @property() grant = '';
  private readonly grants = new LoadController(this, { load: (signal) => this.hub.call('GET /api/grants', { signal }), on: ['grant'] });

  override render(): unknown {
    const { t } = this;
    return html`<mp-page heading=${t('records.grantTitle')} back="/sharing" backLabel=${t('sharing.title')}>
      ${this.grants.draw((grants) => {
        const grant = grants.find(({ id }) => id === this.grant);
        if (!grant) return html`<mp-card><mp-empty icon="search" text=${t('records.grantGone')}><mp-button href="/sharing">${t('sharing.title')}</mp-button></mp-empty></mp-card>`;
        return html`<h2 class="hidden">${t('camera.sharing')}</h2><mp-grant-card alone .grant=${grant} @mp-revoked=${() => void this.grants.reload()}></mp-grant-card>
          <mp-card heading=${t('records.grantPapers')}><div class="stack"><p>${t('records.grantPapersText')}</p><div class="row">
            <mp-button icon="scroll" href=${this.hub.url('GET /api/grants/:id/slip', { params: { id: grant.id } })} download="">${t('records.grantSlip')}</mp-button>
            <mp-button icon="shield" href=${this.hub.url('GET /api/grants/:id/receipt', { params: { id: grant.id } })} download="">${t('records.grantReceipt')}</mp-button></div></div></mp-card>`;
      }, html`<mp-skeleton shape="cards" count="2"></mp-skeleton>`)}
    </mp-page>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-grant-screen': MpGrantScreen } }
