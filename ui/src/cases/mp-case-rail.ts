import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-case-lines.ts';
import { leads } from './unit-of.ts';

const shown = 6;

/** A unit's open cases beside the cameras, the way to open one, and for a leader what waits for her countersignature. */
@customElement('mp-case-rail')
export class MpCaseRail extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .ends { display: flex; flex-wrap: wrap; gap: var(--mp-2) var(--mp-3); }
  `];
  @property() unit = '';
  private readonly cases = new LoadController(this, { load: (signal) => this.hub.call('GET /api/officer/cases', { query: { unit: this.unit, which: 'open' }, signal }), on: ['case'] });

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.get('unit')) void this.cases.reload();
  }

  protected override render(): unknown {
    const { t, unit } = this;
    return html`<section class="stack" aria-labelledby="cases"><h2 id="cases">${t('cases.title')}</h2>${this.cases.draw((rows) => {
      const toSign = leads(this.me, unit) ? rows.filter((row) => row.haltsAt !== null && !row.mine).length : 0;
      return html`${rows.length === 0 ? html`<mp-card><p class="muted">${t('cases.openFirst')}</p></mp-card>` : html`<mp-case-lines .rows=${rows.slice(0, shown)} unit=${unit}></mp-case-lines>`}
        <div class="ends"><mp-button tone=${rows.length === 0 ? 'primary' : 'quiet'} icon="plus" href=${`/officer/cases/new?unit=${unit}`}>${t('cases.open')}</mp-button>
          ${toSign > 0 ? html`<mp-button icon="check" href=${`/officer/cases?unit=${unit}&which=to-sign`}>${t('cases.tab_sign')} (${toSign})</mp-button>` : nothing}
          <mp-button tone="plain" href=${`/officer/cases?unit=${unit}`}>${t('cases.all')}</mp-button></div>`;
    })}</section>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-case-rail': MpCaseRail } }
