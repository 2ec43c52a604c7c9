import { css, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { MpChoiceCards } from '../app/parts/mp-choice-cards.ts';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import { sheet } from '../app/parts/sheet.ts';
import { Part } from '../app/screen.ts';
import { preferences, type Preference } from './choose-path.ts';
import type { RunFacts } from './run-facts.ts';
import { howRows, sayLeft, sayLevel } from './say-how.ts';

/** How a live picture reaches this device, and the choice of how it should. `show()`; fires `mp-choose` (detail: the preference). */
@customElement('mp-path-sheet')
export class MpPathSheet extends Part {
  static override styles = [sheet, css`
    :host { color: var(--mp-text); text-align: start; }
    dl { display: grid; grid-template-columns: minmax(0, max-content) minmax(0, 1fr); gap: var(--mp-2) var(--mp-5); font-variant-numeric: tabular-nums; }
    dt { color: var(--mp-muted); }
    dd { text-align: end; }
    .note { padding: var(--mp-3) var(--mp-4); border-radius: var(--mp-radius); background: var(--mp-warn-soft); color: var(--mp-warn); font-size: var(--mp-small); }
  `];
  @property({ attribute: false }) facts: RunFacts | undefined;
  @property() preference: Preference = 'auto';
  /** What is chosen counts only from the next viewing. */
  @property({ type: Boolean }) later = false;
  @query('mp-dialog') private readonly dialog!: MpDialog;

  show(): void {
    this.dialog.show();
  }

  override render(): unknown {
    const { facts, t, words } = this;
    const notes = facts ? [sayLevel(facts, words), sayLeft(facts, words)].filter((note) => note !== undefined) : [];
    return html`<mp-dialog heading=${t('player.how')}>
      ${facts ? html`<dl>${howRows(facts, words).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>` : nothing}
      ${notes.map((note) => html`<p class="note">${note}</p>`)}
      <mp-choice-cards label=${t('player.choose')} hint=${this.later ? t('player.chooseOnce') : ''} .value=${this.preference} .choices=${preferences.map((value) => ({ value, label: t(`player.choose_${value}`), text: t(`player.choose_${value}Text`) }))} @change=${this.chosen}></mp-choice-cards>
    </mp-dialog>`;
  }

  private readonly chosen = (event: Event): void => {
    const value = (event.target as MpChoiceCards).value;
    const preference = preferences.find((each) => each === value);
    if (preference) this.dispatchEvent(new CustomEvent('mp-choose', { detail: preference }));
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-path-sheet': MpPathSheet } }
