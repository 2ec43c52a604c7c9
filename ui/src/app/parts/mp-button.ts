import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import type { IconName } from './icons.ts';
import { sheet } from './sheet.ts';

/**
 * `<mp-button tone="primary" icon="plus">Thêm camera</mp-button>`. Tones: primary (one a screen), quiet (default), plain (text only), danger.
 * `type="submit"` sends the form around it; `href` makes it a link; `label` names one that is only an icon.
 */
@customElement('mp-button')
export class MpButton extends LitElement {
  static formAssociated = true;
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [sheet, css`
    :host { display: inline-block; max-width: 100%; }
    :host([wide]) { display: block; }
    .it { display: inline-flex; align-items: center; justify-content: center; gap: var(--mp-2); width: 100%; min-height: var(--mp-touch); min-width: var(--mp-touch); padding: var(--mp-2) var(--mp-5); border: 1px solid transparent; border-radius: var(--mp-radius); background: transparent; color: var(--mp-text); font-weight: 600; font-size: var(--mp-small); line-height: 1.4; text-align: center; text-decoration: none; cursor: pointer; transition: background var(--mp-quick), border-color var(--mp-quick); }
    :host([wide]) .it { min-height: 52px; font-size: var(--mp-body); }
    .primary { background: var(--mp-accent); color: var(--mp-on-accent); }
    .primary:hover { background: var(--mp-accent-strong); color: var(--mp-on-accent); }
    .quiet { border-color: var(--mp-outline); background: var(--mp-surface); color: var(--mp-text); }
    .quiet:hover { background: var(--mp-sunken); color: var(--mp-text); }
    .plain { color: var(--mp-accent); padding-inline: var(--mp-3); }
    .plain:hover { background: var(--mp-accent-soft); }
    .danger { background: var(--mp-danger); color: var(--mp-on-danger); }
    .danger:hover { background: var(--mp-danger-strong); color: var(--mp-on-danger); }
    .grave { border-color: var(--mp-outline); background: var(--mp-surface); color: var(--mp-danger); }
    .grave:hover { background: var(--mp-danger-soft); }
    .only { padding: 0; width: var(--mp-touch); }
    .it:disabled { opacity: 0.55; cursor: default; }
    .it:focus-visible { border-radius: var(--mp-radius); }
    .turn { width: 1.1em; height: 1.1em; border: 2px solid currentcolor; border-right-color: transparent; border-radius: 50%; animation: turn 800ms linear infinite; }
    @keyframes turn { to { rotate: 1turn; } }
    @media (prefers-reduced-motion: reduce) { .turn { border-style: dotted; } }
  `];
  @property() tone: 'primary' | 'quiet' | 'plain' | 'danger' | 'grave' = 'quiet';
  @property() type: 'button' | 'submit' = 'button';
  @property() icon: IconName | undefined;
  @property() href: string | undefined;
  @property() label: string | undefined;
  /** Saves what the link points to instead of opening it. */
  @property() download: string | undefined;
  @property({ type: Boolean, reflect: true }) wide = false;
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** Works on it: shows so and takes no second press. */
  @property({ type: Boolean }) busy = false;
  /** `true` or `false` makes it a toggle for screen readers. */
  @property() pressed: 'true' | 'false' | undefined;
  private readonly internals = this.attachInternals();

  override render(): unknown {
    const only = this.label !== undefined && this.icon !== undefined && this.textContent.trim() === '';
    const content = html`${this.busy ? html`<span class="turn"></span>` : this.icon ? html`<mp-icon name=${this.icon}></mp-icon>` : nothing}<slot></slot>`;
    const looks = `it ${this.tone}${only ? ' only' : ''}`;
    if (this.href !== undefined && !this.disabled) return html`<a class=${looks} href=${this.href} download=${ifDefined(this.download)} aria-label=${ifDefined(this.label)}>${content}</a>`;
    return html`<button class=${looks} type="button" ?disabled=${this.disabled} aria-disabled=${this.busy ? 'true' : nothing} aria-busy=${this.busy ? 'true' : nothing} aria-label=${ifDefined(this.label)} aria-pressed=${ifDefined(this.pressed)} @click=${this.pressedIt}>${content}</button>`;
  }

  private readonly pressedIt = (event: Event): void => {
    if (this.busy) {
      event.stopImmediatePropagation();
      event.preventDefault();
    } else if (this.type === 'submit') this.internals.form?.requestSubmit();
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-button': MpButton } }
