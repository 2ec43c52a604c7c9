import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sheet } from './sheet.ts';

/** A state in a word or two, in a pill. Tones: plain, good, warn, danger. The word says it; the colour only repeats it. */
@customElement('mp-badge')
export class MpBadge extends LitElement {
  static override styles = [sheet, css`
    :host { display: inline-flex; }
    span { display: inline-flex; align-items: center; gap: 6px; padding: 2px var(--mp-3); border-radius: var(--mp-radius-pill); font-size: var(--mp-tiny); font-weight: 500; background: var(--mp-sunken); color: var(--mp-muted); }
    span::before { content: ''; width: 8px; height: 8px; border-radius: 50%; background: currentcolor; flex: none; }
    .good { background: var(--mp-accent-soft); color: var(--mp-accent-strong); }
    .warn { background: var(--mp-warn-soft); color: var(--mp-warn); }
    .danger { background: var(--mp-danger-soft); color: var(--mp-danger); }
  `];
  @property() tone: 'plain' | 'good' | 'warn' | 'danger' = 'plain';

  override render(): unknown {
    return html`<span class=${this.tone}><slot></slot></span>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-badge': MpBadge } }
