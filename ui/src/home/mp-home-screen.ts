import type { CameraRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import '../emergency/mp-emergency-now.ts';
import './mp-camera-card.ts';
import './mp-pause-all.ts';
import './mp-watching-now.ts';
import { keptBy } from './watching.ts';

/** `/`: is anybody watching, my cameras, and the way to pause everything. */
@customElement('mp-home-screen')
export class MpHomeScreen extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .stack { gap: var(--mp-6); }
    .cards { display: grid; gap: var(--mp-4); grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); }
    .asks { display: flex; flex-wrap: wrap; align-items: center; gap: var(--mp-2) var(--mp-4); padding: var(--mp-3) var(--mp-5); border-radius: var(--mp-radius); background: var(--mp-accent-soft); }
    .asks p { flex: 1; font-weight: 600; }
    .over { flex-wrap: wrap; row-gap: var(--mp-3); }
    mp-pause-all { max-width: var(--mp-reading); }
  `];
  private readonly cameras = new LoadController(this, { load: (signal) => this.hub.call('GET /api/cameras', { signal }), on: ['camera', 'grant', 'watching'] });
  private readonly asks = new LoadController(this, { load: async (signal) => (this.keeps ? this.hub.call('GET /api/asks', { signal }) : []), on: ['ask'] });

  private get keeps(): boolean {
    return this.person !== undefined && keptBy(this.person).length > 0;
  }

  /** Everything is paused: that belongs beside the headline. */
  private get paused(): boolean {
    const rows = this.cameras.value ?? [];
    return rows.length > 0 && rows.every((row) => row.paused);
  }

  protected override render(): unknown {
    if (this.person && this.person.memberships.length === 0) return html`<mp-page heading=${this.t('home.noRole')}><mp-empty icon="house" text=${this.t('home.noRoleText')}></mp-empty></mp-page>`;
    return html`<mp-page full><div class="stack" @mp-paused=${this.cameras.reload}>
      <mp-emergency-now></mp-emergency-now>
      <mp-watching-now></mp-watching-now>
      ${this.paused ? html`<mp-pause-all></mp-pause-all>` : nothing}
      ${this.waiting()}
      <section class="stack" aria-labelledby="cameras">
        <div class="apart over"><h2 id="cameras">${this.t('home.cameras')}</h2>${this.keeps && this.cameras.value?.length ? html`<div class="row"><mp-button icon="shield" href="/sharing">${this.t('sharing.title')}</mp-button><mp-button icon="plus" href="/add-camera">${this.t('home.add')}</mp-button></div>` : nothing}</div>
        ${this.cameras.draw((rows) => this.list(rows), html`<mp-skeleton shape="cards" count="3"></mp-skeleton>`)}
      </section>
      ${this.cameras.value?.length && !this.paused ? html`<mp-pause-all></mp-pause-all>` : nothing}
    </div></mp-page>`;
  }

  private waiting(): unknown {
    const count = (this.asks.value ?? []).filter((ask) => ask.status === 'pending' && ask.lapsesAt > Date.now()).length;
    return count === 0 ? nothing : html`<div class="asks" role="status"><mp-icon name="hand"></mp-icon><p>${this.t('home.asks', { count })}</p><mp-button href="/requests">${this.t('home.showAsks')}</mp-button></div>`;
  }

  private list(rows: readonly CameraRow[]): unknown {
    if (rows.length === 0) {
      return html`<mp-card><mp-empty icon="camera" text=${`${this.t('home.none')} ${this.keeps ? this.t('home.noneText') : ''}`}>${this.keeps ? html`<mp-button tone="primary" icon="plus" href="/add-camera">${this.t('home.add')}</mp-button>` : nothing}</mp-empty></mp-card>`;
    }
    return html`<div class="cards">${repeat(rows, (row) => row.id, (row) => html`<mp-camera-card .camera=${row}></mp-camera-card>`)}</div>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-home-screen': MpHomeScreen } }
