import type { AskRow, OfficerCameraRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { Ticker } from '../home/ticker.ts';
import { LoadController } from '../hub/load-controller.ts';
import { usable } from '../requests/ask-stage.ts';
import { offerOf } from './offers.ts';

const uses = ['live', 'snapshot', 'clip'] as const;

/** What may be seen at this moment, with what is left of it: owners' approvals first, then standing permissions. Fires `mp-choose` (detail: the camera's id). */
@customElement('mp-may-now')
export class MpMayNow extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    button { display: flex; gap: var(--mp-3); align-items: center; width: 100%; min-height: 48px; padding: 0; border: 0; background: none; text-align: left; cursor: pointer; }
    mp-icon { color: var(--mp-accent); }
    .row .grow { flex-basis: 160px; }
  `];
  @property({ attribute: false }) cameras: readonly OfficerCameraRow[] = [];
  private readonly asks = new LoadController(this, { load: (signal) => this.hub.call('GET /api/officer/asks', { signal }), on: ['ask', 'grant'] });
  protected readonly ticker = new Ticker(this, 15_000);

  protected override render(): unknown {
    const now = Date.now();
    const approved = (this.asks.value ?? []).filter((ask) => usable(ask, now));
    const permitted = this.cameras.filter((row) => uses.some((action) => offerOf(row, action)?.effect === 'permit'));
    return html`<mp-card heading=${this.t('cases.mayNow')}>${approved.length + permitted.length === 0 ? html`<p class="muted">${this.t('cases.mayNowNone')}</p>` : html`<ul class="lines">${approved.map((ask) => this.approval(ask))}${permitted.map((row) => this.standing(row, now))}</ul>`}</mp-card>`;
  }

  private approval(ask: AskRow): unknown {
    return html`<li class="row"><div class="grow"><p class="strong">${ask.cameraName}</p><p class="small muted">${this.t(`consent.action_${ask.action}`)} · <mp-time as="left" .at=${ask.approvedUntil ?? 0}></mp-time></p></div>
      <mp-button tone="primary" href=${ask.action === 'live' ? `/officer?ask=${ask.id}` : '/officer/requests'}>${this.t('cases.toUse')}</mp-button></li>`;
  }
  private standing(row: OfficerCameraRow, now: number): unknown {
    const offers = uses.map((action) => offerOf(row, action)).filter((offer) => offer?.effect === 'permit');
    const until = Math.max(...offers.map((offer) => offer?.until ?? 0));
    return html`<li><button @click=${() => this.dispatchEvent(new CustomEvent('mp-choose', { detail: row.camera }))}><mp-icon name="eye"></mp-icon><span class="grow"><span class="strong">${row.name}</span><br><span class="small muted">${offers.map((offer) => this.t(`consent.action_${offer?.action ?? 'live'}`)).join(', ')}${until > 0 ? ` · ${this.t('officer.until', { moment: this.words.moment(until, now) })}` : nothing}</span></span><mp-icon name="chevron-right"></mp-icon></button></li>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-may-now': MpMayNow } }
