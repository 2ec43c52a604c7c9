import type { CameraRow, RecordingPage } from '@matpho/core/api';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-recording-forecast.ts';
import { usualHours } from './mp-recording-hours.ts';
import { usesEvents } from './recording-week.ts';

const gigabyte = 1_000_000_000;
const befores = [0, 5, 10, 20, 30, 60];
const choices = ['continuous', 'events', 'hours', 'off'] as const;
const afters = [0, 5, 15, 30, 60, 120, 300];
type Draft = Partial<Pick<RecordingPage, 'mode' | 'hours' | 'preMs' | 'postMs' | 'sub'>> & { days?: string; gigabytes?: string };

/** How one camera is recorded, and what its recorder does now. Fires `mp-camera` (detail: the camera) after a change. */
@customElement('mp-recording-card')
export class MpRecordingCard extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    form { display: flex; flex-direction: column; gap: var(--mp-5); }
    .now { display: flex; flex-wrap: wrap; gap: var(--mp-2) var(--mp-3); align-items: center; margin-bottom: var(--mp-2); }
    .now + p { margin-top: 0; }
    .two { display: grid; gap: var(--mp-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 150px), 1fr)); align-items: end; }
    .warn { display: flex; gap: var(--mp-2); padding: var(--mp-3); border-radius: var(--mp-radius); background: var(--mp-warn-soft); color: var(--mp-warn); font-size: var(--mp-small); margin: 0; }
    .lead { display: flex; flex-direction: column; gap: var(--mp-1); margin-bottom: var(--mp-5); }
    .lead p { margin: 0; }
  `];
  @property({ attribute: false }) camera!: CameraRow;
  @property({ type: Boolean }) editable = false;
  @state() private draft: Draft = {};
  @state() private busy = false;
  private readonly page = new LoadController(this, { load: (signal) => this.hub.call('GET /api/cameras/:id/recording', { params: { id: this.camera.id }, signal }), on: ['camera'] });
  private looking: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    // Motion and hours come and go without a word from the hub.
    this.looking = setInterval(() => { if (this.online && document.visibilityState === 'visible') void this.page.reload(); }, 10_000);
  }
  override disconnectedCallback(): void {
    clearInterval(this.looking);
    super.disconnectedCallback();
  }
  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('camera');
    if (!before || before.id === this.camera.id) return;
    this.draft = {};
    void this.page.reload();
  }

  protected override render(): unknown {
    return html`<mp-card heading=${this.t('recording.title')}>${this.page.draw((page) => html`${this.lead(page)}${this.editable ? this.form(page) : nothing}`, html`<mp-skeleton shape="rows" count="3"></mp-skeleton>`)}</mp-card>`;
  }

  private lead(page: RecordingPage): unknown {
    const { camera } = this;
    const word = page.now === 'hub_off' || page.now === 'clock' ? 'offline' : page.now;
    const deaf = word === 'events' && page.hearing !== 'listening' ? page.hearing : undefined;
    const why = deaf ? this.t(`recording.${deaf}`) : word === 'hours' && page.until !== null ? this.t('recording.why_hoursUntil', { moment: this.words.moment(page.until, Date.now()) }) : this.t(word === 'recording' && page.sub && page.hasSub ? 'recording.why_recordingSub' : `recording.why_${word}`);
    const tone = word === 'recording' ? 'good' : word === 'disk' ? 'danger' : word === 'offline' || deaf ? 'warn' : 'plain';
    const kept = camera.oldestFootage === null ? this.t('recording.keptNone') : this.t('recording.kept', { bytes: this.words.bytes(camera.recordedBytes), moment: this.words.moment(camera.oldestFootage, Date.now()) });
    return html`<div class="lead" role="status">
      <div class="now"><mp-badge tone=${tone}>${this.t(`recording.now_${deaf ? 'offline' : word}`)}</mp-badge></div>
      <p>${why}</p><p class="small muted">${this.t('recording.lead')} ${kept}</p>
      <mp-recording-forecast .camera=${camera}></mp-recording-forecast></div>`;
  }

  private form(page: RecordingPage): unknown {
    const { mode = page.mode, hours = page.hours, preMs = page.preMs, postMs = page.postMs, sub = page.sub, days = String(page.days), gigabytes = String(Math.round((page.bytes / gigabyte) * 10) / 10) } = this.draft;
    const waits = usesEvents(mode, hours);
    const choice = mode !== 'off' && hours ? 'hours' : mode;
    const choose = (chosen: (typeof choices)[number]): void => {
      if (chosen === 'hours') change({ mode: mode === 'off' ? 'continuous' : mode, hours: hours ?? usualHours('continuous', page.hearing === 'listening' ? 'events' : 'off', page.zone) });
      else change(chosen === 'off' ? { mode: 'off' } : { mode: chosen, hours: null });
    };
    const change = (draft: Draft): void => { this.draft = { ...this.draft, ...draft }; };
    const value = (event: Event): string => (event.target as HTMLInputElement).value;
    return html`<form @submit=${this.save} novalidate>
      <mp-choice-cards .value=${choice} label=${this.t('recording.mode')} .choices=${choices.map((each) => ({ value: each, label: this.t(`recording.mode_${each}`), text: this.t(`recording.mode_${each}_text`) }))}
        @change=${(event: Event) => choose(value(event) as (typeof choices)[number])}></mp-choice-cards>
      ${mode === 'off' ? nothing : html`
        ${waits && page.mode !== 'off' && page.now !== 'events' && page.hearing !== 'listening' ? html`<p class="warn" role="status"><mp-icon name="warning"></mp-icon><span>${this.t(`recording.${page.hearing}`)}</span></p>` : nothing}
        ${hours ? html`<mp-recording-hours .value=${hours} @change=${(event: Event) => change({ hours: (event.target as HTMLElementTagNameMap['mp-recording-hours']).value })}></mp-recording-hours>` : nothing}
        ${waits ? html`<div class="two">
          <mp-select label=${this.t('recording.before')} .value=${String(preMs / 1_000)} .choices=${this.spans(befores, preMs)} @change=${(event: Event) => change({ preMs: Number(value(event)) * 1_000 })}></mp-select>
          <mp-select label=${this.t('recording.after')} .value=${String(postMs / 1_000)} .choices=${this.spans(afters, postMs)} @change=${(event: Event) => change({ postMs: Number(value(event)) * 1_000 })}></mp-select></div>` : nothing}
        ${page.hasSub ? html`<mp-switch label=${this.t('recording.sub')} hint=${this.t('recording.subHint')} ?checked=${sub} @change=${(event: Event) => change({ sub: (event.target as HTMLElementTagNameMap['mp-switch']).checked })}></mp-switch>` : nothing}
        <div class="two">
          <mp-field type="number" inputmode="numeric" min="1" max="365" label=${this.t('recording.keepDays')} .value=${days} error=${daysOf(days) === undefined ? this.t('recording.daysWrong') : ''} @input=${(event: Event) => change({ days: value(event) })}></mp-field>
          <mp-field type="number" inputmode="decimal" min="0.1" max="100000" step="any" label=${this.t('recording.gigabytes')} .value=${gigabytes} error=${bytesOf(gigabytes) === undefined ? this.t('recording.gigabytesWrong') : ''} @input=${(event: Event) => change({ gigabytes: value(event) })}></mp-field></div>`}
      <div><mp-button type="submit" ?busy=${this.busy} ?disabled=${Object.keys(this.draft).length === 0 || daysOf(days) === undefined || bytesOf(gigabytes) === undefined || (hours?.windows.some(({ from, to }) => from === to) ?? false)}>${this.t('recording.save')}</mp-button></div></form>`;
  }

  /** What is set stays to be chosen, also when it is none of the usual. */
  private spans(usual: readonly number[], nowMs: number): readonly { readonly value: string; readonly label: string }[] {
    return [...new Set([...usual, nowMs / 1_000])].toSorted((a, b) => a - b).map((seconds) => ({ value: String(seconds), label: seconds === 0 ? this.t('recording.none') : this.words.duration(seconds * 1_000) }));
  }

  private readonly save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { days, gigabytes, ...plain } = this.draft;
    const [keep, bytes] = [days === undefined ? undefined : daysOf(days), gigabytes === undefined ? undefined : bytesOf(gigabytes)];
    this.busy = true;
    try {
      const { id } = this.camera;
      this.page.put(await this.hub.call('PUT /api/cameras/:id/recording', { params: { id }, body: { ...plain, ...(keep === undefined ? {} : { days: keep }), ...(bytes === undefined ? {} : { bytes }) } }));
      this.draft = {};
      this.shell.toast(this.t('recording.saved'));
      this.dispatchEvent(new CustomEvent('mp-camera', { detail: await this.hub.call('GET /api/cameras/:id', { params: { id } }), bubbles: true, composed: true }));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  };
}

function daysOf(text: string): number | undefined {
  const days = Math.round(Number(text.replace(',', '.')));
  return text.trim() !== '' && days >= 1 && days <= 365 ? days : undefined;
}
function bytesOf(text: string): number | undefined {
  const bytes = Math.round(Number(text.replace(',', '.')) * gigabyte);
  return text.trim() !== '' && bytes >= gigabyte / 10 && bytes <= 1e14 ? bytes : undefined;
}
declare global { interface HTMLElementTagNameMap { 'mp-recording-card': MpRecordingCard } }
