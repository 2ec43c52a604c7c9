import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-ledger-list.ts';
import './mp-seal.ts';

/** `/ledger`: "Ai đã xem camera của tôi". */
@customElement('mp-ledger-screen')
export class MpLedgerScreen extends Screen {
  static override styles = [Screen.styles, css`
    .filter { display: grid; gap: var(--mp-3) var(--mp-5); grid-template-columns: repeat(auto-fit, minmax(min(100%, 240px), 1fr)); align-items: end; }
  `];
  @state() private camera = '';
  @state() private own = false;
  private readonly cameras = new LoadController(this, { load: (signal) => this.hub.call('GET /api/cameras', { signal }), on: ['camera'] });

  protected override render(): unknown {
    const cameras = this.cameras.value ?? [];
    return html`<mp-page heading=${this.t('ledger.title')} lead=${this.t('ledger.lead')}>
      <mp-seal></mp-seal>
      <div class="filter">
        ${cameras.length > 1 ? html`<mp-select label=${this.t('ledger.camera')} .value=${this.camera} .choices=${[{ value: '', label: this.t('ledger.all') }, ...cameras.map((camera) => ({ value: camera.id, label: camera.name }))]} @change=${(event: Event) => (this.camera = (event.target as HTMLInputElement).value)}></mp-select>` : nothing}
        <mp-switch label=${this.t('ledger.own')} ?checked=${this.own} @change=${(event: Event) => (this.own = (event.target as HTMLInputElement).checked)}></mp-switch>
      </div>
      <mp-ledger-list .camera=${this.camera} ?own=${this.own}></mp-ledger-list>
    </mp-page>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-ledger-screen': MpLedgerScreen } }
