import type { CameraRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { stateTone } from '../home/state-tone.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import './mp-place-form.ts';
import type { Place } from './mp-place-form.ts';

const clockLimit = 5000;

/** Health, name and place, password, removal: what one does with a camera once in a while. Fires `mp-camera` after a change. */
@customElement('mp-camera-care')
export class MpCameraCare extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: flex; flex-direction: column; gap: var(--mp-5); }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: var(--mp-2) var(--mp-4); margin-top: var(--mp-3); font-size: var(--mp-small); }
    dt { color: var(--mp-muted); }
    dd { min-width: 0; }
    summary { cursor: pointer; list-style: none; min-height: var(--mp-touch); display: flex; align-items: center; justify-content: space-between; gap: var(--mp-3); font-weight: 600; font-size: var(--mp-h2); }
    details[open] > summary { margin-bottom: var(--mp-4); }
    details[open] > summary mp-icon { rotate: 180deg; }
    form { display: flex; flex-direction: column; gap: var(--mp-4); }
  `];
  @property({ attribute: false }) camera!: CameraRow;
  @property({ type: Boolean }) editable = false;
  @property({ type: Boolean }) removable = false;
  @state() private busy: 'place' | 'password' | 'remove' | '' = '';
  @state() private username = '';
  @state() private password = '';
  @state() private problem: HubProblem | undefined;

  protected override render(): unknown {
    return html`${this.health()}${this.editable ? html`${this.place()}${this.login()}` : nothing}${this.removable ? this.removal() : nothing}`;
  }

  private health(): unknown {
    const { camera, t, words } = this;
    const streams = camera.sources.map((source) => [t(`camera.${source.role}`), source.width && source.height ? `${source.width}×${source.height}` : '', source.codec && source.codec !== 'other' ? source.codec.toUpperCase().replace('H', 'H.') : '', source.audio ? t('camera.sound') : ''].filter(Boolean).join(' '));
    const offset = camera.clockOffsetMs;
    const clock = offset === null ? t('camera.unknown') : Math.abs(offset) < clockLimit ? t('camera.clockOk') : t('camera.clockOff', { span: words.duration(Math.abs(offset)) });
    return html`<mp-card heading=${t('camera.health')}><mp-badge slot="corner" tone=${stateTone(camera.state)}>${words.of(camera.stateText)}</mp-badge><dl>
      <dt>${t('camera.maker')}</dt><dd>${camera.maker ?? t('camera.unknown')}</dd>
      <dt>${t('camera.address')}</dt><dd class="mono">${camera.address ?? t('camera.unknown')}</dd>
      <dt>${t('camera.streams')}</dt><dd>${streams.length ? streams.join('; ') : t('camera.unknown')}</dd>
      <dt>${t('camera.clock')}</dt><dd class=${offset !== null && Math.abs(offset) >= clockLimit ? 'warn' : ''}>${clock}</dd></dl></mp-card>`;
  }

  private place(): unknown {
    return html`<mp-card><details><summary>${this.t('camera.edit')}<mp-icon name="chevron-down"></mp-icon></summary>
      <mp-place-form .from=${this.camera} action=${this.t('camera.save')} ?busy=${this.busy === 'place'} @mp-place=${(event: CustomEvent<Place>) => this.change('place', () => this.hub.call('PATCH /api/cameras/:id', { params: { id: this.camera.id }, body: event.detail }), this.t('camera.saved'))}></mp-place-form></details></mp-card>`;
  }

  private login(): unknown {
    return html`<mp-card><details><summary>${this.t('camera.password')}<mp-icon name="chevron-down"></mp-icon></summary><form @submit=${this.signIn} novalidate>
      <p class="small muted">${this.t('camera.passwordText')}</p>
      <mp-field label=${this.t('camera.username')} autocomplete="off" maxlength="128" .value=${this.username} @input=${(event: Event) => (this.username = (event.target as HTMLInputElement).value)}></mp-field>
      <mp-field type="password" label=${this.t('camera.newPassword')} autocomplete="off" maxlength="256" .value=${this.password} @input=${(event: Event) => (this.password = (event.target as HTMLInputElement).value)}></mp-field>
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <div><mp-button type="submit" ?busy=${this.busy === 'password'}>${this.t('camera.save')}</mp-button></div></form></details></mp-card>`;
  }

  private removal(): unknown {
    return html`<mp-card><details><summary>${this.t('camera.remove')}<mp-icon name="chevron-down"></mp-icon></summary><div class="stack"><p>${this.t('camera.removeText')}</p>
      <div><mp-button tone="grave" icon="trash" ?busy=${this.busy === 'remove'} @click=${this.forget}>${this.t('camera.removeYes')}</mp-button></div></div></details></mp-card>`;
  }

  private async change(busy: 'place' | 'password', act: () => Promise<CameraRow>, done: string): Promise<void> {
    this.busy = busy;
    this.problem = undefined;
    try {
      const camera = await act();
      this.shell.toast(done);
      this.username = this.password = '';
      this.dispatchEvent(new CustomEvent('mp-camera', { detail: camera, bubbles: true, composed: true }));
    } catch (thrown) {
      if (busy === 'password') this.problem = problemOf(thrown);
      else this.shell.fail(thrown);
    }
    this.busy = '';
  }

  private readonly signIn = (event: Event): void => {
    event.preventDefault();
    void this.change('password', () => this.hub.call('POST /api/cameras/:id/credentials', { params: { id: this.camera.id }, body: { username: this.username, password: this.password } }), this.t('camera.passwordSaved'));
  };

  private readonly forget = async (): Promise<void> => {
    const { camera } = this;
    if (!(await this.shell.confirm({ title: this.t('camera.removeAsk', { name: camera.name }), text: this.t('camera.removeText'), yes: this.t('camera.removeYes'), grave: true }))) return;
    this.busy = 'remove';
    try {
      await this.hub.call('DELETE /api/cameras/:id', { params: { id: camera.id } });
      this.shell.toast(this.t('camera.removed', { name: camera.name }));
      this.shell.go('/', { replace: true });
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-camera-care': MpCameraCare } }
