import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { choiceSheet } from './choice-sheet.ts';

/** The notice about personal data and the question under it, never ticked beforehand. Fires `mp-consent` with the hash of the words she said yes to, or '' when she takes it back. */
@customElement('mp-consent-question')
export class MpConsentQuestion extends Screen {
  static override styles = [Screen.styles, choiceSheet, css`
    .notice { max-height: 232px; overflow-y: auto; padding: var(--mp-4); border: 1px solid var(--mp-line); border-radius: 12px; background: var(--mp-sunken); }
    .notice p { margin: 0 0 var(--mp-3); }
    .notice p:last-child { margin: 0; }
  `];
  /** The hash she said yes to; '' while she has not. */
  @property() given = '';
  @property() error = '';
  private readonly notice = new LoadController(this, { load: (signal) => this.hub.call('GET /api/privacy-notice', { signal }) });

  override render(): unknown {
    const { t } = this;
    return this.notice.draw(({ paragraphs, sha256, notAdvice }) => {
      const { language } = this.words;
      return html`<section class="stack tight" aria-label=${t('records.noticeTitle')}>
        <h2>${t('records.noticeTitle')}</h2>
        <div class="notice" tabindex="0" role="group" aria-label=${t('records.noticeTitle')}>${paragraphs[language].map((text) => html`<p>${text}</p>`)}<p class="small muted">${this.words.of(notAdvice)}</p></div>
        <label class="choice"><input type="checkbox" .checked=${this.given === sha256.vi || this.given === sha256.en} @change=${(event: Event) => this.answer((event.target as HTMLInputElement).checked ? sha256[language] : '')}><span>${t('records.noticeYes')}</span></label>
        ${this.error ? html`<p class="error" role="alert"><mp-icon name="circle-alert"></mp-icon>${this.error}</p>` : nothing}
      </section>`;
    }, html`<mp-skeleton shape="text" count="4"></mp-skeleton>`);
  }

  private answer(given: string): void {
    this.given = given;
    this.dispatchEvent(new CustomEvent<string>('mp-consent', { detail: given }));
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-consent-question': MpConsentQuestion } }
