import { css, html } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { Part } from '../app/screen.ts';
import type { Position } from '../app/position.ts';
import './mp-compass.ts';
import './mp-position-field.ts';
import type { MpPositionField } from './mp-position-field.ts';

export interface Place {
  readonly name: string;
  readonly place: string;
  /** Degrees clockwise from north. */
  readonly direction: number | null;
  readonly position: Position | null;
  /** How wide it sees, degrees. */
  readonly viewDegrees: number | null;
}
const views = [60, 90, 120, 360] as const;

/** Name, place and direction of a camera. Fires `mp-place` (detail: `Place`) when sent. */
@customElement('mp-place-form')
export class MpPlaceForm extends Part {
  static override styles = [Part.styles, css`:host { display: block; } form { display: flex; flex-direction: column; gap: var(--mp-5); }`];
  @property({ attribute: false }) from: Place = { name: '', place: '', direction: null, position: null, viewDegrees: null };
  @property() action = '';
  @property({ type: Boolean }) busy = false;
  /** The one primary act of its screen. */
  @property({ type: Boolean }) primary = false;
  @state() private name: string | undefined;
  @state() private place: string | undefined;
  @state() private direction: number | null | undefined;
  @state() private view: number | null | undefined;
  @query('mp-position-field') private readonly position!: MpPositionField;
  @state() private tried = false;

  protected override render(): unknown {
    const name = this.name ?? this.from.name;
    return html`<form @submit=${this.send} novalidate>
      <mp-field label=${this.t('camera.name')} hint=${this.t('camera.nameHint')} maxlength="120" required .value=${name} error=${this.tried && name.trim() === '' ? this.t('camera.needName') : ''} @input=${(event: Event) => (this.name = (event.target as HTMLInputElement).value)}></mp-field>
      <mp-field label=${this.t('camera.place')} hint=${this.t('camera.placeHint')} maxlength="200" .value=${this.place ?? this.from.place} @input=${(event: Event) => (this.place = (event.target as HTMLInputElement).value)}></mp-field>
      <mp-compass label=${this.t('camera.direction')} .value=${this.direction === undefined ? this.from.direction : this.direction} @change=${(event: Event) => (this.direction = (event.target as unknown as Place & { value: number | null }).value)}></mp-compass>
      <mp-position-field label=${this.t('camera.position')} hint=${this.t('camera.positionHint')} here=${this.t('camera.useHere')} wrong=${this.t('camera.positionWrong')} failed=${this.t('camera.hereFailed')} .from=${this.from.position}></mp-position-field>
      <mp-select label=${this.t('camera.view')} .value=${this.viewValue()} .choices=${[{ value: '', label: this.t('camera.viewUnknown') }, ...views.map((each) => ({ value: String(each), label: this.t(`camera.view_${each}`) }))]} @change=${(event: Event) => (this.view = Number((event.target as HTMLInputElement).value) || null)}></mp-select>
      <slot></slot>
      <div><mp-button type="submit" tone=${this.primary ? 'primary' : 'quiet'} ?wide=${this.primary} ?busy=${this.busy}>${this.action}</mp-button></div></form>`;
  }

  /** The nearest of the choices. */
  private viewValue(): string {
    const view = this.view === undefined ? this.from.viewDegrees : this.view;
    return view === null ? '' : String(views.toSorted((a, b) => Math.abs(a - view) - Math.abs(b - view))[0]);
  }

  private readonly send = (event: Event): void => {
    event.preventDefault();
    this.tried = true;
    const name = (this.name ?? this.from.name).trim();
    const position = this.position.read();
    if (name === '' || position === undefined) return;
    const detail: Place = { name, place: (this.place ?? this.from.place).trim(), direction: this.direction === undefined ? this.from.direction : this.direction, position, viewDegrees: this.view === undefined ? this.from.viewDegrees : this.view };
    this.dispatchEvent(new CustomEvent('mp-place', { detail, bubbles: true, composed: true }));
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-place-form': MpPlaceForm } }
