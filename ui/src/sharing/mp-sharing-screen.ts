import type { GrantRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { ownedBy } from '../home/watching.ts';
import '../rights/mp-merges.ts';
import '../rights/mp-private-hours.ts';
import './mp-grant-card.ts';

const over = (grant: GrantRow): boolean => grant.revokedAt !== null || grant.until <= Date.now();

/** `/sharing`: what I share, each with its sentence and the way to stop it, the way to see what that comes to, and the hours kept private. */
@customElement('mp-sharing-screen')
export class MpSharingScreen extends Screen {
  static override styles = [Screen.styles, css`
    section { display: flex; flex-direction: column; gap: var(--mp-4); }
    section + section { margin-top: var(--mp-4); }
    .apart { flex-wrap: wrap; } .apart .grow { flex: 1 1 240px; }
    details summary { cursor: pointer; min-height: var(--mp-touch); display: flex; align-items: center; gap: var(--mp-2); font-size: var(--mp-h2); font-weight: 600; list-style: none; }
    details[open] summary { margin-bottom: var(--mp-3); }
    details[open] summary mp-icon { rotate: 180deg; }
    details > div { display: flex; flex-direction: column; gap: var(--mp-4); }
  `];
  /** Stopped on this visit: these stay where they are, with the moment they ended. */
  @state() private stopped: ReadonlySet<string> = new Set();
  private readonly grants = new LoadController(this, { load: (signal) => this.hub.call('GET /api/grants', { signal }), on: ['grant'] });

  protected override render(): unknown {
    const owner = ownedBy(this.me).length > 0;
    return html`<mp-page heading=${this.t('sharing.title')} lead=${this.t('sharing.lead')} back="/" @mp-revoked=${(event: CustomEvent<string>) => (this.stopped = new Set([...this.stopped, event.detail]))}>
      ${owner && this.grants.value?.length ? html`<mp-button slot="action" tone="primary" icon="plus" href="/sharing/new">${this.t('sharing.give')}</mp-button>` : nothing}
      <mp-merges></mp-merges>
      <mp-card><div class="apart"><p class="grow">${this.t('rights.lead')}</p><mp-button icon="eye" href="/sharing/now">${this.t('rights.title')}</mp-button></div></mp-card>
      ${this.grants.draw((grants) => this.list(grants, owner))}
      <mp-private-hours></mp-private-hours>
    </mp-page>`;
  }

  private list(grants: readonly GrantRow[], owner: boolean): unknown {
    const inForce = grants.filter((grant) => !over(grant) || this.stopped.has(grant.id)).toSorted((a, b) => b.signedAt - a.signedAt);
    const ended = grants.filter((grant) => over(grant) && !this.stopped.has(grant.id)).toSorted((a, b) => (b.revokedAt ?? b.until) - (a.revokedAt ?? a.until));
    return html`
      ${inForce.length === 0 ? html`<mp-card><mp-empty icon="lock" text=${this.t('sharing.none')}>${owner ? html`<mp-button tone="primary" icon="plus" href="/sharing/new">${this.t('sharing.giveFirst')}</mp-button>` : html`<p class="small muted">${this.t('sharing.onlyOwner')}</p>`}</mp-empty></mp-card>`
        : html`<section><h2>${this.t('sharing.inForce')}</h2>${this.cards(inForce)}</section>`}
      ${ended.length === 0 ? nothing : html`<details><summary>${this.t('sharing.ended')} (${ended.length})<mp-icon name="chevron-down"></mp-icon></summary><div>${this.cards(ended)}</div></details>`}`;
  }

  private cards(grants: readonly GrantRow[]): unknown {
    return repeat(grants, (grant) => grant.id, (grant) => html`<mp-grant-card .grant=${grant}></mp-grant-card>`);
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-sharing-screen': MpSharingScreen } }
