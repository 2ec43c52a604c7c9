import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../app/screen.ts';

/** What the colours and lines of the strip mean. */
@customElement('mp-strip-legend')
export class MpStripLegend extends Part {
  static override styles = [Part.styles, css`
    ul { display: flex; flex-wrap: wrap; gap: var(--mp-1) var(--mp-5); font-size: var(--mp-tiny); color: var(--mp-muted); }
    li { display: flex; align-items: center; gap: var(--mp-2); }
    i { width: 22px; height: 12px; border-radius: 2px; }
    .footage { background: var(--mp-accent); opacity: 0.82; }
    .sub { background: linear-gradient(transparent 50%, var(--mp-accent) 50%); opacity: 0.5; }
    .event { height: 6px; background: var(--mp-warn); }
    .hold { border: solid var(--mp-text); border-width: 0 2px 3px; border-radius: 0; }
    .fault { background: repeating-linear-gradient(135deg, transparent 0 4px, var(--mp-danger) 4px 5px); background-color: var(--mp-sunken); }
  `];
  /** Only what an officer's strip has. */
  @property({ type: Boolean }) few = false;

  protected override render(): unknown {
    const all = this.few ? (['footage', 'event'] as const) : (['footage', 'sub', 'event', 'hold', 'fault'] as const);
    const name = { footage: 'timeline.legendFootage', sub: 'timeline.legendSub', event: 'timeline.legendEvent', hold: 'timeline.legendHold', fault: 'timeline.legendFault' } as const;
    return html`<ul>${all.map((one) => html`<li><i class=${one} aria-hidden="true"></i>${this.t(name[one])}</li>`)}</ul>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-strip-legend': MpStripLegend } }
