import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { MpChoiceCards } from '../app/parts/mp-choice-cards.ts';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import type { MpSelect } from '../app/parts/mp-select.ts';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { LoadController } from '../hub/load-controller.ts';
import '../people/mp-invitation-made.ts';
import type { MpInvitationMade } from '../people/mp-invitation-made.ts';
import '../people/mp-invitations.ts';
import type { MpInvitations } from '../people/mp-invitations.ts';
import { roleName } from '../sign-in/role-name.ts';

type Member = Reply<'GET /api/owners/:id/members'>[number];
const roles = ['co_owner', 'manager', 'viewer'] as const;

/** The people of a household or business; its owner invites and removes. */
@customElement('mp-members-screen')
export class MpMembersScreen extends Screen {
  static override styles = [Screen.styles, css`:host { display: block; } .feet { margin-top: var(--mp-2); }`];
  @state() private chosen: string | undefined;
  @state() private chosenRole: (typeof roles)[number] = 'co_owner';
  @state() private working = false;
  @query('#invite') private readonly dialog!: MpDialog;
  @query('mp-invitation-made') private readonly made!: MpInvitationMade;
  @query('mp-invitations') private readonly invitations!: MpInvitations | null;
  private readonly members = new LoadController(this, { load: (signal) => this.hub.call('GET /api/owners/:id/members', { params: { id: this.owner.owner }, signal }), on: ['session'] });

  private get owner(): { owner: string; ownerName: string; role: string } {
    const all = this.me.memberships;
    return all.find((each) => each.owner === this.chosen) ?? all[0] ?? { owner: '', ownerName: '', role: '' };
  }

  override render(): unknown {
    const { t, owner } = this;
    const mine = owner.role === 'owner';
    return html`<mp-page heading=${t('settings.membersTitle')} lead=${t('settings.membersLead')} back="/settings" backLabel=${t('settings.title')}>
      ${mine ? html`<mp-button slot="action" tone="primary" icon="user-plus" @click=${() => this.dialog.show()}>${t('settings.invite')}</mp-button>` : nothing}
      ${this.me.memberships.length > 1 ? html`<mp-select label=${t('settings.whichHome')} .value=${owner.owner} .choices=${this.me.memberships.map((each) => ({ value: each.owner, label: each.ownerName }))} @change=${this.choose}></mp-select>` : nothing}
      <mp-card heading=${owner.ownerName}>${this.members.draw((rows) => html`<ul class="lines">${rows.map((row) => this.one(row, mine))}</ul>`)}</mp-card>
      ${mine ? html`<mp-invitations .kinds=${['member'] as const}></mp-invitations>` : nothing}
    </mp-page>
    <mp-dialog id="invite" heading=${t('settings.invite')}><form class="stack" novalidate @submit=${this.invite}>
      <mp-choice-cards label=${t('settings.inviteRole')} .value=${this.chosenRole} .choices=${[
        { value: 'co_owner', label: t('settings.roleCoOwner'), text: t('settings.roleCoOwnerText') }, { value: 'manager', label: t('settings.roleManager'), text: t('settings.roleManagerText') }, { value: 'viewer', label: t('settings.roleViewer'), text: t('settings.roleViewerText') },
      ]} @change=${(event: Event) => { this.chosenRole = roles.find((role) => role === (event.target as MpChoiceCards).value) ?? 'co_owner'; }}></mp-choice-cards>
      <mp-button class="feet" tone="primary" type="submit" wide .busy=${this.working}>${t('settings.makeInvitation')}</mp-button></form></mp-dialog>
    <mp-invitation-made></mp-invitation-made>`;
  }

  private one(row: Member, mine: boolean): unknown {
    const self = row.person === this.me.id;
    return html`<li class="apart"><div class="grow"><p class="strong">${row.name}${self ? html` <span class="muted">(${this.t('settings.you')})</span>` : nothing}</p><p class="small muted">${roleName(row.role, this.t)}, ${this.t('settings.since', { date: this.words.date(row.since) })}</p></div>
      ${mine && !self ? html`<mp-button icon="trash" label=${this.t('settings.removeMember', { name: row.name })} @click=${() => this.removeOne(row)}></mp-button>` : nothing}</li>`;
  }

  private readonly choose = (event: Event): void => {
    this.chosen = (event.target as MpSelect).value;
    void this.members.reload();
  };

  private readonly invite = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.working) return;
    this.working = true;
    this.dialog.close();
    try {
      const done = await this.shell.prove(() => this.hub.call('POST /api/invitations', { body: { kind: 'member', owner: this.owner.owner, role: this.chosenRole } }));
      if (done) this.made.show(done.value);
      await this.invitations?.reload();
    } catch (thrown) {
      this.shell.fail(thrown);
    } finally {
      this.working = false;
    }
  };

  private async removeOne(row: Member): Promise<void> {
    const { owner } = this;
    if (!(await this.shell.confirm({ title: this.t('settings.removeMemberAsk', { name: row.name, home: owner.ownerName }), text: this.t('settings.removeMemberText'), yes: this.t('settings.remove'), grave: true }))) return;
    try {
      await this.hub.call('DELETE /api/owners/:id/members/:person', { params: { id: owner.owner, person: row.person } });
      this.shell.toast(this.t('settings.removed'));
      await this.members.reload();
    } catch (thrown) {
      this.shell.fail(thrown);
    }
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-members-screen': MpMembersScreen } }
