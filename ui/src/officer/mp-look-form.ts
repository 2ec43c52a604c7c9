import type { OfficerCameraRow } from '@matpho/core/api';
import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Part } from '../app/screen.ts';
import '../cases/mp-case-field.ts';
import { offerOf, type Look } from './offers.ts';

/** The purpose under which a permitted live view is opened. Fires `mp-look` (detail: `Look`). */
@customElement('mp-look-form')
export class MpLookForm extends Part {
  static override styles = [Part.styles, css`:host { display: block; } form { display: flex; flex-direction: column; gap: var(--mp-4); }`];
  @property({ attribute: false }) camera!: OfficerCameraRow;
  @property() unit = '';
  @state() private purpose: Look['purpose'] | '' = '';
  @state() private caseNo = '';
  @state() private tried = false;

  protected override render(): unknown {
    const offer = offerOf(this.camera, 'live');
    const purposes = offer?.purposes ?? [];
    return html`<form @submit=${this.send} novalidate>
      <mp-select label=${this.t('officer.purpose')} hint=${this.t('officer.lookNote')} .value=${this.purpose || (purposes[0] ?? '')} .choices=${purposes.map((value) => ({ value, label: this.t(`consent.purpose_${value}`) }))} @change=${(event: Event) => (this.purpose = (event.target as HTMLInputElement).value as Look['purpose'])}></mp-select>
      <mp-case-field unit=${this.unit} ?required=${offer?.caseRequired ?? false} .value=${this.caseNo} error=${this.tried ? this.fault() : ''} @change=${(event: Event) => (this.caseNo = (event.target as HTMLInputElement).value)}></mp-case-field>
      <div><mp-button type="submit" tone="primary" icon="play">${this.t('officer.openLook')}</mp-button></div></form>`;
  }

  private fault(): string {
    return this.caseNo.trim() === '' && offerOf(this.camera, 'live')?.caseRequired ? this.t('officer.caseNeeded') : '';
  }

  private readonly send = (event: Event): void => {
    event.preventDefault();
    this.tried = true;
    const purpose = this.purpose || offerOf(this.camera, 'live')?.purposes[0];
    if (!purpose || this.fault()) return;
    const detail: Look = { camera: this.camera.camera, name: this.camera.name, unit: this.unit, purpose, caseNo: this.caseNo.trim(), sound: offerOf(this.camera, 'live')?.audio ?? false, controls: (['ptz', 'talk'] as const).filter((action) => { const offer = offerOf(this.camera, action); return offer?.effect === 'permit' && offer.purposes.includes(purpose); }) };
    this.dispatchEvent(new CustomEvent('mp-look', { detail, bubbles: true, composed: true }));
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-look-form': MpLookForm } }
