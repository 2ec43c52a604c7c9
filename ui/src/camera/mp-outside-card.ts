import type { CameraRow, OutsideFetchRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { fieldSheet } from '../app/parts/field-sheet.ts';
import { Screen } from '../app/screen.ts';
import { faultOf, fromLocal, toLocal } from '../exports/interval.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { LoadController } from '../hub/load-controller.ts';

const hour = 3_600_000;

/** Past footage in the camera's own memory: looked for when she asks, fetched into the hub when she wants it. */
@customElement('mp-outside-card')
export class MpOutsideCard extends Screen {
  static override styles = [Screen.styles, fieldSheet, css`
    form { display: flex; flex-direction: column; gap: var(--mp-4); }
    .two { display: grid; gap: var(--mp-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 220px), 1fr)); }
    .buttons { display: flex; flex-wrap: wrap; gap: var(--mp-3); }
    progress { width: 100%; accent-color: var(--mp-accent); }
  `];
  @property({ attribute: false }) camera!: CameraRow;
  @state() private from = toLocal(Math.floor(Date.now() / hour) * hour - hour);
  @state() private to = toLocal(Math.floor(Date.now() / hour) * hour);
  @state() private tried = false;
  @state() private looking = false;
  @state() private found: readonly { readonly from: number; readonly to: number }[] | undefined;
  @state() private problem: HubProblem | undefined;
  private readonly fetches = new LoadController(this, { load: (signal) => this.hub.call('GET /api/cameras/:id/outside/fetches', { params: { id: this.camera.id }, signal }), on: ['camera'] });

  protected override render(): unknown {
    const fault = this.tried ? faultOf(fromLocal(this.from), fromLocal(this.to), Date.now()) : undefined;
    return html`<mp-card heading=${this.t('outside.title')}><div class="stack">
      <form @submit=${this.look} novalidate><p class="small muted">${this.t('outside.lead')}</p>
        <div class="two">${this.field('from', this.from, fault !== undefined)}${this.field('to', this.to, fault !== undefined)}</div>
        <p id="fault" class=${fault ? 'error' : ''} role="alert">${fault ? this.t(`exports.${fault}`) : nothing}</p>
        ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
        ${this.found ? html`<p role="status">${this.said(this.found)}</p>` : nothing}
        <div class="buttons"><mp-button type="submit" tone="plain" icon="search" ?busy=${this.looking}>${this.t('outside.look')}</mp-button>
          ${this.found && this.found.length > 0 ? html`<mp-button icon="download" @click=${this.fetch}>${this.t('outside.fetch')}</mp-button>` : nothing}</div></form>
      ${this.fetches.value && this.fetches.value.length > 0 ? html`<ul class="lines">${this.fetches.value.slice(0, 5).map((row) => this.line(row))}</ul>` : nothing}</div></mp-card>`;
  }

  private field(name: 'from' | 'to', value: string, wrong: boolean): unknown {
    return html`<div><label for=${name}>${this.t(`exports.${name}`)}</label><input id=${name} type="datetime-local" step="1" .value=${value} aria-invalid=${wrong ? 'true' : nothing} aria-describedby="fault"
      @input=${(event: Event) => { this[name] = (event.target as HTMLInputElement).value; this.found = undefined; }}></div>`;
  }
  private said(found: readonly { readonly from: number; readonly to: number }[]): string {
    if (found.length === 0) return this.t('outside.none');
    return this.t('outside.found', { spans: found.map(({ from, to }) => `${this.words.time(from)} – ${this.words.time(to)}`).join(', ') });
  }
  private line(row: OutsideFetchRow): unknown {
    const busy = row.status === 'waiting' || row.status === 'running';
    return html`<li><p class="strong">${this.t('exports.interval', this.words.ends(row, Date.now()))}</p>
      <p class="small">${row.status === 'done' && row.fetchedMs === 0 ? this.t('outside.nothingNew') : this.t(`outside.is_${row.status}`)}</p>
      ${busy ? html`<progress max="1" value=${Math.max(0, Math.min(1, (row.reachedAt - row.from) / (row.to - row.from)))} aria-label=${this.t(`outside.is_${row.status}`)}></progress>
        <mp-button tone="plain" @click=${() => void this.cancel(row)}>${this.t('outside.cancel')}</mp-button>` : nothing}
      ${row.problem ? html`<p class="small error">${row.problem.message}</p>` : nothing}</li>`;
  }

  private readonly look = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    this.problem = undefined;
    const [from, to] = [fromLocal(this.from), fromLocal(this.to)];
    if (faultOf(from, to, Date.now())) return;
    this.looking = true;
    try {
      this.found = (await this.hub.call('GET /api/cameras/:id/outside', { params: { id: this.camera.id }, query: { from, to } })).spans;
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.looking = false;
  };
  private readonly fetch = async (): Promise<void> => {
    try {
      await this.hub.call('POST /api/cameras/:id/outside', { params: { id: this.camera.id }, body: { from: fromLocal(this.from), to: fromLocal(this.to) } });
      this.found = undefined;
      await this.fetches.reload();
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
  };
  private async cancel(row: OutsideFetchRow): Promise<void> {
    try {
      await this.hub.call('DELETE /api/cameras/:id/outside/fetches/:fetch', { params: { id: this.camera.id, fetch: row.id } });
      await this.fetches.reload();
    } catch (thrown) {
      this.shell.fail(thrown);
    }
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-outside-card': MpOutsideCard } }
