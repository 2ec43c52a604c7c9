import type { LedgerRow, RefusedRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Part } from '../app/screen.ts';
import { Ticker } from '../home/ticker.ts';
import { purposeOf } from '../home/watching.ts';
import { byDay } from './by-day.ts';

const one = (name: string, value: string | null | undefined): unknown => (value ? html`<dt>${name}</dt><dd>${value}</dd>` : nothing);

/** Viewings under their days, one line each, that open to everything known about them. */
@customElement('mp-ledger-lines')
export class MpLedgerLines extends Part {
  static override styles = [Part.styles, css`
    :host { display: flex; flex-direction: column; gap: var(--mp-6); }
    section { display: flex; flex-direction: column; gap: var(--mp-2); }
    .card { background: var(--mp-surface); border: 1px solid var(--mp-line); border-radius: var(--mp-radius); box-shadow: var(--mp-shadow); overflow: clip; }
    details + details { border-top: 1px solid var(--mp-line); }
    summary { display: flex; align-items: flex-start; gap: var(--mp-3); padding: var(--mp-3) var(--mp-4); min-height: 56px; cursor: pointer; list-style: none; }
    summary::-webkit-details-marker { display: none; }
    summary:hover { background: var(--mp-sunken); }
    summary:focus-visible { outline-offset: -3px; border-radius: var(--mp-radius); }
    summary > mp-icon { margin-top: 0.2em; color: var(--mp-muted); }
    .open > summary > mp-icon { color: var(--mp-danger); }
    .when { flex: none; text-align: right; }
    .more { color: var(--mp-muted); transition: rotate var(--mp-quick); margin-top: 0.25em; }
    details[open] .more { rotate: 180deg; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: var(--mp-1) var(--mp-4); padding: 0 var(--mp-4) var(--mp-4) 48px; font-size: var(--mp-small); }
    .tries { padding: 0 var(--mp-4) var(--mp-4) 48px; font-size: var(--mp-small); color: var(--mp-muted); }
    dd a { display: inline-flex; align-items: center; min-height: 32px; }
    dt { color: var(--mp-muted); }
    dd { min-width: 0; }
    @media (max-width: 599px) {
      dl, .tries { padding-left: var(--mp-4); }
      summary { flex-wrap: wrap; row-gap: 2px; }
      summary > mp-icon:first-child { display: none; }
      summary .grow { flex: 1 1 calc(100% - 48px); }
      .when { order: 3; flex: 1 1 100%; text-align: left; }
      .when br { display: none; }
      .when span:last-child::before { content: '· '; }
    }
  `];
  @property({ attribute: false }) rows: readonly LedgerRow[] = [];
  /** What the gate refused, for the owner's eyes. */
  @property({ attribute: false }) refused: readonly RefusedRow[] = [];
  /** The reader is the officer whose log this is: say which camera first, not who. */
  @property({ type: Boolean }) officer = false;
  /** All of one camera, so its name is not repeated. */
  @property({ type: Boolean }) single = false;

  protected readonly ticker = new Ticker(this, 5000);

  protected override render(): unknown {
    const now = Date.now();
    const all = [...this.rows.map((row) => ({ from: row.from, row, tries: undefined })), ...this.refused.map((tries) => ({ from: tries.lastAt, row: undefined, tries }))];
    return byDay(all, (at) => this.words.day(at, now)).map(({ day, rows: under }) => {
      const rows = under.flatMap(({ row }) => (row ? [row] : []));
      return html`<section><h2>${day}</h2><div class="card">${repeat(rows, (row) => row.viewing, (row) => this.line(row, now))}${this.tries(under.flatMap(({ tries }) => (tries ? [tries] : [])))}</div></section>`;
    });
  }

  private line(row: LedgerRow, now: number): unknown {
    const open = row.to === null;
    const purpose = purposeOf(row, this.t);
    const who = row.own ? `${this.t('ledger.you')} · ${row.who}` : row.unit ? `${row.unit}${row.officerNo ? ` · ${row.officerNo}` : ''}` : row.who;
    const title = this.officer ? row.cameraName : who;
    const below = [this.officer || this.single ? '' : row.cameraName, this.t(`consent.action_${row.action}`), purpose].filter(Boolean).join(' · ');
    return html`<details class=${open && !row.own ? 'open' : ''}><summary>
      <mp-icon name=${row.own ? 'house' : row.action === 'clip' ? 'scissors' : 'eye'}></mp-icon>
      <span class="grow"><span class="strong">${title}</span><br><span class="small muted">${below}</span></span>
      <span class="when small"><span>${open ? this.t('ledger.fromNow', { from: this.words.time(row.from) }) : this.t('ledger.fromTo', { from: this.words.time(row.from), to: this.words.time(row.to ?? now) })}</span><br>
        <span class=${open && !row.own ? 'danger strong' : 'muted'}>${open ? this.t('ledger.watchingNow') : this.words.duration(row.seconds * 1000)}</span></span>
      <mp-icon class="more" name="chevron-down"></mp-icon></summary>${this.details(row, now)}</details>`;
  }

  private tries(refused: readonly RefusedRow[]): unknown {
    if (refused.length === 0) return nothing;
    const count = refused.reduce((sum, { tries }) => sum + tries, 0);
    return html`<details><summary><mp-icon name="hand"></mp-icon><span class="grow">${this.t('ledger.refused', { count })}</span><mp-icon class="more" name="chevron-down"></mp-icon></summary>
      <ul class="tries">${refused.map(({ unit, officerNo, cameraName, tries }) => html`<li>${this.t('ledger.refusedWho', { who: [unit, officerNo].filter(Boolean).join(' · ') || this.t('ledger.unknownOfficer'), count: tries, camera: cameraName })}</li>`)}</ul></details>`;
  }

  private details(row: LedgerRow, now: number): unknown {
    const { t, words } = this;
    const mark = row.mark === 'pixels' ? t('ledger.markPixels') : row.mark === 'overlay' ? t('ledger.markOverlay') : row.watermark ? t('ledger.marked') : '';
    const met = row.obligationsMet === null ? '' : t(row.obligationsMet ? 'ledger.conditionsMet' : 'ledger.conditionsUnmet');
    // Who turned the camera or spoke through it was given no picture by that.
    const conditions = row.action === 'ptz' || row.action === 'talk' ? '' : [t('ledger.upTo', { height: row.maxHeight }), t(row.audio ? 'ledger.audioYes' : 'ledger.audioNo'), row.masks > 0 ? t('ledger.masks', { count: row.masks }) : '', mark, met].filter(Boolean).join(', ');
    return html`<dl>
      ${one(t('ledger.who'), [row.who, row.unit, row.officerNo ? t('consent.officerNo', { number: row.officerNo }) : ''].filter(Boolean).join(', '))}
      ${one(t('apps.program'), row.program)}
      ${one(t('ledger.camera_column'), row.cameraName)}
      ${one(t('ledger.what'), t(`consent.action_${row.action}`))}
      ${one(t('ledger.why'), row.purpose && t(`consent.purpose_${row.purpose}`))}
      ${one(t('ledger.case'), row.caseNo)}
      ${one(t('ledger.basis'), t(`consent.route_${row.route}`))}
      ${one(t('ledger.times'), `${words.time(row.from, true)} – ${row.to === null ? t('ledger.watchingNow') : words.time(row.to, true)}`)}
      ${one(t('ledger.watched'), words.duration((row.to === null ? Math.max(row.seconds, Math.floor((now - row.from) / 1000)) : row.seconds) * 1000))}
      ${one(t('ledger.filmed'), row.footage && `${words.time(row.footage.from, true)} – ${words.time(row.footage.to, true)}, ${words.date(row.footage.from)}`)}
      ${one(t('ledger.quality'), conditions)}
      ${one(t('ledger.ending'), row.endReason ? t(`consent.end_${row.endReason}`) : row.to !== null && this.officer ? t('ledger.endedByHub') : null)}
      ${!this.officer && row.ask ? html`<dt>${t('ledger.led')}</dt><dd>${t('ledger.ledAsk')} · <a href="/requests">${t('ledger.openAsk')}</a></dd>` : nothing}
      ${!this.officer && row.emergency ? html`<dt>${t('ledger.led')}</dt><dd>${t('ledger.ledEmergency')} · <a href="/emergencies">${t('ledger.openEmergency')}</a></dd>` : nothing}
      ${!this.officer && row.request ? html`<dt>${t('ledger.led')}</dt><dd>${t('ledger.ledRequest')} · <a href=${`/written/${row.request}`}>${t('ledger.openRequest')}</a></dd>` : nothing}
    </dl>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-ledger-lines': MpLedgerLines } }
