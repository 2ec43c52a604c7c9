import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { sheet } from './parts/sheet.ts';
import { Part } from './screen.ts';
import type { ToastAct } from './shell.ts';

interface Toast { readonly id: number; readonly text: string; readonly tone: 'plain' | 'danger'; readonly act: ToastAct | undefined }

/** Short lines over the page, read out politely, gone after a few seconds or a tap. */
@customElement('mp-toasts')
export class MpToasts extends Part {
  static override styles = [sheet, css`
    :host { position: fixed; inset: auto 0 calc(var(--mp-bar) + env(safe-area-inset-bottom) + var(--mp-3)) 0; z-index: 50; display: flex; flex-direction: column; align-items: center; gap: var(--mp-2); padding-inline: var(--mp-4); pointer-events: none; }
    @media (min-width: 900px) { :host { inset-block-end: var(--mp-6); } }
    .toast { display: flex; align-items: center; gap: var(--mp-3); max-width: 560px; min-height: var(--mp-touch); padding: var(--mp-2) var(--mp-2) var(--mp-2) var(--mp-4); border-radius: var(--mp-radius); background: var(--mp-text); color: var(--mp-bg); box-shadow: var(--mp-shadow); font-size: var(--mp-small); pointer-events: auto; }
    .danger { background: var(--mp-danger); color: var(--mp-on-danger); }
    button { display: grid; place-items: center; width: var(--mp-touch); height: var(--mp-touch); border: 0; background: none; color: inherit; cursor: pointer; }
    .what { display: flex; flex-wrap: wrap; align-items: center; column-gap: var(--mp-4); }
    button.act { width: auto; height: auto; min-height: var(--mp-touch); padding: 0; text-decoration: underline; text-underline-offset: 3px; font-weight: 600; text-align: left; }
    button:focus-visible { outline-color: currentcolor; }
  `];
  @state() private toasts: readonly Toast[] = [];
  private next = 0;

  show(text: string, tone: 'plain' | 'danger' = 'plain', act?: ToastAct): void {
    this.next += 1;
    const toast = { id: this.next, text, tone, act };
    this.toasts = [...this.toasts.filter((other) => other.text !== text).slice(-2), toast];
    // WCAG 2.2 §2.2.1: long enough to read twice, and to decide.
    setTimeout(() => this.drop(toast.id), (act ? 20_000 : 4000) + text.length * 60);
  }

  override render(): unknown {
    return html`<div class="stack tight" role="status" aria-live="polite">${repeat(this.toasts, (toast) => toast.id, (toast) => html`
      <div class="toast ${toast.tone === 'danger' ? 'danger' : ''}"><span class="grow what"><span>${toast.text}</span>${toast.act ? html`<button class="act" type="button" @click=${() => this.doAct(toast)}>${toast.act.label}</button>` : nothing}</span><button type="button" aria-label=${this.t('app.close')} @click=${() => this.drop(toast.id)}><mp-icon name="x"></mp-icon></button></div>`)}</div>`;
  }

  private doAct(toast: Toast): void {
    this.drop(toast.id);
    toast.act?.run();
  }

  private drop(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-toasts': MpToasts } }
