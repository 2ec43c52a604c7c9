import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { sheet } from '../app/parts/sheet.ts';
import { styleOf } from '../app/parts/style-of.ts';

export interface Bar {
  readonly name: string;
  /** Null draws no bar: the value says why. */
  readonly count: number | null;
  /** What stands beside it, in words. */
  readonly value: string;
}

/** Counts as bars with their numbers in words: a list that can be read without seeing it. */
@customElement('mp-bars')
export class MpBars extends LitElement {
  static override styles = [sheet, css`
    :host { display: block; }
    ul { display: grid; gap: var(--mp-3); }
    li { display: grid; grid-template-columns: 1fr auto; gap: 2px var(--mp-4); align-items: baseline; }
    .value { font-variant-numeric: tabular-nums; text-align: right; }
    .track { grid-column: 1 / -1; height: 10px; border-radius: 5px; background: var(--mp-sunken); overflow: clip; }
    .bar { height: 100%; min-width: 4px; border-radius: 5px; background: var(--mp-accent); }
  `];
  @property({ attribute: false }) bars: readonly Bar[] = [];

  override render(): unknown {
    const most = Math.max(1, ...this.bars.map(({ count }) => count ?? 0));
    return html`<ul>${this.bars.map(({ name, count, value }) => html`<li><span>${name}</span><span class="value small ${count === null ? 'muted' : 'strong'}">${value}</span>
      <div class="track" aria-hidden="true">${count === null || count === 0 ? '' : html`<div class="bar" style=${styleOf({ width: `${(count / most) * 100}%` })}></div>`}</div></li>`)}</ul>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-bars': MpBars } }
