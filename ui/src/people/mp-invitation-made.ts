import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';

type Made = Reply<'POST /api/invitations'>;

/** Shows a new invitation's link and QR, once: the hub keeps only a hash of it. */
@customElement('mp-invitation-made')
export class MpInvitationMade extends Screen {
  static override styles = [Screen.styles, css`:host { display: contents; }`];
  @query('mp-dialog') private readonly dialog!: MpDialog;
  @state() private made: Made | undefined;

  show(made: Made): void {
    this.made = made;
    this.dialog.show();
  }

  override render(): unknown {
    const { made, t } = this;
    return html`<mp-dialog heading=${t('settings.inviteMade')} @mp-closed=${() => { this.made = undefined; }}>${made ? html`
      <p>${t('settings.inviteMadeText', { moment: this.words.moment(made.expiresAt, Date.now()) })}</p>
      <mp-qr-frame .svg=${made.qr} caption=${t('settings.inviteQr')}></mp-qr-frame>
      <mp-copy text=${made.link}></mp-copy>
      <mp-button tone="primary" wide @click=${() => this.dialog.close()}>${t('settings.done')}</mp-button>` : nothing}</mp-dialog>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-invitation-made': MpInvitationMade } }
