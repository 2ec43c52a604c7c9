import { css, html, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import type { Reply } from '../hub/hub-client.ts';

type Who = Reply<'GET /api/cameras/:id/sharing'>[number];

/** Who from outside can see what of one camera at this moment. */
@customElement('mp-who-now')
export class MpWhoNow extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    li { display: flex; flex-wrap: wrap; gap: var(--mp-2) var(--mp-3); align-items: flex-start; }
    li .grow { flex: 1 1 200px; }
    li.none { flex-wrap: nowrap; }
    li.none p { flex: 1; }
    mp-icon { margin-top: 0.15em; color: var(--mp-accent); }
    li.none mp-icon { color: var(--mp-muted); }
    mp-badge { flex: none; }
  `];
  /** The camera's id. */
  @property() camera = '';
  private readonly who = new LoadController(this, { load: (signal) => this.hub.call('GET /api/cameras/:id/sharing', { params: { id: this.camera }, signal }), on: ['grant', 'watching', 'ask'] });

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.get('camera')) void this.who.reload();
  }

  protected override render(): unknown {
    return this.who.draw((rows) => html`<ul class="lines">${rows.length === 0 ? html`<li class="none"><mp-icon name="lock"></mp-icon><p class="muted">${this.t('sharing.nobodyNow')}</p></li>` : rows.map((row) => this.one(row))}</ul>`, html`<mp-skeleton shape="text" count="2"></mp-skeleton>`);
  }

  private one(row: Who): unknown {
    return html`<li><mp-icon name=${row.effect === 'ask' ? 'hand' : 'eye'}></mp-icon>
      <div class="grow"><p class="strong">${row.to}</p><p class="small">${this.words.of(row.summary)}</p>
        <p class="small muted">${row.actions.map((action) => this.t(`consent.action_${action}`)).join(', ')}${row.until === null ? '' : ` · ${this.t('sharing.untilMoment', { moment: this.words.moment(row.until, Date.now()) })}`}</p></div>
      <mp-badge tone=${row.effect === 'ask' ? 'good' : 'warn'}>${this.t(row.effect === 'ask' ? 'sharing.mustAsk' : 'sharing.may')}</mp-badge></li>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-who-now': MpWhoNow } }
