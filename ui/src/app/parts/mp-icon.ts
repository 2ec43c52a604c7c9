import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { icons, type IconName } from './icons.ts';

/** A drawing the height of its text; decoration, so hidden from screen readers. `<mp-icon name="camera">` */
@customElement('mp-icon')
export class MpIcon extends LitElement {
  static override styles = css`
    :host { display: inline-flex; width: 1.25em; height: 1.25em; flex: none; vertical-align: -0.25em; }
    svg { width: 100%; height: 100%; }
  `;
  @property() name: IconName = 'info';

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute('aria-hidden', 'true');
  }

  // The texts come from the build, never from a reply.
  override render(): unknown {
    return html`${unsafeHTML(icons[this.name])}`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-icon': MpIcon } }
