import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { MpField } from '../app/parts/mp-field.ts';
import type { MpSwitch } from '../app/parts/mp-switch.ts';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { problemOf } from '../hub/hub-problem.ts';
import { LoadController } from '../hub/load-controller.ts';

type Channel = Reply<'GET /api/me/channels'>[number];

/** Where the hub tells her things: one card a channel, its address, and a test. */
@customElement('mp-channels-screen')
export class MpChannelsScreen extends Screen {
  static override styles = [Screen.styles, css`mp-card + mp-card { margin-top: var(--mp-4); }`];
  @state() private typed: Readonly<Record<string, string>> = {};
  @state() private errors: Readonly<Record<string, string>> = {};
  @state() private busy = '';
  private readonly channels = new LoadController(this, { load: (signal) => this.hub.call('GET /api/me/channels', { signal }), on: ['plugin'] });

  override render(): unknown {
    return html`<mp-page heading=${this.t('settings.noticesTitle')} lead=${this.t('settings.channelsLead')} back="/settings" backLabel=${this.t('settings.title')}>
      <div>${this.channels.draw((rows) => (rows.length === 0 ? html`<mp-empty icon="bell" text=${this.t('settings.channelsNone')}></mp-empty>` : rows.map((row) => this.one(row))))}</div></mp-page>`;
  }

  private one(row: Channel): unknown {
    const name = this.words.of(row.name);
    const address = this.typed[row.id] ?? row.address;
    const changed = address.trim() !== row.address;
    return html`<mp-card><div class="stack">
      <mp-switch label=${this.t('settings.channelOn', { name })} .checked=${row.enabled} @change=${(event: Event) => this.toggle(row, event.target as MpSwitch)}></mp-switch>
      ${row.asks ? html`<form class="stack" novalidate @submit=${(event: Event) => { event.preventDefault(); void this.save(row, row.enabled); }}>
        <mp-field label=${this.words.of(row.asks)} type=${row.asks.kind} .value=${address} error=${this.errors[row.id] ?? ''} @input=${(event: Event) => { this.typed = { ...this.typed, [row.id]: (event.target as MpField).value }; this.errors = { ...this.errors, [row.id]: '' }; }}></mp-field>
        ${changed ? html`<div><mp-button tone="primary" type="submit" .busy=${this.busy === row.id}>${this.t('settings.saveAddress')}</mp-button></div>` : nothing}</form>` : nothing}
      ${row.enabled && !changed ? html`<div><mp-button icon="send" .busy=${this.busy === `${row.id} test`} @click=${() => this.test(row)}>${this.t('settings.test')}</mp-button></div>` : nothing}
    </div></mp-card>`;
  }

  private async toggle(row: Channel, control: MpSwitch): Promise<void> {
    const address = (this.typed[row.id] ?? row.address).trim();
    if (control.checked && row.asks && !address) {
      control.checked = false;
      this.errors = { ...this.errors, [row.id]: this.t('settings.addressNeeded') };
      return;
    }
    if (!(await this.save(row, control.checked))) control.checked = row.enabled;
  }

  private async save(row: Channel, enabled: boolean): Promise<boolean> {
    this.busy = row.id;
    try {
      this.channels.put(await this.hub.call('PUT /api/me/channels/:id', { params: { id: row.id }, body: { address: (this.typed[row.id] ?? row.address).trim(), enabled } }));
      const { [row.id]: _, ...rest } = this.typed;
      this.typed = rest;
      this.shell.toast(this.t('app.saved'));
      return true;
    } catch (thrown) {
      const problem = problemOf(thrown);
      const said = problem.fields['address'];
      if (said) this.errors = { ...this.errors, [row.id]: said };
      else this.shell.fail(thrown);
      return false;
    } finally {
      this.busy = '';
    }
  }

  private async test(row: Channel): Promise<void> {
    this.busy = `${row.id} test`;
    try {
      await this.hub.call('POST /api/me/channels/:id/test', { params: { id: row.id } });
      this.shell.toast(this.t('settings.tested'));
    } catch (thrown) {
      this.shell.fail(thrown);
    } finally {
      this.busy = '';
    }
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-channels-screen': MpChannelsScreen } }
