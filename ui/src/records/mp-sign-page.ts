import { html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../app/mp-mark.ts';
import type { MpChoiceCards } from '../app/parts/mp-choice-cards.ts';
import type { MpField } from '../app/parts/mp-field.ts';
import { Screen } from '../app/screen.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { LoadController } from '../hub/load-controller.ts';
import { publicFrame, publicSheet } from './public-frame.ts';

/** `/s/:code`: what a passer-by reads after scanning a sign, and a few words she can leave for the owner. */
@customElement('mp-sign-page')
export class MpSignPage extends Screen {
  static override styles = [Screen.styles, publicSheet];
  @property() code = '';
  @state() private kind: 'mask' | 'complaint' = 'mask';
  @state() private text = '';
  @state() private replyTo = '';
  @state() private tried = false;
  @state() private sent = false;
  @state() private busy = false;
  @state() private problem: HubProblem | undefined;
  private readonly sign = new LoadController(this, { load: (signal) => this.hub.call('GET /api/public/signs/:code', { params: { code: this.code }, signal }) });

  override render(): unknown {
    const { t } = this;
    const { state: is } = this.sign;
    if (is.status === 'error' && (is.problem.code === 'not-found' || is.problem.code === 'bad-request')) return publicFrame(this, html`<h1 class="hidden">${t('records.signsTitle')}</h1><mp-card><mp-empty icon="camera-off" text=${t('records.publicGone')}><p class="muted">${t('records.publicGoneText')}</p></mp-empty></mp-card>`);
    return publicFrame(this, this.sign.draw((sign) => html`
      <h1>${t('records.publicTitle')}</h1>
      <mp-card><dl>
        <div><dt>${t('records.publicWho')}</dt><dd>${sign.responsible}</dd></div>
        <div><dt>${t('records.publicContact')}</dt><dd>${sign.contact}</dd></div>
        <div><dt>${t('records.publicWhy')}</dt><dd>${this.sentence(sign.purposes.map((purpose) => this.words.of(purpose)))}</dd></div>
        <div><dt>${t('records.publicKept')}</dt><dd>${sign.keptDays === null ? t('records.publicKeptNone') : t('records.publicKeptDays', { count: sign.keptDays })}</dd></div>
        <div><dt>${t('records.publicPolice')}</dt><dd class="plain">${t('records.publicPoliceText')}</dd></div>
      </dl></mp-card>
      ${this.sent ? html`<mp-card tone="accent"><div class="stack tight" role="status"><p class="strong">${t('records.publicSent')}</p><p>${t('records.publicSentText')}</p></div></mp-card>` : this.form()}
      <p class="tiny muted">${this.words.of(sign.notAdvice)}</p>`, html`<mp-skeleton shape="text" count="6"></mp-skeleton>`));
  }

  private form(): unknown {
    const { t } = this;
    return html`<mp-card heading=${t('records.publicAsk')}><form class="stack" novalidate @submit=${this.send}>
      <p class="muted">${t('records.publicAskText')}</p>
      <mp-choice-cards .value=${this.kind} .choices=${[{ value: 'mask', label: t('records.publicMask'), text: t('records.publicMaskText'), icon: 'eye-off' as const }, { value: 'complaint', label: t('records.publicComplaint'), text: t('records.publicComplaintText'), icon: 'mail' as const }]}
        @change=${(event: Event) => { this.kind = (event.target as MpChoiceCards).value === 'complaint' ? 'complaint' : 'mask'; }}></mp-choice-cards>
      <mp-field type="textarea" label=${t('records.publicWords')} hint=${t(this.kind === 'mask' ? 'records.publicWordsHintMask' : 'records.publicWordsHint')} maxlength="1000" .value=${this.text} error=${this.tried && this.text.trim().length < 5 ? t('records.publicShort') : ''} @input=${(event: Event) => { this.text = (event.target as MpField).value; }}></mp-field>
      <mp-field label=${t('records.publicReply')} hint=${t('records.publicReplyHint')} autocomplete="off" maxlength="200" .value=${this.replyTo} @input=${(event: Event) => { this.replyTo = (event.target as MpField).value; }}></mp-field>
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : ''}
      <mp-button tone="primary" type="submit" wide .busy=${this.busy}>${t('records.publicSend')}</mp-button></form></mp-card>`;
  }
  private sentence(parts: readonly string[]): string {
    const text = parts.join(', ');
    return text.slice(0, 1).toLocaleUpperCase(this.words.language) + text.slice(1);
  }

  private readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    if (this.text.trim().length < 5 || this.busy) return;
    this.busy = true;
    this.problem = undefined;
    try {
      const replyTo = this.replyTo.trim();
      await this.hub.call('POST /api/public/signs/:code/messages', { params: { code: this.code }, body: { kind: this.kind, words: this.text.trim(), ...(replyTo === '' ? {} : { replyTo }) } });
      this.sent = true;
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-sign-page': MpSignPage } }
