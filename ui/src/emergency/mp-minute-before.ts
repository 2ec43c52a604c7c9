import { css, html, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';

/** What one camera recorded in the minute before an emergency was opened. It is fetched once, into this page's memory, and forgotten with it. */
@customElement('mp-minute-before')
export class MpMinuteBefore extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .frame { aspect-ratio: 16 / 9; border-radius: var(--mp-radius-small); overflow: hidden; background: var(--mp-sunken); display: grid; place-items: center; text-align: center; }
    video { width: 100%; height: 100%; object-fit: contain; background: #000; }
    .say { padding: var(--mp-4); }
    .head { display: flex; align-items: center; gap: var(--mp-3); justify-content: space-between; }
  `];
  @property() emergency = '';
  @property() camera = '';
  @property() name = '';
  @state() private film = '';
  @state() private fault: 'minuteNone' | 'minuteFailed' | '' = '';
  private loading: AbortController | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.loading?.abort();
    this.forget();
  }
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('camera') && this.camera) void this.load();
  }

  protected override render(): unknown {
    return html`<div class="head"><h3>${this.t('emergency.minuteOf', { name: this.name })}</h3><mp-button icon="x" tone="plain" label=${this.t('app.close')} @click=${() => this.dispatchEvent(new Event('mp-close-minute', { bubbles: true, composed: true }))}></mp-button></div>
      <div class="frame">${this.fault ? html`<p class="say muted" role="status">${this.t(`emergency.${this.fault}`)}</p>` : this.film ? html`<video muted controls controlslist="nodownload noremoteplayback" disablepictureinpicture playsinline autoplay src=${this.film}></video>` : html`<p class="say muted" role="status">${this.t('emergency.minuteMaking')}</p>`}</div>`;
  }

  private async load(): Promise<void> {
    this.loading?.abort();
    this.forget();
    this.fault = '';
    const loading = new AbortController();
    this.loading = loading;
    try {
      const answer = await fetch(this.hub.url('GET /api/officer/emergencies/:id/before/:camera', { params: { id: this.emergency, camera: this.camera } }), { signal: loading.signal, cache: 'no-store' });
      if (!answer.ok) {
        this.fault = ((await answer.json().catch(() => ({}))) as { readonly code?: string }).code === 'no-footage' ? 'minuteNone' : 'minuteFailed';
        return;
      }
      const film = new Blob([await answer.arrayBuffer()], { type: 'video/mp4' });
      if (!loading.signal.aborted) this.film = URL.createObjectURL(film);
    } catch {
      if (!loading.signal.aborted) this.fault = 'minuteFailed';
    }
  }
  private forget(): void {
    if (this.film) URL.revokeObjectURL(this.film);
    this.film = '';
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-minute-before': MpMinuteBefore } }
