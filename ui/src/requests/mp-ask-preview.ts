import { css, html, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { styleOf } from '../app/parts/style-of.ts';
import { Screen } from '../app/screen.ts';

/** What was asked for, as a short film without sound: evenly spread over the interval. `show(at)` stops it at an instant. Fires `mp-film` (detail: its address) once it is there, `mp-none` where nothing was recorded. */
@customElement('mp-ask-preview')
export class MpAskPreview extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .frame { position: relative; aspect-ratio: 16 / 9; max-height: 60vh; max-width: 100%; margin: 0 auto; border-radius: var(--mp-radius-small); overflow: hidden; background: var(--mp-sunken); display: grid; place-items: center; text-align: center; }
    .frame.making::after { content: ''; position: absolute; inset: 0; background: linear-gradient(100deg, transparent 30%, var(--mp-surface) 50%, transparent 70%); background-size: 220% 100%; animation: pass 1.6s linear infinite; opacity: 0.5; }
    @keyframes pass { from { background-position: 120% 0; } to { background-position: -120% 0; } }
    video { width: 100%; height: 100%; object-fit: contain; background: #000; }
    .say { padding: var(--mp-4); position: relative; z-index: 1; }
    .at { position: absolute; left: var(--mp-3); bottom: var(--mp-3); padding: 2px var(--mp-2); border-radius: 6px; background: rgb(0 0 0 / 0.66); color: #fff; font-size: var(--mp-small); font-variant-numeric: tabular-nums; }
    .play { position: absolute; right: var(--mp-2); bottom: var(--mp-2); width: 44px; height: 44px; border: 0; border-radius: 50%; background: rgb(0 0 0 / 0.66); color: #fff; cursor: pointer; display: grid; place-items: center; }
    .bar { position: absolute; inset: auto 0 0; height: 4px; background: rgb(255 255 255 / 0.3); }
    .bar span { display: block; height: 100%; background: var(--mp-accent); }
    .note { margin-top: var(--mp-1); }
  `];
  /** The ask's id. */
  @property() ask = '';
  @property({ attribute: false }) footage: { readonly from: number; readonly to: number } = { from: 0, to: 1 };
  @state() private film = '';
  @state() private fault: 'none' | 'failed' | '' = '';
  @state() private share = 0;
  @state() private running = false;
  /** Of the picture, once it is known. */
  @state() private ratio: string | undefined;
  @query('video') private readonly video!: HTMLVideoElement | null;
  private loading: AbortController | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.loading?.abort();
    this.forget();
  }
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('ask') && this.ask) void this.load();
  }

  /** Stops it, where it is. */
  pause(): void {
    this.video?.pause();
    this.running = false;
  }
  /** Stops at an instant of the interval. */
  show(at: number): void {
    const { video, footage } = this;
    if (!video || !Number.isFinite(video.duration)) return;
    video.pause();
    this.running = false;
    video.currentTime = Math.min(video.duration - 0.05, Math.max(0, ((at - footage.from) / (footage.to - footage.from)) * video.duration));
  }

  protected override render(): unknown {
    const at = this.footage.from + this.share * (this.footage.to - this.footage.from);
    if (this.fault) return html`<div class="frame"><p class="say muted">${this.t(this.fault === 'none' ? 'requests.previewNone' : 'requests.previewFailed')}</p></div>`;
    if (!this.film) return html`<div class="frame making" role="status"><p class="say muted">${this.t('requests.previewMaking')}</p></div>`;
    return html`<div class="frame" style=${styleOf({ 'aspect-ratio': this.ratio })}><video muted loop playsinline src=${this.film} aria-label=${this.t('requests.preview')} @loadeddata=${this.begin} @timeupdate=${this.moved} @seeked=${this.moved}></video>
      <span class="at">${this.words.time(at, true)}</span>
      <button class="play" aria-label=${this.t(this.running ? 'requests.stop' : 'requests.play')} @click=${this.toggle}><mp-icon name=${this.running ? 'pause' : 'play'}></mp-icon></button>
      <div class="bar" aria-hidden="true"><span style=${styleOf({ width: `${this.share * 100}%` })}></span></div></div>
      <p class="note tiny muted">${this.t('requests.previewNote')}</p>`;
  }

  private async load(): Promise<void> {
    this.loading?.abort();
    this.forget();
    this.fault = '';
    const loading = new AbortController();
    this.loading = loading;
    try {
      const answer = await fetch(this.hub.url('GET /api/asks/:id/preview', { params: { id: this.ask } }), { signal: loading.signal, cache: 'no-store' });
      if (!answer.ok) {
        this.fault = ((await answer.json().catch(() => ({}))) as { readonly code?: string }).code === 'no-footage' ? 'none' : 'failed';
        if (this.fault === 'none') this.dispatchEvent(new Event('mp-none'));
        return;
      }
      const film = new Blob([await answer.arrayBuffer()], { type: 'video/mp4' });
      if (loading.signal.aborted) return;
      this.film = URL.createObjectURL(film);
      this.dispatchEvent(new CustomEvent('mp-film', { detail: this.film }));
    } catch {
      if (!loading.signal.aborted) this.fault = 'failed';
    }
  }
  private forget(): void {
    if (this.film) URL.revokeObjectURL(this.film);
    this.film = '';
  }

  private readonly begin = (): void => {
    // Muted by attribute alone is not muted where the element was made by a template.
    if (this.video) {
      this.video.muted = true;
      this.ratio = `${this.video.videoWidth} / ${this.video.videoHeight}`;
    }
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) this.toggle();
  };
  private readonly toggle = (): void => {
    const { video } = this;
    if (!video) return;
    if (!video.paused) {
      video.pause();
      this.running = false;
      return;
    }
    this.running = true;
    video.play().catch(() => { this.running = false; });
  };
  private readonly moved = (): void => {
    const { video } = this;
    if (video && video.duration > 0) this.share = video.currentTime / video.duration;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-ask-preview': MpAskPreview } }
