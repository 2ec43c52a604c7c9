import { css, html, nothing, svg, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { styleOf } from '../app/parts/style-of.ts';
import { Part } from '../app/screen.ts';
import { contains, moved, shifted, without, withPoint, type Point, type Shape } from './points.ts';

const step = 0.01;
const stride = 0.05;

/**
 * One area drawn on a camera's still: corners to drag, to move by arrow keys, to add by a tap. Fires `mp-shape` (detail: the shape) while it changes and
 * `mp-settled` before the first change of each act, so that the act can be taken back.
 */
@customElement('mp-mask-canvas')
export class MpMaskCanvas extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; }
    .frame { position: relative; aspect-ratio: 16 / 9; background: var(--mp-sunken); border-radius: var(--mp-radius); overflow: hidden; touch-action: none; user-select: none; -webkit-user-select: none; cursor: crosshair; }
    img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: fill; pointer-events: none; }
    svg { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; }
    .other { fill: #000; opacity: 0.75; }
    .area { fill: #000; fill-opacity: 0.4; stroke: #5eead4; stroke-width: 2.5; vector-effect: non-scaling-stroke; }
    .solid .area { fill-opacity: 1; stroke: none; }
    .solid .other { opacity: 1; }
    .corner { position: absolute; width: 44px; height: 44px; margin: -22px 0 0 -22px; padding: 0; border: 0; background: none; cursor: grab; touch-action: none; }
    .corner::before { content: ''; position: absolute; inset: 12px; border-radius: 50%; background: #0f766e; border: 3px solid #fff; box-shadow: 0 1px 4px rgb(0 0 0 / 55%); }
    .corner.chosen::before { inset: 9px; background: #5eead4; border-color: #042f2e; }
    .corner:focus-visible { outline: 3px solid #fff; outline-offset: -6px; border-radius: 50%; }
    .solid .corner { opacity: 0; }
  `];
  /** Address of the still behind it. Without one, what stands inside the element is behind it, in `aspect`. */
  @property() picture = '';
  @property() aspect: string | undefined;
  @property({ attribute: false }) shape: Shape = [];
  /** Areas that are covered already. */
  @property({ attribute: false }) others: readonly Shape[] = [];
  /** As people from outside see it. */
  @property({ type: Boolean }) solid = false;
  /** The corner that the keyboard and the buttons mean. */
  @property({ type: Number }) chosen = 0;
  @state() private ratio: string | undefined;
  @state() private isMissing = false;
  @query('.frame') private readonly frame!: HTMLElement;
  private drag: { readonly at: number; readonly from: Point; readonly before: Shape } | undefined;

  protected override render(): unknown {
    const text = (shape: Shape): string => shape.map(({ x, y }) => `${x},${y}`).join(' ');
    return html`<div class="frame ${this.solid ? 'solid' : ''}" role="group" aria-label=${this.t('masks.area')} style=${styleOf({ 'aspect-ratio': this.ratio ?? this.aspect })}
        @pointerdown=${this.down} @pointermove=${this.move} @pointerup=${this.up} @pointercancel=${this.up}>
        ${this.isMissing || !this.picture ? html`<slot></slot>` : html`<img alt="" src=${this.picture} @load=${this.loaded} @error=${() => (this.isMissing = true)}>`}
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">${this.others.map((other) => svgOf('other', text(other)))}${svgOf('area', text(this.shape))}</svg>
        ${repeat(this.shape, (_, at) => at, (point, at) => html`<button type="button" class="corner ${at === this.chosen ? 'chosen' : ''}" style=${styleOf({ left: `${point.x * 100}%`, top: `${point.y * 100}%` })}
          aria-label=${this.t('masks.corner', { number: at + 1, x: Math.round(point.x * 100), y: Math.round(point.y * 100) })} data-at=${at} @focus=${() => this.choose(at)} @keydown=${this.key}></button>`)}
      </div>${this.isMissing ? html`<p class="small muted">${this.t('masks.noPicture')}</p>` : nothing}`;
  }

  /** The keyboard goes with the corner that is meant. */
  protected override updated(changed: PropertyValues<this>): void {
    const focused = this.shadowRoot?.activeElement;
    if (changed.has('chosen') && focused) this.shadowRoot?.querySelector<HTMLElement>(`[data-at='${this.chosen}']`)?.focus();
  }

  private choose(at: number): void {
    this.chosen = at;
    this.dispatchEvent(new CustomEvent('mp-chosen', { detail: at }));
  }
  private change(shape: Shape): void {
    this.shape = shape;
    this.dispatchEvent(new CustomEvent('mp-shape', { detail: shape }));
  }
  private begin(): void {
    this.dispatchEvent(new CustomEvent('mp-settled', { detail: this.shape }));
  }
  private pointOf(event: PointerEvent): Point {
    const box = this.frame.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  }

  private readonly loaded = (event: Event): void => {
    const { naturalWidth, naturalHeight } = event.target as HTMLImageElement;
    if (naturalWidth > 0) this.ratio = `${naturalWidth} / ${naturalHeight}`;
  };
  private readonly down = (event: PointerEvent): void => {
    if (event.button !== 0 || this.drag) return;
    const from = this.pointOf(event);
    const named = (event.target as HTMLElement).dataset['at'];
    this.frame.setPointerCapture(event.pointerId);
    this.begin();
    if (named !== undefined) {
      this.choose(Number(named));
      (event.target as HTMLElement).focus();
      this.drag = { at: Number(named), from, before: this.shape };
    } else if (contains(this.shape, from)) this.drag = { at: -1, from, before: this.shape };
    else {
      const { shape, at } = withPoint(this.shape, from);
      if (at < 0) return;
      this.change(shape);
      this.choose(at);
      this.drag = { at, from, before: shape };
    }
    event.preventDefault();
  };
  private readonly move = (event: PointerEvent): void => {
    if (!this.drag) return;
    const to = this.pointOf(event);
    const { at, from, before } = this.drag;
    const by = { x: to.x - from.x, y: to.y - from.y };
    const corner = before[at];
    this.change(corner ? moved(before, at, { x: corner.x + by.x, y: corner.y + by.y }) : shifted(before, by));
  };
  private readonly up = (): void => {
    this.drag = undefined;
  };
  private readonly key = (event: KeyboardEvent): void => {
    const by = event.shiftKey ? stride : step;
    const way = { ArrowLeft: { x: -by, y: 0 }, ArrowRight: { x: by, y: 0 }, ArrowUp: { x: 0, y: -by }, ArrowDown: { x: 0, y: by } }[event.key];
    const corner = this.shape[this.chosen];
    if (way && corner) {
      this.begin();
      this.change(moved(this.shape, this.chosen, { x: corner.x + way.x, y: corner.y + way.y }));
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      this.begin();
      this.change(without(this.shape, this.chosen));
      this.choose(Math.min(this.chosen, this.shape.length - 1));
    } else return;
    event.preventDefault();
  };
}

function svgOf(kind: string, points: string): unknown {
  return svg`<polygon class=${kind} points=${points}></polygon>`;
}
declare global { interface HTMLElementTagNameMap { 'mp-mask-canvas': MpMaskCanvas } }
