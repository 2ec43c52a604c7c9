import type { CameraRow } from '@matpho/core/api';
import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';

const gigabyte = 1_000_000_000;

/** How one camera is recorded. Fires `mp-camera` (detail: the camera) after a change. */
@customElement('mp-recording-card')
export class MpRecordingCard extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    form { display: flex; flex-direction: column; gap: var(--mp-4); }
    .two { display: grid; gap: var(--mp-4); grid-template-columns: 1fr 1fr; align-items: end; }
  `];
  @property({ attribute: false }) camera!: CameraRow;
  @property({ type: Boolean }) editable = false;
  @state() private mode: CameraRow['recording'] | undefined;
  @state() private days: string | undefined;
  @state() private gigabytes: string | undefined;
  @state() private busy = false;

  protected override render(): unknown {
    const { camera } = this;
    const mode = this.mode ?? camera.recording;
    const kept = camera.oldestFootage === null ? this.t('camera.keptNone') : this.t('camera.kept', { bytes: this.words.bytes(camera.recordedBytes), moment: this.words.moment(camera.oldestFootage, Date.now()) });
    if (!this.editable) return html`<mp-card heading=${this.t('camera.recording')}><p>${this.t(`camera.mode_${camera.recording}`)}</p><p class="small muted">${kept}</p></mp-card>`;
    return html`<mp-card heading=${this.t('camera.recording')}><form @submit=${this.save} novalidate>
      <p class="small muted">${this.t('camera.recordingLead')} ${kept}</p>
      <mp-choice-cards .value=${mode} .choices=${(['off', 'continuous'] as const).map((value) => ({ value, label: this.t(`camera.mode_${value}`), text: this.t(`camera.mode_${value}_text`) }))} label=${this.t('camera.recording')}
        @change=${(event: Event) => (this.mode = (event.target as HTMLInputElement).value as CameraRow['recording'])}></mp-choice-cards>
      ${mode === 'continuous' ? html`<div class="two">
        <mp-field type="number" inputmode="numeric" min="1" max="365" label=${this.t('camera.days')} .value=${this.days ?? String(camera.recordDays)} @input=${(event: Event) => (this.days = (event.target as HTMLInputElement).value)}></mp-field>
        <mp-field type="number" inputmode="decimal" min="1" max="100000" label=${this.t('camera.gigabytes')} .value=${this.gigabytes ?? String(Math.round((camera.recordBytes / gigabyte) * 10) / 10)} @input=${(event: Event) => (this.gigabytes = (event.target as HTMLInputElement).value)}></mp-field></div>` : ''}
      <div><mp-button type="submit" ?busy=${this.busy} ?disabled=${this.mode === undefined && this.days === undefined && this.gigabytes === undefined}>${this.t('camera.save')}</mp-button></div></form></mp-card>`;
  }

  private readonly save = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.busy = true;
    try {
      const body = {
        ...(this.mode ? { recording: this.mode } : {}),
        ...(this.days === undefined ? {} : { recordDays: Math.round(Number(this.days)) }),
        ...(this.gigabytes === undefined ? {} : { recordBytes: Math.round(Number(this.gigabytes) * gigabyte) }),
      };
      const camera = await this.hub.call('PATCH /api/cameras/:id', { params: { id: this.camera.id }, body });
      this.mode = this.days = this.gigabytes = undefined;
      this.shell.toast(this.t('camera.saved'));
      this.dispatchEvent(new CustomEvent('mp-camera', { detail: camera, bubbles: true, composed: true }));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-recording-card': MpRecordingCard } }
