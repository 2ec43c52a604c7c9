import type { OfficerCameraRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import '../cases/mp-case-field.ts';
import { offerOf, type Look } from './offers.ts';

/** One still under a standing permission: for what purpose, and then the picture. It is kept in this page's memory and forgotten with it. Fires `mp-cancel`. */
@customElement('mp-still-form')
export class MpStillForm extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    form, figure { display: flex; flex-direction: column; gap: var(--mp-4); }
    figure { margin: 0; gap: var(--mp-2); }
    img { display: block; width: 100%; border-radius: var(--mp-radius-small); background: var(--mp-sunken); }
    .acts { display: flex; flex-wrap: wrap; gap: var(--mp-3); }
  `];
  @property({ attribute: false }) camera!: OfficerCameraRow;
  @property() unit = '';
  @state() private purpose: Look['purpose'] | '' = '';
  @state() private caseNo = '';
  @state() private tried = false;
  @state() private busy = false;
  @state() private still: { readonly url: string; readonly at: number } | undefined;
  private taking: AbortController | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.taking?.abort();
    this.forget();
  }

  protected override render(): unknown {
    const offer = offerOf(this.camera, 'snapshot');
    const purposes = offer?.purposes ?? [];
    const { still } = this;
    const about = still && this.t('officer.stillOf', { name: this.camera.name, at: this.words.time(still.at, true) });
    return html`<form @submit=${this.take} novalidate>
      ${still ? html`<figure><img src=${still.url} alt=${about ?? ''}><figcaption class="small muted" role="status">${about}</figcaption></figure>` : nothing}
      <mp-select label=${this.t('officer.purpose')} hint=${this.t('officer.stillNote')} .value=${this.purpose || (purposes[0] ?? '')} .choices=${purposes.map((value) => ({ value, label: this.t(`consent.purpose_${value}`) }))} @change=${(event: Event) => (this.purpose = (event.target as HTMLInputElement).value as Look['purpose'])}></mp-select>
      <mp-case-field unit=${this.unit} ?required=${offer?.caseRequired ?? false} .value=${this.caseNo} error=${this.tried ? this.fault() : ''} @change=${(event: Event) => (this.caseNo = (event.target as HTMLInputElement).value)}></mp-case-field>
      <div class="acts"><mp-button type="submit" tone="primary" icon="camera" ?busy=${this.busy}>${this.t('officer.stillTake')}</mp-button><mp-button tone="plain" @click=${() => this.dispatchEvent(new Event('mp-cancel'))}>${this.t('officer.close')}</mp-button></div></form>`;
  }

  private fault(): string {
    return this.caseNo.trim() === '' && offerOf(this.camera, 'snapshot')?.caseRequired ? this.t('officer.caseNeeded') : '';
  }

  private readonly take = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    const purpose = this.purpose || offerOf(this.camera, 'snapshot')?.purposes[0];
    if (!purpose || this.fault() || this.busy) return;
    this.busy = true;
    const taking = this.taking = new AbortController();
    const caseNo = this.caseNo.trim();
    try {
      const picture = await this.hub.fetched('POST /api/officer/snapshots', { body: { camera: this.camera.camera, unit: this.unit, purpose, ...(caseNo === '' ? {} : { caseNo }) }, signal: taking.signal });
      if (taking.signal.aborted) return;
      this.forget();
      this.still = { url: URL.createObjectURL(picture), at: Date.now() };
    } catch (thrown) {
      if (!taking.signal.aborted) this.shell.fail(thrown);
    }
    this.busy = false;
  };
  private forget(): void {
    if (this.still) URL.revokeObjectURL(this.still.url);
    this.still = undefined;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-still-form': MpStillForm } }
