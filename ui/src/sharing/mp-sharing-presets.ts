import type { GrantRow } from '@matpho/core/api';
import { html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import './mp-grant-card.ts';
import './mp-share-form.ts';

/** The presets for cameras just added; afterwards, what was agreed to, with the way to stop it. */
@customElement('mp-sharing-presets')
export class MpSharingPresets extends Screen {
  /** Ids. */
  @property({ attribute: false }) cameras: readonly string[] = [];
  /** Draws "Để sau", which fires `mp-later`. */
  @property({ type: Boolean }) later = false;
  @state() private given: GrantRow | undefined;

  protected override render(): unknown {
    return this.given ? html`<mp-grant-card .grant=${this.given}></mp-grant-card>`
      : html`<mp-share-form .only=${this.cameras} ?later=${this.later} @mp-shared=${(event: CustomEvent<GrantRow>) => (this.given = event.detail)}></mp-share-form>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-sharing-presets': MpSharingPresets } }
