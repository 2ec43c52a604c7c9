import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { IconName } from './icons.ts';
import { sheet } from './sheet.ts';

/** Nothing here yet: one sentence, and in the slot the action that fills it. */
@customElement('mp-empty')
export class MpEmpty extends LitElement {
  static override styles = [sheet, css`
    :host { display: flex; flex-direction: column; align-items: center; gap: var(--mp-4); padding: var(--mp-10) var(--mp-4); text-align: center; }
    .disc { display: grid; place-items: center; width: 64px; height: 64px; border-radius: 50%; background: var(--mp-sunken); color: var(--mp-muted); font-size: 1.5rem; }
    p { max-width: 40ch; color: var(--mp-muted); }
  `];
  @property() icon: IconName = 'inbox';
  @property() text = '';

  override render(): unknown {
    return html`<span class="disc"><mp-icon name=${this.icon}></mp-icon></span><p>${this.text}</p><slot></slot>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-empty': MpEmpty } }
