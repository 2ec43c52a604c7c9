import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';

/** `/ledger/letters`: a letter for every month that is over. */
@customElement('mp-letters-screen')
export class MpLettersScreen extends Screen {
  static override styles = [Screen.styles, css`li { display: flex; flex-wrap: wrap; align-items: center; gap: var(--mp-2) var(--mp-4); } .grow { flex: 1 1 200px; }`];
  private readonly letters = new LoadController(this, { load: (signal) => this.hub.call('GET /api/ledger/letters', { signal }) });

  protected override render(): unknown {
    const homes = new Set(this.letters.value?.map(({ owner }) => owner)).size;
    return html`<mp-page heading=${this.t('ledger.lettersTitle')} lead=${this.t('ledger.lettersLead')} back="/ledger" backLabel=${this.t('ledger.title')}>
      ${this.letters.draw((letters) => (letters.length === 0 ? html`<mp-card><mp-empty icon="mail" text=${this.t('ledger.noLetters')}></mp-empty></mp-card>` : html`<mp-card><ul class="lines">${letters.map((letter) => html`<li>
        <div class="grow"><p class="strong">${this.t('ledger.letterOf', { month: letter.month.split('-').toReversed().join('/') })}</p><p class="small muted">${homes > 1 ? `${letter.ownerName} · ` : ''}${letter.views === 0 ? this.t('ledger.letterNone') : this.t('ledger.letterViews', { count: letter.views })}</p></div>
        <mp-button icon="download" href=${this.hub.url('GET /api/ledger/letter', { query: { owner: letter.owner, month: letter.month } })} download="">${this.t('ledger.letterGet')}</mp-button></li>`)}</ul></mp-card>`), html`<mp-skeleton shape="rows" count="4"></mp-skeleton>`)}
    </mp-page>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-letters-screen': MpLettersScreen } }
