import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import '../app/mp-mark.ts';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { publicFrame, publicSheet } from './public-frame.ts';

/** `/privacy-notice`: the words that receipts point to, with their version and hash. */
@customElement('mp-notice-page')
export class MpNoticePage extends Screen {
  static override styles = [Screen.styles, publicSheet];
  private readonly notice = new LoadController(this, { load: (signal) => this.hub.call('GET /api/privacy-notice', { signal }) });

  override render(): unknown {
    const { language } = this.words;
    return publicFrame(this, this.notice.draw(({ paragraphs, version, sha256, notAdvice }) => html`<h1>${this.t('records.noticeTitle')}</h1>
      <mp-card><div class="stack">${paragraphs[language].map((text) => html`<p>${text}</p>`)}</div></mp-card>
      <div class="stack tight"><p class="tiny muted">${this.words.of(notAdvice)}</p><p class="tiny muted mono">${version} · SHA-256 ${sha256[language]}</p></div>`, html`<mp-skeleton shape="text" count="6"></mp-skeleton>`));
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-notice-page': MpNoticePage } }
