import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sheet } from './sheet.ts';

/** Grey shapes where content will be. `shape`: cards (pictures), rows (a list), text. */
@customElement('mp-skeleton')
export class MpSkeleton extends LitElement {
  static override styles = [sheet, css`
    :host { display: grid; gap: var(--mp-4); }
    :host([shape='cards']) { grid-template-columns: repeat(auto-fill, minmax(min(100%, 280px), 1fr)); }
    div { border-radius: var(--mp-radius); background: var(--mp-sunken); animation: breathe 1.6s ease-in-out infinite alternate; }
    .cards { aspect-ratio: 16 / 11; }
    .rows { height: 72px; }
    .text { height: 20px; border-radius: var(--mp-1); }
    .text:last-child { width: 60%; }
    @keyframes breathe { to { opacity: 0.5; } }
  `];
  @property({ reflect: true }) shape: 'cards' | 'rows' | 'text' = 'rows';
  @property({ type: Number }) count = 3;

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('aria-hidden', 'true');
  }

  override render(): unknown {
    return Array.from({ length: this.count }, () => html`<div class=${this.shape}></div>`);
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-skeleton': MpSkeleton } }
