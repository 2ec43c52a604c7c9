import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';

/** A question about a paper, or the answer to one; `ofOthers` where she writes down what came on paper. Fires `mp-done` (detail: the request) or `mp-cancel`. */
@customElement('mp-written-words')
export class MpWrittenWords extends Screen {
  static override styles = [Screen.styles, css`
    form { display: flex; flex-direction: column; gap: var(--mp-4); }
    .ends { display: grid; grid-template-columns: 1fr 1fr; gap: var(--mp-3); }
  `];
  @property() request = '';
  @property() kind: 'question' | 'answer' = 'question';
  @property({ type: Boolean }) ofOthers = false;
  @state() private text = '';
  @state() private tried = false;
  @state() private busy = false;
  @state() private problem: HubProblem | undefined;

  protected override render(): unknown {
    const label = this.kind === 'question' ? 'written.askLabel' : this.ofOthers ? 'written.answerFrom' : 'written.answerLabel';
    return html`<mp-card><form @submit=${this.send} novalidate>
      <mp-field type="textarea" label=${this.t(label)} maxlength="2000" error=${this.tried && this.text.trim().length < 5 ? this.t('written.tooShort') : ''} .value=${this.text} @input=${(event: Event) => (this.text = (event.target as HTMLInputElement).value)}></mp-field>
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <div class="ends"><mp-button wide @click=${() => this.dispatchEvent(new Event('mp-cancel', { bubbles: true }))}>${this.t('written.cancel')}</mp-button><mp-button wide type="submit" tone="primary" ?busy=${this.busy}>${this.t(this.kind === 'question' ? 'written.askSend' : 'written.answerSend')}</mp-button></div></form></mp-card>`;
  }

  private readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    if (this.text.trim().length < 5) return;
    this.busy = true;
    try {
      const row = await this.hub.call(this.kind === 'question' ? 'POST /api/written/:id/question' : 'POST /api/written/:id/answer', { params: { id: this.request }, body: { text: this.text } });
      this.dispatchEvent(new CustomEvent('mp-done', { detail: row, bubbles: true }));
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-written-words': MpWrittenWords } }
