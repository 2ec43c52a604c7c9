import { css, html, svg, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { styleOf } from '../app/parts/style-of.ts';
import { Part } from '../app/screen.ts';
import { gridOf, holds, moved, shifted, windowOf, withCorner, without, type Corners, type Spot } from './corners.ts';

/**
 * An area on a plan of metres around the place of a case, north up, no map and no camera on it: corners to drag, to move by arrow keys (1 m, with shift 10 m),
 * to add by a tap. Fires `mp-corners` (detail: the corners) at every change.
 */
@customElement('mp-area-plan')
export class MpAreaPlan extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; }
    .frame { position: relative; aspect-ratio: 1; max-width: 520px; background: var(--mp-sunken); border-radius: var(--mp-radius); overflow: hidden; touch-action: none; user-select: none; -webkit-user-select: none; cursor: crosshair; }
    svg { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; }
    .grid { stroke: var(--mp-outline); stroke-opacity: 0.28; stroke-width: 1; vector-effect: non-scaling-stroke; }
    .area { fill: var(--mp-accent); fill-opacity: 0.18; stroke: var(--mp-accent); stroke-width: 2.5; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
    .place { position: absolute; width: 28px; height: 28px; margin: -14px 0 0 -14px; color: var(--mp-danger); pointer-events: none; display: grid; place-items: center; }
    .place span { position: absolute; top: 100%; white-space: nowrap; padding: 0 6px; border-radius: 6px; background: var(--mp-surface); color: var(--mp-text); font-size: var(--mp-tiny); }
    .north { position: absolute; right: var(--mp-3); top: var(--mp-3); min-width: 32px; white-space: nowrap; text-align: center; font-weight: 600; font-size: var(--mp-tiny); color: var(--mp-muted); pointer-events: none; }
    .north svg { position: static; display: block; width: 20px; height: 26px; margin: 0 auto 2px; fill: var(--mp-muted); }
    .scale { position: absolute; left: var(--mp-3); bottom: var(--mp-3); font-size: var(--mp-tiny); color: var(--mp-muted); pointer-events: none; }
    .scale i { display: block; height: 6px; border: 2px solid var(--mp-muted); border-top: 0; }
    .corner { position: absolute; width: 44px; height: 44px; margin: -22px 0 0 -22px; padding: 0; border: 0; background: none; cursor: grab; touch-action: none; }
    .corner::before { content: ''; position: absolute; inset: 13px; border-radius: 50%; background: var(--mp-accent); border: 3px solid var(--mp-surface); box-shadow: 0 1px 4px rgb(0 0 0 / 45%); }
    .corner.chosen::before { inset: 10px; }
    .corner:focus-visible { outline: 3px solid var(--mp-accent); outline-offset: -6px; border-radius: 50%; }
  `];
  @property({ attribute: false }) corners: Corners = [];
  /** The corner that the keyboard and the buttons beside the plan mean. */
  @property({ type: Number }) chosen = 0;
  /** What is shown stays still under a moving hand. */
  @state() private seen = windowOf([]);
  @query('.frame') private readonly frame!: HTMLElement;
  private drag: { readonly at: number; readonly from: Spot; readonly before: Corners } | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('corners') && !this.drag) this.seen = windowOf(this.corners);
  }

  protected override render(): unknown {
    const { middle, half } = this.seen;
    const step = gridOf(half);
    const lines = (from: number): readonly number[] => Array.from({ length: Math.floor((2 * half) / step) + 1 }, (_, n) => Math.ceil((from - half) / step) * step + n * step);
    const share = ({ x, y }: Spot): Record<string, string> => ({ left: `${((x - middle.x + half) / (2 * half)) * 100}%`, top: `${((middle.y + half - y) / (2 * half)) * 100}%` });
    return html`<div class="frame" role="group" aria-label=${this.t('cases.plan')} @pointerdown=${this.down} @pointermove=${this.move} @pointerup=${this.up} @pointercancel=${this.up}>
      <svg viewBox=${`${middle.x - half} ${-middle.y - half} ${2 * half} ${2 * half}`} aria-hidden="true">
        ${lines(middle.x).map((x) => svg`<line class="grid" x1=${x} x2=${x} y1=${-middle.y - half} y2=${-middle.y + half}></line>`)}${lines(middle.y).map((y) => svg`<line class="grid" y1=${-y} y2=${-y} x1=${middle.x - half} x2=${middle.x + half}></line>`)}
        <polygon class="area" points=${this.corners.map(({ x, y }) => `${x},${-y}`).join(' ')}></polygon></svg>
      <div class="place" style=${styleOf(share({ x: 0, y: 0 }))}><mp-icon name="map-pin"></mp-icon><span>${this.t('cases.where')}</span></div>
      <div class="north" aria-hidden="true"><svg viewBox="0 0 20 26"><path d="M10 0 L18 26 L10 20 L2 26 Z"></path></svg>${this.t('cases.north')}</div>
      <div class="scale" style=${styleOf({ width: `${(step / (2 * half)) * 100}%` })}><i></i>${step} m</div>
      ${repeat(this.corners, (_, at) => at, (corner, at) => html`<button type="button" class="corner ${at === this.chosen ? 'chosen' : ''}" data-at=${at} style=${styleOf(share(corner))}
        aria-label=${this.t('cases.cornerIs', { number: at + 1, east: Math.round(corner.x), north: Math.round(corner.y) })} @focus=${() => this.choose(at)} @keydown=${this.key}></button>`)}</div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const focused = this.shadowRoot?.activeElement;
    if (changed.has('chosen') && focused) this.shadowRoot?.querySelector<HTMLElement>(`[data-at='${this.chosen}']`)?.focus();
  }

  private choose(at: number): void {
    this.chosen = at;
    this.dispatchEvent(new CustomEvent('mp-chosen', { detail: at }));
  }
  private change(corners: Corners): void {
    this.corners = corners;
    this.dispatchEvent(new CustomEvent('mp-corners', { detail: corners }));
  }
  private spotOf(event: PointerEvent): Spot {
    const box = this.frame.getBoundingClientRect();
    const { middle, half } = this.seen;
    return { x: middle.x - half + ((event.clientX - box.left) / box.width) * 2 * half, y: middle.y + half - ((event.clientY - box.top) / box.height) * 2 * half };
  }

  private readonly down = (event: PointerEvent): void => {
    if (event.button !== 0 || this.drag) return;
    const from = this.spotOf(event);
    const named = (event.target as HTMLElement).dataset['at'];
    this.frame.setPointerCapture(event.pointerId);
    if (named !== undefined) {
      this.choose(Number(named));
      (event.target as HTMLElement).focus();
      this.drag = { at: Number(named), from, before: this.corners };
    } else if (holds(this.corners, from)) this.drag = { at: -1, from, before: this.corners };
    else {
      const { corners, at } = withCorner(this.corners, from);
      if (at < 0) return;
      this.drag = { at, from, before: corners };
      this.change(corners);
      this.choose(at);
    }
    event.preventDefault();
  };
  private readonly move = (event: PointerEvent): void => {
    if (!this.drag) return;
    const to = this.spotOf(event);
    const { at, from, before } = this.drag;
    const by = { x: to.x - from.x, y: to.y - from.y };
    const corner = before[at];
    this.change(corner ? moved(before, at, { x: corner.x + by.x, y: corner.y + by.y }) : shifted(before, by));
  };
  private readonly up = (): void => {
    if (!this.drag) return;
    this.drag = undefined;
    this.seen = windowOf(this.corners);
  };
  private readonly key = (event: KeyboardEvent): void => {
    const by = event.shiftKey ? 10 : 1;
    const way = { ArrowLeft: { x: -by, y: 0 }, ArrowRight: { x: by, y: 0 }, ArrowUp: { x: 0, y: by }, ArrowDown: { x: 0, y: -by } }[event.key];
    const corner = this.corners[this.chosen];
    if (way && corner) this.change(moved(this.corners, this.chosen, { x: corner.x + way.x, y: corner.y + way.y }));
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      this.change(without(this.corners, this.chosen));
      this.choose(Math.min(this.chosen, this.corners.length - 1));
    } else return;
    event.preventDefault();
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-area-plan': MpAreaPlan } }
