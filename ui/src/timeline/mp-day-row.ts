import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { styleOf } from '../app/parts/style-of.ts';
import { Part } from '../app/screen.ts';
import type { DayFact } from './day-facts.ts';
import './mp-day-calendar.ts';
import type { MpDayCalendar } from './mp-day-calendar.ts';
import { Zone } from './zone.ts';

const shown = 14;
const day = 86_400_000;

/** The last days as a row, each with how much of it was recorded; older ones in the calendar. Fires `mp-pick-day` (detail: midnight). */
@customElement('mp-day-row')
export class MpDayRow extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; }
    .row { display: flex; flex-wrap: nowrap; gap: var(--mp-1); align-items: stretch; }
    .days { position: relative; display: flex; gap: var(--mp-1); flex: 1; min-width: 0; overflow-x: auto; scrollbar-width: none; }
    .days::-webkit-scrollbar { display: none; }
    .day { flex: 1 0 68px; white-space: nowrap; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 3px; min-height: 56px; padding: var(--mp-1); border: 1px solid var(--mp-line); border-radius: var(--mp-radius-small); background: var(--mp-surface); font-size: var(--mp-tiny); line-height: 1.25; cursor: pointer; }
    .day:hover { border-color: var(--mp-outline); }
    .day[aria-pressed='true'] { background: var(--mp-accent-soft); border-color: var(--mp-accent); color: var(--mp-accent-strong); font-weight: 600; }
    .day.none { color: var(--mp-muted); }
    .had { width: 40px; height: 4px; border-radius: 2px; background: var(--mp-line); overflow: hidden; }
    .had i { display: block; height: 100%; background: var(--mp-accent); }
    mp-button { flex: none; align-self: center; }
  `];
  @property({ attribute: false }) facts: ReadonlyMap<number, DayFact> = new Map();
  /** How much there is of each day is not told: only days. */
  @property({ type: Boolean }) plain = false;
  /** Midnight of the day that is open. */
  @property({ type: Number }) day = 0;
  @query('mp-day-calendar') private readonly calendar!: MpDayCalendar;
  @query('[aria-pressed=true]') private readonly chosen!: HTMLElement | null;
  @query('.days') private readonly list!: HTMLElement;

  protected override updated(changed: PropertyValues<this>): void {
    // By hand: scrollIntoView would move the page as well.
    if (changed.has('day')) requestAnimationFrame(() => this.showChosen());
  }

  private showChosen(): void {
    if (this.chosen) this.list.scrollLeft = this.chosen.offsetLeft - this.list.clientWidth / 2 + this.chosen.offsetWidth / 2;
  }

  protected override render(): unknown {
    const zone = new Zone(this.words.zone);
    const today = zone.dayOf(Date.now());
    const last = this.day > 0 && this.day < zone.addDays(today, -shown + 1) ? zone.addDays(this.day, 3) : today;
    const days = Array.from({ length: shown }, (_, i) => zone.addDays(last, i - shown + 1));
    return html`<div class="row"><div class="days" role="group" aria-label=${this.t('timeline.days')}>${days.map((from) => this.one(from, from === today))}</div>
      <mp-button icon="calendar" label=${this.t('timeline.calendar')} @click=${() => this.calendar.show()}></mp-button></div>
      <mp-day-calendar ?plain=${this.plain} .day=${this.day} .facts=${this.facts}></mp-day-calendar>`;
  }

  private one(from: number, isToday: boolean): unknown {
    const fact = this.facts.get(from);
    const had = (fact?.recordedMs ?? 0) / day;
    const [name = '', date = ''] = this.words.weekday(from + day / 2).split(' ');
    return html`<button class="day ${had > 0 || this.plain ? '' : 'none'}" aria-pressed=${from === this.day ? 'true' : 'false'} @click=${() => this.dispatchEvent(new CustomEvent('mp-pick-day', { detail: from, bubbles: true, composed: true }))}>
      <span>${isToday ? this.t('timeline.today') : name}</span><span>${date}</span><span class="hidden">. ${this.plain ? this.words.day(from + day / 2, Date.now()) : sayDay(fact, from, this.words)}</span>${this.plain ? nothing : html`<span class="had"><i style=${styleOf({ width: `${had > 0 ? Math.max(6, had * 100) : 0}%` })}></i></span>`}</button>`;
  }
}

/** `Thứ bảy, 21/11/2026: 3 giờ có hình. 12 lần có chuyển động`. */
export function sayDay(fact: DayFact | undefined, from: number, words: Part['words']): string {
  const name = words.day(from + day / 2, Date.now());
  if (!fact || fact.recordedMs === 0) return words.t('timeline.dayNone', { day: name });
  const had = words.t('timeline.dayHas', { day: name, span: words.duration(fact.recordedMs) });
  return fact.events > 0 ? `${had}. ${words.t('timeline.dayEvents', { count: fact.events })}` : had;
}
declare global { interface HTMLElementTagNameMap { 'mp-day-row': MpDayRow } }
