import type { RecordingHoursRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { fieldSheet } from '../app/parts/field-sheet.ts';
import { styleOf } from '../app/parts/style-of.ts';
import { Part } from '../app/screen.ts';
import { clockOf, everyDay, moved, toggled } from '../sharing/weekly-windows.ts';
import { weekOf, type RecordingMode, type WeekPiece } from './recording-week.ts';

type Window = RecordingHoursRow['windows'][number];
/** A Sunday, to name the days from. */
const sunday = Date.UTC(2024, 0, 7, 12);
const modes: readonly RecordingMode[] = ['continuous', 'events', 'off'];
const percent = (minutes: number): string => `${(minutes / 1_440) * 100}%`;

/** The hours a person begins with: at night. */
export function usualHours(mode: RecordingMode, otherwise: RecordingMode, tz: string): RecordingHoursRow {
  return { tz, otherwise, windows: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 22 * 60, to: 6 * 60, mode }] };
}

/** A way of recording for each hour of the week, with a picture of it. Read `value` on `@change`. */
@customElement('mp-recording-hours')
export class MpRecordingHours extends Part {
  static override styles = [Part.styles, fieldSheet, css`
    :host { display: block; }
    fieldset { border: 0; margin: 0; padding: 0; min-width: 0; display: flex; flex-direction: column; gap: var(--mp-3); }
    .window { display: flex; flex-wrap: wrap; gap: var(--mp-3); align-items: end; padding: var(--mp-3); border: 1px solid var(--mp-line); border-radius: var(--mp-radius); }
    .time { flex: 1 1 124px; min-width: 0; }
    .time input:not([type='checkbox'], [type='radio']) { min-width: 0; padding-inline: var(--mp-2); font-size: var(--mp-small); }
    .how { flex: 1 1 170px; }
    .days { flex: 1 1 100%; display: grid; grid-template-columns: repeat(7, minmax(0, 1fr)); gap: 4px; }
    @media (max-width: 480px) { .days { grid-template-columns: repeat(4, minmax(0, 1fr)); } }
    .days button { min-height: var(--mp-touch); padding: 0; border: 1px solid var(--mp-outline); border-radius: var(--mp-radius-small); background: var(--mp-surface); cursor: pointer; font-size: var(--mp-small); }
    .days button[aria-pressed='true'] { background: var(--mp-accent-soft); border-color: var(--mp-accent); box-shadow: inset 0 0 0 1px var(--mp-accent); font-weight: 600; color: var(--mp-accent-strong); }
    .wide { flex: 1 1 100%; margin: 0; }
    .week { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px var(--mp-3); align-items: center; font-size: var(--mp-tiny); }
    .bar { position: relative; height: 14px; border-radius: 4px; overflow: hidden; background: var(--mp-sunken); border: 1px solid var(--mp-line); }
    .piece { position: absolute; inset-block: 0; }
    .continuous { background: var(--mp-accent); }
    .events { background: repeating-linear-gradient(115deg, var(--mp-accent) 0 4px, var(--mp-accent-soft) 4px 10px); }
    .clock { display: flex; justify-content: space-between; color: var(--mp-muted); }
    .legend { display: flex; flex-wrap: wrap; gap: var(--mp-2) var(--mp-4); margin: 0; padding: 0; list-style: none; font-size: var(--mp-tiny); color: var(--mp-muted); }
    .legend li { display: inline-flex; align-items: center; gap: 6px; }
    .swatch { width: 18px; height: 10px; border-radius: 3px; border: 1px solid var(--mp-line); background-color: var(--mp-sunken); }
    .swatch.continuous { background: var(--mp-accent); }
    .swatch.events { background: repeating-linear-gradient(115deg, var(--mp-accent) 0 4px, var(--mp-accent-soft) 4px 10px); }
  `];
  @property({ attribute: false }) value: RecordingHoursRow = usualHours('continuous', 'off', 'Asia/Ho_Chi_Minh');

  protected override render(): unknown {
    const hours = this.value;
    return html`<fieldset aria-label=${this.t('recording.mode_hours')}>
      ${hours.windows.map((window, at) => this.one(hours, window, at))}
      ${hours.windows.length > 1 ? html`<p class="hint">${this.t('recording.first')}</p>` : nothing}
      <div><mp-button icon="plus" ?disabled=${hours.windows.length >= 21} @click=${() => this.put({ ...hours, windows: [...hours.windows, ...usualHours('continuous', 'off', hours.tz).windows] })}>${this.t('recording.hoursAdd')}</mp-button></div>
      ${this.how(this.t('recording.otherwise'), hours.otherwise, (otherwise) => this.put({ ...hours, otherwise }))}
      ${this.picture(hours)}</fieldset>`;
  }

  private one(hours: RecordingHoursRow, window: Window, at: number): unknown {
    const set = (next: Window): void => this.put({ ...hours, windows: hours.windows.map((each, other) => (other === at ? next : each)) });
    return html`<div class="window" role="group">
      <div class="days" role="group" aria-label=${this.t('recording.days')}>${everyDay.map((day) => html`<button type="button" aria-pressed=${window.days.includes(day) ? 'true' : 'false'} @click=${() => set({ ...window, ...toggled(window, day) })}>${this.words.weekdayName(sunday + day * 86_400_000)}</button>`)}</div>
      <div class="time"><label>${this.t('recording.from')}<input type="time" .value=${clockOf(window.from)} @change=${(event: Event) => set({ ...window, ...moved(window, 'from', (event.target as HTMLInputElement).value) })}></label></div>
      <div class="time"><label>${this.t('recording.to')}<input type="time" .value=${clockOf(window.to)} @change=${(event: Event) => set({ ...window, ...moved(window, 'to', (event.target as HTMLInputElement).value) })}></label></div>
      <div class="how">${this.how(this.t('recording.inHours'), window.mode, (mode) => set({ ...window, mode }))}</div>
      <mp-button icon="trash" label=${this.t('recording.hoursRemove')} ?disabled=${hours.windows.length === 1} @click=${() => this.put({ ...hours, windows: hours.windows.filter((_, other) => other !== at) })}></mp-button>
      ${window.to === window.from ? html`<p class="error wide" role="alert">${this.t('recording.sameEnds')}</p>` : window.to < window.from ? html`<p class="hint wide">${this.t('recording.nextDay')}</p>` : nothing}</div>`;
  }

  private how(label: string, value: RecordingMode, put: (mode: RecordingMode) => void): unknown {
    return html`<mp-select label=${label} .value=${value} .choices=${modes.map((mode) => ({ value: mode, label: this.t(`recording.mode_${mode}`) }))}
      @change=${(event: Event) => { event.stopPropagation(); put((event.target as HTMLInputElement).value as RecordingMode); }}></mp-select>`;
  }

  private picture(hours: RecordingHoursRow): unknown {
    const week = weekOf(hours);
    const said = (day: number): string => (week[day] ?? []).map((piece) => this.t('recording.piece', { day: this.dayName(day), from: clockOf(piece.from), to: piece.to === 1_440 ? '24:00' : clockOf(piece.to), mode: this.t(`recording.legend_${piece.mode}`) })).join('; ');
    return html`<div class="week" role="img" aria-label=${`${this.t('recording.week')}. ${everyDay.map(said).join('. ')}`}>
      ${everyDay.map((day) => html`<span>${this.dayName(day)}</span><div class="bar">${(week[day] ?? []).map((piece) => this.drawn(piece))}</div>`)}
      <span></span><div class="clock"><span>0</span><span>6</span><span>12</span><span>18</span><span>24</span></div></div>
      <ul class="legend" aria-hidden="true">${modes.map((mode) => html`<li><span class="swatch ${mode}"></span>${this.t(`recording.legend_${mode}`)}</li>`)}</ul>`;
  }
  private drawn({ from, to, mode }: WeekPiece): unknown {
    return mode === 'off' ? nothing : html`<span class="piece ${mode}" style=${styleOf({ left: percent(from), width: percent(to - from) })}></span>`;
  }
  private dayName(day: number): string {
    return this.words.weekdayName(sunday + day * 86_400_000);
  }
  private put(hours: RecordingHoursRow): void {
    this.value = hours;
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-recording-hours': MpRecordingHours } }
