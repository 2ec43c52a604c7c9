import type { Api, ReplyOf } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { codecName, rateText } from './stream-lines.ts';

type Row = ReplyOf<Api['GET /api/streams']>[number];
type Line = { readonly row: Row; readonly stream: Row['streams'][number] };
const askedEvery = 15_000;
const shownFirst = 12;
/** What needs looking at stands first. */
const order = { danger: 0, warn: 1, good: 2, quiet: 3 } as const;

/** Every camera's streams in numbers, for whoever runs the machine. */
@customElement('mp-streams-table')
export class MpStreamsTable extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; margin-top: var(--mp-5); }
    .scroll { overflow-x: auto; margin-top: var(--mp-3); }
    table { border-collapse: collapse; width: 100%; font-size: var(--mp-small); }
    th, td { text-align: left; padding: var(--mp-2) var(--mp-3) var(--mp-2) 0; border-bottom: 1px solid var(--mp-outline); white-space: nowrap; vertical-align: top; }
    th { color: var(--mp-muted); font-weight: 500; white-space: normal; vertical-align: bottom; }
    td small { display: block; color: var(--mp-muted); font-size: inherit; }
    td.say { white-space: normal; min-width: 11em; }
    .number { text-align: right; }
    code { font-size: inherit; }
    @media (max-width: 899px) {
      table, tbody, tr, td { display: block; }
      thead { display: none; }
      tr { padding-block: var(--mp-3); border-bottom: 1px solid var(--mp-outline); }
      td, .number { border: 0; padding: 2px 0; text-align: left; white-space: normal; }
      td[data-name]::before { content: attr(data-name) ': '; color: var(--mp-muted); }
      td:empty { display: none; }
    }
    .more { margin-top: var(--mp-3); }
  `];
  @state() private isWhole = false;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly rows = new LoadController(this, { load: (signal) => this.hub.call('GET /api/streams', { signal }), on: ['camera'] });

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => { if (document.visibilityState === 'visible') void this.rows.reload(); }, askedEvery);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override render(): unknown {
    return html`<mp-card heading=${this.t('streams.allTitle')}><p class="muted">${this.t('streams.allText')}</p>${this.rows.draw((rows) => this.table(rows), html`<mp-skeleton shape="rows" count="3"></mp-skeleton>`)}</mp-card>`;
  }

  private table(rows: readonly Row[]): unknown {
    const { t } = this;
    if (rows.length === 0) return html`<p>${t('streams.allNone')}</p>`;
    const lines = rows.toSorted((a, b) => order[a.tone] - order[b.tone]).flatMap((row) => row.streams.map((stream): Line => ({ row, stream })));
    const shown = this.isWhole ? lines : lines.slice(0, shownFirst);
    const heads = ['camera', 'state', 'speed', 'loss', 'jitter', 'reconnects', 'viewers'] as const;
    return html`<div class="scroll"><table><thead><tr>${heads.map((head) => html`<th scope="col" class=${['loss', 'jitter', 'reconnects', 'viewers'].includes(head) ? 'number' : ''}>${t(`streams.${head}`)}</th>`)}</tr></thead><tbody>${shown.map((line) => this.line(line))}</tbody></table></div>
      ${lines.length > shownFirst ? html`<div class="more"><mp-button @click=${() => { this.isWhole = !this.isWhole; }}>${this.isWhole ? t('streams.less') : t('streams.more', { count: lines.length })}</mp-button></div>` : nothing}`;
  }

  private line({ row, stream }: Line): unknown {
    const { t, words } = this;
    const own = stream.role === 'main';
    const facts = own ? row.pictureFacts.map((text) => words.of(text)) : [];
    const format = [stream.width !== null && stream.height !== null ? `${stream.width}×${stream.height}` : '', codecName(stream.codec)].filter(Boolean).join(' ');
    const told = stream.state === 'running' ? t('streams.stateRunning') : stream.state === 'off' ? t('streams.stateOff') : stream.state === 'connecting' ? t('streams.stateConnecting') : t('streams.stateAway');
    const say = own && row.tone !== 'quiet' ? [words.of(row.text), ...facts].join(' ') : told;
    return html`<tr><td><code>${row.camera.slice(0, 8)}</code> ${t(`streams.${stream.role}`)}<small>${format}</small></td><td class="say">${say}</td>
      <td data-name=${t('streams.speed')}>${stream.kilobits === null ? '' : rateText(stream.kilobits, words)}</td>
      <td class="number" data-name=${t('streams.loss')}>${stream.lossPercent === null ? '' : `${words.number(stream.lossPercent)} %`}</td>
      <td class="number" data-name=${t('streams.jitter')}>${stream.jitterMs === null ? '' : t('streams.ms', { value: words.number(stream.jitterMs) })}</td>
      <td class="number" data-name=${t('streams.reconnects')}>${words.number(stream.reconnects)}</td><td class="number" data-name=${t('streams.viewers')}>${own ? words.number(row.viewers) : ''}</td></tr>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-streams-table': MpStreamsTable } }
