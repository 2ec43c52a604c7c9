import type { CameraRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { keptBy } from '../home/watching.ts';
import type { Reply } from '../hub/hub-client.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-sign-form.ts';
import './mp-sign-messages.ts';

type Sign = Reply<'GET /api/signs'>[number];

/** `/settings/signs` and `/camera/:id/sign`: signs to print, and what people who stood before them wrote. */
@customElement('mp-signs-screen')
export class MpSignsScreen extends Screen {
  static override styles = [Screen.styles, css`
    section { display: flex; flex-direction: column; gap: var(--mp-4); }
    .sign { display: grid; grid-template-columns: 112px minmax(0, 1fr); gap: var(--mp-4); align-items: start; }
    .qr { width: 112px; height: 112px; background: #ffffff; border: 1px solid var(--mp-line); border-radius: var(--mp-radius-small); image-rendering: pixelated; }
    .name { font-size: var(--mp-h3); }
    .prints { display: flex; flex-wrap: wrap; gap: var(--mp-3); grid-column: 1 / -1; }
    @media (min-width: 600px) { .prints { grid-column: 2; } }
  `];
  /** Only this camera's, when it came from its page. */
  @property() camera = '';
  @state() private busy = '';
  private readonly signs = new LoadController(this, { load: (signal) => this.hub.call('GET /api/signs', { signal }) });
  private readonly cameras = new LoadController<readonly CameraRow[]>(this, { load: (signal) => this.hub.call('GET /api/cameras', { signal }), on: ['camera'] });

  override render(): unknown {
    const { t } = this;
    const back = this.camera === '' ? '/settings' : `/camera/${this.camera}`;
    return html`<mp-page heading=${t('records.signsTitle')} lead=${t('records.signsLead')} back=${back} backLabel=${this.camera === '' ? t('settings.title') : t('camera.title')}>
      ${this.signs.draw((all) => {
        const signs = all.filter((sign) => this.camera === '' || sign.camera === null || sign.camera === this.camera);
        return html`${signs.length === 0 ? html`<mp-card><mp-empty icon="qr-code" text=${t('records.signNone')}></mp-empty></mp-card>` : html`<section>${repeat(signs, ({ code }) => code, (sign) => this.sign(sign))}</section>`}`;
      })}
      ${this.cameras.draw((cameras) => {
        const kept = cameras.filter((camera) => keptBy(this.me).some(({ owner }) => owner === camera.owner) && (this.camera === '' || camera.id === this.camera));
        return html`<mp-card heading=${t('records.signNew')}><mp-sign-form .camera=${this.camera} .cameras=${kept} @mp-sign=${(event: CustomEvent<Sign>) => this.signs.put([event.detail, ...(this.signs.value ?? [])])}></mp-sign-form></mp-card>`;
      }, html`<mp-skeleton shape="cards" count="1"></mp-skeleton>`)}
      ${this.camera === '' ? html`<section><h2>${t('records.messagesTitle')}</h2><mp-sign-messages></mp-sign-messages></section>` : nothing}
    </mp-page>`;
  }

  private sign(sign: Sign): unknown {
    const { t } = this;
    return html`<mp-card><div class="sign">
      <img class="qr" src=${`data:image/svg+xml,${encodeURIComponent(sign.qr)}`} alt="QR">
      <div class="stack tight"><h2 class="name">${sign.cameraName ?? t('records.signHouse')}</h2><p>${sign.responsible}<br>${sign.contact}</p><p class="small muted">${t('records.signSince', { at: this.words.moment(sign.madeAt, Date.now()) })} · <a href=${`/s/${sign.code}`} target="_blank">${t('records.signSee')}</a></p></div>
      <div class="prints">${(['A4', 'A5'] as const).map((size) => html`<mp-button icon="download" href=${this.hub.url('GET /api/signs/:code/paper', { params: { code: sign.code }, query: { size } })} download="">${t('records.signPrint', { size })}</mp-button>`)}
        <mp-button tone="plain" .busy=${this.busy === sign.code} @click=${() => this.end(sign)}>${t('records.signEnd')}</mp-button></div></div></mp-card>`;
  }

  private async end({ code }: Sign): Promise<void> {
    if (!(await this.shell.confirm({ title: this.t('records.signEndAsk'), text: this.t('records.signEndText'), yes: this.t('records.signEnd'), grave: true }))) return;
    this.busy = code;
    try {
      await this.hub.call('DELETE /api/signs/:code', { params: { code } });
      this.signs.put((this.signs.value ?? []).filter((sign) => sign.code !== code));
      this.shell.toast(this.t('records.signEnded'));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-signs-screen': MpSignsScreen } }
