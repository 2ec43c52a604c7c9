import { html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { MpChoiceCards } from '../app/parts/mp-choice-cards.ts';
import type { MpField } from '../app/parts/mp-field.ts';
import { Screen } from '../app/screen.ts';

/** Her name and her language. */
@customElement('mp-me-screen')
export class MpMeScreen extends Screen {
  @state() private name: string | undefined;
  @state() private working = false;

  override render(): unknown {
    const { t, me } = this;
    const name = this.name ?? me.name;
    return html`<mp-page heading=${t('settings.meTitle')} back="/settings" backLabel=${t('settings.title')}>
      <mp-card><form class="stack" novalidate @submit=${this.save}>
        <mp-field label=${t('settings.name')} hint=${t('settings.nameHint')} autocomplete="name" maxlength="120" .value=${name} error=${name.trim() ? '' : t('signIn.nameNeeded')} @input=${(event: Event) => { this.name = (event.target as MpField).value; }}></mp-field>
        <div><mp-button tone="primary" type="submit" .busy=${this.working} ?disabled=${!name.trim() || name.trim() === me.name}>${t('app.save')}</mp-button></div>
      </form></mp-card>
      <mp-choice-cards compact label=${t('settings.languageLabel')} .value=${this.words.language} .choices=${[{ value: 'vi', label: t('settings.vietnamese') }, { value: 'en', label: t('settings.english') }]} @change=${this.language}></mp-choice-cards>
    </mp-page>`;
  }

  private readonly save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const name = (this.name ?? this.me.name).trim();
    if (!name || name === this.me.name || this.working) return;
    this.working = true;
    try {
      await this.hub.call('PATCH /api/me', { body: { name } });
      await this.shell.refreshMe();
      this.name = undefined;
      this.shell.toast(this.t('app.saved'));
    } catch (thrown) {
      this.shell.fail(thrown);
    } finally {
      this.working = false;
    }
  };

  private readonly language = async (event: Event): Promise<void> => {
    const language = (event.target as MpChoiceCards).value === 'en' ? 'en' : 'vi';
    this.shell.setLanguage(language);
    // The hub writes its notices in this language too.
    await this.hub.call('PATCH /api/me', { body: { language } }).then(() => this.shell.refreshMe(), (thrown: unknown) => this.shell.fail(thrown));
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-me-screen': MpMeScreen } }
