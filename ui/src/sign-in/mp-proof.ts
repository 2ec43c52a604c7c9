import type { Me } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import { problemText } from '../app/parts/mp-error.ts';
import type { MpField } from '../app/parts/mp-field.ts';
import { Screen } from '../app/screen.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { passkeysHere, proveWithPasskey } from './passkey.ts';

/** Asks once more who she is, before something widens. `ask()` gives her proved session, or nothing when she closed it. */
@customElement('mp-proof')
export class MpProof extends Screen {
  static override styles = [Screen.styles, css`.problem { color: var(--mp-danger); }`];
  @query('mp-dialog') private readonly dialog!: MpDialog;
  @state() private password = '';
  @state() private working = false;
  @state() private problem: HubProblem | undefined;
  /** The password field exists only while it is asked for, so that nothing fills it unasked. */
  @state() private open = false;
  private answer: ((me: Me | undefined) => void) | undefined;

  ask(): Promise<Me | undefined> {
    this.settle(undefined);
    this.problem = undefined;
    this.open = true;
    return new Promise((resolve) => {
      this.answer = resolve;
      this.dialog.show();
    });
  }

  override render(): unknown {
    const { t } = this;
    const keys = (this.person?.passkeys ?? 0) > 0 && passkeysHere();
    const byPassword = this.person?.hasPassword ?? true;
    return html`<mp-dialog heading=${t('signIn.proofTitle')} @mp-closed=${() => this.settle(undefined)}>
      ${this.open ? html`<p class="muted">${t('signIn.proofText')}</p>
      <form class="stack" novalidate @submit=${this.byPassword}>
        ${byPassword ? html`<input class="hidden" type="text" autocomplete="username" tabindex="-1" aria-hidden="true" .value=${this.person?.login ?? ''} readonly>
          <mp-field data-first type="password" label=${t('signIn.password')} autocomplete="current-password" .value=${this.password} @input=${(event: Event) => { this.password = (event.target as MpField).value; }}></mp-field>` : nothing}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem.code === 'passkey-cancelled' ? t('signIn.passkeyCancelled') : problemText(this.problem, t)}</p>` : nothing}
        ${byPassword ? html`<mp-button tone="primary" type="submit" wide .busy=${this.working}>${t('signIn.proofYes')}</mp-button>` : nothing}
        ${keys ? html`<mp-button wide icon="fingerprint" @click=${() => this.work(() => proveWithPasskey(this.hub))}>${t('signIn.withPasskey')}</mp-button>` : nothing}
      </form>` : nothing}</mp-dialog>`;
  }

  private readonly byPassword = (event: Event): void => {
    event.preventDefault();
    const { password } = this;
    if (password && !this.working) void this.work(() => this.hub.call('POST /api/session/proof', { body: { password } }));
  };

  private async work(act: () => Promise<Me>): Promise<void> {
    this.working = true;
    this.problem = undefined;
    try {
      const me = await act();
      this.settle(me);
      this.dialog.close();
    } catch (thrown) {
      this.problem = problemOf(thrown);
    } finally {
      this.working = false;
      this.password = '';
    }
  }

  private settle(me: Me | undefined): void {
    this.password = '';
    this.open = false;
    this.answer?.(me);
    this.answer = undefined;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-proof': MpProof } }
