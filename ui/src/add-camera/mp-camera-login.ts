import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import type { Chosen } from './chosen.ts';
import { hostOf } from './rtsp-address.ts';

/** The camera's user name and password. Fires `mp-enrolled` (detail: the enrolment) or `mp-back`. */
@customElement('mp-camera-login')
export class MpCameraLogin extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    form { display: flex; flex-direction: column; gap: var(--mp-5); }
    .hint { display: flex; gap: var(--mp-3); padding: var(--mp-4); border-radius: var(--mp-radius); background: var(--mp-accent-soft); }
    .hint mp-icon { margin-top: 0.15em; color: var(--mp-accent-strong); }
    .ends { display: flex; flex-wrap: wrap; align-items: center; gap: var(--mp-3); }
    .ends mp-button[wide] { flex: 1 1 240px; }
  `];
  @property({ attribute: false }) chosen!: Chosen;
  /** Why she is asked again. */
  @property() note = '';
  @state() private username = '';
  @state() private password = '';
  @state() private busy = false;
  @state() private problem: HubProblem | undefined;

  protected override render(): unknown {
    const { chosen } = this;
    const name = chosen.kind === 'found' ? chosen.camera.name : 'RTSP';
    const address = chosen.kind === 'found' ? chosen.camera.address : hostOf(chosen.main);
    return html`<form @submit=${this.send} novalidate>
      <div><h2>${this.t('addCamera.loginTitle')}</h2><p class="muted">${this.t('addCamera.loginLead', { name, address })}</p></div>
      ${this.note ? html`<p class="warn" role="status">${this.note}</p>` : nothing}
      ${chosen.kind === 'found' ? html`<p class="hint"><mp-icon name="key"></mp-icon><span>${this.words.of(chosen.camera.hint)}</span></p>` : nothing}
      <mp-field label=${this.t('addCamera.username')} autocomplete="off" maxlength="128" .value=${this.username} @input=${(event: Event) => (this.username = (event.target as HTMLInputElement).value)}></mp-field>
      <mp-field type="password" label=${this.t('addCamera.password')} hint=${this.t('addCamera.loginSafe')} autocomplete="off" maxlength="256" .value=${this.password} @input=${(event: Event) => (this.password = (event.target as HTMLInputElement).value)}></mp-field>
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <div class="ends"><mp-button type="submit" tone="primary" wide ?busy=${this.busy}>${this.t(this.busy ? 'addCamera.connecting' : 'addCamera.connect')}</mp-button>
        <mp-button tone="plain" @click=${() => this.dispatchEvent(new Event('mp-back'))}>${this.t('addCamera.back')}</mp-button></div></form>`;
  }

  private readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.problem = undefined;
    const { chosen, username, password } = this;
    try {
      const enrolment = await this.hub.call('POST /api/enrolments', {
        body: chosen.kind === 'found' ? { kind: 'found', provider: chosen.camera.provider, nativeId: chosen.camera.nativeId, username, password }
          : { kind: 'rtsp', main: chosen.main, username, password, ...(chosen.sub ? { sub: chosen.sub } : {}) },
      });
      this.password = '';
      this.dispatchEvent(new CustomEvent('mp-enrolled', { detail: enrolment }));
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-camera-login': MpCameraLogin } }
