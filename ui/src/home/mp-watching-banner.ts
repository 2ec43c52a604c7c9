import type { WatchingRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { stopViewing } from './stop-viewing.ts';
import { Ticker } from './ticker.ts';
import { fromOutside, keptBy, sentenceOf } from './watching.ts';

/**
 * Over every page of an owner while somebody from outside watches: the sentence and the button that ends it.
 * Draws nothing for people without cameras, while nobody watches, and while `quiet` (the home screen says it itself).
 */
@customElement('mp-watching-banner')
export class MpWatchingBanner extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .bar { display: flex; align-items: center; gap: var(--mp-3); padding: var(--mp-2) var(--mp-4); background: var(--mp-danger); color: var(--mp-on-danger); }
    a { color: inherit; font-weight: 600; flex: 1; min-width: 0; text-decoration: none; }
    a:hover { color: inherit; text-decoration: underline; }
    button { flex: none; min-height: var(--mp-touch); padding: 0 var(--mp-4); border: 0; border-radius: var(--mp-radius); background: var(--mp-on-danger); color: var(--mp-danger); font-weight: 600; font-size: var(--mp-small); cursor: pointer; }
    :focus-visible { outline-color: var(--mp-on-danger); }
  `];
  @property({ type: Boolean }) quiet = false;
  @state() private busy = false;
  private readonly watching = new LoadController(this, {
    load: async (signal) => (this.person && this.person.memberships.length > 0 ? this.hub.call('GET /api/watching', { signal }) : []),
    on: ['watching', 'session', 'grant'],
  });

  protected readonly ticker = new Ticker(this, 5000);

  protected override render(): unknown {
    const rows = fromOutside(this.watching.value ?? []);
    const [first] = rows;
    if (this.quiet || !first || !this.person) return nothing;
    const text = rows.length === 1 ? sentenceOf(first, this.words, Date.now(), true) : this.t('home.someone', { count: rows.length });
    return html`<div class="bar" role="status"><mp-icon name="eye"></mp-icon><a href="/">${text}</a>
      ${rows.length === 1 && keptBy(this.person).length > 0 ? html`<button ?disabled=${this.busy} @click=${() => this.stop(first)}>${this.t('home.stopNow')}</button>` : nothing}</div>`;
  }

  private async stop(stopped: WatchingRow): Promise<void> {
    this.busy = true;
    if (await stopViewing(this, stopped)) this.watching.put((this.watching.value ?? []).filter((row) => row.viewing !== stopped.viewing));
    this.busy = false;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-watching-banner': MpWatchingBanner } }
