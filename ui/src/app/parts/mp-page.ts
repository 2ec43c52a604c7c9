import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../screen.ts';
import { sheet } from './sheet.ts';

/** A screen's frame: the way back, its h1, one sentence, an action beside it, and the content at reading width (`full` for video). */
@customElement('mp-page')
export class MpPage extends Part {
  static override styles = [sheet, css`
    :host { display: block; padding: var(--mp-5) var(--mp-4) var(--mp-10); }
    .frame { max-width: var(--mp-reading); margin-inline: auto; display: flex; flex-direction: column; gap: var(--mp-5); }
    :host([full]) .frame { max-width: none; }
    .head { flex-wrap: wrap; row-gap: var(--mp-3); }
    .head .grow { flex: 1 1 280px; }
    .lead { color: var(--mp-muted); margin-top: var(--mp-1); max-width: 60ch; }
    .back { display: inline-flex; align-items: center; gap: var(--mp-2); min-height: var(--mp-touch); margin: calc(-1 * var(--mp-2)) 0 calc(-1 * var(--mp-3)); text-decoration: none; font-weight: 500; font-size: var(--mp-small); align-self: flex-start; }
    @media (min-width: 900px) { :host { padding: var(--mp-10) var(--mp-10) var(--mp-12); } }
  `];
  @property() heading = '';
  @property() lead = '';
  /** A path: draws the way back. */
  @property() back = '';
  @property() backLabel = '';

  override render(): unknown {
    return html`<div class="frame">
      ${this.back ? html`<a class="back" href=${this.back}><mp-icon name="arrow-left"></mp-icon>${this.backLabel || this.t('app.back')}</a>` : nothing}
      ${this.heading ? html`<header class="head apart"><div class="grow"><h1>${this.heading}</h1>${this.lead ? html`<p class="lead">${this.lead}</p>` : nothing}</div><slot name="action"></slot></header>` : nothing}
      <slot></slot></div>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-page': MpPage } }
