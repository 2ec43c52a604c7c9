import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import './mp-share-form.ts';

const none: readonly string[] = [];

/** `/sharing/new`: give a permission. */
@customElement('mp-share-screen')
export class MpShareScreen extends Screen {
  /** Only this camera. */
  @property() camera = '';

  protected override render(): unknown {
    return html`<mp-page heading=${this.t('sharing.newTitle')} lead=${this.t('sharing.newLead')} back=${this.camera ? `/camera/${this.camera}` : '/sharing'}>
      <mp-share-form .only=${this.camera ? [this.camera] : none} @mp-shared=${() => this.shell.go('/sharing')}></mp-share-form></mp-page>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-share-screen': MpShareScreen } }
