import type { RedactionRegion } from '@matpho/core/api';
import { css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleOf } from '../app/parts/style-of.ts';
import { Part } from '../app/screen.ts';

/** Covered areas, each with the stretch of time it covers and its places in it. Fires `mp-choose` and `mp-remove` (detail: its number from 0). */
@customElement('mp-redaction-list')
export class MpRedactionList extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; }
    ul { list-style: none; margin: var(--mp-2) 0 0; padding: 0; display: flex; flex-direction: column; gap: var(--mp-2); }
    li { display: flex; align-items: center; gap: var(--mp-2); }
    .one { flex: 1; min-width: 0; min-height: var(--mp-touch); padding: var(--mp-2) var(--mp-3); border: 1px solid var(--mp-line); border-radius: var(--mp-radius-small); background: var(--mp-surface); color: inherit; font: inherit; text-align: start; cursor: pointer; }
    .one[aria-pressed='true'] { border-color: var(--mp-accent); background: var(--mp-accent-soft); }
    .track { position: relative; display: block; height: 8px; margin-top: var(--mp-2); border-radius: 4px; background: var(--mp-sunken); }
    .lasts { position: absolute; inset-block: 0; border-radius: 4px; background: var(--mp-accent); min-width: 4px; }
    .place { position: absolute; top: -2px; width: 4px; height: 12px; margin-left: -2px; border-radius: 2px; background: var(--mp-text); }
    .now { position: absolute; top: -4px; width: 2px; height: 16px; background: var(--mp-danger); }
  `];
  @property({ attribute: false }) regions: readonly RedactionRegion[] = [];
  @property({ type: Number }) chosen = 0;
  @property({ type: Number }) from = 0;
  @property({ type: Number }) to = 0;
  @property({ type: Number }) at = 0;

  protected override render(): unknown {
    const { t } = this;
    return html`<p class="strong small">${t('redaction.regions')}</p>
      ${this.regions.length === 0 ? html`<p class="small muted">${t('redaction.none')}</p>` : html`<ul>${this.regions.map((region, n) => html`<li>
        <button type="button" class="one" aria-pressed=${n === this.chosen ? 'true' : 'false'} @click=${() => this.tell('mp-choose', n)}>
          <span class="small"><span class="strong">${t('redaction.region', { number: n + 1 })}</span> · ${t(`redaction.${region.effect}`)} · ${this.span(region)}${region.shapes.length > 1 ? ` · ${t('redaction.places', { count: region.shapes.length })}` : ''}</span>
          <span class="track" aria-hidden="true"><span class="lasts" style=${styleOf({ left: this.share(region.from), width: `calc(${this.share(region.to)} - ${this.share(region.from)})` })}></span>
            ${region.shapes.length > 1 ? region.shapes.map(({ at }) => html`<span class="place" style=${styleOf({ left: this.share(at) })}></span>`) : ''}<span class="now" style=${styleOf({ left: this.share(this.at) })}></span></span>
        </button>
        <mp-button icon="trash" label=${t('redaction.remove', { number: n + 1 })} @click=${() => this.tell('mp-remove', n)}></mp-button></li>`)}</ul>`}`;
  }

  private span({ from, to }: RedactionRegion): string {
    return from <= this.from && to >= this.to ? this.t('redaction.always') : this.t('redaction.span', { from: this.words.time(from, true), to: this.words.time(to, true) });
  }
  private share(at: number): string {
    return `${(100 * Math.max(0, Math.min(1, (at - this.from) / Math.max(1, this.to - this.from)))).toFixed(3)}%`;
  }
  private tell(name: 'mp-choose' | 'mp-remove', n: number): void {
    this.dispatchEvent(new CustomEvent(name, { detail: n }));
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-redaction-list': MpRedactionList } }
