import type { GrantRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { keptBy, ownedBy } from '../home/watching.ts';
import './mp-day-bar.ts';

const heldWords = { pause: 'sharing.heldPause', privacy_hours: 'sharing.heldPrivacy', unit_suspended: 'sharing.heldMerge', quarantine: 'sharing.heldBlock', legal_block: 'sharing.heldBlock' } as const;

/** One permission with the sentence that was signed, and the one tap that ends it. Fires `mp-revoked` (detail: its id) after that. */
@customElement('mp-grant-card')
export class MpGrantCard extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    blockquote { margin: 0; padding-left: var(--mp-4); border-left: 3px solid var(--mp-accent); text-wrap: pretty; }
    .over blockquote { border-color: var(--mp-line); color: var(--mp-muted); }
    .stack { gap: var(--mp-3); }
    .foot { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--mp-3); }
    .foot p { flex: 1 1 220px; }
    .foot p.strong { flex: none; }
    .links { gap: 0 var(--mp-5); }
    .links a { display: inline-flex; align-items: center; min-height: var(--mp-touch); min-width: var(--mp-touch); }
    /* Who comes from the paper slip wants the button before the words. */
    .alone blockquote, .alone mp-day-bar { order: 1; }
  `];
  @property({ attribute: false }) grant: GrantRow | undefined;
  /** On its own page: no way there. */
  @property({ type: Boolean }) alone = false;
  @state() private busy = false;
  @state() private revokedAt: number | undefined;

  protected override render(): unknown {
    const { grant } = this;
    if (!grant) return nothing;
    const revokedAt = this.revokedAt ?? grant.revokedAt;
    const over = revokedAt !== null || grant.until <= Date.now();
    const mine = ownedBy(this.me).some((membership) => membership.owner === grant.owner);
    const mayRevoke = keptBy(this.me).some((membership) => membership.owner === grant.owner);
    return html`<mp-card><div class="stack ${over ? 'over' : ''} ${this.alone ? 'alone' : ''}">
      <div class="apart"><h3 class="grow">${grant.to}</h3>${this.badge(grant, revokedAt)}</div>
      <blockquote>${this.words.of(grant.sentence)}</blockquote>
      ${over || !grant.access ? nothing : html`<mp-day-bar kind=${grant.mode === 'ask' ? 'ask' : 'open'} .access=${grant.access}></mp-day-bar>`}
      <div class="foot">
        <p class="small muted">${this.t('sharing.signed', { by: grant.signedBy, at: this.words.moment(grant.signedAt, Date.now()) })}. ${over ? nothing : this.t('sharing.until', { date: this.words.date(grant.until) })}</p>
        ${revokedAt !== null ? html`<p class="strong" role="status">${this.t('sharing.revokedAt', { at: this.when(revokedAt) })}</p>`
          : over || !mayRevoke ? nothing : html`<mp-button tone="grave" icon="stop" ?busy=${this.busy} @click=${this.revoke}>${this.t('sharing.revoke')}</mp-button>`}
      </div>${this.alone ? nothing : html`<p class="row small links"><a href=${`/grant/${grant.id}`}>${this.t('records.grantPage')}</a>${over || !mayRevoke || grant.mode === 'emergency' ? nothing : html`<a href=${`/sharing/edit/${grant.id}`}>${this.t('rights.edit')}</a>`}${revokedAt !== null || !mine ? nothing : html`<a href=${`/sharing/renew/${grant.id}`}>${this.t('rights.renew')}</a>`}</p>`}</div></mp-card>`;
  }

  private badge(grant: GrantRow, revokedAt: number | null): unknown {
    if (revokedAt !== null) return html`<mp-badge>${this.t('sharing.revoked')}</mp-badge>`;
    if (grant.until <= Date.now()) return html`<mp-badge>${this.t('sharing.expired')}</mp-badge>`;
    if (grant.held) return html`<mp-badge>${this.t(heldWords[grant.held])}</mp-badge>`;
    if (grant.mode === 'ask') return html`<mp-badge tone="good">${this.t('sharing.asksFirst')}</mp-badge>`;
    if (grant.mode === 'emergency') return html`<mp-badge tone="warn">${this.t('sharing.emergencyOnly')}</mp-badge>`;
    return html`<mp-badge tone=${grant.open ? 'warn' : 'plain'}>${this.t(grant.open ? 'sharing.openNow' : 'sharing.notNow')}</mp-badge>`;
  }

  /** Today with seconds: she should see that it was at once. */
  private when(at: number): string {
    return this.words.date(at) === this.words.date(Date.now()) ? this.words.time(at, true) : this.words.moment(at, Date.now());
  }

  private readonly revoke = async (): Promise<void> => {
    const { grant } = this;
    if (!grant) return;
    this.busy = true;
    try {
      const { revokedAt } = await this.hub.call('DELETE /api/grants/:id', { params: { id: grant.id } });
      this.revokedAt = revokedAt;
      this.shell.toast(this.t('sharing.revokeDone', { at: this.words.time(revokedAt, true) }));
      this.dispatchEvent(new CustomEvent('mp-revoked', { detail: grant.id, bubbles: true, composed: true }));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-grant-card': MpGrantCard } }
