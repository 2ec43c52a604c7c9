import { html } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { MpChoiceCards } from '../app/parts/mp-choice-cards.ts';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import type { MpField } from '../app/parts/mp-field.ts';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';

/** A form in a dialog: another household or business for this hub. Fires `mp-made` with the invitation. */
@customElement('mp-invite-owner')
export class MpInviteOwner extends Screen {
  @query('mp-dialog') private readonly dialog!: MpDialog;
  @state() private kind: 'household' | 'business' = 'household';
  @state() private name = '';
  @state() private tried = false;
  private working = false;

  show(): void {
    this.name = '';
    this.tried = false;
    this.dialog.show();
  }

  override render(): unknown {
    const { t } = this;
    return html`<mp-dialog heading=${t('people.inviteOwner')}><form class="stack" novalidate @submit=${this.make}>
      <p class="muted">${t('people.inviteOwnerText')}</p>
      <mp-choice-cards across label=${t('people.ownerKind')} .value=${this.kind} .choices=${[{ value: 'household', label: t('terms.ownerKind_household'), icon: 'house' as const }, { value: 'business', label: t('terms.ownerKind_business'), icon: 'store' as const }]} @change=${(event: Event) => { this.kind = (event.target as MpChoiceCards).value === 'business' ? 'business' : 'household'; }}></mp-choice-cards>
      <mp-field data-first label=${t('people.ownerName')} hint=${t('people.ownerNameHint')} maxlength="120" .value=${this.name} error=${this.tried && !this.name.trim() ? t('people.ownerNameNeeded') : ''} @input=${(event: Event) => { this.name = (event.target as MpField).value; }}></mp-field>
      <mp-button tone="primary" type="submit" wide>${t('people.makeInvitation')}</mp-button></form></mp-dialog>`;
  }

  private readonly make = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    const ownerName = this.name.trim();
    if (!ownerName || this.working) return;
    this.working = true;
    this.dialog.close();
    try {
      const done = await this.shell.prove(() => this.hub.call('POST /api/invitations', { body: { kind: 'owner', ownerKind: this.kind, ownerName } }));
      if (done) this.dispatchEvent(new CustomEvent<Reply<'POST /api/invitations'>>('mp-made', { detail: done.value }));
    } catch (thrown) {
      this.shell.fail(thrown);
    } finally {
      this.working = false;
    }
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-invite-owner': MpInviteOwner } }
