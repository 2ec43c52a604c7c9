import type { WatchingRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { stopViewing } from './stop-viewing.ts';
import { Ticker } from './ticker.ts';
import { fromOutside, purposeOf, sentenceOf } from './watching.ts';

/** The one thing every owner wants to know: who is watching, in a sentence, with the button that ends it. */
@customElement('mp-watching-now')
export class MpWatchingNow extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .nobody { display: flex; flex-direction: column; gap: var(--mp-1); }
    .one { display: flex; flex-wrap: wrap; align-items: center; gap: var(--mp-3) var(--mp-5); padding: var(--mp-5); border: 1px solid var(--mp-danger); border-radius: var(--mp-radius); background: var(--mp-danger-soft); }
    .one + .one { margin-top: var(--mp-3); }
    .one .grow { flex: 1 1 280px; }
    .one h1, .one .also { font-size: var(--mp-h2); font-weight: 600; line-height: 1.35; }
    .skeleton { max-width: 420px; padding-block: var(--mp-2); }
  `];
  private readonly watching = new LoadController(this, { load: (signal) => this.hub.call('GET /api/watching', { signal }), on: ['watching', 'session', 'grant'] });
  @state() private stopping = '';

  protected readonly ticker = new Ticker(this, 5000);

  protected override render(): unknown {
    return html`${this.watching.value ? nothing : html`<h1 class="hidden">${this.t('home.title')}</h1>`}<div aria-live="polite">${this.watching.draw((rows) => this.draw(fromOutside(rows)), html`<mp-skeleton class="skeleton" shape="text" count="2"></mp-skeleton>`)}</div>`;
  }

  private draw(rows: readonly WatchingRow[]): unknown {
    if (rows.length === 0) return html`<div class="nobody"><h1>${this.t('home.nobody')}</h1><p class="muted">${this.t('home.nobodyText')}</p></div>`;
    return repeat(rows, (row) => row.viewing, (row, index) => this.one(row, index === 0));
  }

  private one(row: WatchingRow, first: boolean): unknown {
    const sentence = sentenceOf(row, this.words, Date.now());
    const purpose = purposeOf(row, this.t);
    return html`<div class="one">
      <div class="grow">${first ? html`<h1>${sentence}</h1>` : html`<p class="also">${sentence}</p>`}
        <p>${purpose ? html`${this.t('consent.purposeIs', { purpose })} · ` : nothing}${this.t('home.since', { at: this.words.time(row.since) })}</p></div>
      <mp-button tone="danger" icon="stop" ?busy=${this.stopping === row.viewing} @click=${() => this.stop(row)}>${this.t('home.stopNow')}</mp-button>
    </div>`;
  }

  private async stop(stopped: WatchingRow): Promise<void> {
    this.stopping = stopped.viewing;
    if (await stopViewing(this, stopped)) this.watching.put((this.watching.value ?? []).filter((row) => row.viewing !== stopped.viewing));
    this.stopping = '';
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-watching-now': MpWatchingNow } }
