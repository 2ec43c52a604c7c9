import type { WrittenRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { keptBy } from '../home/watching.ts';
import { LoadController } from '../hub/load-controller.ts';
import { sorted, waitsForOwner } from './written-sight.ts';
import './mp-written-lines.ts';

/** The papers among an owner's requests: what waits, what is late, and the way to enter one from the door. Fires `mp-waiting` (detail: how many wait for her) whenever it has looked. */
@customElement('mp-written-section')
export class MpWrittenSection extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    section { display: flex; flex-direction: column; gap: var(--mp-4); }
    .head { flex-wrap: wrap; }
  `];
  private readonly rows = new LoadController(this, { load: async (signal) => this.told(keptBy(this.me).length > 0 ? await this.hub.call('GET /api/written', { signal }) : []), on: ['ask'] });

  protected override render(): unknown {
    if (keptBy(this.me).length === 0) return nothing;
    return html`<section aria-labelledby="heading"><div class="head apart"><h2 id="heading">${this.t('written.ownerSection')}</h2><mp-button icon="plus" href="/written/new">${this.t('written.enter')}</mp-button></div>
      ${this.rows.draw((rows) => this.list(rows), html`<mp-skeleton shape="rows"></mp-skeleton>`)}</section>`;
  }

  private told(rows: readonly WrittenRow[]): readonly WrittenRow[] {
    this.dispatchEvent(new CustomEvent('mp-waiting', { detail: rows.filter(waitsForOwner).length }));
    return rows;
  }

  private list(rows: readonly WrittenRow[]): unknown {
    const late = rows.filter(({ overdue }) => overdue !== null).length;
    const { live, past } = sorted(rows);
    return html`<p class="muted small">${this.t('written.ownerSectionText')}</p>
      ${late > 0 ? html`<p class="danger strong" role="status">${this.t('written.overdueOwner', { count: late })}</p>` : nothing}
      ${rows.length === 0 ? nothing : html`<mp-card><mp-written-lines .rows=${[...live, ...past]}></mp-written-lines></mp-card>`}`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-written-section': MpWrittenSection } }
