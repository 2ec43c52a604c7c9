import type { FoundCameraRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { LoadController } from '../hub/load-controller.ts';
import type { Chosen } from './chosen.ts';
import { faultOf } from './rtsp-address.ts';

const againMs = 4000;

/** Cameras on the home network as cards, and two ways to reach one that is not among them. Fires `mp-chosen` (detail: `Chosen`). */
@customElement('mp-found-cameras')
export class MpFoundCameras extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: flex; flex-direction: column; gap: var(--mp-5); }
    h2 { font-size: var(--mp-h3); }
    .cards { display: grid; gap: var(--mp-3); grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); }
    .found { display: flex; flex-direction: column; gap: var(--mp-3); height: 100%; padding: var(--mp-4); background: var(--mp-surface); border: 1px solid var(--mp-line); border-radius: var(--mp-radius); box-shadow: var(--mp-shadow); }
    .head { display: flex; gap: var(--mp-3); align-items: center; }
    .tile { display: grid; place-items: center; flex: none; width: 52px; height: 52px; border-radius: var(--mp-radius); background: var(--mp-accent-soft); color: var(--mp-accent-strong); font-size: 1.4rem; }
    .taken .tile { background: var(--mp-sunken); color: var(--mp-muted); }
    .end { margin-top: auto; }
    .looking { display: inline-flex; align-items: center; gap: var(--mp-2); min-height: 28px; }
    .dot { width: 10px; height: 10px; border-radius: 50%; background: var(--mp-accent); animation: breathe 1s ease-in-out infinite alternate; }
    @keyframes breathe { to { opacity: 0.25; } }
    details { border: 1px solid var(--mp-line); border-radius: var(--mp-radius); background: var(--mp-surface); }
    summary { display: flex; align-items: center; justify-content: space-between; min-height: 56px; padding: 0 var(--mp-5); cursor: pointer; font-weight: 600; list-style: none; }
    details[open] > summary mp-icon { rotate: 180deg; }
    .ways { display: flex; flex-direction: column; gap: var(--mp-8); padding: var(--mp-2) var(--mp-5) var(--mp-5); }
    form { display: flex; flex-direction: column; gap: var(--mp-4); }
  `];
  @state() private address = '';
  @state() private asking = false;
  @state() private nothingThere = false;
  @state() private problem: HubProblem | undefined;
  @state() private main = '';
  @state() private sub = '';
  @state() private tried = false;
  @state() private typed: readonly FoundCameraRow[] = [];
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly found = new LoadController(this, { load: (signal) => this.hub.call('GET /api/found-cameras', { signal }), on: ['found', 'camera'] });

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => {
      if (document.visibilityState === 'visible' && this.found.value?.searching) void this.found.reload();
    }, againMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override render(): unknown {
    return html`${this.found.draw(({ cameras, searching }) => {
      const rows = [...this.typed, ...cameras.filter((camera) => !this.typed.some((other) => other.nativeId === camera.nativeId))].toSorted((a, b) => Number(a.taken) - Number(b.taken));
      return html`<p class="looking muted" role="status">${searching ? html`<span class="dot"></span>${this.t('addCamera.searching')}` : nothing} ${rows.length > 0 ? this.t('addCamera.found', { count: rows.length }) : searching ? nothing : this.t('addCamera.foundNone')}</p>
        ${rows.length === 0 ? (searching ? html`<mp-skeleton shape="rows" count="2"></mp-skeleton>` : nothing) : html`<ul class="cards">${repeat(rows, (row) => `${row.provider} ${row.nativeId}`, (row) => this.card(row))}</ul>`}`;
    })} ${this.missing()}`;
  }

  private card(row: FoundCameraRow): unknown {
    return html`<li class="found ${row.taken ? 'taken' : ''}"><div class="head"><span class="tile"><mp-icon name="camera"></mp-icon></span>
      <div class="grow"><h2>${row.name}</h2><p class="small muted">${[row.maker, row.model].filter(Boolean).join(' ') || this.t('addCamera.noMaker')}</p><p class="small mono muted">${row.address}</p></div></div>
      <div class="end">${row.taken ? html`<mp-badge tone="good">${this.t('addCamera.taken')}</mp-badge>` : html`<mp-button wide icon="plus" @click=${() => this.choose({ kind: 'found', camera: row })}>${this.t('addCamera.choose')}</mp-button>`}</div></li>`;
  }

  private missing(): unknown {
    const fault = (text: string, optional = false): string => {
      if (!this.tried || (optional && text.trim() === '')) return '';
      const wrong = faultOf(text);
      return wrong ? this.t(`addCamera.${wrong}`) : '';
    };
    return html`<details><summary>${this.t('addCamera.missing')}<mp-icon name="chevron-down"></mp-icon></summary><div class="ways">
      <form @submit=${this.ask} novalidate><h2>${this.t('addCamera.byAddress')}</h2>
        <mp-field label=${this.t('addCamera.address')} hint=${this.t('addCamera.byAddressHint')} inputmode="url" autocomplete="off" maxlength="255" .value=${this.address} error=${this.nothingThere ? this.t('addCamera.nothingThere') : ''} @input=${(event: Event) => { this.address = (event.target as HTMLInputElement).value; this.nothingThere = false; }}></mp-field>
        ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
        <div><mp-button type="submit" icon="search" ?busy=${this.asking}>${this.t('addCamera.search')}</mp-button></div></form>
      <form @submit=${this.byHand} novalidate><h2>${this.t('addCamera.byHand')}</h2><p class="small muted">${this.t('addCamera.byHandHint')}</p>
        <mp-field label=${this.t('addCamera.mainUri')} hint=${this.t('addCamera.uriHint')} inputmode="url" autocomplete="off" maxlength="2048" .value=${this.main} error=${fault(this.main)} @input=${(event: Event) => (this.main = (event.target as HTMLInputElement).value)}></mp-field>
        <mp-field label=${this.t('addCamera.subUri')} inputmode="url" autocomplete="off" maxlength="2048" .value=${this.sub} error=${fault(this.sub, true)} @input=${(event: Event) => (this.sub = (event.target as HTMLInputElement).value)}></mp-field>
        <div><mp-button type="submit" icon="plus">${this.t('addCamera.choose')}</mp-button></div></form>
    </div></details>`;
  }

  private choose(chosen: Chosen): void {
    this.dispatchEvent(new CustomEvent('mp-chosen', { detail: chosen, bubbles: true, composed: true }));
  }

  private readonly ask = async (event: Event): Promise<void> => {
    event.preventDefault();
    const address = this.address.trim();
    if (address === '' || this.asking) return;
    this.asking = true;
    this.problem = undefined;
    try {
      const rows = await this.hub.call('POST /api/found-cameras', { body: { address } });
      this.nothingThere = rows.length === 0;
      this.typed = rows;
      const [only] = rows;
      if (rows.length === 1 && only && !only.taken) this.choose({ kind: 'found', camera: only });
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.asking = false;
  };

  private readonly byHand = (event: Event): void => {
    event.preventDefault();
    this.tried = true;
    if (faultOf(this.main) || (this.sub.trim() !== '' && faultOf(this.sub))) return;
    this.choose({ kind: 'rtsp', main: this.main.trim(), sub: this.sub.trim() });
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-found-cameras': MpFoundCameras } }
