import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Part } from '../screen.ts';
import { sheet } from './sheet.ts';

/** A text that may be copied with one tap: a link, a code. */
@customElement('mp-copy')
export class MpCopy extends Part {
  static override styles = [sheet, css`
    :host { display: block; }
    .box { display: flex; gap: var(--mp-2); align-items: center; padding: var(--mp-2) var(--mp-2) var(--mp-2) var(--mp-4); border-radius: var(--mp-radius); background: var(--mp-sunken); }
    .mono { user-select: all; }
  `];
  @property() text = '';
  @state() private done = false;

  override render(): unknown {
    return html`<div class="box"><span class="mono grow">${this.text}</span><mp-button icon=${this.done ? 'check' : 'copy'} @click=${this.copy}>${this.done ? this.t('app.copied') : this.t('app.copy')}</mp-button></div><span class="hidden" role="status">${this.done ? this.t('app.copied') : ''}</span>`;
  }

  private readonly copy = async (): Promise<void> => {
    // Without https there is no clipboard; the text selects itself as a whole for the browser's own copying.
    const selection = getSelection();
    const shown = this.shadowRoot?.querySelector('.mono');
    if (shown) selection?.selectAllChildren(shown);
    try {
      await navigator.clipboard.writeText(this.text);
      this.done = true;
    } catch {
      this.done = false;
    }
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-copy': MpCopy } }
