import { css, html, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-camera-rights.ts';

/** Who from outside may see what of one camera, now and this week. */
@customElement('mp-rights-now')
export class MpRightsNow extends Screen {
  static override styles = [Screen.styles, css`:host { display: block; }`];
  /** The camera's id. */
  @property() camera = '';
  private readonly rights = new LoadController(this, { load: (signal) => this.hub.call('GET /api/cameras/:id/rights', { params: { id: this.camera }, signal }), on: ['grant', 'watching', 'ask'] });

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.get('camera')) void this.rights.reload();
  }

  protected override render(): unknown {
    return this.rights.draw((row) => html`<mp-camera-rights .row=${row}></mp-camera-rights>`, html`<mp-skeleton shape="text" count="4"></mp-skeleton>`);
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-rights-now': MpRightsNow } }
