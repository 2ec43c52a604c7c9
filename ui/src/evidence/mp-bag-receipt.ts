import type { BagRow } from '@matpho/core/api';
import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';

const largest = 70_000;

/** The receiver's own signature over the bag: shown, or taken. Fires `mp-bag-changed` (detail: BagRow). */
@customElement('mp-bag-receipt')
export class MpBagReceipt extends Screen {
  static override styles = [Screen.styles, css`:host { display: block; }`];
  @property({ attribute: false }) row!: BagRow;
  @state() private busy = false;

  protected override render(): unknown {
    const { t } = this;
    const { receipt } = this.row;
    return html`<mp-card heading=${t('evidence.receipt')}>${receipt ? html`<p>${t('evidence.receiptBy', { subject: receipt.subject, at: this.words.moment(receipt.at, Date.now()) })}</p>` : html`<div class="stack tight"><p class="small muted">${t('evidence.receiptText')}</p>
      <div><mp-button icon="fingerprint" ?busy=${this.busy} @click=${() => this.renderRoot.querySelector('input')?.click()}>${t('evidence.receiptPick')}</mp-button></div>
      <input class="hidden" type="file" accept=".p7s,application/pkcs7-signature" tabindex="-1" aria-hidden="true" @change=${this.chosen}></div>`}</mp-card>`;
  }

  private readonly chosen = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = '';
    if (!file || this.busy) return;
    if (file.size > largest) return this.shell.toast(this.t('evidence.receiptTooLarge'), 'danger');
    this.busy = true;
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const p7s = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      const changed = await this.hub.call('POST /api/evidence/:id/receipt', { params: { id: this.row.id }, body: { p7s } });
      this.shell.toast(this.t('evidence.receiptDone', { subject: changed.receipt?.subject ?? '' }));
      this.dispatchEvent(new CustomEvent<BagRow>('mp-bag-changed', { detail: changed, bubbles: true, composed: true }));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-bag-receipt': MpBagReceipt } }
