import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../screen.ts';
import { sheet } from './sheet.ts';

/** "As known at 14:05": over what is shown while the hub does not answer. */
@customElement('mp-stale')
export class MpStale extends Part {
  static override styles = [sheet, css`:host { display: flex; align-items: center; gap: var(--mp-2); color: var(--mp-warn); font-size: var(--mp-small); margin-bottom: var(--mp-3); }`];
  @property({ type: Number }) at = 0;

  override render(): unknown {
    return html`<mp-icon name="cloud-off"></mp-icon><span>${this.t('app.knownAt', { moment: this.words.moment(this.at, Date.now()) })}</span>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-stale': MpStale } }
