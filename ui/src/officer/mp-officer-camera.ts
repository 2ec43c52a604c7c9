import type { OfficerCameraRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Part } from '../app/screen.ts';
import '../exports/mp-export-form.ts';
import './mp-ask-form.ts';
import './mp-look-form.ts';
import './mp-still-form.ts';
import { askable, offerOf, type Offer } from './offers.ts';

/** One camera as an officer sees it: what may be seen, what must be asked, and the forms for both. */
@customElement('mp-officer-camera')
export class MpOfficerCamera extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; }
    .offer { display: flex; gap: var(--mp-3); align-items: flex-start; }
    .offer > mp-icon { margin-top: 0.15em; color: var(--mp-accent); }
    .acts { display: flex; flex-wrap: wrap; gap: var(--mp-3); }
    .stack { gap: var(--mp-5); }
  `];
  @property({ attribute: false }) camera!: OfficerCameraRow;
  @property() unit = '';
  @state() private form: 'look' | 'ask' | 'clip' | 'still' | '' = '';

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    const before = changed.get('camera') as OfficerCameraRow | undefined;
    if (before && before.camera !== this.camera.camera) this.form = '';
  }

  protected override render(): unknown {
    const { camera, t } = this;
    const live = offerOf(camera, 'live');
    const clip = offerOf(camera, 'clip');
    const asks = askable(camera);
    const still = offerOf(camera, 'snapshot');
    const back = camera.offers.some(({ action, effect }) => action === 'playback' && effect === 'permit');
    const shown = [live, still, clip].filter((offer) => offer !== undefined);
    const hands = (['ptz', 'talk'] as const).map((action) => offerOf(camera, action)).filter((offer) => offer?.effect === 'permit');
    return html`<mp-card heading=${camera.name}><mp-badge slot="corner" tone=${camera.online === false ? 'warn' : 'good'}>${camera.online === false ? t('officer.offline') : t(`officer.${camera.ownerKind}`)}</mp-badge>
      <div class="stack"><p class="muted">${camera.place || t('officer.noPlace')}</p>
      ${shown.length === 0 ? html`<p>${t('officer.nothingNow')}</p>` : html`<ul class="lines">${shown.map((offer) => this.offer(offer))}${hands.map((offer) => offer && this.hand(offer))}</ul>`}
      ${this.form === '' ? html`<div class="acts">
        ${live?.effect === 'permit' ? html`<mp-button tone="primary" icon="play" ?disabled=${camera.online === false} @click=${() => (this.form = 'look')}>${t('officer.look')}</mp-button>` : nothing}
        ${back ? html`<mp-button icon="history" href=${`/officer/recordings?camera=${camera.camera}`}>${t('timeline.look')}</mp-button>` : nothing}
        ${asks.length > 0 ? html`<mp-button tone=${live?.effect === 'permit' ? 'quiet' : 'primary'} icon="hand" @click=${() => (this.form = 'ask')}>${t('officer.ask')}</mp-button>` : nothing}
        ${still?.effect === 'permit' ? html`<mp-button tone=${live?.effect === 'permit' ? 'quiet' : 'primary'} icon="camera" @click=${() => (this.form = 'still')}>${t('officer.still')}</mp-button>` : nothing}
        ${clip?.effect === 'permit' ? html`<mp-button icon="scissors" @click=${() => (this.form = 'clip')}>${t('officer.export')}</mp-button>` : nothing}</div>` : this.chosen(clip)}
      </div></mp-card>`;
  }

  private offer(offer: Offer): unknown {
    const { t, words } = this;
    const terms = [t('officer.upTo', { height: offer.maxHeight }), t(offer.audio ? 'officer.withSound' : 'officer.noSound'), offer.until === null ? '' : t('officer.until', { moment: words.moment(offer.until, Date.now()) })].filter(Boolean).join(', ');
    return html`<li class="offer"><mp-icon name=${offer.effect === 'permit' ? 'eye' : 'hand'}></mp-icon><div class="grow">
      <p class="strong">${t(offer.effect === 'permit' ? 'officer.offerPermit' : 'officer.offerAsk', { what: t(`consent.action_${offer.action}`) })}</p>
      <p class="small muted">${terms}. ${offer.purposes.map((purpose) => t(`consent.purpose_${purpose}`)).join(', ')}${offer.caseRequired ? `. ${t('officer.caseNeeded')}` : ''}</p></div></li>`;
  }

  /** Of what shows no picture: beside the live view. */
  private hand({ action, purposes }: Offer): unknown {
    const { t } = this;
    return html`<li class="offer"><mp-icon name=${action === 'talk' ? 'mic' : 'expand'}></mp-icon><div class="grow"><p class="strong">${t('control.mayNow', { what: t(`consent.action_${action}`) })}</p>
      <p class="small muted">${purposes.map((purpose) => t(`consent.purpose_${purpose}`)).join(', ')}</p></div></li>`;
  }

  private chosen(clip: Offer | undefined): unknown {
    const back = (): void => {
      this.form = '';
    };
    if (this.form === 'look') return html`<mp-look-form .camera=${this.camera} unit=${this.unit} @mp-look=${back}></mp-look-form>`;
    if (this.form === 'still') return html`<mp-still-form .camera=${this.camera} unit=${this.unit} @mp-cancel=${back}></mp-still-form>`;
    if (this.form === 'ask') return html`<mp-ask-form .camera=${this.camera} unit=${this.unit} @mp-asked=${back} @mp-cancel=${back}></mp-ask-form>`;
    return html`<mp-export-form .camera=${this.camera.camera} .reason=${{ unit: this.unit }} .purposes=${clip?.purposes ?? []} ?caseRequired=${clip?.caseRequired ?? false} @mp-exported=${back}></mp-export-form>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-officer-camera': MpOfficerCamera } }
