import type { CameraRightsRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleOf } from '../app/parts/style-of.ts';
import { Part } from '../app/screen.ts';
import { daysOf, type Day, type Piece } from './week-strip.ts';

const percent = (part: number): string => `${part * 100}%`;

/** Seven bars of a day: full where a picture can be had without asking, dotted where only after asking. Each bar is read out as its hours. */
@customElement('mp-week-strip')
export class MpWeekStrip extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; }
    ol { display: grid; grid-template-columns: auto minmax(0, 1fr); column-gap: var(--mp-3); row-gap: 5px; align-items: center; }
    li { display: contents; }
    .day { font-size: var(--mp-tiny); color: var(--mp-muted); white-space: nowrap; }
    .today { color: var(--mp-text); font-weight: 600; }
    .bar { position: relative; height: 16px; border-radius: 5px; overflow: hidden; background: var(--mp-sunken); border: 1px solid var(--mp-line); }
    .piece, .past { position: absolute; top: 0; bottom: 0; }
    .permit { background: var(--mp-accent); }
    .ask { background: radial-gradient(circle at center, var(--mp-accent) 2.2px, transparent 2.6px) 0 0 / 10px 100%; }
    .past { left: 0; background: repeating-linear-gradient(115deg, var(--mp-line) 0 2px, transparent 2px 7px); }
    .hours { display: flex; justify-content: space-between; font-size: var(--mp-tiny); color: var(--mp-muted); }
    .key { display: flex; flex-wrap: wrap; gap: var(--mp-1) var(--mp-4); margin-top: var(--mp-2); font-size: var(--mp-tiny); color: var(--mp-muted); }
    .key span { display: inline-flex; align-items: center; gap: 6px; }
    .key i { width: 22px; height: 12px; border-radius: 3px; border: 1px solid var(--mp-line); background-color: var(--mp-sunken); }
    .key i.permit { background: var(--mp-accent); }
  `];
  @property({ attribute: false }) week: CameraRightsRow['holders'][number]['week'] = [];
  @property({ attribute: false }) midnights: readonly number[] = [];
  @property({ type: Number }) at = 0;

  protected override render(): unknown {
    const days = daysOf(this.week, this.midnights, this.at);
    const effects = new Set(this.week.map(({ effect }) => effect));
    return html`<ol>${days.map((day, index) => html`<li><span class="day ${index === 0 ? 'today' : ''}" aria-hidden="true">${this.name(day, index)}</span>
        <div class="bar" role="img" aria-label=${`${this.name(day, index)}: ${this.said(day)}`}>
          ${day.past > 0 ? html`<span class="past" style=${styleOf({ width: percent(day.past) })}></span>` : nothing}
          ${day.pieces.map((piece) => html`<span class="piece ${piece.effect}" style=${styleOf({ left: percent(piece.left), width: percent(piece.width) })}></span>`)}
        </div></li>`)}
      <li aria-hidden="true"><span></span><div class="hours"><span>0</span><span>6</span><span>12</span><span>18</span><span>24</span></div></li></ol>
      ${effects.size > 0 ? html`<p class="key" aria-hidden="true">${effects.has('permit') ? html`<span><i class="permit"></i>${this.t('rights.keyPermit')}</span>` : nothing}${effects.has('ask') ? html`<span><i class="ask"></i>${this.t('rights.keyAsk')}</span>` : nothing}</p>` : nothing}`;
  }

  private name({ start }: Day, index: number): string {
    return index === 0 ? this.t('time.todayHeading') : this.words.weekday(start + 43_200_000);
  }
  private said({ pieces }: Day): string {
    if (pieces.length === 0) return this.t('rights.noHours');
    return pieces.map((piece) => this.t(piece.effect === 'permit' ? 'rights.hoursPermit' : 'rights.hoursAsk', { hours: this.span(piece) })).join('; ');
  }
  private span({ from, to, left, width }: Piece): string {
    return left === 0 && width === 1 ? this.t('rights.allDay') : `${this.words.time(from)}–${left + width === 1 ? '24:00' : this.words.time(to)}`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-week-strip': MpWeekStrip } }
