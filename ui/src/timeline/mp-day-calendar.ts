import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import { styleOf } from '../app/parts/style-of.ts';
import { Part } from '../app/screen.ts';
import type { DayFact } from './day-facts.ts';
import { sayDay } from './mp-day-row.ts';
import { Zone } from './zone.ts';

const day = 86_400_000;

/** A month of days, each with how much of it was recorded. Fires `mp-pick-day` (detail: midnight), `mp-month` (detail: midnight of its first day). */
@customElement('mp-day-calendar')
export class MpDayCalendar extends Part {
  static override styles = [Part.styles, css`
    .grid { display: grid; grid-template-columns: repeat(7, minmax(0, 1fr)); gap: 3px; }
    .head { text-align: center; font-size: var(--mp-tiny); color: var(--mp-muted); padding-block: var(--mp-1); }
    button { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 3px; min-height: 48px; padding: 0; border: 1px solid transparent; border-radius: var(--mp-radius-small); background: none; font-size: var(--mp-small); cursor: pointer; }
    button:hover:not(:disabled) { background: var(--mp-sunken); }
    button:disabled { color: var(--mp-outline); cursor: default; }
    button.today { border-color: var(--mp-outline); }
    button[aria-pressed='true'] { background: var(--mp-accent); color: var(--mp-on-accent); font-weight: 600; }
    .had { width: 26px; height: 4px; border-radius: 2px; background: var(--mp-line); overflow: hidden; }
    .had i { display: block; height: 100%; background: var(--mp-accent); }
    [aria-pressed='true'] .had i { background: var(--mp-on-accent); }
    .month { font-weight: 600; text-align: center; flex: 1; }
  `];
  @property({ type: Number }) day = 0;
  @property({ attribute: false }) facts: ReadonlyMap<number, DayFact> = new Map();
  @property({ type: Boolean }) plain = false;
  @state() private month = 0;
  @query('mp-dialog') private readonly dialog!: MpDialog;

  show(): void {
    const zone = new Zone(this.words.zone);
    this.month = firstOf(zone, this.day || Date.now());
    this.dialog.show();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('month') && this.month > 0) this.dispatchEvent(new CustomEvent('mp-month', { detail: this.month, bubbles: true, composed: true }));
  }

  protected override render(): unknown {
    const zone = new Zone(this.words.zone);
    const today = zone.dayOf(Date.now());
    const civil = zone.civil(this.month);
    const count = new Date(Date.UTC(civil.year, civil.month, 0)).getUTCDate();
    // Weeks begin on Monday in both countries of the two languages.
    const blank = (new Date(Date.UTC(civil.year, civil.month - 1, 1)).getUTCDay() + 6) % 7;
    const next = zone.addDays(this.month, count);
    return html`<mp-dialog heading=${this.t('timeline.days')}>
      <div class="row"><mp-button icon="arrow-left" label=${this.t('timeline.monthBefore')} @click=${() => (this.month = firstOf(zone, this.month - day / 2))}></mp-button>
        <p class="month" aria-live="polite">${this.t('timeline.month', { month: civil.month, year: civil.year })}</p>
        <mp-button icon="arrow-right" label=${this.t('timeline.monthAfter')} ?disabled=${next > today} @click=${() => (this.month = next)}></mp-button></div>
      <div class="grid">${Array.from({ length: 7 }, (_, i) => html`<span class="head" aria-hidden="true">${this.words.weekdayName(Date.UTC(2024, 0, 1 + i))}</span>`)}
        ${Array.from({ length: blank }, () => html`<span></span>`)}
        ${Array.from({ length: count }, (_, i) => this.one(zone.addDays(this.month, i), i + 1, today))}</div></mp-dialog>`;
  }

  private one(from: number, number: number, today: number): unknown {
    const fact = this.facts.get(from);
    const had = (fact?.recordedMs ?? 0) / day;
    return html`<button class=${from === today ? 'today' : ''} ?disabled=${from > today} aria-pressed=${from === this.day ? 'true' : 'false'} aria-label=${`${number}. ${this.plain ? this.words.day(from + day / 2, Date.now()) : sayDay(fact, from, this.words)}`} @click=${() => this.pick(from)}>${number}
      ${had > 0 ? html`<span class="had"><i style=${styleOf({ width: `${Math.max(10, had * 100)}%` })}></i></span>` : nothing}</button>`;
  }

  private pick(from: number): void {
    this.dialog.close();
    this.dispatchEvent(new CustomEvent('mp-pick-day', { detail: from, bubbles: true, composed: true }));
  }
}

function firstOf(zone: Zone, at: number): number {
  return zone.instant({ ...zone.civil(at), day: 1, hour: 0, minute: 0, second: 0 }) ?? at;
}
declare global { interface HTMLElementTagNameMap { 'mp-day-calendar': MpDayCalendar } }
