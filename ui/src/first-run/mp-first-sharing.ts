import { html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { shareable } from '../sharing/shareable.ts';

/** Last step of the first run: the presets when there is somebody to share with and something to share, else a calm word. */
@customElement('mp-first-sharing')
export class MpFirstSharing extends Screen {
  @state() private shared = false;
  private readonly ground = new LoadController(this, {
    load: async (signal) => {
      const [all, cameras] = await Promise.all([this.hub.call('GET /api/units', { signal }), this.hub.call('GET /api/cameras', { signal })]);
      const units = shareable(all);
      if (units.length > 0 && cameras.length > 0) await import('../sharing/mp-share-form.ts');
      return { units: units.length, cameras: cameras.map((camera) => camera.id) };
    },
  });

  override render(): unknown {
    return this.ground.draw(({ units, cameras }) => {
      if (cameras.length === 0) return html`<mp-card tone="accent"><p>${this.t('firstRun.sharingNoCamera')}</p></mp-card>`;
      if (units === 0) return html`<mp-card tone="accent"><p>${this.t('firstRun.sharingNoUnit')}</p></mp-card>`;
      if (this.shared) return html`<mp-card tone="accent"><p class="row strong"><mp-icon name="circle-check"></mp-icon>${this.t('firstRun.shared')}</p></mp-card>`;
      return html`<mp-share-form @mp-shared=${() => { this.shared = true; }}></mp-share-form>`;
    });
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-first-sharing': MpFirstSharing } }
