import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import type { MpField } from '../app/parts/mp-field.ts';
import '../records/mp-consent-question.ts';
import { faultsOf, shortestPassword, type NewPersonDraft } from './new-person.ts';

/** Name, user name and password of a new account. Fires `mp-draft` at every keystroke; `tried` shows what is missing. */
@customElement('mp-new-person')
export class MpNewPerson extends Screen {
  @property({ attribute: false }) draft: NewPersonDraft = { name: '', login: '', password: '', consent: '' };
  /** What the hub refused, by field. */
  @property({ attribute: false }) refused: Readonly<Record<string, string>> = {};
  @property({ type: Boolean }) tried = false;

  override render(): unknown {
    const faults = this.tried ? faultsOf(this.draft) : [];
    const { draft, t } = this;
    const missing = shortestPassword - [...draft.password].length;
    const rule = draft.password === '' ? t('signIn.passwordHint') : missing > 0 ? `${t('signIn.passwordHint')} ${t('signIn.passwordLeft', { count: missing })}` : t('signIn.passwordGood');
    return html`<div class="stack">
      <mp-field label=${t('signIn.fullName')} hint=${t('signIn.fullNameHint')} autocomplete="name" name="name" maxlength="120" .value=${draft.name} error=${this.refused['name'] ?? (faults.includes('name') ? t('signIn.nameNeeded') : '')} @input=${this.typed('name')} @keydown=${this.keyed}></mp-field>
      <mp-field label=${t('signIn.login')} hint=${t('signIn.loginHint')} autocomplete="username" name="username" maxlength="64" .value=${draft.login} error=${this.refused['login'] ?? (faults.includes('login') ? t('signIn.loginWrong') : '')} @input=${this.typed('login')} @keydown=${this.keyed}></mp-field>
      <mp-field type="password" label=${t('signIn.password')} hint=${rule} autocomplete="new-password" name="password" maxlength="200" .value=${draft.password}
        error=${this.refused['password'] ?? (faults.includes('password-same') ? t('signIn.passwordSame') : faults.includes('password-short') ? (draft.password === '' ? t('signIn.passwordNeeded') : t('signIn.passwordLeft', { count: missing })) : '')} @input=${this.typed('password')} @keydown=${this.keyed}></mp-field>
      <mp-consent-question .given=${draft.consent} error=${this.refused['consent'] ?? (faults.includes('consent') ? t('records.noticeNeeded') : '')} @mp-consent=${(event: CustomEvent<string>) => this.change({ consent: event.detail })}></mp-consent-question>
    </div>`;
  }

  private typed(field: keyof NewPersonDraft): (event: Event) => void {
    return (event) => this.change({ [field]: (event.target as MpField).value });
  }
  private change(part: Partial<NewPersonDraft>): void {
    this.draft = { ...this.draft, ...part };
    this.dispatchEvent(new CustomEvent<NewPersonDraft>('mp-draft', { detail: this.draft }));
  }

  // The fields are in another shadow root than the form, so Enter is handed on (HTML §4.10.21.2 knows no way through).
  private readonly keyed = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.isComposing) this.closest('form')?.requestSubmit();
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-new-person': MpNewPerson } }
