import type { PluginRow } from '@matpho/core/api';
import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-plugin-card.ts';

/** Every plugin of the hub, for whoever runs it. */
@customElement('mp-plugins-screen')
export class MpPluginsScreen extends Screen {
  static override styles = [Screen.styles, css`.cards { display: flex; flex-direction: column; gap: var(--mp-4); }`];
  private readonly plugins = new LoadController(this, { load: (signal) => this.hub.call('GET /api/plugins', { signal }), on: ['plugin'] });

  override render(): unknown {
    return html`<mp-page heading=${this.t('plugins.title')} lead=${this.t('plugins.lead')}>
      <div class="cards" @mp-plugin=${(event: CustomEvent<PluginRow>) => this.plugins.put((this.plugins.value ?? []).map((row) => (row.id === event.detail.id ? event.detail : row)))}>
      ${this.plugins.draw((rows) => (rows.length === 0 ? html`<mp-empty icon="puzzle" text=${this.t('plugins.none')}></mp-empty>` : repeat(rows, (row) => row.id, (row) => html`<mp-plugin-card .plugin=${row}></mp-plugin-card>`)))}</div></mp-page>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-plugins-screen': MpPluginsScreen } }
