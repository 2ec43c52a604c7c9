import type { WrittenRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';

/** What a paper says, the footage it asks for, and what was asked and answered about it. The same for both sides; what only one may know is not in its row. */
@customElement('mp-written-facts')
export class MpWrittenFacts extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: flex; flex-direction: column; gap: var(--mp-5); }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: var(--mp-2) var(--mp-4); }
    dt { color: var(--mp-muted); }
    dd { min-width: 0; overflow-wrap: anywhere; white-space: pre-line; }
    @media (max-width: 480px) { dl { grid-template-columns: 1fr; gap: 0; } dd + dt { margin-top: var(--mp-3); } }
    .held { display: flex; gap: var(--mp-2); align-items: center; }
    blockquote { margin: 0; padding-left: var(--mp-4); border-left: 3px solid var(--mp-line); white-space: pre-line; overflow-wrap: anywhere; }
    .sum { overflow-wrap: anywhere; font-family: var(--mp-mono); font-size: var(--mp-tiny); color: var(--mp-muted); }
    .file { display: flex; flex-wrap: wrap; gap: var(--mp-2) var(--mp-3); align-items: center; }
  `];
  @property({ attribute: false }) row: WrittenRow | undefined;
  @property() side: 'owner' | 'unit' = 'owner';

  protected override render(): unknown {
    const { row } = this;
    if (!row) return nothing;
    const now = Date.now();
    const facts: readonly (readonly [string, string])[] = [
      [this.t('written.documentNo'), row.documentNo], [this.t('written.issuer'), row.issuer], [this.t('written.signerName'), `${row.signerName}, ${row.signerTitle}`], [this.t('written.legalBasis'), row.legalBasis],
      [this.t('written.details'), row.details], [this.t('written.case'), row.caseNo], [this.t('written.purpose'), this.t(`consent.purpose_${row.purpose}`)],
      [this.t('written.unit'), row.officerNo === null ? row.unit : `${row.unit}, ${this.t('written.officerNo', { number: row.officerNo })}`], [this.t('written.deadline'), this.words.moment(row.deadline, now)], [this.t('written.destroyBy'), this.words.moment(row.destroyBy, now)],
    ];
    return html`<mp-card heading=${this.t('written.facts')}><div class="stack"><dl>${facts.map(([label, text]) => html`<dt>${label}</dt><dd>${text}</dd>`)}</dl>
        <div class="stack tight"><div><mp-button icon="download" href=${this.hub.url('GET /api/written/:id/scan', { params: { id: row.id } })} download="">${this.t('written.openScan', { size: this.words.bytes(row.scan.bytes) })}</mp-button></div><p class="tiny muted">${this.t('written.scanCare')}</p></div></div></mp-card>
      <mp-card heading=${this.t('written.pieces')}><ul class="lines">${row.pieces.map((piece) => this.piece(row, piece, now))}</ul></mp-card>
      ${row.messages.length === 0 ? nothing : html`<mp-card heading=${this.t('written.messages')}><ul class="lines">${row.messages.map((message) => html`<li class="stack tight"><p class="small muted">${this.t(`written.kind_${message.kind === 'destruction' ? 'answer' : message.kind}`)}${message.by ? `, ${message.by}` : ''} · ${this.words.moment(message.at, now)}</p><blockquote>${message.text}</blockquote></li>`)}</ul></mp-card>`}`;
  }

  private piece(row: WrittenRow, piece: WrittenRow['pieces'][number], now: number): unknown {
    const isOver = row.releaseUntil === null || row.releaseUntil <= now || row.status !== 'delivered';
    const state = piece.status === 'asked' ? nothing : html`<p class="small muted">${this.t(`written.piece_${piece.status}`)}</p>`;
    return html`<li class="stack tight"><p class="strong">${piece.cameraName}</p><p>${this.t('written.interval', { ...this.words.ends(piece, now), span: this.words.duration(piece.to - piece.from) })}</p>
      ${this.side === 'owner' && ['received', 'checking', 'clarifying', 'executing', 'delivered'].includes(row.status) ? html`<p class="small ${piece.held ? 'muted' : 'warn'} held"><mp-icon name=${piece.held ? 'lock' : 'warning'}></mp-icon>${this.t(piece.held ? 'written.held' : 'written.notHeld')}</p>` : nothing}
      ${state}
      ${piece.files.map((file) => html`<div class="stack tight"><div class="file"><span class="grow small">${file.name} · ${this.words.bytes(file.bytes)}</span>${isOver ? nothing : html`<mp-button icon="download" href=${this.hub.url('GET /api/written/:id/files/:name', { params: { id: row.id, name: file.name } })} download="">${this.t('written.download')}</mp-button>`}</div><p class="sum">${this.t('written.sum')} ${file.sha256}</p></div>`)}</li>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-written-facts': MpWrittenFacts } }
