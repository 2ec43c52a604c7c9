import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { noFilter, queryOf, type LedgerFilter } from './ledger-filter.ts';
import './mp-ledger-filter.ts';
import './mp-ledger-list.ts';
import './mp-seal.ts';
import './mp-take-out.ts';

/** `/ledger`: "Ai đã xem camera của tôi". `?officer=` comes with a notice about one number. */
@customElement('mp-ledger-screen')
export class MpLedgerScreen extends Screen {
  static override styles = [Screen.styles, css`
    .tools { display: flex; flex-wrap: wrap; gap: var(--mp-3); align-items: center; }
    .tools mp-ledger-filter { flex: 1 1 auto; }
    .foot { display: flex; flex-wrap: wrap; gap: var(--mp-3); padding-top: var(--mp-2); border-top: 1px solid var(--mp-line); }
  `];
  @state() private filter: LedgerFilter = { ...noFilter, officerNo: (new URLSearchParams(location.search).get('officer') ?? '').slice(0, 32) };
  @state() private own = false;
  private readonly choices = new LoadController(this, { load: async (signal) => ({ cameras: await this.hub.call('GET /api/cameras', { signal }), people: await this.hub.call('GET /api/ledger/people', { signal }) }), on: ['camera', 'watching'] });

  protected override render(): unknown {
    const { cameras = [], people = [] } = this.choices.value ?? {};
    const units = [...new Map(people.map(({ unit, unitName }) => [unit, unitName]))].map(([value, label]) => ({ value, label }));
    const officers = people.filter(({ unit }) => this.filter.unit === '' || unit === this.filter.unit).map(({ officerNo, unitName }) => ({ value: officerNo, label: units.length > 1 ? `${officerNo} · ${unitName}` : officerNo }));
    const query = { ...queryOf(this.filter), own: this.own ? '1' : '0' } as const;
    return html`<mp-page heading=${this.t('ledger.title')} lead=${this.t('ledger.lead')}>
      <mp-seal></mp-seal>
      <div class="tools">
        <mp-ledger-filter .value=${this.filter} .cameras=${cameras.map((camera) => ({ value: camera.id, label: camera.name }))} .units=${units} .officers=${officers} @mp-filter=${(event: CustomEvent<LedgerFilter>) => { this.filter = event.detail; }}></mp-ledger-filter>
        <mp-switch label=${this.t('ledger.own')} ?checked=${this.own} @change=${(event: Event) => (this.own = (event.target as HTMLInputElement).checked)}></mp-switch>
      </div>
      <mp-ledger-list .filter=${this.filter} ?own=${this.own}></mp-ledger-list>
      <div class="foot">
        <mp-take-out .csv=${this.hub.url('GET /api/ledger/export', { query: { ...query, format: 'csv' } })} .json=${this.hub.url('GET /api/ledger/export', { query: { ...query, format: 'json' } })}></mp-take-out>
        ${this.me.memberships.some(({ role }) => role !== 'viewer') ? html`<mp-button icon="mail" href="/ledger/letters">${this.t('ledger.lettersLink')}</mp-button>` : nothing}
      </div>
    </mp-page>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-ledger-screen': MpLedgerScreen } }
