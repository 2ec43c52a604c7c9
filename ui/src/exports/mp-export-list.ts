import type { CameraRow, ExportRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { groupRows, isUnderWay, shareOf, stateOf, type ExportGroup } from './group-rows.ts';

/** What was exported: progress while it is written, then the files with their SHA-256. Cameras asked for together stand together. */
@customElement('mp-export-list')
export class MpExportList extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    li { display: flex; flex-direction: column; gap: var(--mp-3); }
    progress { width: 100%; height: 8px; appearance: none; border: 0; border-radius: 4px; overflow: hidden; background: var(--mp-sunken); }
    progress::-webkit-progress-bar { background: var(--mp-sunken); }
    progress::-webkit-progress-value { background: var(--mp-accent); transition: width var(--mp-quick); }
    progress::-moz-progress-bar { background: var(--mp-accent); }
    .part { display: flex; flex-direction: column; gap: var(--mp-2); }
    .part + .part { padding-top: var(--mp-3); border-top: 1px solid var(--mp-line); }
    .file { display: flex; align-items: center; gap: var(--mp-2) var(--mp-4); padding: var(--mp-3); border-radius: var(--mp-radius-small); background: var(--mp-sunken); }
    .file .grow { flex: 1 1 0; min-width: 0; overflow-wrap: anywhere; }
    summary { line-height: var(--mp-touch); cursor: pointer; color: var(--mp-muted); font-size: var(--mp-small); }
    .apart { align-items: flex-start; }
    details > .file + .file { margin-top: var(--mp-2); }
    .acts { display: flex; flex-wrap: wrap; gap: var(--mp-2); }
    mp-badge { flex: none; }
  `];
  /** Only of this camera. */
  @property() camera = '';
  /** To name cameras that are in no archive. */
  @property({ attribute: false }) cameras: readonly Pick<CameraRow, 'id' | 'name'>[] = [];
  private readonly list = new LoadController(this, { load: (signal) => this.hub.call('GET /api/exports', { signal }), on: ['export'] });

  /** Shows what was just asked for at once. */
  add(...rows: readonly ExportRow[]): void {
    this.list.put([...rows, ...(this.list.value ?? []).filter((other) => !rows.some(({ id }) => id === other.id))]);
  }

  protected override render(): unknown {
    return this.list.draw((all) => {
      const groups = groupRows(all.filter((row) => !this.camera || row.camera === this.camera));
      return groups.length === 0 ? html`<p class="muted">${this.t('exports.none')}</p>` : html`<ul class="lines">${repeat(groups, ({ key }) => key, (group) => this.group(group))}</ul>`;
    }, html`<mp-skeleton shape="text" count="2"></mp-skeleton>`);
  }

  private group({ key, rows }: ExportGroup): unknown {
    const [first] = rows;
    if (!first) return nothing;
    const { t } = this;
    const state = stateOf(rows);
    const under = rows.some(isUnderWay);
    const name = rows.length === 1 ? first.cameraName : t('exports.together', { count: rows.length });
    const what = first.kind === 'still' && first.at !== null ? t('exports.still', { at: this.words.time(first.at, true) }) : t('exports.interval', { from: this.words.time(first.from, true), to: this.words.time(first.to, true) });
    return html`<li>
      <div class="apart"><div class="grow"><p class="strong">${this.camera && rows.length === 1 ? nothing : html`${name} · `}${what}</p>
        <p class="small muted">${first.kind === 'redacted' ? html`${t('exports.redacted')} · ` : nothing}${this.words.date(first.from)} · ${this.words.ago(first.createdAt, Date.now())}</p></div>
        <mp-badge tone=${state === 'done' ? 'good' : state === 'failed' ? 'warn' : 'plain'}>${t(`exports.status_${state}`)}</mp-badge></div>
      ${under ? this.progress(rows) : nothing}
      ${first.leftOut.map(({ camera, problem }) => html`<p class="small warn">${t('exports.leftOut', { name: this.cameras.find(({ id }) => id === camera)?.name ?? t('exports.oneCamera'), why: problem.message })}</p>`)}
      ${rows.map((row) => this.piece(row, rows.length > 1 || first.bundle !== null))}
      <div class="acts">${first.bundle === null ? this.rowActs(first) : nothing}${!under && first.bundle !== null && state === 'done' ? html`<mp-button tone="primary" icon="download" href=${this.hub.url('GET /api/exports/bundles/:id/file', { params: { id: key } })} download="">${t('exports.zip')}</mp-button>` : nothing}
        ${under ? html`<mp-button tone="plain" @click=${() => this.discard(rows.filter(isUnderWay))}>${t('exports.cancel')}</mp-button>` : html`<mp-button tone="plain" icon="trash" @click=${() => this.discard(rows)}>${t(state === 'done' ? 'exports.remove' : 'exports.removeLine')}</mp-button>`}</div></li>`;
  }

  private progress(rows: readonly ExportRow[]): unknown {
    const percent = Math.round(shareOf(rows) * 100);
    const left = rows.length === 1 ? rows[0]?.secondsLeft ?? null : null;
    const said = rows.every(({ status }) => status === 'waiting') ? this.t('exports.queue') : `${this.t('exports.progress', { percent })}${left === null ? '' : ` · ${this.t('exports.left', { span: this.words.duration(left * 1_000) })}`}`;
    return html`<progress max="100" value=${percent} aria-label=${this.t('exports.progress', { percent })}></progress><p class="small muted">${said}</p>`;
  }

  /** @param named one of several cameras */
  private piece(row: ExportRow, named: boolean): unknown {
    const { t } = this;
    if (isUnderWay(row) || (!named && !row.problem && row.files.length === 0)) return nothing;
    const films = row.files.filter(({ name }) => /\.(mp4|jpg)$/.test(name));
    const papers = row.files.filter(({ name }) => !/\.(mp4|jpg)$/.test(name));
    return html`<div class="part">
      ${named ? html`<p class="small strong">${row.cameraName}</p>` : nothing}
      ${row.problem ? html`<p class="small warn">${row.problem.message} <span class="mono">${row.problem.code}</span></p>` : nothing}
      ${films.map((file, n) => this.file(row, file, `${t(row.kind === 'still' ? 'exports.fileStill' : 'exports.fileFilm')}${films.length > 1 ? ` ${n + 1}/${films.length}` : ''}`))}
      ${papers.length > 0 ? html`<details><summary>${t('exports.files')}</summary>${films.map(({ name, sha256 }) => html`<p class="tiny muted">${name}<br>${t('exports.hash')} <span class="mono">${sha256}</span></p>`)}${papers.map((file) => this.file(row, file))}</details>` : nothing}
      ${named ? html`<div class="acts">${this.rowActs(row)}</div>` : nothing}</div>`;
  }
  private rowActs(row: ExportRow): unknown {
    if (row.status === 'failed' || row.status === 'cancelled') return html`<mp-button icon="refresh-cw" @click=${() => this.again(row)}>${this.t('exports.again')}</mp-button>`;
    const films = row.files.filter(({ name }) => name.endsWith('.mp4'));
    return row.own && row.kind === 'film' && row.status === 'done' && films.length === 1 ? html`<mp-button icon="eye-off" href="/exports/redact/${row.id}">${this.t('redaction.open')}</mp-button>` : nothing;
  }
  /** @param shown what it is, where its name says little to a person */
  private file(row: ExportRow, { name, bytes }: ExportRow['files'][number], shown = name): unknown {
    return html`<div class="file"><p class="small strong grow">${shown} · ${this.words.bytes(bytes)}</p>
      <mp-button icon="download" label=${this.t('exports.download', { name })} href=${this.hub.url('GET /api/exports/:id/files/:name', { params: { id: row.id, name } })} download=${name}></mp-button></div>`;
  }

  private async again(row: ExportRow): Promise<void> {
    try {
      await this.hub.call('POST /api/exports/:id/again', { params: { id: row.id } });
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    await this.list.reload();
  }
  private async discard(rows: readonly ExportRow[]): Promise<void> {
    try {
      for (const { id } of rows) await this.hub.call('DELETE /api/exports/:id', { params: { id } });
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    await this.list.reload();
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-export-list': MpExportList } }
