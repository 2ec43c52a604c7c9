import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { LoadController } from '../hub/load-controller.ts';
import { linkRow, linkRowSheet } from '../settings/link-rows.ts';
import './mp-consent-question.ts';
import { saveDocument } from './save-document.ts';

type Consent = Reply<'GET /api/consents'>[number];

/** `/settings/data`: what she agreed to, her receipts, everything as a file, and the way out. */
@customElement('mp-data-screen')
export class MpDataScreen extends Screen {
  static override styles = [Screen.styles, linkRowSheet, css`.events { display: grid; grid-template-columns: max-content 1fr; gap: var(--mp-1) var(--mp-4); font-size: var(--mp-small); color: var(--mp-muted); }`];
  @state() private busy: 'consent' | 'export' | '' = '';
  @state() private read = '';
  private readonly consents = new LoadController(this, { load: (signal) => this.hub.call('GET /api/consents', { signal }) });

  override render(): unknown {
    const { t, me } = this;
    return html`<mp-page heading=${t('records.dataTitle')} lead=${t('records.dataLead')} back="/settings" backLabel=${t('settings.title')}>
      <mp-card heading=${t('records.consentTitle')}>${this.badge(this.consents.value?.[0])}${this.consents.draw(([consent]) => this.consent(consent), html`<mp-skeleton shape="text" count="3"></mp-skeleton>`)}</mp-card>
      <mp-card heading=${t('records.exportTitle')}><div class="stack"><p>${t('records.exportText')}</p><div><mp-button icon="download" .busy=${this.busy === 'export'} @click=${this.download}>${t('records.exportGet')}</mp-button></div></div></mp-card>
      ${me.memberships.length === 0 ? nothing : html`<div class="links">${linkRow('/settings/leave', 'log-out', t('records.leaveTitle'), t('records.leaveText'))}</div>`}
    </mp-page>`;
  }

  private consent(consent: Consent | undefined): unknown {
    const { t } = this;
    if (!consent) return html`<div class="stack"><p class="strong">${t('records.consentNone')}</p><p class="muted">${t('records.consentNoneText')}</p>${this.question()}</div>`;
    return html`<div class="stack">
      ${consent.valid ? html`<p>${t('records.consentSays')}</p>` : nothing}
      <div class="events">${consent.events.map((event) => html`<span>${this.words.moment(event.at, Date.now())}</span><span>${t(`records.event_${event.state}`)}</span>`)}</div>
      ${consent.valid ? nothing : html`<p role="status">${t('records.withdrawnText')} ${this.me.offices.length > 0 ? t('records.withdrawnOfficer') : ''}</p>`}
      ${consent.valid && !consent.current ? html`<p class="warn">${t('records.consentOld')}</p>` : nothing}
      ${consent.valid && consent.current ? nothing : this.question()}
      <div class="row">
        ${consent.valid ? html`<mp-button tone="grave" .busy=${this.busy === 'consent'} @click=${() => this.withdraw(consent.id)}>${t('records.withdraw')}</mp-button>` : nothing}
        <mp-button icon="download" href=${this.hub.url('GET /api/consents/:id/receipt', { params: { id: consent.id } })} download="">${t('records.receipt')}</mp-button>
      </div><p class="small muted">${t('records.receiptText')}</p></div>`;
  }

  private badge(consent: Consent | undefined): unknown {
    return consent ? html`<mp-badge slot="corner" tone=${consent.valid ? 'good' : 'plain'}>${this.t(consent.valid ? 'records.consentGiven' : 'records.consentWithdrawn')}</mp-badge>` : nothing;
  }
  private question(): unknown {
    return html`<mp-consent-question .given=${this.read} @mp-consent=${(event: CustomEvent<string>) => { this.read = event.detail; }}></mp-consent-question>
      <div><mp-button tone="primary" ?disabled=${this.read === ''} .busy=${this.busy === 'consent'} @click=${this.renew}>${this.t('records.renew')}</mp-button></div>`;
  }

  private async withdraw(id: string): Promise<void> {
    await this.answer(() => this.hub.call('DELETE /api/consents/:id', { params: { id } }));
  }
  private readonly renew = async (): Promise<void> => {
    const notice = this.read;
    this.read = '';
    await this.answer(() => this.hub.call('POST /api/consents', { body: { notice } }));
  };
  private async answer(act: () => Promise<Consent>): Promise<void> {
    this.busy = 'consent';
    try {
      this.consents.put([await act()]);
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
  }

  private readonly download = async (): Promise<void> => {
    this.busy = 'export';
    try {
      const done = await this.shell.prove(() => saveDocument(this.hub.url('GET /api/my-data'), 'matpho-du-lieu.zip', this.words.language));
      if (done) this.shell.toast(this.t('records.exportDone'));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-data-screen': MpDataScreen } }
