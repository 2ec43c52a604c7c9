import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { fieldSheet } from '../app/parts/field-sheet.ts';
import { sheet } from '../app/parts/sheet.ts';
import { Part } from '../app/screen.ts';
import { clockOf, everyDay, moved, toggled, type Weekly, type Window } from './weekly-windows.ts';

const usual: Window = { days: [0, 1, 2, 3, 4, 5, 6], from: 22 * 60, to: 6 * 60 };
/** A Sunday, to name the days from. */
const sunday = Date.UTC(2024, 0, 7, 12);

/** Hours of the week, as many windows as she likes; none at all reads as `any`. Read `value` on `@change`. */
@customElement('mp-weekly-field')
export class MpWeeklyField extends Part {
  static override styles = [sheet, fieldSheet, css`
    :host { display: block; }
    fieldset { border: 0; margin: 0; padding: 0; min-width: 0; display: flex; flex-direction: column; gap: var(--mp-3); }
    legend { padding: 0; margin-bottom: var(--mp-2); font-weight: 500; font-size: var(--mp-small); }
    .window { display: flex; flex-wrap: wrap; gap: var(--mp-3); align-items: end; padding: var(--mp-3); border: 1px solid var(--mp-line); border-radius: var(--mp-radius); }
    .time { flex: 1 1 110px; }
    .days { flex: 1 1 100%; display: grid; grid-template-columns: repeat(7, minmax(0, 1fr)); gap: 4px; }
    .days button { min-height: var(--mp-touch); padding: 0; border: 1px solid var(--mp-outline); border-radius: var(--mp-radius-small); background: var(--mp-surface); cursor: pointer; font-size: var(--mp-small); }
    .days button[aria-pressed='true'] { background: var(--mp-accent-soft); border-color: var(--mp-accent); box-shadow: inset 0 0 0 1px var(--mp-accent); font-weight: 600; color: var(--mp-accent-strong); }
    .next { flex: 1 1 100%; margin: 0; }
  `];
  @property() label = '';
  @property() hint = '';
  /** What no windows mean, in words. */
  @property() any = '';
  @property() tz = 'Asia/Ho_Chi_Minh';
  @property({ attribute: false }) value: Weekly | undefined;

  protected override render(): unknown {
    const windows = this.value?.windows ?? [];
    return html`<fieldset><legend>${this.label}</legend>${this.hint ? html`<p class="hint">${this.hint}</p>` : nothing}
      ${windows.length === 0 ? html`<p class="muted small">${this.any}</p>` : windows.map((window, at) => this.one(window, at))}
      <div><mp-button icon="plus" @click=${() => this.put([...windows, usual])}>${this.t('rights.hoursAdd')}</mp-button></div></fieldset>`;
  }

  private one(window: Window, at: number): unknown {
    return html`<div class="window" role="group">
      <div class="days" role="group" aria-label=${this.t('rights.days')}>${everyDay.map((day) => html`<button type="button" aria-pressed=${window.days.includes(day) ? 'true' : 'false'} @click=${() => this.set(at, toggled(window, day))}>${this.words.weekdayName(sunday + day * 86_400_000)}</button>`)}</div>
      <div class="time"><label>${this.t('rights.from')}<input type="time" .value=${clockOf(window.from)} @change=${(event: Event) => this.set(at, moved(window, 'from', (event.target as HTMLInputElement).value))}></label></div>
      <div class="time"><label>${this.t('rights.to')}<input type="time" .value=${clockOf(window.to)} @change=${(event: Event) => this.set(at, moved(window, 'to', (event.target as HTMLInputElement).value))}></label></div>
      <mp-button icon="trash" label=${this.t('rights.hoursRemove')} @click=${() => this.put((this.value?.windows ?? []).filter((_, other) => other !== at))}></mp-button>
      ${window.to <= window.from ? html`<p class="hint next">${this.t('rights.nextDay')}</p>` : nothing}</div>`;
  }

  private set(at: number, window: Window): void {
    this.put((this.value?.windows ?? []).map((each, other) => (other === at ? window : each)));
  }
  private put(windows: readonly Window[]): void {
    this.value = windows.length === 0 ? undefined : { tz: this.value?.tz ?? this.tz, windows: [...windows] };
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-weekly-field': MpWeeklyField } }
