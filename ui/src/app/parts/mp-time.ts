import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../screen.ts';

/** A moment that keeps itself true: `ago` (12 phút trước), `left` (còn 12 phút), `moment` (14:05 hôm nay). `at` is ms UTC. */
@customElement('mp-time')
export class MpTime extends Part {
  @property({ type: Number }) at = 0;
  @property() as: 'ago' | 'left' | 'moment' = 'moment';
  private timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.requestUpdate();
  }

  override render(): unknown {
    const now = Date.now();
    const text = this.as === 'ago' ? this.words.ago(this.at, now) : this.as === 'left' ? this.words.left(this.at, now) : this.words.moment(this.at, now);
    return html`<time datetime=${new Date(this.at).toISOString()} title=${`${this.words.time(this.at, true)} ${this.words.date(this.at)}`}>${text}</time>`;
  }

  protected override updated(): void {
    clearTimeout(this.timer);
    const distance = Math.abs(this.at - Date.now());
    this.timer = setTimeout(() => this.requestUpdate(), this.as === 'left' && distance < 62_000 ? 1000 : 15_000);
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-time': MpTime } }
