import { css, html } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { Part } from '../screen.ts';
import { sheet } from './sheet.ts';

/** A native modal dialog: a sheet from below on phones, a card on desktop. `show()`, `close()`; fires `mp-closed` however it closes. The control marked `data-first` gets the focus. */
@customElement('mp-dialog')
export class MpDialog extends Part {
  static override styles = [sheet, css`
    dialog { width: min(100vw, 520px); max-width: 100vw; max-height: min(92dvh, 860px); margin: auto; padding: 0; border: 0; border-radius: 20px; background: var(--mp-surface); color: var(--mp-text); box-shadow: 0 16px 60px rgb(0 0 0 / 30%); overscroll-behavior: contain; }
    :host([wide]) dialog { width: min(100vw, 720px); }
    dialog::backdrop { background: var(--mp-scrim); }
    .in { padding: var(--mp-6); display: flex; flex-direction: column; gap: var(--mp-4); }
    .head { align-items: flex-start; }
    .head mp-button { margin: -8px -8px 0 0; }
    @media (max-width: 599px) { dialog { margin: auto 0 0; width: 100vw; border-radius: 20px 20px 0 0; } .in { padding-bottom: max(var(--mp-6), env(safe-area-inset-bottom)); } }
    @media (prefers-reduced-motion: no-preference) { dialog[open] { animation: rise var(--mp-quick) ease-out; } @keyframes rise { from { translate: 0 16px; opacity: 0; } } }
  `];
  @property() heading = '';
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  show(): void {
    void this.open();
  }

  private async open(): Promise<void> {
    await this.updateComplete;
    if (this.dialog.open) return;
    this.dialog.showModal();
    // The way out comes first in the page's order, but is not what she came for. What is asked may be drawn together with this opening.
    await new Promise((resolve) => { setTimeout(resolve); });
    this.querySelector<HTMLElement>('[data-first]')?.focus();
  }

  close(): void {
    if (this.hasUpdated) this.dialog.close();
  }

  override render(): unknown {
    return html`<dialog aria-labelledby="title" @close=${this.closed} @click=${this.outside}>
      <div class="in"><div class="head apart"><h2 id="title">${this.heading}</h2><mp-button tone="plain" icon="x" label=${this.t('app.close')} @click=${this.close}></mp-button></div><slot></slot></div>
    </dialog>`;
  }

  private readonly closed = (): void => {
    this.dispatchEvent(new Event('mp-closed'));
  };
  private readonly outside = (event: Event): void => {
    if (event.target === this.dialog) this.close();
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-dialog': MpDialog } }
