import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';

export type MadeApp = Reply<'POST /api/apps'>;

/** User name, password and addresses of a program that was just let in: this once. */
@customElement('mp-app-made')
export class MpAppMade extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: contents; }
    .all { display: flex; flex-direction: column; gap: var(--mp-4); }
    .all p { margin-bottom: var(--mp-1); }
    summary { min-height: var(--mp-touch); display: flex; align-items: center; cursor: pointer; color: var(--mp-accent-strong); font-weight: 500; }
  `];
  @query('mp-dialog') private readonly dialog!: MpDialog;
  @state() private made: MadeApp | undefined;

  show(made: MadeApp): void {
    this.made = made;
    this.dialog.show();
  }

  override render(): unknown {
    const { made, t } = this;
    return html`<mp-dialog heading=${made ? t('apps.madeTitle', { name: made.app.name }) : ''} @mp-closed=${() => { this.made = undefined; }}>${made ? html`<div class="all">
      <p>${t('apps.madeText')}</p>
      <div><p class="small">${t('apps.user')}</p><mp-copy text=${made.app.username}></mp-copy></div>
      <div><p class="small">${t('apps.password')}</p><mp-copy text=${made.password}></mp-copy></div>
      ${made.addresses.map(({ name, role, uri, qr }) => html`<div><p class="small">${t('apps.address', { camera: name, role: t(role === 'main' ? 'apps.roleMain' : 'apps.roleSub') })}</p><mp-copy text=${uri}></mp-copy>
        <details><summary>QR</summary><mp-qr-frame .svg=${qr} caption=${t('apps.qr')}></mp-qr-frame></details></div>`)}
      ${made.app.snapshot ? made.app.cameras.map(({ name, snapshotUri }) => html`<div><p class="small">${t('apps.snapshotAddress', { camera: name })}</p><mp-copy text=${snapshotUri}></mp-copy></div>`) : nothing}
      <mp-button tone="primary" wide @click=${() => this.dialog.close()}>${t('apps.copied')}</mp-button></div>` : nothing}</mp-dialog>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-app-made': MpAppMade } }
