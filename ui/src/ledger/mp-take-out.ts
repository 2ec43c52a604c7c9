import { css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import { Part } from '../app/screen.ts';

/** The button that takes a log home as a file; `csv` and `json` are where the hub hands it out. */
@customElement('mp-take-out')
export class MpTakeOut extends Part {
  static override styles = [Part.styles, css`:host { display: inline-block; } .ways { display: flex; flex-wrap: wrap; gap: var(--mp-3); }`];
  @property() csv = '';
  @property() json = '';
  @query('mp-dialog') private readonly dialog!: MpDialog;

  protected override render(): unknown {
    return html`<mp-button icon="download" @click=${() => this.dialog.show()}>${this.t('ledger.takeOut')}</mp-button>
      <mp-dialog heading=${this.t('ledger.takeOut')}><p>${this.t('ledger.takeOutText')}</p>
        <div class="ways"><mp-button tone="primary" icon="download" href=${this.csv} download="" @click=${this.done}>${this.t('ledger.csv')}</mp-button><mp-button icon="download" href=${this.json} download="" @click=${this.done}>${this.t('ledger.json')}</mp-button></div></mp-dialog>`;
  }
  private readonly done = (): void => {
    this.dialog.close();
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-take-out': MpTakeOut } }
