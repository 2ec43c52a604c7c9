import type { ControlHello } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { controlAddress, ControlSocket, type ControlState, type Opened } from './control-socket.ts';
import type { Velocity } from './hold.ts';
import './mp-move-pad.ts';

/** Turning one camera: taken by a press, held while this is on the screen, let go with it. */
@customElement('mp-move-control')
export class MpMoveControl extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: flex; flex-direction: column; gap: var(--mp-4); }
    .chips { display: flex; flex-wrap: wrap; gap: var(--mp-2); }
    .chip { display: inline-flex; align-items: center; gap: var(--mp-2); min-height: var(--mp-touch); max-width: 100%; padding: 0 var(--mp-4); border: 1px solid var(--mp-outline); border-radius: var(--mp-radius-pill); background: var(--mp-surface); color: var(--mp-text); font-size: var(--mp-small); font-weight: 500; cursor: pointer; }
    .chip span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .chip:hover { background: var(--mp-accent-soft); }
    .chip.gone { color: var(--mp-danger); border-style: dashed; }
    form { display: flex; flex-wrap: wrap; gap: var(--mp-3); align-items: end; }
    form mp-field { flex: 1 1 200px; }
    .note { display: flex; gap: var(--mp-3); padding: var(--mp-3) var(--mp-4); border-radius: var(--mp-radius); background: var(--mp-warn-soft, var(--mp-sunken)); }
    .note mp-icon { color: var(--mp-warn); margin-top: 0.15em; }
    h3 { font-size: var(--mp-small); }
    @media (hover: none) { .keys { display: none; } }
  `];
  @property() camera = '';
  /** Who is asking, for an officer. */
  @property({ attribute: false }) reason: Omit<ControlHello, 'camera' | 'action'> = {};
  @state() private at: ControlState = { is: 'idle' };
  @state() private presets: Opened['presets'] = [];
  @state() private trouble = '';
  @state() private naming = false;
  @state() private removing = false;
  @state() private name = '';
  private socket: ControlSocket | undefined;
  /** The name of a position that is being remembered. */
  private saving = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.socket?.close();
  }
  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.get('camera') !== undefined && changed.get('camera') !== this.camera) this.socket?.close();
  }

  protected override render(): unknown {
    const { at, t } = this;
    if (at.is === 'ready') return this.controls(at.opened);
    const said = at.is === 'ended' ? (at.problem?.message ?? (at.lost ? t('control.lost') : '')) : '';
    return html`${said ? html`<p role="status">${said}</p>` : nothing}
      <div class="row"><mp-button icon="camera" ?busy=${at.is === 'opening'} @click=${this.take}>${at.is === 'opening' ? t('control.opening') : at.is === 'ended' && said ? t('control.again') : t('control.take')}</mp-button></div>`;
  }

  private controls({ move, keeps, covered }: Opened): unknown {
    const { t } = this;
    return html`
      ${covered ? html`<div class="note"><mp-icon name="eye-off"></mp-icon><p class="small">${t('control.covered')}</p></div>` : nothing}
      ${move?.panTilt || move?.zoom ? html`<mp-move-pad .turns=${move.panTilt} .zooms=${move.zoom} @mp-move=${(event: CustomEvent<Velocity>) => this.socket?.say({ type: 'move', ...event.detail })} @mp-halt=${() => this.socket?.say({ type: 'stop' })}></mp-move-pad>
        <p class="small muted">${t('control.hint')} <span class="keys">${t('control.hintKeys')}</span></p>` : nothing}
      ${this.trouble ? html`<p class="small danger" role="status">${this.trouble}</p>` : nothing}
      ${move && move.presets > 0 ? this.positions(keeps) : nothing}
      <div class="row">
        ${move?.home ? html`<mp-button icon="house" @click=${() => this.say({ type: 'home' })}>${t('control.home')}</mp-button>` : nothing}
        ${move?.home && keeps ? html`<mp-button tone="plain" @click=${() => { this.say({ type: 'set-home' }); this.shell.toast(t('control.homeSet')); }}>${t('control.setHome')}</mp-button>` : nothing}
        <mp-button tone="plain" icon="x" @click=${() => this.socket?.close()}>${t('control.let')}</mp-button></div>`;
  }

  private positions(keeps: boolean): unknown {
    const { t } = this;
    return html`<div class="stack tight"><h3>${t('control.presets')}</h3>
      ${this.presets.length === 0 ? html`<p class="small muted">${t('control.noPresets')}</p>` : html`<div class="chips">${this.presets.map(({ token, name }) => (this.removing
        ? html`<button class="chip gone" type="button" aria-label=${t('control.remove', { name })} @click=${() => this.say({ type: 'remove', preset: token })}><mp-icon name="trash"></mp-icon><span>${name}</span></button>`
        : html`<button class="chip" type="button" @click=${() => this.say({ type: 'go', preset: token })}><mp-icon name="map-pin"></mp-icon><span>${name}</span></button>`))}</div>`}
      ${!keeps ? nothing : this.naming ? html`<form @submit=${this.save} novalidate><mp-field label=${t('control.presetName')} hint=${t('control.presetHint')} maxlength="40" .value=${this.name} @input=${(event: Event) => (this.name = (event.target as HTMLInputElement).value)}></mp-field>
          <mp-button type="submit" tone="primary" ?disabled=${this.name.trim() === ''}>${t('control.saveYes')}</mp-button><mp-button tone="plain" @click=${() => (this.naming = false)}>${t('control.cancel')}</mp-button></form>`
        : html`<div class="row"><mp-button icon="plus" @click=${() => { this.naming = true; this.removing = false; this.name = ''; }}>${t('control.save')}</mp-button>
          ${this.presets.length > 0 ? html`<mp-button tone="plain" icon=${this.removing ? 'check' : 'trash'} @click=${() => (this.removing = !this.removing)}>${t(this.removing ? 'control.manageDone' : 'control.manage')}</mp-button>` : nothing}</div>`}</div>`;
  }

  private say(said: Parameters<ControlSocket['say']>[0]): void {
    this.trouble = '';
    this.socket?.say(said);
  }
  private readonly save = (event: Event): void => {
    event.preventDefault();
    const name = this.name.trim();
    if (name === '') return;
    this.say({ type: 'save', name });
    this.saving = name;
    this.naming = false;
  };
  private readonly take = (): void => {
    this.trouble = '';
    this.naming = this.removing = false;
    this.socket = new ControlSocket(() => new WebSocket(controlAddress()), { ...this.reason, camera: this.camera, action: 'ptz' }, {
      state: (at) => {
        this.at = at;
        if (at.is === 'ready') this.presets = at.opened.presets;
      },
      presets: (presets) => {
        this.presets = presets;
        if (presets.length === 0) this.removing = false;
        if (this.saving) this.shell.toast(this.t('control.saved', { name: this.saving }));
        this.saving = '';
      },
      problem: ({ message }) => (this.trouble = message),
    });
    this.socket.open();
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-move-control': MpMoveControl } }
