import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import './mp-mark.ts';
import { navEntries, type NavEntry } from './nav-entries.ts';
import { sheet } from './parts/sheet.ts';
import { Part } from './screen.ts';
import type { Side } from './shell.ts';

/** The main sections: a bar below on phones, a rail at the side on desktops. Fires `mp-side` with the side chosen. */
@customElement('mp-nav')
export class MpNav extends Part {
  static override styles = [sheet, css`
    :host { display: block; }
    nav { display: flex; position: fixed; inset: auto 0 0 0; z-index: 20; min-height: var(--mp-bar); padding-bottom: env(safe-area-inset-bottom); background: var(--mp-surface); border-top: 1px solid var(--mp-line); }
    .brand, .sides { display: none; }
    .entries { display: flex; flex: 1; }
    .entries a { position: relative; flex: 1 1 0; min-width: 0; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 3px; padding: var(--mp-2) 2px; color: var(--mp-muted); text-decoration: none; font-size: 0.8125rem; font-weight: 500; line-height: 1.25; text-align: center; }
    .entries a:focus-visible { outline-offset: -4px; border-radius: var(--mp-radius); }
    a mp-icon { width: 24px; height: 24px; }
    .here { color: var(--mp-accent) !important; font-weight: 600; }
    .pill { display: grid; place-items: center; width: 56px; height: 30px; border-radius: 15px; transition: background var(--mp-quick); }
    .here .pill { background: var(--mp-accent-soft); }
    .count { position: absolute; top: 4px; left: calc(50% + 6px); min-width: 20px; height: 20px; padding: 0 5px; border-radius: 10px; background: var(--mp-danger); color: var(--mp-on-danger); font-size: 0.75rem; line-height: 20px; text-align: center; font-weight: 600; }
    @media (max-width: 899px) { .entries a.rail { display: none; } .outer { color: var(--mp-accent) !important; font-weight: 600; } .outer .pill { background: var(--mp-accent-soft); } }
    @media (min-width: 900px) {
      nav { inset: 0 auto 0 0; width: var(--mp-rail); flex-direction: column; gap: var(--mp-6); padding: var(--mp-6) var(--mp-4); border-top: 0; border-right: 1px solid var(--mp-line); }
      .brand { display: flex; align-items: center; gap: var(--mp-3); min-height: var(--mp-touch); padding-inline: var(--mp-2); font-weight: 700; font-size: 1.125rem; color: var(--mp-text); text-decoration: none; }
      .entries { flex-direction: column; gap: var(--mp-1); flex: none; }
      .entries a { flex: none; flex-direction: row; justify-content: flex-start; gap: var(--mp-2); min-height: 48px; padding: var(--mp-2); border-radius: var(--mp-radius); font-size: 1rem; text-align: left; }
      .entries a:hover { background: var(--mp-sunken); }
      .entries a.here { background: var(--mp-accent-soft); }
      .pill, .here .pill { width: 36px; background: none; }
      .count { position: static; margin-left: auto; }
      .sides { display: flex; flex-direction: column; gap: var(--mp-1); margin-top: auto; padding-top: var(--mp-4); border-top: 1px solid var(--mp-line); }
      .sides p { padding-inline: var(--mp-2); }
    }
    .sides button { display: flex; align-items: center; gap: var(--mp-3); min-height: var(--mp-touch); padding: 0 var(--mp-3); border: 0; border-radius: var(--mp-radius); background: none; text-align: left; cursor: pointer; }
    .sides button:hover { background: var(--mp-sunken); }
    .sides [aria-pressed='true'] { font-weight: 600; color: var(--mp-accent); }
  `];
  @property() side: Side = 'owner';
  @property({ attribute: false }) sides: readonly Side[] = [];
  /** The path that is open. */
  @property() here = '';
  @property({ type: Number }) pending = 0;

  override render(): unknown {
    return html`<nav aria-label=${this.t('app.nav')}>
      <a class="brand" href=${navEntries[this.side][0]?.path ?? '/'}><mp-mark></mp-mark>${this.t('app.name')}</a>
      <div class="entries">${this.entries().map((entry) => this.entry(entry))}</div>
      ${this.sides.length > 1 ? html`<div class="sides" role="group" aria-labelledby="as"><p id="as" class="tiny muted">${this.t('app.sideLabel')}</p>${this.sides.map((side) => html`
        <button type="button" aria-pressed=${side === this.side ? 'true' : 'false'} @click=${() => this.dispatchEvent(new CustomEvent<Side>('mp-side', { detail: side }))}><mp-icon name=${sideIcon[side]}></mp-icon>${this.t(sideName[side])}</button>`)}</div>` : nothing}
    </nav>`;
  }

  /** Somebody without a role yet has nothing but her settings. */
  private entries(): readonly NavEntry[] {
    return navEntries[this.side].filter((entry) => this.sides.length > 0 || entry.path === '/' || entry.path === '/settings');
  }

  private entry(entry: NavEntry): unknown {
    const lit = entry.path === this.here;
    const count = entry.counts && this.pending > 0;
    const outer = navEntries[this.side].some((inner) => inner.within === entry.path && inner.path === this.here);
    return html`<a href=${entry.path} class=${`${lit ? 'here' : ''} ${outer ? 'outer' : ''} ${entry.within ? 'rail' : ''}`} aria-current=${lit ? 'page' : nothing}><span class="pill"><mp-icon name=${entry.icon}></mp-icon></span><span>${this.t(entry.label)}</span>
      ${count ? html`<span class="count" aria-hidden="true">${Math.min(this.pending, 99)}</span><span class="hidden">${this.t('app.pending', { count: this.pending })}</span>` : nothing}</a>`;
  }
}

export const sideName = { owner: 'app.sideOwner', officer: 'app.sideOfficer', oversight: 'app.sideOversight', operator: 'app.sideOperator' } as const;
export const sideIcon = { owner: 'house', officer: 'shield', oversight: 'chart', operator: 'health' } as const;
declare global { interface HTMLElementTagNameMap { 'mp-nav': MpNav } }
