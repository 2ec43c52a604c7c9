import type { BagRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../app/screen.ts';
import { underWay } from './bag-of.ts';

/** What people wrote themselves; the hub's own notes say no more than the line does. */
const told: ReadonlySet<string> = new Set(['hand-over', 'open', 'return', 'destroy']);

/** Where it went, for the owner who gave it: the bag, who has fetched it, and what was done with it since. */
@customElement('mp-ask-bag')
export class MpAskBag extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; margin-top: var(--mp-3); }
    details { border-radius: var(--mp-radius-small); background: var(--mp-sunken); padding: 0 var(--mp-4); }
    summary { cursor: pointer; min-height: var(--mp-touch); display: flex; flex-wrap: wrap; align-items: center; gap: var(--mp-2) var(--mp-3); padding: var(--mp-2) 0; }
    details[open] { padding-bottom: var(--mp-3); }
    ol { margin: 0 0 var(--mp-3); padding-left: 1.25em; }
    li + li { margin-top: var(--mp-1); }
  `];
  @property({ attribute: false }) bag!: BagRow;

  protected override render(): unknown {
    const { bag, t } = this;
    const now = Date.now();
    const fetched = bag.custody.find(({ event, by }) => event === 'copy' && by.side === 'unit');
    const said = underWay(bag) ? t('requests.bagMaking') : bag.status === 'failed' ? t('requests.bagFailed') : bag.status === 'destroyed' ? t('requests.bagDestroyed') : fetched ? t('requests.bagFetched', { moment: this.words.moment(fetched.at, now) }) : t('requests.bagMade');
    return html`<details><summary class="small"><mp-icon name="folder"></mp-icon><span class="strong mono">${bag.id}</span><span>${said}</span></summary>
      ${bag.custody.length === 0 ? nothing : html`<ol class="small">${bag.custody.map(({ at, event, by, note }) => html`<li>${t(`requests.custody_${event}`, { who: by.side === 'unit' ? [by.unit, by.officerNo].filter(Boolean).join(' · ') : by.name })} <span class="muted">${this.words.moment(at, now)}</span>${note && told.has(event) ? html`<br><span class="muted">${note}</span>` : nothing}</li>`)}</ol>`}
      ${bag.status === 'failed' ? nothing : html`<mp-button href=${`/evidence/${bag.id}`}>${t('requests.bagOpen')}</mp-button>`}</details>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-ask-bag': MpAskBag } }
