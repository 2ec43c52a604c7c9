import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { ownedBy } from '../home/watching.ts';
import '../rights/mp-what-if.ts';
import './mp-agreement.ts';

/** `/sharing/renew/:id`, where the reminder leads: the same sentence with new dates, and one button. */
@customElement('mp-renew-screen')
export class MpRenewScreen extends Screen {
  static override styles = [Screen.styles, css`.ends { display: flex; flex-wrap: wrap; gap: var(--mp-3); } .ends mp-button[wide] { flex: 1 1 260px; }`];
  @property() grant = '';
  @state() private days = '90';
  @state() private busy = false;
  private readonly renewal = new LoadController(this, {
    load: async (signal) => {
      const [renewal, row] = await Promise.all([this.hub.call('POST /api/grants/:id/renewal', { params: { id: this.grant }, body: { days: Number(this.days) }, signal }), this.hub.call('GET /api/grants/:id', { params: { id: this.grant }, signal })]);
      return { renewal, row };
    },
  });

  protected override render(): unknown {
    return html`<mp-page heading=${this.t('rights.renewTitle')} lead=${this.t('rights.renewLead')} back="/sharing">${this.renewal.draw(({ renewal, row }) => html`<div class="stack">
      <mp-agreement .sentence=${renewal.sentence} .problems=${renewal.problems}></mp-agreement>
      ${ownedBy(this.me).some(({ owner }) => owner === row.owner) ? html`<div class="ends"><mp-button wide tone="primary" icon="check" ?busy=${this.busy} ?disabled=${renewal.problems.length > 0} @click=${this.sign}>${this.t('rights.renew')}</mp-button>
        <mp-button href="/sharing">${this.t('rights.renewLet')}</mp-button></div>` : html`<p class="muted">${this.t('sharing.onlyOwner')}</p>`}
      <mp-select label=${this.t('sharing.days')} .value=${this.days} .choices=${[30, 90, 180].map((count) => ({ value: String(count), label: this.t('sharing.days_choice', { count }) }))} @change=${this.chosen}></mp-select>
      ${row.until > Date.now() ? html`<p class="small muted">${this.t('sharing.until', { date: this.words.date(row.until) })}</p>` : nothing}</div>`)}</mp-page>`;
  }

  private readonly chosen = (event: Event): void => {
    this.days = (event.target as HTMLInputElement).value;
    void this.renewal.reload();
  };
  private readonly sign = async (): Promise<void> => {
    const { value } = this.renewal;
    if (!value) return;
    this.busy = true;
    try {
      const { version, sentence } = value.renewal;
      const signed = await this.shell.prove(() => this.hub.call('POST /api/grants/:id/renew', { params: { id: this.grant }, body: { days: Number(this.days), version, sentence: this.words.of(sentence) } }));
      if (signed) {
        this.shell.toast(this.t('rights.renewed', { date: this.words.date(signed.value.until) }));
        this.shell.go('/sharing');
      }
    } catch (thrown) {
      this.shell.fail(thrown);
      await this.renewal.reload();
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-renew-screen': MpRenewScreen } }
