import type { CameraRightsRow } from '@matpho/core/api';
import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-camera-rights.ts';

/** `/sharing/now`: the whole home, camera by camera. */
@customElement('mp-rights-screen')
export class MpRightsScreen extends Screen {
  static override styles = [Screen.styles, css`
    .head { font-size: var(--mp-h3); font-weight: 600; }
    .cards { display: grid; gap: var(--mp-5); grid-template-columns: repeat(auto-fill, minmax(min(100%, 420px), 1fr)); align-items: start; }
    h2 { margin-bottom: var(--mp-4); }
    h2 a { color: inherit; text-decoration: none; }
    h2 a:hover { text-decoration: underline; }
  `];
  private readonly rights = new LoadController(this, { load: (signal) => this.hub.call('GET /api/rights', { signal }), on: ['grant', 'watching', 'ask', 'camera'] });

  protected override render(): unknown {
    return html`<mp-page full heading=${this.t('rights.title')} lead=${this.t('rights.lead')} back="/sharing">${this.rights.draw((rows) => this.all(rows), html`<mp-skeleton shape="cards" count="2"></mp-skeleton>`)}</mp-page>`;
  }

  private all(rows: readonly CameraRightsRow[]): unknown {
    if (rows.length === 0) return html`<mp-card><mp-empty icon="camera" text=${this.t('rights.noCameras')}></mp-empty></mp-card>`;
    return html`<div class="stack"><p class="head" role="status">${this.headline(rows)}</p>
      <div class="cards">${repeat(rows, ({ camera }) => camera, (row) => html`<mp-card><h2><a href=${`/camera/${row.camera}`}>${row.cameraName}</a></h2><mp-camera-rights .row=${row}></mp-camera-rights></mp-card>`)}</div></div>`;
  }

  /** What she wants to know first, in one sentence. */
  private headline(rows: readonly CameraRightsRow[]): string {
    const holders = rows.flatMap((row) => row.holders);
    const units = (which: (right: CameraRightsRow['holders'][number]['rights'][number]) => boolean): string => [...new Set(holders.filter(({ rights }) => rights.some(which)).map(({ unitName }) => unitName))].join(', ');
    const free = units(({ effect, caseRequired }) => effect === 'permit' && !caseRequired);
    if (free) return this.t('rights.headPermit', { who: free });
    const cases = units(({ effect }) => effect === 'permit');
    if (cases) return this.t('rights.headCase', { who: cases });
    const asks = units(({ effect }) => effect === 'ask');
    return asks ? this.t('rights.headAsk', { who: asks }) : this.t('rights.nobody');
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-rights-screen': MpRightsScreen } }
