import { consume } from '@lit/context';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { sideIcon, sideName } from '../app/mp-nav.ts';
import type { MpChoiceCards } from '../app/parts/mp-choice-cards.ts';
import { mayInvite, seesVideo, sidesOf } from '../app/sides.ts';
import { Screen } from '../app/screen.ts';
import type { Side, Theme } from '../app/shell.ts';
import { keptBy } from '../home/watching.ts';
import { aboutContext, type About } from '../hub/contexts.ts';
import { linkRow, linkRowSheet } from './link-rows.ts';

/** The list of everything that can be set, and who is signed in. */
@customElement('mp-settings-screen')
export class MpSettingsScreen extends Screen {
  static override styles = [Screen.styles, linkRowSheet, css`section { display: flex; flex-direction: column; gap: var(--mp-3); } section h2 { font-size: var(--mp-h3); } .roles { margin-bottom: var(--mp-2); } @media (min-width: 900px) { .roles { display: none; } }`];
  @consume({ context: aboutContext, subscribe: true }) @state() private about: About | undefined;

  override render(): unknown {
    const { t, me } = this;
    const sides = sidesOf(me);
    const keeps = me.memberships.length > 0;
    return html`<mp-page heading=${t('settings.title')}>
      ${sides.length > 1 ? html`<mp-choice-cards class="roles" compact label=${t('app.sideLabel')} .value=${this.shell.side} .choices=${sides.map((side) => ({ value: side, label: t(sideName[side]), icon: sideIcon[side] }))} @change=${(event: Event) => this.shell.setSide((event.target as MpChoiceCards).value as Side)}></mp-choice-cards>` : nothing}
      <section><h2>${t('settings.account')}</h2><div class="links">
        ${linkRow('/settings/me', 'user', t('settings.meTitle'), t('settings.meText', { name: me.name, login: me.login }))}
        ${linkRow('/settings/security', 'key', t('settings.securityTitle'), t('settings.securityText'))}
        ${linkRow('/settings/notices', 'bell', t('settings.noticesTitle'), t('settings.noticesText'))}
        ${linkRow('/settings/data', 'database', t('records.dataTitle'), t('records.dataText'))}
        ${seesVideo(me) ? linkRow('/officer/evidence', 'shield', t('evidence.title'), t('evidence.officerLead')) : nothing}
        ${seesVideo(me) ? linkRow('/officer/purges', 'trash', t('records.purgesTitle'), t('records.purgesText')) : nothing}
      </div></section>
      ${keeps ? html`<section><h2>${t('settings.home')}</h2><div class="links">
        ${linkRow('/sharing', 'hand', t('settings.sharingTitle'), t('settings.sharingText'))}
        ${linkRow('/settings/members', 'users', t('settings.membersTitle'), t('settings.membersText'))}
        ${keptBy(me).length > 0 ? linkRow('/settings/signs', 'qr-code', t('records.signsTitle'), t('records.signsText')) : nothing}
        ${keptBy(me).length > 0 ? linkRow('/settings/uplink', 'arrow-up', t('uplink.title'), t('uplink.text')) : nothing}
        ${linkRow('/exports', 'download', t('settings.exportsTitle'), t('settings.exportsText'))}
        ${linkRow('/evidence', 'shield', t('evidence.title'), t('evidence.lead'))}
      </div></section>` : nothing}
      <section><h2>${t('settings.hub')}</h2><div class="links">
        ${keeps || seesVideo(me) ? linkRow('/settings/apps', 'network', t('apps.title'), t('apps.text')) : nothing}
        ${linkRow('/settings/trust', 'phone', t('settings.trustTitle'), t('settings.trustText'))}
        ${mayInvite(me) ? linkRow('/people', 'shield', t('settings.peopleTitle'), t('settings.peopleText')) : nothing}
        ${me.operator && keptBy(me).length === 0 ? linkRow('/settings/uplink', 'arrow-up', t('uplink.title'), t('uplink.text')) : nothing}
        ${me.operator ? [linkRow('/operator', 'health', t('operator.title'), t('settings.operatorText')), linkRow('/operator/plugins', 'puzzle', t('plugins.title'), t('settings.pluginsText'))] : nothing}
      </div></section>
      <section><h2>${t('settings.look')}</h2>
        <mp-choice-cards compact label=${t('settings.themeLabel')} .value=${this.shell.theme} .choices=${[
          { value: 'system', label: t('settings.themeSystem'), icon: 'phone' as const }, { value: 'light', label: t('settings.themeLight'), icon: 'sun' as const }, { value: 'dark', label: t('settings.themeDark'), icon: 'moon' as const },
        ]} @change=${(event: Event) => this.shell.setTheme((event.target as MpChoiceCards).value as Theme)}></mp-choice-cards>
      </section>
      <div><mp-button icon="log-out" @click=${this.leave}>${t('settings.signOut')}</mp-button></div>
      <p class="tiny muted">${this.about ? `${this.about.name} · ${t('settings.version', { version: this.about.version })}` : ''}</p>
    </mp-page>`;
  }

  private readonly leave = async (): Promise<void> => {
    if (!(await this.shell.confirm({ title: this.t('settings.signOutAsk'), text: this.t('settings.signOutText'), yes: this.t('settings.signOut') }))) return;
    await this.shell.signOut().catch((thrown: unknown) => this.shell.fail(thrown));
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-settings-screen': MpSettingsScreen } }
