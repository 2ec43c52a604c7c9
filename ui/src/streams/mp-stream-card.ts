import type { CameraRow, CameraStreamsPage, StreamRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { streamLines } from './stream-lines.ts';

const askedEvery = 5_000;
const tones = { good: 'good', warn: 'warn', danger: 'danger', quiet: 'plain' } as const;

/** How a camera's picture reaches the hub and whether something is wrong with it: one sentence first, the numbers behind it. */
@customElement('mp-stream-card')
export class MpStreamCard extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .say { display: flex; gap: var(--mp-3); align-items: flex-start; }
    .say mp-icon { flex: none; width: 1.4em; height: 1.4em; margin-top: 0.1em; color: var(--mp-accent); }
    .say.warn mp-icon, .say.danger mp-icon { color: var(--mp-warn); }
    .say + .say { margin-top: var(--mp-3); }
    .hold { margin-top: var(--mp-4); padding: var(--mp-4); border-radius: var(--mp-radius, 12px); background: var(--mp-sunken); display: flex; flex-direction: column; gap: var(--mp-3); }
    .hold strong { display: block; }
    summary { cursor: pointer; list-style: none; min-height: var(--mp-touch); display: flex; align-items: center; justify-content: space-between; gap: var(--mp-3); font-weight: 600; margin-top: var(--mp-2); }
    summary::-webkit-details-marker { display: none; }
    details[open] > summary mp-icon { rotate: 180deg; }
    h3 { font-size: var(--mp-body, 1rem); margin-block: var(--mp-3) var(--mp-2); }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: var(--mp-2) var(--mp-4); font-size: var(--mp-small); }
    dl.both { margin-top: var(--mp-4); padding-top: var(--mp-3); border-top: 1px solid var(--mp-outline); }
    dt { color: var(--mp-muted); } dd { min-width: 0; overflow-wrap: anywhere; }
    .tiny { margin-top: var(--mp-4); }
  `];
  @property({ attribute: false }) camera!: CameraRow;
  /** May say that the picture is right. */
  @property({ type: Boolean }) owned = false;
  @state() private busy = false;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly page = new LoadController(this, { load: (signal) => this.hub.call('GET /api/cameras/:id/streams', { params: { id: this.camera.id }, signal }), on: ['camera', 'watching', 'grant'] });

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => { if (document.visibilityState === 'visible') void this.page.reload(); }, askedEvery);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override render(): unknown {
    return html`<mp-card heading=${this.t('streams.title')}>${this.page.draw((page) => this.all(page), html`<mp-skeleton shape="rows" count="2"></mp-skeleton>`)}</mp-card>`;
  }

  private all(page: CameraStreamsPage): unknown {
    const { words, t } = this;
    const now = Date.now();
    return html`<div>${this.say(words.of(page.text), tones[page.tone])}${this.picture(page.picture, now)}
      ${page.picture.paused ? this.hold() : nothing}
      <details><summary>${t('streams.open')}<mp-icon name="chevron-down"></mp-icon></summary>
        ${page.streams.map((stream) => this.stream(stream, now))}
        <dl class="both"><dt>${t('streams.viewers')}</dt><dd>${words.number(page.viewers)}</dd><dt>${t('streams.recording')}</dt><dd>${page.recording ? t('streams.recordingOn') : t('streams.recordingOff')}</dd></dl>
        <p class="tiny muted">${page.picture.lookedAt === null ? t('streams.notLooked') : t('streams.looked', { moment: words.time(page.picture.lookedAt, true) })} ${t('streams.clockPicture')}</p></details></div>`;
  }

  private picture({ facts, knowsScene, lookedAt }: CameraStreamsPage['picture'], now: number): unknown {
    const { words, t } = this;
    if (facts.length > 0) return facts.map(({ text, since }) => this.say(t('streams.pictureSince', { what: words.of(text), moment: words.moment(since, now) }), 'warn'));
    if (lookedAt === null) return nothing;
    return knowsScene ? this.say(t('streams.pictureWell'), 'good') : this.say(t('streams.pictureLearning'), 'plain');
  }

  private hold(): unknown {
    const { t } = this;
    return html`<div class="hold" role="status"><p><strong>${t('streams.pausedTitle')}</strong> ${t('streams.pausedText')}</p>
      ${this.owned ? html`<div><mp-button icon="check" ?busy=${this.busy} @click=${this.right}>${t('streams.right')}</mp-button></div>` : html`<p class="muted">${t('streams.pausedOthers')}</p>`}</div>`;
  }

  private stream(stream: StreamRow, now: number): unknown {
    const { t } = this;
    const quiet = stream.state === 'running' ? '' : stream.state === 'off' ? t('streams.off') : stream.state === 'connecting' ? t('streams.connecting') : t('streams.away');
    return html`<h3>${t(`streams.${stream.role}`)}</h3>${quiet === '' ? nothing : html`<p class="small muted">${quiet}</p>`}
      ${stream.state === 'off' ? nothing : html`<dl>${streamLines(stream, this.words, now).map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`}`;
  }

  private say(text: string, tone: 'good' | 'warn' | 'danger' | 'plain'): unknown {
    return html`<p class="say ${tone}"><mp-icon name=${tone === 'good' ? 'circle-check' : tone === 'plain' ? 'info' : 'warning'}></mp-icon><span>${text}</span></p>`;
  }

  private readonly right = async (): Promise<void> => {
    this.busy = true;
    try {
      const done = await this.shell.prove(() => this.hub.call('POST /api/cameras/:id/picture-right', { params: { id: this.camera.id } }));
      if (done) {
        this.page.put(done.value);
        this.shell.toast(this.t('streams.rightDone'));
      }
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-stream-card': MpStreamCard } }
