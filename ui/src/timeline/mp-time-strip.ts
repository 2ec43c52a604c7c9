import type { SheetRow } from '@matpho/core/api';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { styleOf } from '../app/parts/style-of.ts';
import { Part } from '../app/screen.ts';
import { commandOf } from './keys.ts';
import { sayInstant, sayThere, thereAt } from './standing-words.ts';
import { StripHand } from './strip-hand.ts';
import { paintStrip, stripHeight, type Inks, type Lane } from './strip-paint.ts';
import { thumbAt, type Thumb } from './thumbs.ts';
import { xOf, type Span } from './view-window.ts';
import type { Zone } from './zone.ts';

const charactersOff = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown', '+', '-', '=']);
const thumbWidth = 160;

/**
 * The day as a strip: times, what there is of every camera, and where the pictures stand. A slider for keyboard and screen reader.
 * Fires `mp-scrub` (detail: `{at, done}`), `mp-view` (detail: the view), `mp-command` (detail: a command), `mp-marks` (detail: the interval).
 */
@customElement('mp-time-strip')
export class MpTimeStrip extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; position: relative; user-select: none; -webkit-user-select: none; }
    .strip { position: relative; border-radius: var(--mp-radius-small); touch-action: pan-y; cursor: pointer; }
    canvas { display: block; width: 100%; }
    .head { position: absolute; top: 18px; bottom: 0; width: 2px; margin-left: -1px; background: var(--mp-text); pointer-events: none; }
    .head::before { content: ''; position: absolute; top: -4px; left: -6px; width: 14px; height: 14px; border-radius: 50%; background: var(--mp-text); border: 3px solid var(--mp-surface); }
    .pointed { position: absolute; top: 20px; bottom: 0; width: 1px; background: var(--mp-outline); pointer-events: none; }
    .mark { position: absolute; top: 24px; bottom: 0; background: var(--mp-accent-soft); opacity: 0.55; border-block: 2px solid var(--mp-accent); pointer-events: none; }
    .handle { position: absolute; top: 20px; bottom: -6px; width: 44px; margin-left: -22px; cursor: ew-resize; touch-action: none; border-radius: var(--mp-radius-small); }
    .handle::before { content: ''; position: absolute; inset: 4px 19px; border-radius: 3px; background: var(--mp-accent); }
    .handle::after { content: ''; position: absolute; left: 13px; width: 18px; top: calc(50% - 13px); height: 26px; border-radius: 9px; background: var(--mp-accent); border: 2px solid var(--mp-surface); }
    .pop { position: absolute; bottom: calc(100% - 12px); z-index: 3; display: flex; flex-direction: column; gap: 2px; width: max-content; max-width: 240px; padding: var(--mp-2); border-radius: var(--mp-radius); background: var(--mp-surface); border: 1px solid var(--mp-line); box-shadow: 0 4px 20px rgb(0 0 0 / 18%); pointer-events: none; text-align: center; font-size: var(--mp-tiny); line-height: 1.4; }
    .pop b { font-size: var(--mp-small); }
    .thumb { align-self: center; border-radius: var(--mp-radius-small); background-color: var(--mp-sunken); }
  `];
  @property({ attribute: false }) lanes: readonly Lane[] = [];
  /** Small pictures of the first camera, and where they come from. */
  @property({ attribute: false }) sheets: readonly SheetRow[] = [];
  @property({ attribute: false }) sheetUrl: ((name: string) => string) | undefined;
  @property({ attribute: false }) limits!: Span;
  @property({ attribute: false }) view!: Span;
  /** The instant shown. */
  @property({ type: Number }) at = 0;
  @property({ attribute: false }) zone!: Zone;
  /** An interval with two handles. */
  @property({ attribute: false }) marks: Span | undefined;
  @property({ type: Number }) now = Date.now();
  @state() private width = 0;
  @state() private pointed: number | undefined;
  @state() private holds = false;
  @query('canvas') private readonly canvas!: HTMLCanvasElement;
  @query('.strip') private readonly strip!: HTMLElement;
  private observer: ResizeObserver | undefined;
  private readonly dark = matchMedia('(prefers-color-scheme: dark)');
  private themes: MutationObserver | undefined;
  private held: 'from' | 'to' | undefined;
  private readonly hand = new StripHand(() => ({ view: this.view, limits: this.limits, width: this.width }), {
    view: (view) => this.tell('mp-view', view),
    scrub: (at, done) => {
      this.holds = !done;
      this.pointed = done ? undefined : at;
      this.tell('mp-scrub', { at, done });
    },
    point: (at) => (this.pointed = at),
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer = new ResizeObserver(() => (this.width = this.clientWidth));
    this.observer.observe(this);
    this.themes = new MutationObserver(() => this.paint());
    this.themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    this.dark.addEventListener('change', this.paint);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
    this.themes?.disconnect();
    this.dark.removeEventListener('change', this.paint);
  }

  protected override firstUpdated(): void {
    // Not passive: a wheel over the strip turns the strip, not the page.
    this.strip.addEventListener('wheel', this.wheel, { passive: false });
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (['lanes', 'view', 'width', 'zone', 'words', 'now'].some((name) => (changed as ReadonlyMap<PropertyKey, unknown>).has(name))) this.paint();
  }

  protected override render(): unknown {
    const there = this.lanes.map(({ page }) => thereAt(page, this.at, this.now));
    const height = stripHeight(this.lanes.length);
    return html`
      <div class="strip" role="slider" tabindex="0" aria-label=${this.t('timeline.strip')} aria-describedby="hint" aria-orientation="horizontal" aria-valuemin="0" aria-valuemax=${Math.round((this.limits.to - this.limits.from) / 1_000)} aria-valuenow=${Math.round((this.at - this.limits.from) / 1_000)} aria-valuetext=${sayInstant(this.at, there, this.zone, this.words)}
        @keydown=${this.key} @pointerdown=${this.down} @pointermove=${this.move} @pointerup=${this.up} @pointercancel=${this.up} @pointerleave=${() => this.hand.left()}>
        <canvas aria-hidden="true" style=${styleOf({ height: `${height}px` })}></canvas>
        ${this.marks ? html`<span class="mark" style=${styleOf({ left: this.left(this.marks.from), width: `calc(${this.left(this.marks.to)} - ${this.left(this.marks.from)})` })}></span>` : nothing}
        ${this.isSeen(this.at) ? html`<span class="head" style=${styleOf({ left: this.left(this.at) })}></span>` : nothing}
        ${this.pointed !== undefined && !this.holds ? html`<span class="pointed" style=${styleOf({ left: this.left(this.pointed) })}></span>` : nothing}
      </div>
      <span id="hint" class="hidden">${this.t('timeline.stripHint')}</span>
      ${this.marks ? (['from', 'to'] as const).map((end) => this.handle(end, this.marks as Span)) : nothing}
      ${this.pointed === undefined ? nothing : this.pop(this.pointed)}`;
  }

  private handle(end: 'from' | 'to', marks: Span): unknown {
    const at = marks[end];
    if (!this.isSeen(at)) return nothing;
    return html`<div class="handle" role="slider" tabindex="0" aria-label=${this.t(end === 'from' ? 'timeline.markFrom' : 'timeline.markTo')} aria-valuemin="0" aria-valuemax=${Math.round((this.limits.to - this.limits.from) / 1_000)} aria-valuenow=${Math.round((at - this.limits.from) / 1_000)} aria-valuetext=${sayInstant(at, this.lanes.map(({ page }) => thereAt(page, at, this.now)), this.zone, this.words)}
      style=${styleOf({ left: this.left(at) })} @keydown=${(event: KeyboardEvent) => this.handleKey(event, end)}
      @pointerdown=${(event: PointerEvent) => this.take(event, end)} @pointermove=${this.drag} @pointerup=${this.drop} @pointercancel=${this.drop}></div>`;
  }

  /** What is there, in words and as a small picture, over where one points. */
  private pop(at: number): unknown {
    const page = this.lanes[0]?.page;
    const there = this.lanes.map((lane) => thereAt(lane.page, at, this.now));
    const thumb = this.sheetUrl ? thumbAt(this.sheets, at) : undefined;
    const half = thumb ? 96 : 110;
    const x = Math.min(Math.max(xOf(this.view, at, this.width), half), Math.max(half, this.width - half));
    const event = page?.events.find(({ from, to }) => at >= from && at < (to ?? this.now));
    return html`<div class="pop" aria-hidden="true" style=${styleOf({ left: `${x}px`, translate: '-50% 0' })}>
      ${thumb ? this.thumb(thumb) : nothing}<b>${this.words.time(at, true)}</b>
      ${this.lanes.length === 1 ? html`<span>${sayThere(there[0] ?? { is: 'unknown' }, this.words)}</span>` : this.lanes.map(({ name }, i) => (there[i]?.is === 'gap' ? html`<span>${this.t('timeline.notSeen', { camera: name, what: sayThere(there[i], this.words) })}</span>` : nothing))}
      ${event?.to ? html`<span class="muted">${this.words.duration(event.to - event.from)}</span>` : nothing}</div>`;
  }

  private thumb({ name, left, top, width, height, sheetWidth, sheetHeight }: Thumb): unknown {
    const scale = thumbWidth / width;
    return html`<span class="thumb" style=${styleOf({ width: `${thumbWidth}px`, height: `${height * scale}px`, 'background-image': `url("${this.sheetUrl?.(name) ?? ''}")`, 'background-position': `${-left * scale}px ${-top * scale}px`, 'background-size': `${sheetWidth * scale}px ${sheetHeight * scale}px` })}></span>`;
  }

  private readonly paint = (): void => {
    const on = this.hasUpdated && this.width > 0 ? this.canvas.getContext('2d') : null;
    if (!on) return;
    const height = stripHeight(this.lanes.length);
    const density = devicePixelRatio;
    this.canvas.width = Math.round(this.width * density);
    this.canvas.height = Math.round(height * density);
    on.setTransform(density, 0, 0, density, 0, 0);
    paintStrip(on, { view: this.view, width: this.width, height, lanes: this.lanes, zone: this.zone, now: this.now, inks: this.inks(), font: getComputedStyle(this).fontFamily, label: (at, seconds) => this.words.time(at, seconds) });
  };

  private inks(): Inks {
    const styles = getComputedStyle(this);
    const ink = (name: string): string => styles.getPropertyValue(`--mp-${name}`).trim();
    return { text: ink('text'), muted: ink('muted'), line: ink('line'), sunken: ink('sunken'), surface: ink('surface'), footage: ink('accent'), event: ink('warn'), fault: ink('danger') };
  }

  private left(at: number): string {
    return `${((at - this.view.from) / (this.view.to - this.view.from)) * 100}%`;
  }
  private isSeen(at: number): boolean {
    return at >= this.view.from && at <= this.view.to;
  }
  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
  private xIn(event: MouseEvent): number {
    return event.clientX - this.getBoundingClientRect().left;
  }
  private readonly down = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.strip.setPointerCapture(event.pointerId);
    this.hand.down(event.pointerId, { x: this.xIn(event), y: event.clientY - this.getBoundingClientRect().top }, event.shiftKey);
  };
  private readonly move = (event: PointerEvent): void => this.hand.move(event.pointerId, { x: this.xIn(event), y: event.clientY });
  private readonly up = (event: PointerEvent): void => {
    this.hand.up(event.pointerId);
    if (event.pointerType !== 'mouse') this.pointed = undefined;
  };
  private readonly wheel = (event: WheelEvent): void => {
    // All of the day is shown already: the page may have it.
    if (event.deltaY > 0 && Math.abs(event.deltaX) < event.deltaY && this.view.to - this.view.from >= this.limits.to - this.limits.from) return;
    event.preventDefault();
    this.hand.wheel(this.xIn(event), event.deltaX, event.deltaY);
  };
  private readonly key = (event: KeyboardEvent): void => {
    const command = charactersOff.has(event.key) ? commandOf(event) : undefined;
    if (!command) return;
    event.preventDefault();
    event.stopPropagation();
    this.tell('mp-command', command);
  };

  private take(event: PointerEvent, end: 'from' | 'to'): void {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.held = end;
  }
  private readonly drag = (event: PointerEvent): void => {
    if (this.held) this.mark(this.held, this.view.from + (this.xIn(event) / this.width) * (this.view.to - this.view.from));
  };
  private readonly drop = (): void => {
    this.held = undefined;
  };
  private handleKey(event: KeyboardEvent, end: 'from' | 'to'): void {
    const command = commandOf(event);
    if (command?.do !== 'move' && command?.do !== 'frame') return;
    event.preventDefault();
    event.stopPropagation();
    this.mark(end, (this.marks?.[end] ?? 0) + (command.do === 'frame' ? command.by * 1_000 : command.ms));
  }
  private mark(end: 'from' | 'to', at: number): void {
    if (!this.marks) return;
    const whole = Math.round(Math.min(Math.max(at, this.limits.from), Math.min(this.limits.to, this.now)) / 1_000) * 1_000;
    const marks = end === 'from' ? { from: Math.min(whole, this.marks.to - 1_000), to: this.marks.to } : { from: this.marks.from, to: Math.max(whole, this.marks.from + 1_000) };
    this.tell('mp-marks', marks);
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-time-strip': MpTimeStrip } }
