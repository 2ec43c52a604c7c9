import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../screen.ts';
import { fieldSheet } from './field-sheet.ts';
import { sheet } from './sheet.ts';

/** One choice out of a list, by the browser's own menu. Read `value` on `@change`. */
@customElement('mp-select')
export class MpSelect extends Part {
  static override shadowRootOptions = { mode: 'open' as const, delegatesFocus: true };
  static override styles = [sheet, fieldSheet, css`
    .box { position: relative; }
    select { appearance: none; padding-right: 44px; cursor: pointer; }
    .box mp-icon { position: absolute; right: 14px; top: 50%; translate: 0 -50%; pointer-events: none; color: var(--mp-muted); }
  `];
  @property() label = '';
  @property() hint = '';
  @property() error = '';
  @property() value = '';
  @property({ type: Boolean }) disabled = false;
  @property({ attribute: false }) choices: readonly { readonly value: string; readonly label: string }[] = [];

  override render(): unknown {
    return html`
      <label for="it">${this.label}</label>
      ${this.hint ? html`<p id="hint" class="hint">${this.hint}</p>` : nothing}
      <div class="box">
        <select id="it" ?disabled=${this.disabled} aria-describedby=${this.hint ? 'hint' : nothing} aria-invalid=${this.error ? 'true' : nothing} @change=${this.changed}>
          ${this.choices.map((choice) => html`<option value=${choice.value} ?selected=${choice.value === this.value}>${choice.label}</option>`)}
        </select>
        <mp-icon name="chevron-down"></mp-icon>
      </div>
      ${this.error ? html`<p class="error" role="alert"><mp-icon name="circle-alert"></mp-icon>${this.error}</p>` : nothing}`;
  }

  private readonly changed = (event: Event): void => {
    this.value = (event.target as HTMLSelectElement).value;
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-select': MpSelect } }
