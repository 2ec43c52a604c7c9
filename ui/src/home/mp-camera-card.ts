import type { CameraRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Part } from '../app/screen.ts';
import '../player/mp-player.ts';
import { stateTone } from './state-tone.ts';

const stillMs = 20_000;

/** One camera as a card: its newest still, which moves while pointed at or focused, its state and how it is shared, in words. */
@customElement('mp-camera-card')
export class MpCameraCard extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; position: relative; }
    .card { display: block; height: 100%; color: inherit; text-decoration: none; background: var(--mp-surface); border: 1px solid var(--mp-line); border-radius: var(--mp-radius); box-shadow: var(--mp-shadow); overflow: clip; transition: border-color var(--mp-quick); }
    .card:hover { color: inherit; border-color: var(--mp-outline); }
    .card:focus-visible { border-radius: var(--mp-radius); }
    mp-player { --mp-player-radius: 0; }
    .text { padding: var(--mp-4); display: flex; flex-direction: column; gap: var(--mp-2); }
    .apart { align-items: flex-start; }
    h3 { min-width: 0; }
    mp-badge { flex: none; }
    .back { position: absolute; top: var(--mp-2); right: var(--mp-2); display: inline-flex; align-items: center; gap: 6px; min-height: var(--mp-touch); padding: 0 var(--mp-4); border-radius: var(--mp-radius-pill); background: rgb(12 10 9 / 72%); color: #fff; font-size: var(--mp-tiny); font-weight: 600; text-decoration: none; }
    .back:hover { background: rgb(12 10 9 / 88%); color: #fff; }
    .back:focus-visible { border-radius: var(--mp-radius-pill); }
  `];
  @property({ attribute: false }) camera: CameraRow | undefined;
  /** May open the real stream while pointed at. */
  @property({ type: Boolean }) moves = true;
  @state() private pointed = false;
  @state() private stillAt = Date.now();
  private timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => {
      if (document.visibilityState === 'visible' && !this.pointed) this.stillAt = Date.now();
    }, stillMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override render(): unknown {
    const { camera } = this;
    if (!camera) return nothing;
    return html`<a class="card" href=${`/camera/${camera.id}`}
      @pointerenter=${this.point} @pointerleave=${this.leave} @focus=${this.point} @blur=${this.leave}>
      <mp-player aria-hidden="true" .camera=${camera.id} .name=${camera.name} own bare quality="sub" .play=${this.pointed && camera.state === 'running'} .stillAt=${this.stillAt}></mp-player>
      <div class="text">
        <div class="apart"><h3 class="grow">${camera.name}</h3><mp-badge tone=${camera.watching > 0 ? 'danger' : stateTone(camera.state)}>${camera.watching > 0 ? this.t('home.beingWatched') : this.words.of(camera.stateText)}</mp-badge></div>
        ${camera.place ? html`<p class="small muted">${camera.place}</p>` : nothing}
        <p class="small">${this.t('home.sharing', { how: camera.paused ? this.t('home.paused') : this.words.of(camera.sharing) })}</p>
      </div></a>
      ${camera.oldestFootage === null ? nothing : html`<a class="back" href=${`/recordings?camera=${camera.id}`} aria-label=${`${this.t('timeline.look')}: ${camera.name}`}><mp-icon name="history"></mp-icon>${this.t('timeline.look')}</a>`}`;
  }

  // A tap on glass is on its way to the camera's page; only a pointer that rests, or the keyboard, moves the picture.
  private readonly point = (event: Event): void => {
    if (event instanceof PointerEvent && event.pointerType === 'touch') return;
    this.pointed = this.moves;
  };
  private readonly leave = (): void => {
    this.pointed = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-camera-card': MpCameraCard } }
