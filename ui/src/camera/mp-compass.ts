import { css, html, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../app/screen.ts';
import { bearingTo, nameOf, whole } from './direction.ts';

/** Which way a camera looks: a dial to press or drag, a slider for the keyboard. `value` is degrees or null; fires `change`. */
@customElement('mp-compass')
export class MpCompass extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; }
    .row { gap: var(--mp-5); flex-wrap: nowrap; }
    .dial { flex: none; width: 132px; height: 132px; touch-action: none; cursor: pointer; border-radius: 50%; }
    .dial:focus-visible { border-radius: 50%; }
    text { font: 600 11px var(--mp-font); fill: var(--mp-muted); text-anchor: middle; dominant-baseline: central; }
    .ring { fill: var(--mp-sunken); stroke: var(--mp-outline); }
    .cone { fill: var(--mp-accent); opacity: 0.35; }
    .hand { stroke: var(--mp-accent); stroke-width: 3; stroke-linecap: round; }
    .hub { fill: var(--mp-accent); }
    .label { font-weight: 500; font-size: var(--mp-small); margin-bottom: var(--mp-2); }
  `];
  @property() label = '';
  @property({ type: Number }) value: number | null = null;
  private dragging = false;

  protected override render(): unknown {
    const { value } = this;
    const said = value === null ? this.t('camera.noDirection') : this.t('camera.facing', { name: this.t(`camera.${nameOf(value)}`), degrees: value });
    const letters = this.words.language === 'vi' ? ['B', 'Đ', 'N', 'T'] : ['N', 'E', 'S', 'W'];
    return html`<p class="label" id="label">${this.label}</p><div class="row">
      <svg class="dial" viewBox="-66 -66 132 132" role="slider" tabindex="0" aria-labelledby="label" aria-valuemin="0" aria-valuemax="359" aria-valuenow=${value ?? 0} aria-valuetext=${said}
        @pointerdown=${this.down} @pointermove=${this.move} @pointerup=${this.up} @keydown=${this.key}>
        <circle class="ring" r="64"></circle>
        ${[[0, -52], [52, 0], [0, 52], [-52, 0]].map(([x, y], index) => svg`<text x=${x} y=${y}>${letters[index]}</text>`)}
        ${value === null ? nothing : svg`<g transform=${`rotate(${value})`}><path class="cone" d="M0 0 L-24 -38 A45 45 0 0 1 24 -38 Z"/><line class="hand" x1="0" y1="0" x2="0" y2="-38"/></g>`}
        <circle class="hub" r="5"></circle></svg>
      <div class="stack tight"><p>${said}</p>${value === null ? nothing : html`<div><mp-button tone="plain" @click=${() => this.set(null)}>${this.t('camera.clearDirection')}</mp-button></div>`}</div></div>`;
  }

  private set(value: number | null): void {
    if (value === this.value) return;
    this.value = value;
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  }

  private point(event: PointerEvent): void {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const x = event.clientX - box.left - box.width / 2;
    const y = event.clientY - box.top - box.height / 2;
    if (Math.hypot(x, y) > 8) this.set(bearingTo(x, y));
  }

  private readonly down = (event: PointerEvent): void => {
    this.dragging = true;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.point(event);
  };
  private readonly move = (event: PointerEvent): void => {
    if (this.dragging) this.point(event);
  };
  private readonly up = (): void => {
    this.dragging = false;
  };
  private readonly key = (event: KeyboardEvent): void => {
    const turn = { ArrowRight: 5, ArrowUp: 5, ArrowLeft: -5, ArrowDown: -5, PageUp: 45, PageDown: -45 }[event.key];
    if (turn !== undefined) this.set(whole((this.value ?? (turn > 0 ? -turn : 0)) + turn));
    else if (event.key === 'Home') this.set(0);
    else if (event.key === 'Delete' || event.key === 'Backspace') this.set(null);
    else return;
    event.preventDefault();
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-compass': MpCompass } }
