import { html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { LoadController } from '../hub/load-controller.ts';
import { roleName } from '../sign-in/role-name.ts';

type Invitation = Reply<'GET /api/invitations'>[number];

/** Invitations that wait to be accepted, each with its end and a way to withdraw it. */
@customElement('mp-invitations')
export class MpInvitations extends Screen {
  /** Shows only invitations of these kinds. */
  @property({ attribute: false }) kinds: readonly Invitation['kind'][] = ['member', 'officer', 'owner'];
  private readonly invitations = new LoadController(this, { load: (signal) => this.hub.call('GET /api/invitations', { signal }), on: ['session'] });

  readonly reload = (): Promise<void> => this.invitations.reload();

  override render(): unknown {
    const { t } = this;
    return html`<mp-card heading=${t('settings.invitations')}>${this.invitations.draw((all) => {
      const rows = all.filter((row) => this.kinds.includes(row.kind));
      return rows.length === 0 ? html`<p class="muted">${t('settings.invitationsNone')}</p>` : html`<ul class="lines">${rows.map((row) => this.one(row))}</ul>`;
    }, html`<mp-skeleton count="1"></mp-skeleton>`)}</mp-card>`;
  }

  private one(row: Invitation): unknown {
    const now = Date.now();
    const open = row.usedAt === null && row.expiresAt > now;
    const role = roleName(row.role, this.t);
    const state = row.usedAt !== null ? this.t('settings.invitationUsed', { moment: this.words.moment(row.usedAt, now) }) : open ? this.t('settings.invitationUntil', { moment: this.words.moment(row.expiresAt, now) }) : this.t('settings.invitationOver');
    return html`<li class="apart"><div class="grow"><p class="strong">${role}${row.to ? ` · ${row.to}` : ''}</p><p class="small muted">${row.officerNo ? `${this.t('consent.officerNo', { number: row.officerNo })} · ` : ''}${state}</p></div>
      ${open ? html`<mp-button tone="grave" label=${this.t('settings.withdrawOf', { role })} @click=${() => this.withdraw(row)}>${this.t('settings.withdraw')}</mp-button>` : nothing}</li>`;
  }

  private async withdraw(row: Invitation): Promise<void> {
    try {
      await this.hub.call('DELETE /api/invitations/:id', { params: { id: row.id } });
      this.shell.toast(this.t('settings.withdrawn'));
      await this.reload();
    } catch (thrown) {
      this.shell.fail(thrown);
    }
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-invitations': MpInvitations } }
