import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../app/screen.ts';
import { speeds, type Command } from './keys.ts';

/** What can be pressed under the recorded pictures. Fires `mp-command` (detail: a command), `mp-rate` (detail: a speed), `mp-sound`. */
@customElement('mp-play-controls')
export class MpPlayControls extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; }
    .bar { display: flex; flex-wrap: wrap; align-items: center; justify-content: center; gap: var(--mp-2) var(--mp-3); }
    .group { display: flex; align-items: center; gap: var(--mp-1); }
    button, select { min-width: var(--mp-touch); height: var(--mp-touch); border: 1px solid transparent; border-radius: var(--mp-radius); background: none; color: var(--mp-text); font-weight: 600; font-size: var(--mp-tiny); cursor: pointer; transition: background var(--mp-quick); }
    button { display: inline-flex; align-items: center; justify-content: center; gap: 6px; padding: 0 var(--mp-2); }
    button:hover, select:hover { background: var(--mp-sunken); }
    button mp-icon { width: 22px; height: 22px; }
    button:disabled { opacity: 0.45; cursor: default; }
    .play { width: 56px; height: 56px; border-radius: 50%; background: var(--mp-accent); color: var(--mp-on-accent); }
    .play:hover { background: var(--mp-accent-strong); }
    .play mp-icon { width: 26px; height: 26px; }
    .five { white-space: nowrap; }
    select { padding: 0 var(--mp-2); border-color: var(--mp-line); background: var(--mp-surface); }
    [aria-pressed='true'] { background: var(--mp-accent-soft); color: var(--mp-accent-strong); }
    @media (hover: none) { .keys { display: none; } }
    @media (max-width: 1599px) { .word { display: none; } }
    @media (max-width: 699px) { .bar { gap: var(--mp-2); } .group.first { order: -1; flex: 1 0 100%; justify-content: center; gap: var(--mp-3); } }
  `];
  @property({ type: Boolean }) playing = false;
  @property({ type: Number }) rate = 1;
  @property({ type: Boolean }) sound = false;
  @property({ type: Boolean }) audio = false;
  @property({ type: Boolean }) marking = false;
  /** The whole day is in sight. */
  @property({ type: Boolean }) whole = true;

  protected override render(): unknown {
    const { t } = this;
    const rates = speeds.includes(this.rate as 1) ? [...speeds] : [this.rate, ...speeds];
    return html`<div class="bar" role="group" aria-label=${t('timeline.controls')}>
      <div class="group first">
        <button @click=${() => this.tell({ do: 'frame', by: -1 })} title=${t('timeline.frameBack')} aria-label=${t('timeline.frameBack')}><mp-icon name="step-back"></mp-icon></button>
        <button class="five" @click=${() => this.tell({ do: 'move', ms: -5_000 })} title=${t('timeline.back5')} aria-label=${t('timeline.back5')}>−${t('timeline.seconds5')}</button>
        <button class="play" @click=${() => this.tell({ do: 'toggle' })} title=${t(this.playing ? 'timeline.pause' : 'timeline.play')} aria-label=${t(this.playing ? 'timeline.pause' : 'timeline.play')}><mp-icon name=${this.playing ? 'pause' : 'play'}></mp-icon></button>
        <button class="five" @click=${() => this.tell({ do: 'move', ms: 5_000 })} title=${t('timeline.on5')} aria-label=${t('timeline.on5')}>+${t('timeline.seconds5')}</button>
        <button @click=${() => this.tell({ do: 'frame', by: 1 })} title=${t('timeline.frameOn')} aria-label=${t('timeline.frameOn')}><mp-icon name="step-forward"></mp-icon></button>
      </div>
      <div class="group">
        <select aria-label=${t('timeline.speed')} title=${t('timeline.speed')} @change=${this.choose}>${rates.map((rate) => html`<option value=${rate} ?selected=${rate === this.rate}>${rate < 0 ? t('timeline.backTimes', { rate: -rate }) : t('timeline.times', { rate: this.words.number(rate).length > 3 ? String(rate) : this.words.number(rate) })}</option>`)}</select>
        <button ?disabled=${this.whole} @click=${() => this.tell({ do: 'out' })} title=${t('timeline.zoomOut')} aria-label=${t('timeline.zoomOut')}><mp-icon name="zoom-out"></mp-icon></button>
        <button @click=${() => this.tell({ do: 'in' })} title=${t('timeline.zoomIn')} aria-label=${t('timeline.zoomIn')}><mp-icon name="zoom-in"></mp-icon></button>
        ${this.sound ? html`<button aria-pressed=${this.audio ? 'true' : 'false'} @click=${() => this.dispatchEvent(new CustomEvent('mp-sound'))} title=${t(this.audio ? 'timeline.quiet' : 'timeline.sound')} aria-label=${t(this.audio ? 'timeline.quiet' : 'timeline.sound')}><mp-icon name=${this.audio ? 'volume' : 'volume-off'}></mp-icon></button>` : nothing}
        <button aria-pressed=${this.marking ? 'true' : 'false'} @click=${() => this.tell({ do: 'mark' })} title=${t(this.marking ? 'timeline.markOff' : 'timeline.mark')} aria-label=${t(this.marking ? 'timeline.markOff' : 'timeline.mark')}><mp-icon name="scissors"></mp-icon><span class="word" aria-hidden="true">${t(this.marking ? 'timeline.markOff' : 'timeline.mark')}</span></button>
        <button class="keys" @click=${() => this.tell({ do: 'help' })} title=${t('timeline.shortcuts')} aria-label=${t('timeline.shortcuts')} aria-haspopup="dialog"><mp-icon name="keyboard"></mp-icon></button>
      </div>
    </div>`;
  }

  private readonly choose = (event: Event): void => {
    this.dispatchEvent(new CustomEvent('mp-rate', { detail: Number((event.target as HTMLSelectElement).value) }));
  };
  private tell(detail: Command): void {
    this.dispatchEvent(new CustomEvent<Command>('mp-command', { detail, bubbles: true, composed: true }));
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-play-controls': MpPlayControls } }
