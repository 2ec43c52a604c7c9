import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sheet } from './sheet.ts';

/** A white card. `heading` draws an h2 over it; the slot `actions` sits at its foot, `corner` beside the heading; `flush` drops the padding. Tones: plain, danger, warn, accent. */
@customElement('mp-card')
export class MpCard extends LitElement {
  static override styles = [sheet, css`
    :host { display: block; }
    section { background: var(--mp-surface); border: 1px solid var(--mp-line); border-radius: var(--mp-radius); box-shadow: var(--mp-shadow); padding: var(--mp-5); overflow: clip; }
    :host([flush]) section { padding: 0; }
    .danger { background: var(--mp-danger-soft); border-color: var(--mp-danger); box-shadow: none; }
    .warn { background: var(--mp-warn-soft); border-color: transparent; box-shadow: none; }
    .accent { background: var(--mp-accent-soft); border-color: transparent; box-shadow: none; }
    .head { margin-bottom: var(--mp-3); }
    :host([flush]) .head { padding: var(--mp-5) var(--mp-5) 0; }
    ::slotted([slot='actions']) { margin-top: var(--mp-5); }
  `];
  @property() heading = '';
  @property() tone: 'plain' | 'danger' | 'warn' | 'accent' = 'plain';

  override render(): unknown {
    return html`<section class=${this.tone}>${this.heading ? html`<div class="head apart"><h2>${this.heading}</h2><slot name="corner"></slot></div>` : nothing}<slot></slot><slot name="actions"></slot></section>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-card': MpCard } }
