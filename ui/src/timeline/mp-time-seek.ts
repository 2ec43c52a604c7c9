import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { fieldSheet } from '../app/parts/field-sheet.ts';
import { Part } from '../app/screen.ts';
import { readMoment } from './seek-text.ts';
import type { Zone } from './zone.ts';

/** The instant shown, large, and a field for another: `14:05:22 ngày 21/11`; what is put inside stands between them. Fires `mp-seek` (detail: the instant). */
@customElement('mp-time-seek')
export class MpTimeSeek extends Part {
  static override styles = [Part.styles, fieldSheet, css`
    .both { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--mp-2) var(--mp-4); }
    .now { display: flex; flex-direction: column; min-width: 132px; }
    .between { flex: 1 1 auto; }
    .clock { font-size: 1.75rem; font-weight: 700; line-height: 1.15; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
    form { display: flex; gap: var(--mp-2); align-items: center; flex: 0 1 230px; }
    input:not([type='checkbox']) { min-height: var(--mp-touch); font-size: var(--mp-small); min-width: 0; }
    .error { margin-top: var(--mp-1); }
    mp-button { flex: none; }
    @media (max-width: 699px) { form { flex: 1 1 170px; } .between { order: 3; flex: 1 0 100%; } }
  `];
  @property({ type: Number }) at = 0;
  @property({ attribute: false }) zone!: Zone;
  @state() private text = '';
  @state() private fault: 'seekBad' | 'seekFuture' | undefined;

  protected override render(): unknown {
    const { t } = this;
    return html`<div class="both">
      <p class="now" aria-hidden="true"><span class="clock">${this.words.time(this.at, true)}</span><span class="small muted">${this.words.day(this.at, Date.now())}</span></p>
      <div class="between"><slot></slot></div>
      <form @submit=${this.send} novalidate role="search" aria-label=${t('timeline.seek')}>
        <input aria-label=${`${t('timeline.seek')}. ${t('timeline.seekHint')}`} placeholder=${t('timeline.seekShort')} autocomplete="off" enterkeyhint="go" maxlength="60" .value=${this.text} aria-invalid=${this.fault ? 'true' : nothing} aria-describedby="fault" @input=${this.typed}>
        <mp-button type="submit" @click=${this.send}>${t('timeline.seekGo')}</mp-button></form></div>
      <p id="fault" class=${this.fault ? 'error' : ''} role="alert">${this.fault ? t(`timeline.${this.fault}`) : nothing}</p>`;
  }

  private readonly typed = (event: Event): void => {
    this.text = (event.target as HTMLInputElement).value;
    this.fault = undefined;
  };
  private readonly send = (event: Event): void => {
    event.preventDefault();
    const at = readMoment(this.text, this.zone, this.at, Date.now());
    this.fault = at === undefined ? 'seekBad' : at > Date.now() ? 'seekFuture' : undefined;
    if (at === undefined || this.fault) return;
    this.text = '';
    this.dispatchEvent(new CustomEvent('mp-seek', { detail: at, bubbles: true, composed: true }));
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-time-seek': MpTimeSeek } }
