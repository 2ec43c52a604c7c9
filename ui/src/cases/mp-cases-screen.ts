import type { CaseRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-case-lines.ts';
import './mp-case-pattern.ts';
import { leads, unitOf } from './unit-of.ts';

type Which = 'open' | 'to-sign' | 'closed';

/** `/officer/cases`: what is open, what a leader has to countersign, what was closed. */
@customElement('mp-cases-screen')
export class MpCasesScreen extends Screen {
  static override styles = [Screen.styles, css`
    .tabs { display: flex; flex-wrap: wrap; gap: var(--mp-2); }
    .tabs button { min-height: var(--mp-touch); padding: 0 var(--mp-4); border: 1px solid var(--mp-outline); border-radius: 22px; background: var(--mp-surface); cursor: pointer; font-size: var(--mp-small); font-weight: 500; }
    .tabs button[aria-pressed='true'] { background: var(--mp-accent-soft); border-color: var(--mp-accent); color: var(--mp-accent-strong); font-weight: 600; }
  `];
  @state() private which: Which = 'open';
  private readonly rows = new LoadController(this, { load: (signal) => this.hub.call('GET /api/officer/cases', { query: { unit: this.unit, which: this.which }, signal }), on: ['case'] });

  override connectedCallback(): void {
    super.connectedCallback();
    if (new URLSearchParams(location.search).get('which') === 'to-sign') this.show('to-sign');
  }
  private get unit(): string {
    return unitOf(this.me, location.search);
  }

  protected override render(): unknown {
    const { t, unit } = this;
    const isLeader = leads(this.me, unit);
    const tabs: readonly Which[] = isLeader ? ['open', 'to-sign', 'closed'] : ['open', 'closed'];
    return html`<mp-page heading=${t('cases.title')} lead=${t(this.which === 'to-sign' ? 'cases.signLead' : 'cases.lead')} back="/officer">
      <mp-button slot="action" tone="primary" icon="plus" href=${`/officer/cases/new?unit=${unit}`}>${t('cases.open')}</mp-button>
      <div class="tabs" role="group" aria-label=${t('cases.list')}>${tabs.map((each) => html`<button aria-pressed=${each === this.which ? 'true' : 'false'} @click=${() => this.show(each)}>${t(each === 'open' ? 'cases.tab_open' : each === 'closed' ? 'cases.tab_closed' : 'cases.tab_sign')}</button>`)}</div>
      ${this.rows.draw((rows) => this.list(rows))}
      ${isLeader ? html`<mp-case-pattern unit=${unit}></mp-case-pattern>` : nothing}</mp-page>`;
  }

  private list(rows: readonly CaseRow[]): unknown {
    const { t } = this;
    if (rows.length > 0) return html`<mp-case-lines .rows=${rows} unit=${this.unit}></mp-case-lines>`;
    return html`<mp-card><mp-empty icon="folder" text=${t(this.which === 'open' ? 'cases.openFirst' : this.which === 'closed' ? 'cases.noneClosed' : 'cases.noneToSign')}></mp-empty></mp-card>`;
  }

  private show(which: Which): void {
    this.which = which;
    void this.rows.reload();
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-cases-screen': MpCasesScreen } }
