import { html } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { MpChoiceCards } from '../app/parts/mp-choice-cards.ts';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import type { MpField } from '../app/parts/mp-field.ts';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';

const roles = ['duty_officer', 'investigator', 'unit_leader'] as const;

/** A form in a dialog: an officer's number and role. Fires `mp-made` with the invitation. */
@customElement('mp-invite-officer')
export class MpInviteOfficer extends Screen {
  @query('mp-dialog') private readonly dialog!: MpDialog;
  @state() private unit: { readonly id: string; readonly name: string } | undefined;
  @state() private officerNo = '';
  @state() private chosenRole: (typeof roles)[number] = 'duty_officer';
  @state() private tried = false;
  private working = false;

  show(unit: { readonly id: string; readonly name: string; readonly officers: number }): void {
    this.unit = unit;
    this.officerNo = '';
    this.tried = false;
    this.chosenRole = unit.officers === 0 ? 'unit_leader' : 'duty_officer';
    this.dialog.show();
  }

  override render(): unknown {
    const { t } = this;
    return html`<mp-dialog heading=${t('people.inviteOfficerTo', { unit: this.unit?.name ?? '' })}><form class="stack" novalidate @submit=${this.make}>
      <mp-field data-first label=${t('people.officerNo')} hint=${t('people.officerNoHint')} maxlength="32" .value=${this.officerNo} error=${this.tried && !this.officerNo.trim() ? t('people.officerNoNeeded') : ''} @input=${(event: Event) => { this.officerNo = (event.target as MpField).value; }}></mp-field>
      <mp-choice-cards label=${t('people.role')} .value=${this.chosenRole} .choices=${[
        { value: 'duty_officer', label: t('terms.unitRole_duty_officer'), text: t('people.roleDutyText') }, { value: 'investigator', label: t('terms.unitRole_investigator'), text: t('people.roleInvestigatorText') }, { value: 'unit_leader', label: t('terms.unitRole_unit_leader'), text: t('people.roleLeaderText') },
      ]} @change=${(event: Event) => { this.chosenRole = roles.find((role) => role === (event.target as MpChoiceCards).value) ?? 'duty_officer'; }}></mp-choice-cards>
      <mp-button tone="primary" type="submit" wide>${t('people.makeInvitation')}</mp-button></form></mp-dialog>`;
  }

  private readonly make = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    const { unit, chosenRole: role } = this;
    const officerNo = this.officerNo.trim();
    if (!unit || !officerNo || this.working) return;
    this.working = true;
    this.dialog.close();
    try {
      const done = await this.shell.prove(() => this.hub.call('POST /api/invitations', { body: { kind: 'officer', unit: unit.id, role, officerNo } }));
      if (done) this.dispatchEvent(new CustomEvent<Reply<'POST /api/invitations'>>('mp-made', { detail: done.value }));
    } catch (thrown) {
      this.shell.fail(thrown);
    } finally {
      this.working = false;
    }
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-invite-officer': MpInviteOfficer } }
