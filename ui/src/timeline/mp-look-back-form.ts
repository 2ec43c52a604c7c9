import type { OfficerCameraRow } from '@matpho/core/api';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Part } from '../app/screen.ts';
import '../cases/mp-case-field.ts';
import { needsCase, openFor, purposesOf, type Purpose } from './look-back.ts';
import './mp-camera-chips.ts';

export interface LookBack {
  readonly cameras: readonly string[];
  readonly unit: string;
  readonly purpose: Purpose;
  readonly caseNo: string;
  /** The request whose approval is used. */
  readonly ask?: string;
}

/** Why an officer looks back, and at which cameras. Fires `mp-look-back` (detail: `LookBack`). */
@customElement('mp-look-back-form')
export class MpLookBackForm extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; }
    form { display: flex; flex-direction: column; gap: var(--mp-4); }
    .two { display: grid; gap: var(--mp-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 260px), 1fr)); }
    .error { color: var(--mp-danger); }
  `];
  @property({ attribute: false }) cameras: readonly OfficerCameraRow[] = [];
  @property() unit = '';
  /** Chosen before, on the camera's own card. */
  @property({ attribute: false }) first: readonly string[] = [];
  @state() private chosen: readonly string[] = [];
  @state() private purpose: Purpose | '' = '';
  @state() private caseNo = '';
  @state() private tried = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('first') && this.chosen.length === 0) this.chosen = this.first;
  }

  private get why(): Purpose | '' {
    const purposes = purposesOf(this.chosen.length > 0 ? this.picked : this.cameras);
    return (this.purpose !== '' && purposes.includes(this.purpose) ? this.purpose : purposes[0]) ?? '';
  }
  private get picked(): readonly OfficerCameraRow[] {
    return this.cameras.filter(({ camera }) => this.chosen.includes(camera));
  }

  protected override render(): unknown {
    const { t, why } = this;
    const open = openFor(this.cameras, why);
    const caseFault = this.tried && this.caseNo.trim() === '' && needsCase(this.picked, why) ? t('officer.caseNeeded') : '';
    return html`<form @submit=${this.send} novalidate><p class="muted">${t('timeline.whyFirst')}</p>
      <div class="two"><mp-select label=${t('officer.purpose')} .value=${why} .choices=${purposesOf(this.cameras).map((value) => ({ value, label: t(`consent.purpose_${value}`) }))} @change=${this.choosePurpose}></mp-select>
        <mp-case-field unit=${this.unit} ?required=${needsCase(this.picked, why)} .value=${this.caseNo} error=${caseFault} @change=${(event: Event) => (this.caseNo = (event.target as HTMLInputElement).value)}></mp-case-field></div>
      <div><p class="small strong">${t('timeline.cameras')}</p><p class="small muted">${t('timeline.chooseHint')}</p></div>
      <mp-camera-chips .cameras=${open.map(({ camera, name, place }) => ({ id: camera, name: place ? `${name}, ${place}` : name, group: '' }))} .chosen=${this.chosen} @mp-choose=${(event: CustomEvent<readonly string[]>) => (this.chosen = event.detail)}></mp-camera-chips>
      ${this.tried && this.chosen.length === 0 ? html`<p class="error" role="alert">${t('timeline.chooseNone')}</p>` : nothing}
      <div><mp-button type="submit" tone="primary" icon="history">${t('timeline.openLook')}</mp-button></div></form>`;
  }

  private readonly choosePurpose = (event: Event): void => {
    this.purpose = (event.target as HTMLInputElement).value as Purpose;
    const open = new Set(openFor(this.cameras, this.purpose).map(({ camera }) => camera));
    this.chosen = this.chosen.filter((id) => open.has(id));
  };
  private readonly send = (event: Event): void => {
    event.preventDefault();
    this.tried = true;
    const purpose = this.why;
    const caseNo = this.caseNo.trim();
    if (purpose === '' || this.chosen.length === 0 || (caseNo === '' && needsCase(this.picked, purpose))) return;
    const detail: LookBack = { cameras: this.chosen, unit: this.unit, purpose, caseNo };
    this.dispatchEvent(new CustomEvent('mp-look-back', { detail, bubbles: true, composed: true }));
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-look-back-form': MpLookBackForm } }
