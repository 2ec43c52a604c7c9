import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import type { Enrolment } from './chosen.ts';

const clockLimit = 5000;

/** "Đây có phải camera của bạn?" with the picture. Fires `mp-yes` or `mp-no`. */
@customElement('mp-is-it-yours')
export class MpIsItYours extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: flex; flex-direction: column; gap: var(--mp-5); }
    figure { border-radius: var(--mp-radius); overflow: hidden; background: var(--mp-sunken); aspect-ratio: 16 / 9; display: grid; place-items: center; }
    figure img { width: 100%; height: 100%; object-fit: contain; opacity: 0; transition: opacity var(--mp-quick); }
    figure img.shown { opacity: 1; }
    figure p { padding: var(--mp-5); text-align: center; max-width: 44ch; }
    .ends { display: grid; grid-template-columns: 1fr 1fr; gap: var(--mp-3); }
    @media (max-width: 479px) { .ends { grid-template-columns: 1fr; } .ends mp-button:first-child { order: 2; } }
  `];
  @property({ attribute: false }) enrolment!: Enrolment;
  @state() private loaded = false;
  @state() private broken = false;

  protected override render(): unknown {
    const { enrolment, t, words } = this;
    const list = enrolment.sources.map((source) => [t(`camera.${source.role}`), source.width && source.height ? `${source.width}×${source.height}` : ''].filter(Boolean).join(' ')).join(', ');
    const offset = enrolment.clockOffsetMs;
    return html`
      <div><h2>${t('addCamera.yoursTitle')}</h2><p class="muted">${t('addCamera.yoursText')}</p></div>
      <figure>${enrolment.picture && !this.broken ? html`<img class=${this.loaded ? 'shown' : ''} alt=${t('addCamera.picture')} src=${this.hub.url('GET /api/enrolments/:id/picture', { params: { id: enrolment.id } })} @load=${() => (this.loaded = true)} @error=${() => (this.broken = true)}>` : html`<p>${t('addCamera.noPicture')}</p>`}</figure>
      <div class="small muted"><p>${[enrolment.maker, enrolment.model, enrolment.address].filter(Boolean).join(' · ')}</p><p>${t('addCamera.streams', { list })}</p>
        ${offset !== null && Math.abs(offset) >= clockLimit ? html`<p class="warn">${t('addCamera.clockOff', { span: words.duration(Math.abs(offset)) })}</p>` : nothing}</div>
      <div class="ends"><mp-button wide @click=${() => this.dispatchEvent(new Event('mp-no'))}>${t('addCamera.no')}</mp-button><mp-button wide tone="primary" icon="check" @click=${() => this.dispatchEvent(new Event('mp-yes'))}>${t('addCamera.yes')}</mp-button></div>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-is-it-yours': MpIsItYours } }
