import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { IconName } from '../app/parts/icons.ts';
import { Part } from '../app/screen.ts';
import { atSpeed, Hold, keyVelocity, type Velocity } from './hold.ts';

const speeds = { slow: 0.25, medium: 0.55, fast: 1 } as const;
type Speed = keyof typeof speeds;
const arrows = [
  { at: 'up', icon: 'arrow-up', velocity: { x: 0, y: 1, zoom: 0 } }, { at: 'left', icon: 'arrow-left', velocity: { x: -1, y: 0, zoom: 0 } },
  { at: 'right', icon: 'arrow-right', velocity: { x: 1, y: 0, zoom: 0 } }, { at: 'down', icon: 'arrow-down', velocity: { x: 0, y: -1, zoom: 0 } },
] as const;

/** Arrows to hold. Fires `mp-move` (detail: the velocity) at once and again while held, and `mp-halt` the moment it is let go, whatever way that happens. */
@customElement('mp-move-pad')
export class MpMovePad extends Part {
  static override styles = [Part.styles, css`
    :host { display: flex; flex-wrap: wrap; gap: var(--mp-5); align-items: center; justify-content: center; outline: none; }
    .cross { display: grid; grid-template: repeat(3, 56px) / repeat(3, 56px); place-items: stretch; gap: 4px; padding: var(--mp-2); border-radius: 50%; background: var(--mp-sunken); }
    .up { grid-area: 1 / 2; } .left { grid-area: 2 / 1; } .right { grid-area: 2 / 3; } .down { grid-area: 3 / 2; }
    .stop { grid-area: 2 / 2; }
    button { display: grid; place-items: center; min-width: 56px; min-height: 56px; padding: 0; border: 1px solid var(--mp-outline); border-radius: var(--mp-radius-pill); background: var(--mp-surface); color: var(--mp-text); cursor: pointer; touch-action: none; user-select: none; -webkit-user-select: none; -webkit-touch-callout: none; transition: background var(--mp-quick), scale var(--mp-quick); }
    button:hover { background: var(--mp-accent-soft); }
    button.held { background: var(--mp-accent); border-color: var(--mp-accent); color: var(--mp-on-accent); scale: 0.95; }
    .stop { border-color: transparent; background: transparent; color: var(--mp-muted); }
    button mp-icon { font-size: 24px; pointer-events: none; }
    .beside { display: flex; flex-direction: column; gap: var(--mp-3); width: min(100%, 250px); }
    .zoom { display: flex; gap: var(--mp-2); }
    .zoom button { flex: 1; border-radius: var(--mp-radius); }
    .speeds { display: flex; border: 1px solid var(--mp-outline); border-radius: var(--mp-radius); overflow: clip; }
    .speeds button { flex: 1; min-width: 0; min-height: var(--mp-touch); padding: 0 var(--mp-2); border: 0; border-radius: 0; font-size: var(--mp-small); font-weight: 500; touch-action: manipulation; }
    .speeds button + button { border-left: 1px solid var(--mp-outline); }
    .speeds button[aria-pressed='true'] { background: var(--mp-accent-soft); color: var(--mp-accent-strong); font-weight: 600; box-shadow: inset 0 -3px 0 var(--mp-accent); }
  `];
  @property({ type: Boolean }) turns = true;
  @property({ type: Boolean }) zooms = true;
  @state() private speed: Speed = 'medium';
  @state() private held = '';
  private readonly hold = new Hold({
    say: (velocity) => this.dispatchEvent(new CustomEvent<Velocity>('mp-move', { detail: velocity })),
    stop: () => this.dispatchEvent(new Event('mp-halt')),
    every: (ms, again) => {
      const timer = setInterval(again, ms);
      return () => clearInterval(timer);
    },
  });

  override connectedCallback(): void {
    super.connectedCallback();
    // A window that is left takes the release with it.
    addEventListener('blur', this.letGo);
    document.addEventListener('visibilitychange', this.letGo);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('blur', this.letGo);
    document.removeEventListener('visibilitychange', this.letGo);
    this.letGo();
  }

  protected override render(): unknown {
    const { t } = this;
    return html`
      ${this.turns ? html`<div class="cross" role="group" aria-label=${t('control.padLabel')} @keydown=${this.onKey} @keyup=${this.letGo} @focusout=${this.onFocusOut}>
        ${arrows.map(({ at, icon, velocity }) => this.button(at, icon, t(`control.${at}`), velocity))}
        <button class="stop" type="button" title=${t('control.stop')} aria-label=${t('control.stop')} @click=${this.halt}><mp-icon name="stop"></mp-icon></button></div>` : nothing}
      <div class="beside" @keydown=${this.onKey} @keyup=${this.letGo} @focusout=${this.onFocusOut}>
        ${this.zooms ? html`<div class="zoom">${this.button('out', 'zoom-out', t('control.zoomOut'), { x: 0, y: 0, zoom: -1 })}${this.button('in', 'zoom-in', t('control.zoomIn'), { x: 0, y: 0, zoom: 1 })}</div>` : nothing}
        <div class="speeds" role="group" aria-label=${t('control.speed')}>${(Object.keys(speeds) as Speed[]).map((speed) => html`<button type="button" aria-pressed=${speed === this.speed ? 'true' : 'false'} @click=${() => (this.speed = speed)}>${t(`control.speed_${speed}`)}</button>`)}</div>
      </div>`;
  }

  private button(at: string, icon: IconName, label: string, velocity: Velocity): unknown {
    return html`<button class="${at} ${this.held === at ? 'held' : ''}" type="button" title=${label} aria-label=${label} @contextmenu=${(event: Event) => event.preventDefault()}
      @pointerdown=${(event: PointerEvent) => this.press(event, at, velocity)} @pointerup=${this.letGo} @pointercancel=${this.letGo} @lostpointercapture=${this.letGo}
      @keydown=${(event: KeyboardEvent) => { if ((event.key === ' ' || event.key === 'Enter') && !event.repeat) { event.preventDefault(); this.begin(at, velocity); } }}><mp-icon name=${icon}></mp-icon></button>`;
  }

  private press(event: PointerEvent, at: string, velocity: Velocity): void {
    if (event.button !== 0) return;
    // The release comes here wherever the finger is by then.
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.begin(at, velocity);
  }
  private begin(at: string, velocity: Velocity): void {
    this.held = at;
    this.hold.press(atSpeed(velocity, speeds[this.speed]));
  }
  private readonly letGo = (): void => {
    this.held = '';
    this.hold.release();
  };
  /** From one arrow to the next is no leaving. */
  private readonly onFocusOut = (event: FocusEvent): void => {
    if (!(event.relatedTarget instanceof Node) || !this.renderRoot.contains(event.relatedTarget)) this.letGo();
  };
  private readonly halt = (): void => {
    this.letGo();
    this.dispatchEvent(new Event('mp-halt'));
  };
  private readonly onKey = (event: KeyboardEvent): void => {
    const velocity = keyVelocity(event.key);
    if (!velocity || event.repeat || event.ctrlKey || event.metaKey || event.altKey) {
      if (velocity) event.preventDefault();
      return;
    }
    if (velocity.zoom === 0 ? !this.turns : !this.zooms) return;
    event.preventDefault();
    const arrow = arrows.find((each) => each.velocity.x === velocity.x && each.velocity.y === velocity.y && velocity.zoom === 0);
    this.begin(arrow?.at ?? (velocity.zoom > 0 ? 'in' : 'out'), velocity);
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-move-pad': MpMovePad } }
