import type { GrantRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../app/screen.ts';

type Text = GrantRow['sentence'];

/** The sentence she is about to sign, and what keeps her from it. */
@customElement('mp-agreement')
export class MpAgreement extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; }
    .sentence { font-size: var(--mp-h3); font-weight: 500; transition: opacity var(--mp-quick); }
    .sentence.old { opacity: 0.45; }
    .problems { margin-top: var(--mp-4); padding-top: var(--mp-3); border-top: 1px solid var(--mp-line); color: var(--mp-warn); }
    li { display: flex; gap: var(--mp-2); align-items: flex-start; }
    mp-icon { margin-top: 0.15em; }
  `];
  @property({ attribute: false }) sentence: Text | undefined;
  @property({ attribute: false }) problems: readonly Text[] = [];
  /** It is being written anew. */
  @property({ type: Boolean }) writing = false;

  protected override render(): unknown {
    return html`<mp-card tone="accent" heading=${this.t('sharing.youAgree')}>
      <p class="sentence ${this.writing ? 'old' : ''}" aria-live="polite">${this.sentence ? this.words.of(this.sentence) : this.t('sharing.writing')}</p>
      ${this.problems.length > 0 ? html`<div class="problems" role="alert"><p class="strong">${this.t('sharing.problems')}</p><ul>${this.problems.map((text) => html`<li><mp-icon name="circle-alert"></mp-icon>${this.words.of(text)}</li>`)}</ul></div>` : nothing}</mp-card>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-agreement': MpAgreement } }
