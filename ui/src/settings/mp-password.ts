import { html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { MpField } from '../app/parts/mp-field.ts';
import { Screen } from '../app/screen.ts';
import { problemOf } from '../hub/hub-problem.ts';
import { shortestPassword } from '../sign-in/new-person.ts';

/** A new password, under the same kind rules as at the start. */
@customElement('mp-password')
export class MpPassword extends Screen {
  @state() private password = '';
  @state() private error = '';
  @state() private working = false;

  override render(): unknown {
    const { t } = this;
    const missing = shortestPassword - [...this.password].length;
    return html`<mp-card heading=${t('settings.password')}><form class="stack" novalidate @submit=${this.save}>
      <p class="muted small">${t('settings.passwordText')}</p>
      <mp-field type="password" label=${t('settings.newPassword')} autocomplete="new-password" maxlength="200" hint=${this.password === '' ? t('signIn.passwordHint') : missing > 0 ? t('signIn.passwordLeft', { count: missing }) : t('signIn.passwordGood')}
        .value=${this.password} error=${this.error} @input=${(event: Event) => { this.password = (event.target as MpField).value; this.error = ''; }}></mp-field>
      <div><mp-button type="submit" .busy=${this.working}>${this.me.hasPassword ? t('settings.changePassword') : t('settings.setPassword')}</mp-button></div>
    </form></mp-card>`;
  }

  private readonly save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { password } = this;
    const missing = shortestPassword - [...password].length;
    if (missing > 0) this.error = this.t('signIn.passwordLeft', { count: missing });
    if (missing > 0 || this.working) return;
    this.working = true;
    try {
      const done = await this.shell.prove(() => this.hub.call('POST /api/me/password', { body: { password } }));
      if (!done) return;
      this.password = '';
      await this.shell.refreshMe();
      this.shell.toast(this.t('settings.passwordChanged'));
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code === 'weak-password') this.error = problem.message;
      else this.shell.fail(thrown);
    } finally {
      this.working = false;
    }
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-password': MpPassword } }
