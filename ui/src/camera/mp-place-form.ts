import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Part } from '../app/screen.ts';
import './mp-compass.ts';

export interface Place {
  readonly name: string;
  readonly place: string;
  /** Degrees clockwise from north. */
  readonly direction: number | null;
}

/** Name, place and direction of a camera. Fires `mp-place` (detail: `Place`) when sent. */
@customElement('mp-place-form')
export class MpPlaceForm extends Part {
  static override styles = [Part.styles, css`:host { display: block; } form { display: flex; flex-direction: column; gap: var(--mp-5); }`];
  @property({ attribute: false }) from: Place = { name: '', place: '', direction: null };
  @property() action = '';
  @property({ type: Boolean }) busy = false;
  /** The one primary act of its screen. */
  @property({ type: Boolean }) primary = false;
  @state() private name: string | undefined;
  @state() private place: string | undefined;
  @state() private direction: number | null | undefined;
  @state() private tried = false;

  protected override render(): unknown {
    const name = this.name ?? this.from.name;
    return html`<form @submit=${this.send} novalidate>
      <mp-field label=${this.t('camera.name')} hint=${this.t('camera.nameHint')} maxlength="120" required .value=${name} error=${this.tried && name.trim() === '' ? this.t('camera.needName') : ''} @input=${(event: Event) => (this.name = (event.target as HTMLInputElement).value)}></mp-field>
      <mp-field label=${this.t('camera.place')} hint=${this.t('camera.placeHint')} maxlength="200" .value=${this.place ?? this.from.place} @input=${(event: Event) => (this.place = (event.target as HTMLInputElement).value)}></mp-field>
      <mp-compass label=${this.t('camera.direction')} .value=${this.direction === undefined ? this.from.direction : this.direction} @change=${(event: Event) => (this.direction = (event.target as unknown as Place & { value: number | null }).value)}></mp-compass>
      <slot></slot>
      <div><mp-button type="submit" tone=${this.primary ? 'primary' : 'quiet'} ?wide=${this.primary} ?busy=${this.busy}>${this.action}</mp-button></div></form>`;
  }

  private readonly send = (event: Event): void => {
    event.preventDefault();
    this.tried = true;
    const name = (this.name ?? this.from.name).trim();
    if (name === '') return;
    const detail: Place = { name, place: (this.place ?? this.from.place).trim(), direction: this.direction === undefined ? this.from.direction : this.direction };
    this.dispatchEvent(new CustomEvent('mp-place', { detail, bubbles: true, composed: true }));
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-place-form': MpPlaceForm } }
