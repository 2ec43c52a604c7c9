import type { ControlHello } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { controlAddress, ControlSocket, type ControlState } from './control-socket.ts';
import { DownSampler } from './down-sampler.ts';
import { encodeG711, type Law } from './g711.ts';
import { MicFailure, openMicrophone, type Microphone, type MicProblem } from './microphone.ts';

/** Nobody holds the button: the loudspeaker is given back. */
const idleMs = 30_000;

/** Push to talk through one camera. The microphone is open only while the button is held. */
@customElement('mp-talk-control')
export class MpTalkControl extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: flex; flex-direction: column; gap: var(--mp-3); }
    button { display: inline-flex; align-items: center; justify-content: center; gap: var(--mp-3); width: 100%; min-height: 64px; padding: 0 var(--mp-5); border: 1px solid var(--mp-outline); border-radius: var(--mp-radius-pill); background: var(--mp-surface); color: var(--mp-text); font-weight: 600; cursor: pointer; touch-action: none; user-select: none; -webkit-user-select: none; -webkit-touch-callout: none; }
    button:hover { background: var(--mp-accent-soft); }
    button.on { background: var(--mp-accent); border-color: var(--mp-accent); color: var(--mp-on-accent); }
    button mp-icon { font-size: 24px; }
    .level { height: 6px; border-radius: 3px; background: var(--mp-sunken); overflow: clip; }
    .level meter { display: block; width: 100%; height: 6px; }
  `];
  @property() camera = '';
  /** Who is asking, for an officer. */
  @property({ attribute: false }) reason: Omit<ControlHello, 'camera' | 'action'> = {};
  @state() private at: ControlState = { is: 'idle' };
  @state() private mic: MicProblem | undefined;
  @state() private held = false;
  @state() private speaking = false;
  private socket: ControlSocket | undefined;
  private microphone: Microphone | undefined;
  private idle: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('blur', this.letGo);
    document.addEventListener('visibilitychange', this.letGo);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('blur', this.letGo);
    document.removeEventListener('visibilitychange', this.letGo);
    this.letGo();
    this.hangUp();
  }

  protected override render(): unknown {
    const { t, at } = this;
    const said = this.mic ? t(`control.mic_${this.mic}`) : at.is === 'ended' ? (at.problem?.message ?? (at.lost ? t('control.talkEnded') : '')) : '';
    return html`<button class=${this.speaking ? 'on' : ''} type="button" aria-pressed=${this.held ? 'true' : 'false'} @contextmenu=${(event: Event) => event.preventDefault()}
        @pointerdown=${this.press} @pointerup=${this.letGo} @pointercancel=${this.letGo} @lostpointercapture=${this.letGo} @focusout=${this.letGo}
        @keydown=${(event: KeyboardEvent) => { if ((event.key === ' ' || event.key === 'Enter') && !event.repeat) { event.preventDefault(); this.begin(); } }} @keyup=${this.letGo}>
        <mp-icon name=${this.mic ? 'mic-off' : 'mic'}></mp-icon>${this.speaking ? t('control.talking') : this.held ? t('control.talkOpening') : t('control.hold')}</button>
      ${said ? html`<p class="small ${this.mic ? 'danger' : ''}" role="status">${said}</p>` : html`<p class="small muted">${t('control.talkHint')}</p>`}${nothing}`;
  }

  private readonly press = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    this.begin();
  };
  private begin(): void {
    if (this.held) return;
    clearTimeout(this.idle);
    this.held = true;
    this.mic = undefined;
    this.call();
    void this.listen();
  }
  private readonly letGo = (): void => {
    if (!this.held) return;
    this.held = this.speaking = false;
    this.microphone?.close();
    this.microphone = undefined;
    this.idle = setTimeout(() => this.hangUp(), idleMs);
  };
  private hangUp(): void {
    clearTimeout(this.idle);
    this.socket?.close();
    this.socket = undefined;
  }

  private call(): void {
    const now = this.socket?.state.is;
    if (now === 'ready' || now === 'opening') return;
    this.socket = new ControlSocket(() => new WebSocket(controlAddress()), { ...this.reason, camera: this.camera, action: 'talk' }, {
      state: (at) => {
        this.at = at;
        this.speaking = at.is === 'ready' && this.microphone !== undefined;
        if (at.is === 'ended') this.letGo();
      },
      presets: () => {},
      problem: () => {},
    });
    this.socket.open();
  }
  private async listen(): Promise<void> {
    try {
      let down: DownSampler | undefined;
      const opened = await openMicrophone((samples) => {
        const { state: now } = this.socket ?? { state: this.at };
        if (!this.held || !down || now.is !== 'ready' || now.opened.talk === null) return;
        this.socket?.sound(encodeG711(now.opened.talk satisfies Law, down.push(samples)));
      });
      down = new DownSampler(opened.rate);
      // Let go while the browser asked whether it may.
      if (!this.held || this.microphone) return opened.close();
      this.microphone = opened;
      this.speaking = this.at.is === 'ready';
    } catch (thrown) {
      this.mic = thrown instanceof MicFailure ? thrown.problem : 'failed';
      this.letGo();
      this.hangUp();
    }
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-talk-control': MpTalkControl } }
