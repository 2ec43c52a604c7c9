import type { ControlFacts } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-move-control.ts';
import './mp-talk-control.ts';

/** Under her own camera's picture: its motors and its loudspeaker. Nothing at all for a camera that has neither; a sentence for one that cannot be asked. */
@customElement('mp-camera-control')
export class MpCameraControl extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: flex; flex-direction: column; gap: var(--mp-4); }
    .unasked { display: flex; flex-direction: column; gap: var(--mp-3); }
    .both { display: grid; gap: var(--mp-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); align-items: start; }
  `];
  @property() camera = '';
  @state() private asking = false;
  private readonly found = new LoadController(this, { load: (signal) => this.hub.call('GET /api/cameras/:id/control', { params: { id: this.camera }, signal }) });

  private readonly askAgain = async (): Promise<void> => {
    this.asking = true;
    await this.found.reload();
    this.asking = false;
  };
  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.get('camera')) void this.found.reload();
  }
  protected override render(): unknown {
    const can: ControlFacts | undefined = this.found.value;
    const { t } = this;
    const now = this.found.state;
    if (now.status === 'error' || now.status === 'stale') return html`<mp-card heading=${t('control.title')}><div class="unasked"><p role="status">${t('control.notAsked', { why: now.problem.message })}</p><div><mp-button icon="refresh" ?busy=${this.asking} @click=${this.askAgain}>${t('control.askAgain')}</mp-button></div></div></mp-card>`;
    if (!can?.move && !can?.talk) return nothing;
    return html`<div class="both">
      ${can.move ? html`<mp-card heading=${t('control.title')}><mp-move-control .camera=${this.camera}></mp-move-control></mp-card>` : nothing}
      ${can.talk ? html`<mp-card heading=${t('control.talk')}><mp-talk-control .camera=${this.camera}></mp-talk-control></mp-card>` : nothing}</div>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-camera-control': MpCameraControl } }
