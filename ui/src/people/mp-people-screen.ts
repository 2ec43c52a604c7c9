import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-invitation-made.ts';
import type { MpInvitationMade } from './mp-invitation-made.ts';
import './mp-invitations.ts';
import type { MpInvitations } from './mp-invitations.ts';
import './mp-invite-officer.ts';
import type { MpInviteOfficer } from './mp-invite-officer.ts';
import './mp-invite-owner.ts';
import type { MpInviteOwner } from './mp-invite-owner.ts';
import './mp-new-unit.ts';
import type { MpNewUnit } from './mp-new-unit.ts';
import './mp-officers.ts';

type Unit = Reply<'GET /api/units'>[number];
type Made = Reply<'POST /api/invitations'>;

/** Units and their officers; for a leader her own units, for the operator every one, with new units and owners. */
@customElement('mp-people-screen')
export class MpPeopleScreen extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .units { display: flex; flex-direction: column; gap: var(--mp-4); }
    .feet { margin-top: var(--mp-4); }
  `];
  @state() private opened = '';
  @query('mp-invitation-made') private readonly made!: MpInvitationMade;
  @query('mp-invitations') private readonly invitations!: MpInvitations;
  @query('mp-invite-officer') private readonly officer!: MpInviteOfficer;
  @query('mp-invite-owner') private readonly owner!: MpInviteOwner;
  @query('mp-new-unit') private readonly newUnit!: MpNewUnit;
  private readonly units = new LoadController(this, { load: (signal) => this.hub.call('GET /api/units', { signal }), on: ['session'] });

  override render(): unknown {
    const { t } = this;
    return html`<mp-page heading=${t('people.title')} lead=${t('people.lead')} back="/settings" backLabel=${t('settings.title')}>
      ${this.me.operator ? html`<mp-button slot="action" tone="primary" icon="plus" @click=${() => this.newUnit.show()}>${t('people.newUnit')}</mp-button>` : nothing}
      <div class="units">${this.units.draw((rows) => {
        const shown = this.me.operator ? rows : rows.filter((row) => this.leads(row.id));
        return shown.length === 0 ? html`<mp-empty icon="shield" text=${t('people.noUnits')}></mp-empty>` : shown.map((row) => this.one(row));
      })}</div>
      ${this.me.operator ? html`<mp-card heading=${t('people.inviteOwner')}><p class="muted">${t('people.inviteOwnerText')}</p><div slot="actions"><mp-button icon="user-plus" @click=${() => this.owner.show()}>${t('people.inviteOwner')}</mp-button></div></mp-card>` : nothing}
      <mp-invitations .kinds=${['officer', 'owner'] as const}></mp-invitations>
    </mp-page>
    <mp-invite-officer @mp-made=${this.showMade}></mp-invite-officer><mp-invite-owner @mp-made=${this.showMade}></mp-invite-owner>
    <mp-new-unit @mp-made-unit=${() => void this.units.reload()}></mp-new-unit><mp-invitation-made></mp-invitation-made>`;
  }

  private one(row: Unit): unknown {
    const open = this.opened === row.id;
    const { t } = this;
    return html`<mp-card><div class="apart"><div class="grow"><h2>${row.name}</h2><p class="small muted">${t(`terms.unitKind_${row.kind}`)} · ${t('people.officers', { count: row.officers })}</p></div></div>
      ${open ? html`<mp-officers .unit=${row} @mp-changed=${() => void this.units.reload()}></mp-officers>` : nothing}
      <div class="row feet"><mp-button icon="users" pressed=${open ? 'true' : 'false'} @click=${() => { this.opened = open ? '' : row.id; }}>${open ? t('people.hide') : t('people.show')}</mp-button>
        <mp-button icon="user-plus" @click=${() => this.officer.show(row)}>${t('people.inviteOfficer')}</mp-button></div></mp-card>`;
  }

  private leads(unit: string): boolean {
    return this.me.offices.some((office) => office.unit === unit && office.role === 'unit_leader');
  }
  private readonly showMade = (event: CustomEvent<Made>): void => {
    this.made.show(event.detail);
    void this.invitations.reload();
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-people-screen': MpPeopleScreen } }
