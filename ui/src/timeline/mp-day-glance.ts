import type { SheetRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleOf } from '../app/parts/style-of.ts';
import { Part } from '../app/screen.ts';
import { thumbAt } from './thumbs.ts';

/** A day at a glance: one small picture an hour. Fires `mp-seek` (detail: the instant). */
@customElement('mp-day-glance')
export class MpDayGlance extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; }
    .row { flex-wrap: nowrap; gap: var(--mp-1); overflow-x: auto; padding-bottom: var(--mp-1); scrollbar-width: thin; }
    button { flex: none; display: flex; flex-direction: column; gap: 2px; align-items: center; padding: 2px; border: 1px solid transparent; border-radius: var(--mp-radius-small); background: none; font-size: var(--mp-tiny); cursor: pointer; }
    button:hover { border-color: var(--mp-outline); }
    .shot { border-radius: 6px; background-color: var(--mp-sunken); }
  `];
  @property({ attribute: false }) sheet: SheetRow | undefined;
  @property() url = '';
  /** Where there is a picture. */
  @property({ attribute: false }) spans: readonly { readonly from: number; readonly to: number }[] = [];

  protected override render(): unknown {
    const { sheet } = this;
    if (!sheet) return nothing;
    const hours = Array.from({ length: Math.round((sheet.to - sheet.from) / sheet.everyMs) }, (_, i) => sheet.from + i * sheet.everyMs).filter((at) => this.spans.some(({ from, to }) => from < at + sheet.everyMs && to > at));
    return hours.length === 0 ? nothing : html`<section aria-label=${this.t('timeline.glance')}><div class="row">${hours.map((at) => this.one(sheet, at))}</div></section>`;
  }

  private one(sheet: SheetRow, at: number): unknown {
    const thumb = thumbAt([sheet], at);
    const scale = 112 / (thumb?.width ?? 112);
    const first = this.spans.find(({ from, to }) => from < at + sheet.everyMs && to > at);
    const hour = this.words.time(at);
    return html`<button aria-label=${this.t('timeline.glanceAt', { hour })} @click=${() => this.dispatchEvent(new CustomEvent('mp-seek', { detail: Math.max(at, first?.from ?? at), bubbles: true, composed: true }))}>
      ${thumb ? html`<span class="shot" style=${styleOf({ width: '112px', height: `${thumb.height * scale}px`, 'background-image': `url("${this.url}")`, 'background-position': `${-thumb.left * scale}px ${-thumb.top * scale}px`, 'background-size': `${thumb.sheetWidth * scale}px ${thumb.sheetHeight * scale}px` })}></span>` : nothing}${hour}</button>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-day-glance': MpDayGlance } }
