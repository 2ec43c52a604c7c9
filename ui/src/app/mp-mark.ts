import { css, html, LitElement } from 'lit';
import { customElement } from 'lit/decorators.js';

/** The mark: a street lamp whose light is an eye. */
@customElement('mp-mark')
export class MpMark extends LitElement {
  static override styles = css`
    :host { display: inline-block; width: 40px; height: 40px; flex: none; }
    svg { display: block; width: 100%; height: 100%; }
    .ground { fill: var(--mp-accent); } .lamp { stroke: var(--mp-on-accent); } .light { fill: #fef3c7; } .iris { fill: #0f766e; }
  `;

  override render(): unknown {
    return html`<svg viewBox="0 0 64 64" aria-hidden="true">
      <rect class="ground" width="64" height="64" rx="14"></rect>
      <path class="lamp" d="M18 54V20a10 10 0 0 1 10-10h6a8 8 0 0 1 8 8v2M12 54h12" fill="none" stroke-width="4.5" stroke-linecap="round"></path>
      <path class="light" d="M27 33c4-7 9-10 15-10s11 3 15 10c-4 7-9 10-15 10s-11-3-15-10z"></path><circle class="iris" cx="42" cy="33" r="5.5"></circle><circle cx="44" cy="31" r="1.7" fill="#fff"></circle>
    </svg>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-mark': MpMark } }
