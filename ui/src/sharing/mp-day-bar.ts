import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleOf } from '../app/parts/style-of.ts';
import type { GrantRow } from '@matpho/core/api';
import { Part } from '../app/screen.ts';
import { hoursText, stretchesOf, wholeDay } from './day-bar.ts';

const percent = (minutes: number): string => `${(minutes / wholeDay) * 100}%`;

/** A day as a bar of 24 hours. `ask`: dotted, each time a question; `case`: striped, only for a case; `open`: full in its hours. */
@customElement('mp-day-bar')
export class MpDayBar extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; margin-top: var(--mp-3); }
    .bar { position: relative; height: 20px; border-radius: 6px; overflow: hidden; background: var(--mp-sunken); border: 1px solid var(--mp-line); }
    .piece { position: absolute; top: 0; bottom: 0; background: var(--mp-accent); }
    .ask { background: radial-gradient(circle at center, var(--mp-accent) 2.4px, transparent 2.8px) 0 0 / 12px 100%; }
    .case { background: repeating-linear-gradient(115deg, var(--mp-accent) 0 5px, transparent 5px 13px); }
    .named { font-size: var(--mp-tiny); font-weight: 500; margin-bottom: 2px; }
    .hours { display: flex; justify-content: space-between; font-size: var(--mp-tiny); color: var(--mp-muted); margin-top: 2px; }
  `];
  @property() kind: 'ask' | 'open' | 'case' = 'open';
  @property({ attribute: false }) access: GrantRow['access'] = null;

  protected override render(): unknown {
    const stretches = stretchesOf(this.access);
    const hours = hoursText(stretches);
    const said = this.kind === 'ask' ? this.t('sharing.barAsk') : this.kind === 'case' ? this.t('sharing.barCase') : this.t('sharing.barOpen', { hours: hours || this.t('sharing.barAllDay') });
    return html`<div role="img" aria-label=${this.kind !== 'open' && hours ? `${said} (${hours})` : said}>
      ${hours ? html`<p class="named" aria-hidden="true">${hours}</p>` : nothing}
      <div class="bar">${stretches.map(({ from, to }) => html`<span class="piece ${this.kind}" style=${styleOf({ left: percent(from), width: percent(to - from) })}></span>`)}</div>
      <div class="hours" aria-hidden="true"><span>0</span><span>6</span><span>12</span><span>18</span><span>24</span></div>
    </div>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-day-bar': MpDayBar } }
