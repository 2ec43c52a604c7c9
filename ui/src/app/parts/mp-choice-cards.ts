import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../screen.ts';
import { fieldSheet } from './field-sheet.ts';
import type { IconName } from './icons.ts';
import { sheet } from './sheet.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly text?: string;
  readonly icon?: IconName;
  /** Anything to draw under the text, a picture of a day. */
  readonly extra?: TemplateResult;
}

/** A few choices as large cards, one of them chosen; `across` sets them side by side, `compact` as small tiles. Read `value` on `@change`. */
@customElement('mp-choice-cards')
export class MpChoiceCards extends Part {
  static override styles = [sheet, fieldSheet, css`
    fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
    legend { padding: 0; }
    .cards { display: grid; gap: var(--mp-3); grid-template-columns: 1fr; }
    :host([across]) .cards { grid-template-columns: repeat(auto-fit, minmax(min(100%, 200px), 1fr)); }
    label { position: relative; display: flex; gap: var(--mp-3); align-items: flex-start; margin: 0; padding: var(--mp-4); min-height: 56px; border: 1px solid var(--mp-outline); border-radius: var(--mp-radius); background: var(--mp-surface); font-weight: 400; font-size: inherit; cursor: pointer; transition: background var(--mp-quick), border-color var(--mp-quick); }
    label:hover { background: var(--mp-sunken); }
    label:has(:checked) { border-color: var(--mp-accent); box-shadow: inset 0 0 0 1px var(--mp-accent); background: var(--mp-accent-soft); }
    label:has(:focus-visible) { outline: 3px solid var(--mp-accent); outline-offset: 2px; }
    input { appearance: none; flex: none; width: 22px; height: 22px; margin: 2px 0 0; border: 2px solid var(--mp-outline); border-radius: 50%; background: var(--mp-surface); }
    input:checked { border: 7px solid var(--mp-accent); }
    input:focus-visible { outline: none; }
    .text { flex: 1; min-width: 0; display: block; }
    .name { display: flex; align-items: center; gap: var(--mp-2); font-weight: 600; }
    :host([compact]) .cards { grid-template-columns: repeat(auto-fit, minmax(96px, 1fr)); gap: var(--mp-2); }
    :host([compact]) label { justify-content: center; align-items: center; padding: var(--mp-3) var(--mp-2); }
    :host([compact]) input { position: absolute; opacity: 0; }
    :host([compact]) .text { flex: none; max-width: 100%; }
    :host([compact]) .name { flex-direction: column; gap: var(--mp-1); text-align: center; font-weight: 500; font-size: var(--mp-small); }
    :host([compact]) label:has(:checked) .name { font-weight: 600; color: var(--mp-accent-strong); }
    .more { display: block; color: var(--mp-muted); font-size: var(--mp-small); margin-top: 2px; }
  `];
  @property() label = '';
  @property() hint = '';
  @property() value = '';
  @property({ type: Boolean }) disabled = false;
  @property({ attribute: false }) choices: readonly Choice[] = [];

  override render(): unknown {
    return html`<fieldset ?disabled=${this.disabled}>
      ${this.label ? html`<legend class="label">${this.label}</legend>` : nothing}
      ${this.hint ? html`<p class="hint">${this.hint}</p>` : nothing}
      <div class="cards">${this.choices.map((choice) => html`
        <label><input type="radio" name="it" value=${choice.value} .checked=${choice.value === this.value} @change=${this.changed}>
          <span class="text"><span class="name">${choice.icon ? html`<mp-icon name=${choice.icon}></mp-icon>` : nothing}${choice.label}</span>
          ${choice.text ? html`<span class="more">${choice.text}</span>` : nothing}${choice.extra ?? nothing}</span></label>`)}</div>
    </fieldset>`;
  }

  private readonly changed = (event: Event): void => {
    this.value = (event.target as HTMLInputElement).value;
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-choice-cards': MpChoiceCards } }
