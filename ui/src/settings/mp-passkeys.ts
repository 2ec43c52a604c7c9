import { consume } from '@lit/context';
import { css, html } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import type { MpField } from '../app/parts/mp-field.ts';
import { Screen } from '../app/screen.ts';
import { aboutContext, type About } from '../hub/contexts.ts';
import type { Reply } from '../hub/hub-client.ts';
import { problemOf } from '../hub/hub-problem.ts';
import { LoadController } from '../hub/load-controller.ts';
import { addPasskey, passkeysHere } from '../sign-in/passkey.ts';

type Passkey = Reply<'GET /api/passkeys'>[number];

/** Her passkeys: add on this device, remove. */
@customElement('mp-passkeys')
export class MpPasskeys extends Screen {
  static override styles = [Screen.styles, css`.row { margin-top: var(--mp-4); }`];
  @consume({ context: aboutContext, subscribe: true }) @state() private about: About | undefined;
  @query('mp-dialog') private readonly dialog!: MpDialog;
  @state() private name = '';
  @state() private working = false;
  private readonly passkeys = new LoadController(this, { load: (signal) => this.hub.call('GET /api/passkeys', { signal }) });

  override render(): unknown {
    const { t } = this;
    const able = this.about?.passkeys === true && passkeysHere();
    return html`<mp-card heading=${t('settings.passkeys')}>
      <p class="muted small">${t('settings.passkeysText')}</p>
      ${this.passkeys.draw((rows) => (rows.length === 0 ? html`<p class="row">${t('settings.passkeysNone')}</p>` : html`<ul class="lines">${rows.map((row) => this.one(row))}</ul>`), html`<mp-skeleton count="1"></mp-skeleton>`)}
      ${able ? html`<div class="row"><mp-button icon="plus" @click=${() => this.dialog.show()}>${t('settings.addPasskey')}</mp-button></div>` : html`<p class="small warn">${t('settings.passkeysInsecure')}</p>`}
    </mp-card>
    <mp-dialog heading=${t('settings.addPasskey')}><form class="stack" novalidate @submit=${this.add}>
      <mp-field data-first label=${t('settings.passkeyName')} hint=${t('settings.passkeyNameHint')} maxlength="120" .value=${this.name} @input=${(event: Event) => { this.name = (event.target as MpField).value; }}></mp-field>
      <mp-button tone="primary" type="submit" wide icon="fingerprint" .busy=${this.working} ?disabled=${!this.name.trim()}>${t('settings.addPasskey')}</mp-button></form></mp-dialog>`;
  }

  private one(row: Passkey): unknown {
    return html`<li class="apart"><div class="grow"><p class="strong">${row.name}</p><p class="small muted">${row.usedAt === null ? this.t('settings.passkeyNew') : this.t('settings.passkeyUsed', { moment: this.words.moment(row.usedAt, Date.now()) })}</p></div>
      <mp-button icon="trash" label=${this.t('settings.removePasskey', { name: row.name })} @click=${() => this.removeOne(row)}></mp-button></li>`;
  }

  private readonly add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const name = this.name.trim();
    if (!name || this.working) return;
    this.working = true;
    // The dialog would lie over the one that asks for proof.
    this.dialog.close();
    try {
      const begun = await this.shell.prove(() => this.hub.call('POST /api/passkeys/new'));
      if (!begun) return;
      await addPasskey(this.hub, begun.value, name);
      this.name = '';
      this.shell.toast(this.t('settings.passkeyAdded'));
      await Promise.all([this.passkeys.reload(), this.shell.refreshMe()]);
    } catch (thrown) {
      if (problemOf(thrown).code === 'passkey-cancelled') this.shell.toast(this.t('signIn.passkeyCancelled'));
      else this.shell.fail(thrown);
    } finally {
      this.working = false;
    }
  };

  private async removeOne(row: Passkey): Promise<void> {
    if (!(await this.shell.confirm({ title: this.t('settings.removePasskeyAsk'), text: this.t('settings.removePasskeyText'), yes: this.t('settings.remove'), grave: true }))) return;
    try {
      if (!(await this.shell.prove(() => this.hub.call('DELETE /api/passkeys/:id', { params: { id: row.id } })))) return;
      await Promise.all([this.passkeys.reload(), this.shell.refreshMe()]);
    } catch (thrown) {
      this.shell.fail(thrown);
    }
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-passkeys': MpPasskeys } }
