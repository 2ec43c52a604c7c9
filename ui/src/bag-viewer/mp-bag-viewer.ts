import type { BagText } from '@matpho/core/proof/bag';
import { css, html, LitElement } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import '../app/mp-mark.ts';
import '../app/parts/mp-button.ts';
import { sheet } from '../app/parts/sheet.ts';
import './mp-bag-check.ts';
import { sayIn } from '../words/bag-viewer.ts';

/** viewer.html: the page that lies in every bag. */
@customElement('mp-bag-viewer')
export class MpBagViewer extends LitElement {
  static override styles = [sheet, css`
    :host { display: block; max-width: 960px; margin-inline: auto; padding: var(--mp-5) var(--mp-4) var(--mp-12); }
    header { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--mp-2) var(--mp-4); margin-bottom: var(--mp-6); }
    .brand { display: flex; align-items: center; gap: var(--mp-3); font-weight: 600; }
    .lead { color: var(--mp-muted); max-width: 60ch; margin: var(--mp-1) 0 var(--mp-6); }
  `];
  @state() private language: keyof BagText = navigator.language.startsWith('en') ? 'en' : 'vi';

  override connectedCallback(): void {
    super.connectedCallback();
    this.name();
  }
  protected override render(): unknown {
    const say = sayIn(this.language);
    return html`<header><span class="brand"><mp-mark></mp-mark>${say('brand')}</span><mp-button tone="plain" icon="languages" @click=${this.turn}>${say('language')}</mp-button></header>
      <main><h1>${say('title')}</h1><p class="lead">${say('lead')}</p><mp-bag-check .language=${this.language}></mp-bag-check></main>`;
  }
  private readonly turn = (): void => {
    this.language = this.language === 'vi' ? 'en' : 'vi';
    this.name();
  };
  private name(): void {
    document.documentElement.lang = this.language;
    const say = sayIn(this.language);
    document.title = `${say('title')} · ${say('brand')}`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-bag-viewer': MpBagViewer } }
