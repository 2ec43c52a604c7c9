import type { BagRow } from '@matpho/core/api';
import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { saveText } from '../seal/save-text.ts';

/** The key of a bag that is closed to one receiver, wrapped for that person's private key. Taking it is on record. */
@customElement('mp-bag-unwrap')
export class MpBagUnwrap extends Screen {
  static override styles = [Screen.styles, css`:host { display: block; } pre { margin: 0; padding: var(--mp-4); border-radius: var(--mp-radius-small); background: var(--mp-sunken); font-family: var(--mp-mono); font-size: var(--mp-tiny); white-space: pre-wrap; overflow-wrap: anywhere; }`];
  @property({ attribute: false }) row!: BagRow;
  @state() private given: { readonly key: string; readonly commands: string } | undefined;
  @state() private busy = false;

  protected override render(): unknown {
    const { t, given } = this;
    const { encrypted } = this.row;
    return html`<mp-card heading=${t('evidence.unwrap')}><div class="stack"><p class="small muted">${t('evidence.unwrapText', { name: encrypted?.name ?? '' })}${encrypted?.unwrappedAt ? ` ${t('evidence.unwrappedAt', { at: this.words.moment(encrypted.unwrappedAt, Date.now()) })}` : ''}</p>
      ${given ? html`<p>${t('evidence.unwrapDone')}</p><div><mp-button icon="download" @click=${() => saveText('key.b64', given.key)}>${t('evidence.unwrapSave')}</mp-button></div><pre>${given.commands}</pre>` : html`<div><mp-button icon="key" ?busy=${this.busy} @click=${this.take}>${t('evidence.unwrap')}</mp-button></div>`}</div></mp-card>`;
  }

  private readonly take = async (): Promise<void> => {
    if (this.busy) return;
    this.busy = true;
    try {
      this.given = await this.hub.call('POST /api/evidence/:id/unwrap', { params: { id: this.row.id } });
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-bag-unwrap': MpBagUnwrap } }
