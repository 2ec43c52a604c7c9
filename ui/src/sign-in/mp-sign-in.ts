import { consume } from '@lit/context';
import type { Me } from '@matpho/core/api';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { MpField } from '../app/parts/mp-field.ts';
import { problemText } from '../app/parts/mp-error.ts';
import { Screen } from '../app/screen.ts';
import { aboutContext, type About } from '../hub/contexts.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { doorSheet } from './door-sheet.ts';
import '../app/mp-mark.ts';
import { enterWithPasskey, passkeysHere } from './passkey.ts';

/** Password or passkey. Fires `mp-entered` with who came in. `bare` leaves out the frame, for use inside another page. */
@customElement('mp-sign-in')
export class MpSignIn extends Screen {
  static override styles = [Screen.styles, doorSheet];
  @consume({ context: aboutContext, subscribe: true }) @state() private about: About | undefined;
  @property({ type: Boolean }) bare = false;
  @state() private login = '';
  @state() private password = '';
  @state() private tried = false;
  @state() private working: 'no' | 'password' | 'passkey' = 'no';
  @state() private problem: HubProblem | undefined;

  override render(): unknown {
    const { t } = this;
    const form = html`
      <form class="stack" novalidate @submit=${this.enter}>
        <mp-field label=${t('signIn.login')} name="username" autocomplete="username" .value=${this.login} error=${this.tried && !this.login.trim() ? t('signIn.loginNeeded') : ''} @input=${(event: Event) => { this.login = (event.target as MpField).value; }}></mp-field>
        <mp-field type="password" label=${t('signIn.password')} name="password" autocomplete="current-password" .value=${this.password} error=${this.tried && !this.password ? t('signIn.passwordNeeded') : ''} @input=${(event: Event) => { this.password = (event.target as MpField).value; }}></mp-field>
        ${this.problem ? html`<p class="problem" role="alert"><mp-icon name="circle-alert"></mp-icon><span>${this.problem.code === 'passkey-cancelled' ? t('signIn.passkeyCancelled') : problemText(this.problem, t)}</span></p>` : nothing}
        <mp-button tone="primary" type="submit" wide .busy=${this.working === 'password'}>${t('signIn.enter')}</mp-button>
        ${this.about?.passkeys && passkeysHere() ? html`<p class="or muted">${t('signIn.or')}</p><mp-button wide icon="fingerprint" .busy=${this.working === 'passkey'} @click=${this.enterByPasskey}>${t('signIn.withPasskey')}</mp-button><p class="small muted centre">${t('signIn.passkeyHint')}</p>` : nothing}
      </form>`;
    if (this.bare) return form;
    return html`<div class="door"><div class="panel stack wide">
      <header class="stack tight"><mp-mark></mp-mark><h1>${this.about?.name || t('signIn.title')}</h1><p class="muted">${t('signIn.lead')}</p></header>
      ${form}
      <footer class="stack tight small muted"><p>${t('signIn.forgot')}</p><p><a href="/transparency" target="_self">${t('oversight.publicTitle')}</a></p><div><mp-button tone="plain" icon="languages" lang=${this.words.language === 'vi' ? 'en' : 'vi'} @click=${() => this.shell.setLanguage(this.words.language === 'vi' ? 'en' : 'vi')}>${t('signIn.language')}</mp-button></div></footer>
    </div><aside><p>${t('signIn.promise')}</p></aside></div>`;
  }

  private readonly enter = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    if (!this.login.trim() || !this.password || this.working !== 'no') return;
    await this.work('password', () => this.hub.call('POST /api/session', { body: { login: this.login.trim(), password: this.password } }));
  };
  private readonly enterByPasskey = (): Promise<void> => this.work('passkey', () => enterWithPasskey(this.hub));

  private async work(how: 'password' | 'passkey', act: () => Promise<Me>): Promise<void> {
    this.working = how;
    this.problem = undefined;
    try {
      this.dispatchEvent(new CustomEvent<Me>('mp-entered', { detail: await act() }));
    } catch (thrown) {
      this.problem = problemOf(thrown);
    } finally {
      this.working = 'no';
    }
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-sign-in': MpSignIn } }
