import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../screen.ts';
import { fieldSheet } from './field-sheet.ts';
import { sheet } from './sheet.ts';

/** On or off, at once. Read `checked` on `@change`. */
@customElement('mp-switch')
export class MpSwitch extends Part {
  static override shadowRootOptions = { mode: 'open' as const, delegatesFocus: true };
  static override styles = [sheet, fieldSheet, css`
    label { display: flex; align-items: center; gap: var(--mp-4); min-height: var(--mp-touch); margin: 0; cursor: pointer; }
    .text { flex: 1; min-width: 0; }
    .hint { display: block; margin: 0; font-weight: 400; }
    input { appearance: none; position: relative; flex: none; width: 52px; height: 32px; margin: 6px 0; border: 1px solid var(--mp-outline); border-radius: 16px; background: var(--mp-sunken); cursor: pointer; transition: background var(--mp-quick); }
    input::before { content: ''; position: absolute; top: 3px; left: 3px; width: 24px; height: 24px; border-radius: 50%; background: var(--mp-outline); transition: translate var(--mp-quick), background var(--mp-quick); }
    input:checked { background: var(--mp-accent); border-color: var(--mp-accent); }
    input:checked::before { translate: 20px 0; background: var(--mp-on-accent); }
    input:focus-visible { border-radius: 16px; }
  `];
  @property() label = '';
  @property() hint = '';
  /** Hides the label from sight, where a heading beside it says the same. */
  @property({ type: Boolean }) bare = false;
  @property() error = '';
  @property({ type: Boolean }) checked = false;
  @property({ type: Boolean }) disabled = false;

  override render(): unknown {
    return html`
      <label><span class=${this.bare ? 'hidden' : 'text'}>${this.label}${this.hint ? html`<span class="hint">${this.hint}</span>` : nothing}</span>
        <input type="checkbox" role="switch" .checked=${this.checked} ?disabled=${this.disabled} @change=${this.changed}></label>
      ${this.error ? html`<p class="error" role="alert"><mp-icon name="circle-alert"></mp-icon>${this.error}</p>` : nothing}`;
  }

  private readonly changed = (event: Event): void => {
    this.checked = (event.target as HTMLInputElement).checked;
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-switch': MpSwitch } }
