import type { Reply } from '../hub/hub-client.ts';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { saveText } from '../seal/save-text.ts';

type Certificate = Reply<'GET /api/evidence-certificate'>;

/** For the operator: what the hub signs evidence bags with, and putting a certificate of a licensed authority in its place. */
@customElement('mp-bag-certificate')
export class MpBagCertificate extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    dl { display: grid; grid-template-columns: minmax(8em, max-content) 1fr; gap: var(--mp-2) var(--mp-5); font-size: var(--mp-small); margin-block: var(--mp-3) var(--mp-4); }
    dt { color: var(--mp-muted); } dd { overflow-wrap: anywhere; }
    @media (max-width: 560px) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: var(--mp-3); } }
    form { display: flex; flex-direction: column; gap: var(--mp-4); padding-top: var(--mp-4); border-top: 1px solid var(--mp-line); }
  `];
  @state() private installing = false;
  @state() private key = '';
  @state() private chain = '';
  @state() private tried = false;
  @state() private busy = false;
  @state() private problem: HubProblem | undefined;
  private readonly certificate = new LoadController(this, { load: (signal) => this.hub.call('GET /api/evidence-certificate', { signal }) });

  protected override render(): unknown {
    return html`<mp-card heading=${this.t('evidence.certificate')}><p class="small muted">${this.t('evidence.certificateText')}</p>${this.certificate.draw((it) => this.about(it), html`<mp-skeleton shape="text" count="3"></mp-skeleton>`)}</mp-card>`;
  }

  private about(it: Certificate): unknown {
    const { t } = this;
    return html`<mp-badge slot="corner" tone=${it.kind === 'installed' ? 'good' : 'plain'}>${t(`evidence.cert_${it.kind}`)}</mp-badge><dl>
      <dt>${t('evidence.certSubject')}</dt><dd>${it.subject}</dd><dt>${t('evidence.certIssuer')}</dt><dd>${it.issuer}</dd><dt>${t('evidence.certUntil')}</dt><dd>${this.words.date(it.notAfter)}</dd>
      <dt>${t('evidence.certPrint')}</dt><dd class="mono">${it.fingerprint.toUpperCase().replaceAll(/(..)(?=.)/g, '$1:')}</dd><dt>${t('evidence.certStamp')}</dt><dd>${it.timestamp ?? t('evidence.certStampNone')}</dd></dl>
      ${this.installing ? this.form() : html`<div class="row"><mp-button icon="download" @click=${() => saveText('matpho-chain.pem', it.chain)}>${t('evidence.certShow')}</mp-button><mp-button tone="plain" @click=${() => (this.installing = true)}>${t('evidence.certInstall')}</mp-button>
        ${it.kind === 'installed' ? html`<mp-button tone="grave" @click=${this.goBack}>${t('evidence.certBack')}</mp-button>` : nothing}</div>`}`;
  }
  private form(): unknown {
    const { t } = this;
    return html`<form @submit=${this.put} novalidate>
      <mp-field type="textarea" label=${t('evidence.certKey')} placeholder="-----BEGIN PRIVATE KEY-----" maxlength="20000" .value=${this.key} @input=${(event: Event) => (this.key = (event.target as HTMLInputElement).value)}></mp-field>
      <mp-field type="textarea" label=${t('evidence.certChain')} placeholder="-----BEGIN CERTIFICATE-----" maxlength="60000" .value=${this.chain} error=${this.tried && this.isMissing ? t('evidence.certNeeded') : ''} @input=${(event: Event) => (this.chain = (event.target as HTMLInputElement).value)}></mp-field>
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <div class="row"><mp-button type="submit" tone="primary" ?busy=${this.busy}>${t('evidence.certPut')}</mp-button><mp-button tone="plain" @click=${this.close}>${t('evidence.cancel')}</mp-button></div></form>`;
  }

  private get isMissing(): boolean {
    return this.key.trim() === '' || this.chain.trim() === '';
  }
  /** A private key does not stay in the page. */
  private readonly close = (): void => {
    [this.installing, this.tried, this.key, this.chain, this.problem] = [false, false, '', '', undefined];
  };
  private readonly put = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    if (this.isMissing || this.busy) return;
    this.busy = true;
    this.problem = undefined;
    try {
      const done = await this.shell.prove(() => this.hub.call('PUT /api/evidence-certificate', { body: { key: this.key.trim(), chain: this.chain.trim() } }));
      if (done) {
        this.certificate.put(done.value);
        this.shell.toast(this.t('evidence.certDone'));
        this.close();
      }
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  };
  private readonly goBack = async (): Promise<void> => {
    if (!(await this.shell.confirm({ title: this.t('evidence.certBackAsk'), text: this.t('evidence.certBackText'), yes: this.t('evidence.certBack'), grave: true }))) return;
    try {
      const done = await this.shell.prove(() => this.hub.call('DELETE /api/evidence-certificate'));
      if (done) this.certificate.put(done.value);
    } catch (thrown) {
      this.shell.fail(thrown);
    }
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-bag-certificate': MpBagCertificate } }
