import type { OwnerAskRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { Ticker } from '../home/ticker.ts';
import { keptBy } from '../home/watching.ts';
import { LoadController } from '../hub/load-controller.ts';
import { inOrder, stageOf, usable } from './ask-stage.ts';
import { bagOf } from './bag-of.ts';
import './mp-ask-bag.ts';
import './mp-ask-card.ts';
import '../written/mp-written-section.ts';
import { trimmedWords } from './trimmed-words.ts';

/** `/requests`: what waits for an answer, and what was answered. */
@customElement('mp-requests-screen')
export class MpRequestsScreen extends Screen {
  static override styles = [Screen.styles, css`
    section { display: flex; flex-direction: column; gap: var(--mp-4); }
    .past { display: flex; flex-wrap: wrap; gap: var(--mp-2) var(--mp-3); align-items: flex-start; }
    .past .grow { flex: 1 1 240px; }
    mp-badge { flex: none; }
  `];
  /** Papers that wait for her; -1 until that is known. */
  @state() private papers = -1;
  private readonly asks = new LoadController(this, { load: async (signal) => (keptBy(this.me).length > 0 ? this.hub.call('GET /api/asks', { signal }) : []), on: ['ask'] });

  /** Where what she gave went. */
  private readonly bags = new LoadController(this, { load: async (signal) => (keptBy(this.me).length > 0 ? this.hub.call('GET /api/evidence', { signal }) : []), on: ['ask', 'export', 'watching'] });

  protected readonly ticker = new Ticker(this, 15_000);

  protected override render(): unknown {
    const keeps = keptBy(this.me).length > 0;
    return html`<mp-page heading=${this.t('requests.title')} lead=${this.t('requests.lead')}>
      ${keeps ? this.asks.draw((asks) => this.list(asks)) : html`<mp-empty icon="lock" text=${this.t('requests.notYours')}></mp-empty>`}${keeps ? html`<mp-written-section @mp-waiting=${(event: Event) => { this.papers = (event as CustomEvent<number>).detail; }}></mp-written-section>` : nothing}</mp-page>`;
  }

  private list(asks: readonly OwnerAskRow[]): unknown {
    const now = Date.now();
    const { waiting, past } = inOrder(asks, now);
    return html`
      ${waiting.length === 0 ? this.nothingWaits()
        : html`<section aria-label=${this.t('requests.waiting')} @mp-answered=${this.answered}>${repeat(waiting, (ask) => ask.id, (ask) => html`<mp-ask-card .ask=${ask}></mp-ask-card>`)}</section>`}
      ${past.length === 0 ? nothing : html`<section><h2>${this.t('requests.history')}</h2><mp-card><ul class="lines">${repeat(past, (ask) => ask.id, (ask) => this.past(ask, now))}</ul></mp-card></section>`}`;
  }

  /** Of those who ask to look. A paper that waits below is said, and not denied. */
  private nothingWaits(): unknown {
    const text = this.papers === 0 ? `${this.t('requests.none')} ${this.t('requests.noneText')}` : this.papers > 0 ? this.t('requests.papersWait', { count: this.papers }) : this.t('requests.noneText');
    return html`<mp-card><mp-empty icon="inbox" text=${text}></mp-empty></mp-card>`;
  }

  private past(ask: OwnerAskRow, now: number): unknown {
    const stage = stageOf(ask, now);
    const bag = stage === 'approved' ? bagOf(this.bags.value ?? [], [ask]) : undefined;
    const times = [this.t('requests.asked', { moment: this.words.moment(ask.createdAt, now) }), ask.decidedAt === null ? '' : this.t('requests.decided', { moment: this.words.moment(ask.decidedAt, now) }), ask.usedAt === null ? '' : this.t('requests.used', { moment: this.words.moment(ask.usedAt, now) })].filter(Boolean).join(', ');
    return html`<li class="past"><div class="grow"><p class="strong">${this.t('requests.wants', { who: ask.unit, what: this.t(`consent.action_${ask.action}`) })}</p>
      <p class="small">${ask.cameraName} · ${this.t(`consent.purpose_${ask.purpose}`)}${ask.caseNo ? ` · ${this.t('consent.caseNo', { number: ask.caseNo })}` : ''}</p>
      ${ask.trimmed ? html`<p class="small">${this.t('requests.trimmed', { what: trimmedWords(ask.trimmed, this.words) })}</p>` : nothing}
      ${ask.covered > 0 ? html`<p class="small">${this.t('requests.covered', { count: ask.covered })}</p>` : nothing}
      <p class="small muted">${times}${usable(ask, now) ? `. ${this.t('requests.openUntil', { moment: this.words.moment(ask.approvedUntil ?? 0, now) })}` : ''}</p>
      ${bag ? html`<mp-ask-bag .bag=${bag}></mp-ask-bag>` : nothing}</div>
      <mp-badge tone=${stage === 'approved' ? 'good' : 'plain'}>${this.t(`requests.status_${stage}`)}</mp-badge></li>`;
  }

  private readonly answered = (event: Event): void => {
    const answered = (event as CustomEvent<OwnerAskRow | undefined>).detail;
    if (answered && this.asks.value) this.asks.put(this.asks.value.map((ask) => (ask.id === answered.id ? answered : ask)));
    else void this.asks.reload();
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-requests-screen': MpRequestsScreen } }
