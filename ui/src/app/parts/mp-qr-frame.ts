import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sheet } from './sheet.ts';

/** A QR drawing (an SVG text from the hub) on white with its quiet zone, whatever the theme. As an image it can run nothing. */
@customElement('mp-qr-frame')
export class MpQrFrame extends LitElement {
  static override styles = [sheet, css`
    :host { display: block; }
    figure { width: fit-content; margin-inline: auto; padding: var(--mp-4); border: 1px solid var(--mp-line); border-radius: var(--mp-radius); background: #ffffff; color: #1c1917; }
    img { width: min(240px, 60vw); aspect-ratio: 1; image-rendering: pixelated; }
    figcaption { margin-top: var(--mp-2); max-width: 240px; text-align: center; font-size: var(--mp-tiny); }
  `];
  @property() svg = '';
  @property() caption = '';

  override render(): unknown {
    return html`<figure><img src=${`data:image/svg+xml,${encodeURIComponent(this.svg)}`} alt="QR"><figcaption>${this.caption}</figcaption></figure>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-qr-frame': MpQrFrame } }
