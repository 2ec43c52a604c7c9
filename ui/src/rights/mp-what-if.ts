import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { isAbort } from '../hub/hub-problem.ts';
import './mp-camera-rights.ts';

type Answer = Reply<'POST /api/rights/what-if'>;
const pauseMs = 400;

/** "If I sign this, then …": who may see more or less, in plain sentences, and how it would look. Asks again when `question` changes. */
@customElement('mp-what-if')
export class MpWhatIf extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    ul { display: flex; flex-direction: column; gap: var(--mp-3); }
    li { display: flex; gap: var(--mp-3); align-items: flex-start; }
    li mp-icon { margin-top: 0.15em; color: var(--mp-muted); }
    li.gains mp-icon { color: var(--mp-warn); }
    .old { opacity: 0.45; }
    details { margin-top: var(--mp-4); }
    summary { cursor: pointer; min-height: var(--mp-touch); display: flex; align-items: center; gap: var(--mp-2); color: var(--mp-accent); text-decoration: underline; text-underline-offset: 3px; list-style: none; }
    summary::-webkit-details-marker { display: none; }
    .cameras { display: flex; flex-direction: column; gap: var(--mp-6); margin-top: var(--mp-3); }
    h3 { margin-bottom: var(--mp-3); }
  `];
  /** The body of the route, as JSON text, so that what is alike is not asked twice. */
  @property() question = '';
  @state() private answer: Answer | undefined;
  @state() private waiting = false;
  @state() private failed = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | undefined;
  private asked = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.asking?.abort();
    this.asked = '';
  }

  protected override updated(): void {
    if (this.question === this.asked) return;
    this.asked = this.question;
    clearTimeout(this.timer);
    this.asking?.abort();
    this.waiting = this.question !== '';
    if (this.question === '') this.answer = undefined;
    else this.timer = setTimeout(() => void this.ask(this.question), this.answer ? pauseMs : 0);
  }

  private async ask(question: string): Promise<void> {
    this.asking = new AbortController();
    try {
      this.answer = await this.hub.call('POST /api/rights/what-if', { body: JSON.parse(question) as never, signal: this.asking.signal });
      this.failed = false;
    } catch (thrown) {
      if (isAbort(thrown)) return;
      this.failed = true;
    }
    this.waiting = false;
  }

  protected override render(): unknown {
    const { answer } = this;
    if (this.failed) return html`<mp-card heading=${this.t('rights.ifSo')}><p class="muted">${this.t('rights.ifSoFailed')}</p></mp-card>`;
    if (!answer) return this.waiting ? html`<mp-skeleton shape="text" count="2"></mp-skeleton>` : nothing;
    return html`<mp-card heading=${this.t('rights.ifSo')}><div class=${this.waiting ? 'old' : ''} aria-live="polite">
      ${answer.changes.length === 0 ? html`<p>${this.t('rights.ifSoNothing')}</p>` : html`<ul>${answer.changes.map(({ gains, text }) => html`<li class=${gains ? 'gains' : ''}><mp-icon name=${gains ? 'eye' : 'lock'}></mp-icon><p>${this.words.of(text)}</p></li>`)}</ul>`}
      <details><summary>${this.t('rights.ifSoAll')}<mp-icon name="chevron-down"></mp-icon></summary><div class="cameras">${answer.after.map((row) => html`<section><h3>${row.cameraName}</h3><mp-camera-rights level="3" .row=${row}></mp-camera-rights></section>`)}</div></details></div></mp-card>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-what-if': MpWhatIf } }
