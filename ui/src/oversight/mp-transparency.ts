import { css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-numbers.ts';

/** `/transparency`: for everybody, signed in or not. */
@customElement('mp-transparency')
export class MpTransparency extends Screen {
  static override styles = [Screen.styles, css`:host { display: block; } .top { display: flex; align-items: center; gap: var(--mp-3); max-width: var(--mp-reading); margin: 0 auto; padding: var(--mp-4) var(--mp-4) 0; color: var(--mp-text); text-decoration: none; font-weight: 700; } mp-mark { width: 36px; height: 36px; } @media (min-width: 900px) { .top { padding-inline: 0; } }`];
  private readonly page = new LoadController(this, { load: (signal) => this.hub.call('GET /api/transparency', { signal }) });

  protected override render(): unknown {
    return html`<a class="top" href="/"><mp-mark></mp-mark>${this.t('app.name')}</a>
      ${this.page.draw(({ hub, numbers }) => html`<mp-page heading=${this.t('oversight.publicTitle')} lead=${this.t('oversight.publicLead', { hub })}>
        <mp-numbers .numbers=${numbers}></mp-numbers><p class="small muted">${this.t('oversight.publicNote', { k: numbers.k })}</p></mp-page>`, html`<mp-page><mp-skeleton shape="cards" count="3"></mp-skeleton></mp-page>`)}`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-transparency': MpTransparency } }
