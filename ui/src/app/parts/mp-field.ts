import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { live } from 'lit/directives/live.js';
import { Part } from '../screen.ts';
import { sheet } from './sheet.ts';
import { fieldSheet } from './field-sheet.ts';

/**
 * One labelled text field. Read `value` on `@input`. `error` is shown in red under it and read out.
 * Enter sends the form around it; a password can be shown.
 */
@customElement('mp-field')
export class MpField extends Part {
  static formAssociated = true;
  static override shadowRootOptions = { mode: 'open' as const, delegatesFocus: true };
  static override styles = [sheet, fieldSheet, css`
    .box { position: relative; }
    .box.secret input { padding-right: 56px; }
    .show { position: absolute; inset: 1px 1px 1px auto; width: 48px; border: 0; background: none; color: var(--mp-muted); cursor: pointer; border-radius: var(--mp-radius-small); }
    textarea { min-height: 108px; resize: vertical; }
  `];
  @property() label = '';
  @property() hint = '';
  @property() error = '';
  @property() value = '';
  @property() name = '';
  @property() type: 'text' | 'password' | 'email' | 'url' | 'number' | 'tel' | 'textarea' = 'text';
  @property() autocomplete: AutoFill | '' = '';
  @property() placeholder = '';
  @property() inputmode: string | undefined;
  @property({ type: Boolean }) required = false;
  @property({ type: Boolean }) disabled = false;
  @property({ type: Number }) min: number | undefined;
  @property({ type: Number }) max: number | undefined;
  @property() step: string | undefined;
  @property({ type: Number }) maxlength: number | undefined;
  @state() private shown = false;
  @query('input, textarea') private readonly control!: HTMLInputElement | HTMLTextAreaElement;
  private readonly internals = this.attachInternals();

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('value')) this.internals.setFormValue(this.value);
  }

  override render(): unknown {
    const described = [this.hint ? 'hint' : '', this.error ? 'error' : ''].filter(Boolean).join(' ') || undefined;
    return html`
      <label for="it">${this.label}</label>
      ${this.hint ? html`<p id="hint" class="hint">${this.hint}</p>` : nothing}
      <div class="box ${this.type === 'password' ? 'secret' : ''}">${this.type === 'textarea' ? this.area(described) : this.line(described)}</div>
      ${this.error ? html`<p id="error" class="error" role="alert"><mp-icon name="circle-alert"></mp-icon>${this.error}</p>` : nothing}`;
  }

  private line(described: string | undefined): unknown {
    const type = this.type === 'password' && this.shown ? 'text' : this.type;
    return html`
      <input id="it" type=${type} name=${this.name || nothing} .value=${live(this.value)} placeholder=${this.placeholder || nothing} autocomplete=${this.autocomplete || nothing}
        inputmode=${ifDefined(this.inputmode as 'text' | undefined)} ?required=${this.required} ?disabled=${this.disabled} min=${ifDefined(this.min)} max=${ifDefined(this.max)} step=${ifDefined(this.step)} maxlength=${ifDefined(this.maxlength)}
        autocapitalize=${this.autocomplete === 'name' ? 'words' : 'off'} spellcheck="false"
        aria-invalid=${this.error ? 'true' : nothing} aria-describedby=${ifDefined(described)} @input=${this.typed} @change=${this.changed} @keydown=${this.keyed}>
      ${this.type === 'password' ? html`<button class="show" type="button" aria-label=${this.shown ? this.t('app.hidePassword') : this.t('app.showPassword')} aria-pressed=${this.shown ? 'true' : 'false'} @click=${this.toggle}><mp-icon name=${this.shown ? 'eye-off' : 'eye'}></mp-icon></button>` : nothing}`;
  }

  private area(described: string | undefined): unknown {
    return html`<textarea id="it" name=${this.name || nothing} .value=${live(this.value)} placeholder=${this.placeholder || nothing} ?required=${this.required} ?disabled=${this.disabled} maxlength=${ifDefined(this.maxlength)}
      aria-invalid=${this.error ? 'true' : nothing} aria-describedby=${ifDefined(described)} @input=${this.typed} @change=${this.changed}></textarea>`;
  }

  private readonly typed = (): void => {
    this.value = this.control.value;
  };
  /** `change` stays inside a shadow root by itself (DOM §2.10). */
  private readonly changed = (): void => {
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  };
  private readonly keyed = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.isComposing) this.internals.form?.requestSubmit();
  };
  private readonly toggle = (): void => {
    this.shown = !this.shown;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-field': MpField } }
