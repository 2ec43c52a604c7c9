import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import type { Reply } from '../hub/hub-client.ts';
import { pauseRows, type PauseRow } from './pause-rows.ts';
import { keptBy } from './watching.ts';

type Pause = Reply<'GET /api/pauses'>[number];

/** "Tạm dừng tất cả": large, quiet, one tap; and the way back, which asks who she is. With several homes, a row for each. Fires `mp-paused` after either. */
@customElement('mp-pause-all')
export class MpPauseAll extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .rows { display: flex; flex-direction: column; gap: var(--mp-3); }
    h2 { font-size: var(--mp-h3); }
    .card { display: flex; flex-wrap: wrap; align-items: center; gap: var(--mp-3) var(--mp-5); padding: var(--mp-5); border-radius: var(--mp-radius); border: 1px solid var(--mp-line); background: var(--mp-surface); }
    .card.on { background: var(--mp-warn-soft); border-color: transparent; }
    .card .grow { flex: 1 1 240px; }
  `];
  /** The household or business that is being paused or allowed again; `*` for all. */
  @state() private busy = '';
  private readonly pauses = new LoadController(this, { load: (signal) => this.hub.call('GET /api/pauses', { signal }), on: ['grant', 'watching'] });

  protected override render(): unknown {
    const pauses = this.pauses.value;
    if (!pauses || keptBy(this.me).length === 0) return nothing;
    const rows = pauseRows(this.me, pauses);
    const open = rows.filter((row) => row.pauses.length === 0);
    return html`<div class="rows" aria-live="polite">
      ${rows.length > 1 && open.length > 1 ? html`<div class="card">
        <div class="grow"><p class="muted">${this.t('home.pauseText')}</p></div>
        <mp-button icon="pause" wide ?busy=${this.busy === '*'} @click=${() => this.pause(open, '*')}>${this.t('home.pauseAll')}</mp-button></div>` : nothing}
      ${repeat(rows, (row) => row.owner, (row) => (row.pauses[0] ? this.paused(row, row.pauses[0], rows.length > 1) : this.sharing(row, rows.length > 1)))}</div>`;
  }

  private sharing(row: PauseRow, named: boolean): unknown {
    return html`<div class="card">
      <div class="grow">${named ? html`<h2>${row.ownerName}</h2>` : html`<p class="muted">${this.t('home.pauseText')}</p>`}</div>
      <mp-button icon="pause" ?wide=${!named} ?busy=${this.busy === row.owner} @click=${() => this.pause([row], row.owner)}>${named ? this.t('home.pauseOne', { owner: row.ownerName }) : this.t('home.pauseAll')}</mp-button></div>`;
  }

  private paused(row: PauseRow, first: Pause, named: boolean): unknown {
    const at = this.words.moment(first.since, Date.now());
    const mine = first.by === this.me.name;
    return html`<div class="card on"><div class="grow"><h2>${named ? this.t('home.pausingOne', { owner: row.ownerName }) : this.t('home.pausing')}</h2>
      <p>${mine ? this.t('home.pausedSince', { at }) : this.t('home.pausedBy', { by: first.by, at })}</p></div>
      ${row.mayLift ? html`<mp-button icon="play" ?busy=${this.busy === row.owner} @click=${() => this.lift(row)}>${named ? this.t('home.liftOne', { owner: row.ownerName }) : this.t('home.lift')}</mp-button>` : html`<p class="small muted">${this.t('home.liftOnlyOwner')}</p>`}</div>`;
  }

  private async pause(rows: readonly PauseRow[], busy: string): Promise<void> {
    this.busy = busy;
    try {
      const made = await Promise.all(rows.map((row) => this.hub.call('POST /api/pauses', { body: { owner: row.owner } })));
      this.pauses.put([...(this.pauses.value ?? []), ...made]);
      this.tell();
      const at = this.words.time(made[0]?.since ?? Date.now(), true);
      const [one] = rows;
      this.shell.toast(one && busy !== '*' && keptBy(this.me).length > 1 ? this.t('home.pausedOneNow', { owner: one.ownerName, at }) : this.t('home.pausedNow', { at }));
    } catch (thrown) {
      this.shell.fail(thrown);
      void this.pauses.reload();
    }
    this.busy = '';
  }

  private tell(): void {
    this.dispatchEvent(new Event('mp-paused', { bubbles: true, composed: true }));
  }

  private async lift(row: PauseRow): Promise<void> {
    this.busy = row.owner;
    try {
      const lifted = await this.shell.prove(async () => {
        for (const pause of row.pauses) await this.hub.call('DELETE /api/pauses/:id', { params: { id: pause.id } });
      });
      if (lifted) {
        this.shell.toast(this.t('home.lifted'));
        this.tell();
      }
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
    await this.pauses.reload();
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-pause-all': MpPauseAll } }
