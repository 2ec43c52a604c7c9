import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { keptBy } from '../home/watching.ts';
import './mp-uplink-card.ts';

/** How much of the house's upload people far away may use: one card for each home, one for the hub. */
@customElement('mp-uplink-screen')
export class MpUplinkScreen extends Screen {
  static override styles = [Screen.styles, css`mp-uplink-card + mp-uplink-card, mp-card { display: block; margin-top: var(--mp-4); } ol { list-style: decimal; margin: 0; padding-left: var(--mp-5); display: flex; flex-direction: column; gap: var(--mp-2); }`];

  override render(): unknown {
    const { t, me } = this;
    return html`<mp-page heading=${t('uplink.title')} lead=${t('uplink.lead')} back="/settings" backLabel=${t('settings.title')}><div>
      ${keptBy(me).map(({ owner, ownerName, role }) => html`<mp-uplink-card .owner=${owner} heading=${ownerName} .mayChange=${role !== 'manager'}></mp-uplink-card>`)}
      ${me.operator ? html`<mp-uplink-card heading=${t('uplink.hub')} .mayChange=${true}></mp-uplink-card>` : nothing}
      <mp-card heading=${t('uplink.order')}><ol><li>${t('uplink.orderOwner')}</li><li>${t('uplink.orderEmergency')}</li><li>${t('uplink.orderSteps')}</li></ol></mp-card>
    </div></mp-page>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-uplink-screen': MpUplinkScreen } }
