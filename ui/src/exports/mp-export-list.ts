import type { ExportRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';

/** What was exported: progress while it is written, then the files with their SHA-256. */
@customElement('mp-export-list')
export class MpExportList extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    li { display: flex; flex-direction: column; gap: var(--mp-2); }
    progress { width: 100%; height: 8px; appearance: none; border: 0; border-radius: 4px; overflow: hidden; background: var(--mp-sunken); }
    progress::-webkit-progress-bar { background: var(--mp-sunken); }
    progress::-webkit-progress-value { background: var(--mp-accent); transition: width var(--mp-quick); }
    progress::-moz-progress-bar { background: var(--mp-accent); }
    .file { display: flex; flex-wrap: wrap; align-items: center; gap: var(--mp-2) var(--mp-4); padding: var(--mp-3); border-radius: var(--mp-radius-small); background: var(--mp-sunken); }
    .file .grow { flex: 1 1 240px; }
    mp-badge { flex: none; }
  `];
  /** Only of this camera. */
  @property() camera = '';
  private readonly list = new LoadController(this, { load: (signal) => this.hub.call('GET /api/exports', { signal }), on: ['export'] });

  /** Shows one just asked for at once. */
  add(row: ExportRow): void {
    this.list.put([row, ...(this.list.value ?? []).filter((other) => other.id !== row.id)]);
  }

  protected override render(): unknown {
    return this.list.draw((all) => {
      const rows = all.filter((row) => !this.camera || row.camera === this.camera).toSorted((a, b) => b.createdAt - a.createdAt);
      return rows.length === 0 ? html`<p class="muted">${this.t('exports.none')}</p>` : html`<ul class="lines">${repeat(rows, (row) => row.id, (row) => this.one(row))}</ul>`;
    }, html`<mp-skeleton shape="text" count="2"></mp-skeleton>`);
  }

  private one(row: ExportRow): unknown {
    const now = Date.now();
    const percent = Math.round(Math.min(1, Math.max(0, row.progress)) * 100);
    const under = row.status === 'waiting' || row.status === 'running';
    return html`<li>
      <div class="apart"><div class="grow"><p class="strong">${this.camera ? nothing : html`${row.cameraName} · `}${this.t('exports.interval', { from: this.words.time(row.from, true), to: this.words.time(row.to, true) })}</p><p class="small muted">${this.words.date(row.from)} · ${this.words.ago(row.createdAt, now)}</p></div>
        <mp-badge tone=${row.status === 'done' ? 'good' : row.status === 'failed' ? 'warn' : 'plain'}>${this.t(`exports.status_${row.status}`)}</mp-badge></div>
      ${under ? html`<progress max="100" value=${percent} aria-label=${this.t('exports.progress', { percent })}></progress><div class="apart"><span class="small muted">${this.t('exports.progress', { percent })}</span><mp-button tone="plain" @click=${() => this.discard(row)}>${this.t('exports.cancel')}</mp-button></div>` : nothing}
      ${row.problem ? html`<p class="small warn">${row.problem.message} <span class="mono">${row.problem.code}</span></p>` : nothing}
      ${row.status === 'done' ? row.files.map((file) => html`<div class="file"><div class="grow"><p class="small strong">${file.name} · ${this.words.bytes(file.bytes)}</p><p class="tiny muted">${this.t('exports.hash')} <span class="mono">${file.sha256}</span></p></div>
        <mp-button icon="download" label=${this.t('exports.download', { name: file.name })} href=${this.hub.url('GET /api/exports/:id/files/:name', { params: { id: row.id, name: file.name } })} download=${file.name}></mp-button></div>`) : nothing}
      ${under ? nothing : html`<div><mp-button tone="plain" icon="trash" @click=${() => this.discard(row)}>${this.t('exports.remove')}</mp-button></div>`}</li>`;
  }

  private async discard(row: ExportRow): Promise<void> {
    try {
      await this.hub.call('DELETE /api/exports/:id', { params: { id: row.id } });
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    await this.list.reload();
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-export-list': MpExportList } }
