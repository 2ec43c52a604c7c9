import type { CameraRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import '../camera/mp-place-form.ts';
import type { Place } from '../camera/mp-place-form.ts';
import { keptBy, ownedBy } from '../home/watching.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import '../sharing/mp-sharing-presets.ts';
import type { Chosen, Enrolment } from './chosen.ts';
import './mp-camera-login.ts';
import './mp-found-cameras.ts';
import './mp-is-it-yours.ts';

type Step =
  | { readonly is: 'choose' }
  | { readonly is: 'login'; readonly chosen: Chosen; readonly note: string }
  | { readonly is: 'yours' | 'place'; readonly chosen: Chosen; readonly enrolment: Enrolment }
  | { readonly is: 'share'; readonly camera: CameraRow };

/**
 * From "which one" to a camera with a name. Fires `done` (detail: the camera) as soon as it is added.
 * `embedded`: without a page around it and without the sharing step, for the first run.
 */
@customElement('mp-add-camera')
export class MpAddCamera extends Screen {
  static override styles = [Screen.styles, css`:host { display: block; } .stack { gap: var(--mp-5); }`];
  @property({ type: Boolean }) embedded = false;
  @state() private at: Step = { is: 'choose' };
  @state() private owner = '';
  @state() private busy = false;
  @state() private problem: HubProblem | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.letGo();
  }

  protected override render(): unknown {
    if (this.embedded) return this.step();
    const number = { choose: 1, login: 2, yours: 3, place: 4, share: 4 }[this.at.is];
    const heading = this.at.is === 'share' ? this.t('addCamera.doneTitle', { name: this.at.camera.name }) : this.t('addCamera.title');
    const lead = this.at.is === 'share' ? '' : `${this.t('addCamera.step', { at: number })}${this.at.is === 'choose' ? `. ${this.t('addCamera.lead')}` : ''}`;
    return html`<mp-page heading=${heading} lead=${lead} back="/">${keptBy(this.me).length === 0 ? html`<mp-empty icon="lock" text=${this.t('addCamera.noRole')}></mp-empty>` : this.step()}</mp-page>`;
  }

  private step(): unknown {
    const { at } = this;
    switch (at.is) {
      case 'choose':
        return html`<mp-found-cameras @mp-chosen=${(event: CustomEvent<Chosen>) => this.go({ is: 'login', chosen: event.detail, note: '' })}></mp-found-cameras>`;
      case 'login':
        return html`<mp-card><mp-camera-login .chosen=${at.chosen} note=${at.note} @mp-enrolled=${(event: CustomEvent<Enrolment>) => this.go({ is: 'yours', chosen: at.chosen, enrolment: event.detail })} @mp-back=${() => this.go({ is: 'choose' })}></mp-camera-login></mp-card>`;
      case 'yours':
        return html`<mp-card><mp-is-it-yours .enrolment=${at.enrolment} @mp-yes=${() => this.go({ ...at, is: 'place' })} @mp-no=${this.notMine}></mp-is-it-yours></mp-card>`;
      case 'place':
        return this.place(at.chosen, at.enrolment);
      case 'share':
        return html`<div class="stack"><div><h2>${this.t('addCamera.shareTitle', { name: at.camera.name })}</h2><p class="muted">${this.t('addCamera.shareLead')}</p></div>
          <mp-sharing-presets later .cameras=${[at.camera.id]} @mp-later=${() => this.shell.go(`/camera/${at.camera.id}`)}></mp-sharing-presets>
          <div class="row"><mp-button href=${`/camera/${at.camera.id}`}>${this.t('addCamera.toCamera')}</mp-button><mp-button tone="plain" icon="plus" @click=${() => this.go({ is: 'choose' })}>${this.t('addCamera.another')}</mp-button></div></div>`;
    }
  }

  private place(chosen: Chosen, enrolment: Enrolment): unknown {
    const owners = keptBy(this.me);
    return html`<mp-card heading=${this.t('addCamera.placeTitle')}>
      <mp-place-form primary .from=${{ name: enrolment.name, place: '', direction: null, position: null, viewDegrees: null }} action=${this.t('addCamera.finish')} ?busy=${this.busy} @mp-place=${(event: CustomEvent<Place>) => this.confirm(chosen, enrolment, event.detail)}>
        ${owners.length > 1 ? html`<mp-select label=${this.t('addCamera.owner')} .value=${this.ownerId} .choices=${owners.map((one) => ({ value: one.owner, label: one.ownerName }))} @change=${(event: Event) => (this.owner = (event.target as HTMLInputElement).value)}></mp-select>` : nothing}
        ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      </mp-place-form></mp-card>`;
  }

  private get ownerId(): string {
    return this.owner || keptBy(this.me)[0]?.owner || '';
  }

  private go(step: Step): void {
    if (step.is === 'choose' || step.is === 'login') this.letGo();
    this.at = step;
    this.problem = undefined;
    void this.updateComplete.then(() => this.scrollIntoView({ block: 'start' }));
  }

  /** What was signed in to and not confirmed is forgotten by the hub at once, not only after its 15 minutes. */
  private letGo(): void {
    // While the hub confirms it, it is on its way to be a camera, also for whoever leaves this page meanwhile.
    if ((this.at.is !== 'yours' && this.at.is !== 'place') || this.busy) return;
    void this.hub.call('DELETE /api/enrolments/:id', { params: { id: this.at.enrolment.id } }).catch(() => undefined);
  }

  private readonly notMine = (): void => {
    this.shell.toast(this.t('addCamera.gone'));
    this.go({ is: 'choose' });
  };

  private async confirm(chosen: Chosen, enrolment: Enrolment, place: Place): Promise<void> {
    this.busy = true;
    this.problem = undefined;
    try {
      const camera = await this.hub.call('POST /api/enrolments/:id/confirm', { params: { id: enrolment.id }, body: { owner: this.ownerId, mine: true, ...place } });
      this.shell.toast(this.t('addCamera.added', { name: camera.name }));
      const shares = !this.embedded && ownedBy(this.me).some((membership) => membership.owner === camera.owner);
      // Set first: the enrolment is used up and must not be let go.
      this.at = shares ? { is: 'share', camera } : { is: 'choose' };
      this.dispatchEvent(new CustomEvent('done', { detail: camera, bubbles: true, composed: true }));
      if (!shares && !this.embedded) this.shell.go(`/camera/${camera.id}`);
    } catch (thrown) {
      const problem = problemOf(thrown);
      if (problem.code === 'not-found') this.at = { is: 'login', chosen, note: this.t('addCamera.expired') };
      else this.problem = problem;
    }
    this.busy = false;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-add-camera': MpAddCamera } }
