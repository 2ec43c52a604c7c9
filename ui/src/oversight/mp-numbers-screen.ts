import { html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-numbers.ts';

const periods = [3, 6, 12] as const;

/** `/oversight`: numbers for the people's committee. No picture anywhere. */
@customElement('mp-numbers-screen')
export class MpNumbersScreen extends Screen {
  @state() private months = 6;
  private readonly numbers = new LoadController(this, { load: (signal) => this.hub.call('GET /api/oversight/statistics', { query: { months: this.months }, signal }) });

  protected override render(): unknown {
    return html`<mp-page heading=${this.t('oversight.title')} lead=${this.t('oversight.lead')}>
      <mp-select label=${this.t('oversight.period')} .value=${String(this.months)} .choices=${periods.map((count) => ({ value: String(count), label: this.t('oversight.lastMonths', { count }) }))} @change=${this.turn}></mp-select>
      <p class="small"><a href="/transparency" target="_self">${this.t('oversight.publicTitle')}</a></p>
      ${this.numbers.draw((numbers) => html`<mp-numbers .numbers=${numbers}></mp-numbers>`, html`<mp-skeleton shape="cards" count="3"></mp-skeleton>`)}
    </mp-page>`;
  }

  private readonly turn = (event: Event): void => {
    this.months = Number((event.target as HTMLInputElement).value);
    void this.numbers.reload();
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-numbers-screen': MpNumbersScreen } }
