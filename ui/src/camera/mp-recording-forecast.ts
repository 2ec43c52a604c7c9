import type { CameraForecast, CameraRow } from '@matpho/core/api';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';

const day = 86_400_000;

/** How long one camera's footage stays as it is recorded now, and when the oldest goes. Nothing where nothing is kept. */
@customElement('mp-recording-forecast')
export class MpRecordingForecast extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .line { display: flex; gap: var(--mp-2); align-items: flex-start; margin: 0; }
  `];
  @property({ attribute: false }) camera!: CameraRow;
  private readonly forecast = new LoadController(this, { load: (signal) => this.hub.call('GET /api/cameras/:id/recording/forecast', { params: { id: this.camera.id }, signal }), on: ['camera'] });

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('camera');
    if (before && (before.id !== this.camera.id || before.recordDays !== this.camera.recordDays || before.recordBytes !== this.camera.recordBytes)) void this.forecast.reload();
  }

  // Beside what the card says: a line that does not come is no trouble worth a word.
  protected override render(): unknown {
    const found = this.forecast.value;
    if (!found || (found.days === null && found.oldestGoesAt === null)) return nothing;
    return html`<p class="line small"><mp-icon name="history"></mp-icon><span>${this.kept(found)} ${this.goes(found)}</span></p>
      ${found.limit === 'days' ? nothing : html`<p class="small muted">${this.t(`storage.by_${found.limit}`)}</p>`}`;
  }

  private kept({ days }: CameraForecast): string {
    if (days === null) return '';
    return days < 1 ? this.t('storage.forecastUnder') : this.t('storage.forecast', { count: Math.floor(days) });
  }
  private goes({ oldestGoesAt }: CameraForecast): string {
    if (oldestGoesAt === null) return '';
    const left = oldestGoesAt - Date.now();
    if (left <= 0) return this.t('storage.goesNow');
    return left < day ? this.t('storage.goes', { moment: this.words.moment(oldestGoesAt, Date.now()) }) : this.t('storage.left', { count: Math.floor(left / day) });
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-recording-forecast': MpRecordingForecast } }
