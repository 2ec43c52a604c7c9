import type { WrittenRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { Ticker } from '../home/ticker.ts';
import { LoadController } from '../hub/load-controller.ts';
import { groundWords, isWaiting, toneOf } from './written-sight.ts';
import './mp-written-facts.ts';
import './mp-written-refusal.ts';
import './mp-written-handover.ts';
import './mp-written-words.ts';
import './mp-destruction-form.ts';

type Panel = 'ask' | 'answer' | 'refuse' | 'deliver' | 'destroy' | undefined;

/** `/written/:id`: one paper, as the owner decides about it. */
@customElement('mp-written-screen')
export class MpWrittenScreen extends Screen {
  static override styles = [Screen.styles, css`
    .buttons { display: grid; gap: var(--mp-3); grid-template-columns: repeat(auto-fit, minmax(min(100%, 180px), 1fr)); }
    mp-badge { flex: none; }
    .head { flex-wrap: wrap; row-gap: var(--mp-2); }
    .head .grow { flex: 1 1 220px; }
  `];
  @property() request = '';
  @state() private panel: Panel;
  @state() private busy = '';
  private readonly rows = new LoadController(this, { load: (signal) => this.hub.call('GET /api/written', { signal }), on: ['ask'] });

  protected readonly ticker = new Ticker(this, 15_000);

  protected override render(): unknown {
    return html`<mp-page heading=${this.t('written.title')} back="/requests" backLabel=${this.t('requests.title')}>${this.rows.draw((rows) => {
      const row = rows.find(({ id }) => id === this.request);
      return row ? this.one(row) : html`<mp-card><mp-empty icon="inbox" text=${this.t('written.gone')}></mp-empty></mp-card>`;
    }, html`<mp-skeleton shape="rows"></mp-skeleton>`)}</mp-page>`;
  }

  private one(row: WrittenRow): unknown {
    const now = Date.now();
    return html`<div class="stack" @mp-done=${this.done} @mp-cancel=${() => (this.panel = undefined)}>
      <mp-card><div class="stack"><div class="head apart"><h2 class="grow">${this.t('written.from_unit', { unit: row.unit, number: row.documentNo })}</h2><mp-badge tone=${toneOf(row, 'owner')}>${this.t(`written.state_${row.status}`)}</mp-badge></div>
        <p class="small muted">${row.enteredBy === 'owner' ? this.t('written.enteredByYou') : this.t('written.received', { moment: this.words.moment(row.createdAt, now) })}</p>
        ${row.overdue ? html`<p class="danger strong" role="status">${this.t(row.overdue === 'answer' ? 'written.overdueAnswer' : 'written.overdueDestruction')} · ${this.words.moment(row.overdue === 'answer' ? row.deadline : row.destroyBy, now)}</p>`
          : isWaiting(row) ? html`<p class="strong">${this.t('written.left', { span: this.words.duration(row.deadline - now) })}</p>` : nothing}
        ${row.problem ? html`<p class="warn">${this.t('written.failed')} ${row.problem.message}</p>` : nothing}
        ${row.refusedGround ? html`<p>${this.t('written.refusedBecause', { ground: this.t(groundWords[row.refusedGround]) })}</p>` : nothing}
        ${this.panel ? nothing : this.acts(row)}</div></mp-card>
      ${this.open(row)}
      ${this.delivered(row, now)}
      <mp-written-facts .row=${row} side="owner"></mp-written-facts></div>`;
  }

  private acts(row: WrittenRow): unknown {
    const open = (panel: Panel) => (): void => { this.panel = panel; };
    const button = (text: string, act: () => void, tone = 'quiet', name = ''): unknown => html`<mp-button wide tone=${tone} ?busy=${name !== '' && this.busy === name} @click=${act}>${text}</mp-button>`;
    const paperAnswer = row.onPaper && row.status === 'clarifying' ? button(this.t('written.answer'), open('answer'), 'primary') : nothing;
    switch (row.status) {
      case 'received': return html`<p class="muted small">${this.t('written.checkText')}</p><div class="buttons">${button(this.t('written.refuse'), open('refuse'))}${button(this.t('written.check'), () => void this.act('check', () => this.hub.call('POST /api/written/:id/check', { params: { id: row.id } })), 'primary', 'check')}</div>`;
      case 'checking': return html`<div class="buttons">${button(this.t('written.refuse'), open('refuse'))}${button(this.t('written.ask'), open('ask'))}${button(this.t('written.deliver'), open('deliver'), 'primary')}</div>`;
      case 'clarifying': return html`<div class="buttons">${button(this.t('written.refuse'), open('refuse'))}${paperAnswer}</div>`;
      case 'executing': return html`<p role="status">${this.t('written.executing')}</p><div class="buttons">${button(this.t('written.stop'), () => void this.act('check', () => this.hub.call('POST /api/written/:id/check', { params: { id: row.id } })), 'quiet', 'check')}</div>`;
      default: return nothing;
    }
  }

  private open(row: WrittenRow): unknown {
    switch (this.panel) {
      case 'ask': return html`<mp-written-words .request=${row.id} kind="question"></mp-written-words>`;
      case 'answer': return html`<mp-written-words .request=${row.id} kind="answer" ofOthers></mp-written-words>`;
      case 'refuse': return html`<mp-written-refusal .request=${row.id}></mp-written-refusal>`;
      case 'deliver': return html`<mp-written-handover .row=${row}></mp-written-handover>`;
      case 'destroy': return html`<mp-destruction-form .request=${row.id}></mp-destruction-form>`;
      default: return nothing;
    }
  }

  private delivered(row: WrittenRow, now: number): unknown {
    if (row.releaseUntil === null) return nothing;
    const canFetch = row.status === 'delivered' && now < row.releaseUntil;
    const { destruction } = row;
    return html`<mp-card heading=${this.t(row.status === 'recalled' ? 'written.state_recalled' : 'written.delivered')}><div class="stack">
      ${row.status === 'delivered' ? html`<p>${canFetch ? this.t('written.deliveredText', { moment: this.words.moment(row.releaseUntil, now) }) : this.t('written.deliveredOver')}</p>` : nothing}
      <p>${row.firstFetchedAt === null ? this.t('written.notFetched') : this.t('written.fetched', { moment: this.words.moment(row.firstFetchedAt, now) })}</p>
      <p class=${row.overdue === 'destruction' ? 'danger strong' : ''}>${destruction ? this.t('written.destroyed', { by: destruction.by, moment: this.words.moment(destruction.at, now), number: destruction.documentNo }) : this.t('written.destructionWaits', { moment: this.words.moment(row.destroyBy, now) })}</p>
      <div class="buttons">${row.status === 'delivered' ? html`<mp-button wide tone="grave" ?busy=${this.busy === 'recall'} @click=${() => this.recall(row)}>${this.t('written.recall')}</mp-button>` : nothing}
        ${row.onPaper && !destruction && this.panel !== 'destroy' ? html`<mp-button wide @click=${() => (this.panel = 'destroy')}>${this.t('written.record')}</mp-button>` : nothing}</div></div></mp-card>`;
  }

  private async recall(row: WrittenRow): Promise<void> {
    if (!await this.shell.confirm({ title: this.t('written.recallTitle'), text: this.t('written.recallText'), yes: this.t('written.recallYes'), grave: true })) return;
    await this.act('recall', () => this.hub.call('POST /api/written/:id/recall', { params: { id: row.id } }));
  }
  private async act(name: string, work: () => Promise<WrittenRow>): Promise<void> {
    this.busy = name;
    try {
      this.take(await work());
    } catch (thrown) {
      this.shell.fail(thrown);
      void this.rows.reload();
    }
    this.busy = '';
  }
  private readonly done = (event: CustomEvent<WrittenRow>): void => {
    this.panel = undefined;
    this.take(event.detail);
  };
  private take(row: WrittenRow): void {
    if (this.rows.value) this.rows.put(this.rows.value.map((each) => (each.id === row.id ? row : each)));
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-written-screen': MpWrittenScreen } }
