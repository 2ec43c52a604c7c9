import type { HoldRow } from '@matpho/core/api';
import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';

/** Footage of one camera that stays for now, and why. Nothing at all where there is none. */
@customElement('mp-camera-holds')
export class MpCameraHolds extends Screen {
  /** The camera's id. */
  @property() camera = '';
  private readonly holds = new LoadController(this, { load: (signal) => this.hub.call('GET /api/cameras/:id/holds', { params: { id: this.camera }, signal }), on: ['ask'] });

  protected override render(): unknown {
    const rows = this.holds.value;
    if (!rows || rows.length === 0) return nothing;
    return html`<mp-card heading=${this.t('camera.holds')}><div class="stack"><p class="small muted">${this.t('camera.holdsLead')}</p><ul class="lines">${rows.map((row) => this.one(row))}</ul></div></mp-card>`;
  }

  private one(row: HoldRow): unknown {
    const now = Date.now();
    return html`<li><p class="strong">${this.t('requests.footageIs', { ...this.words.ends(row, now), span: this.words.duration(row.to - row.from) })}</p>
      <p class="small">${this.t(`camera.hold_${row.reason}`)}</p><p class="small muted">${this.t('camera.holdUntil', { moment: this.words.moment(row.until, now) })} · ${this.words.bytes(row.bytes)}</p></li>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-camera-holds': MpCameraHolds } }
