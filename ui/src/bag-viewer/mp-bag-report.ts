import { gapCause, type BagFinding, type BagPiece, type BagReport, type BagText, type CustodyEvent, type Level } from '@matpho/core/proof/bag';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import '../app/parts/mp-icon.ts';
import type { IconName } from '../app/parts/icons.ts';
import { sheet } from '../app/parts/sheet.ts';
import { clockText, sayIn, type Say, type ViewerKey } from '../words/bag-viewer.ts';

const most = 50;
const looks: Readonly<Record<BagReport['verdict'] | 'closed', readonly [tone: string, icon: IconName]>> = { sound: ['good', 'circle-check'], limited: ['mind', 'info'], broken: ['broken', 'warning'], closed: ['mind', 'lock'] };

/** What was found out about a bag: the verdict in a sentence, what it says about itself, and each finding. */
@customElement('mp-bag-report')
export class MpBagReport extends LitElement {
  static override styles = [sheet, css`
    :host { display: flex; flex-direction: column; gap: var(--mp-5); }
    .verdict { display: flex; gap: var(--mp-4); align-items: flex-start; padding: var(--mp-5); border-radius: var(--mp-radius); border: 1px solid var(--mp-accent); background: var(--mp-accent-soft); }
    .verdict > mp-icon { font-size: 1.75rem; color: var(--mp-accent); }
    .verdict.mind { border-color: var(--mp-warn); background: var(--mp-warn-soft); } .verdict.mind > mp-icon { color: var(--mp-warn); }
    .verdict.broken { border-color: var(--mp-danger); background: var(--mp-danger-soft); } .verdict.broken > mp-icon { color: var(--mp-danger); }
    section { padding: var(--mp-5); border-radius: var(--mp-radius); background: var(--mp-surface); box-shadow: var(--mp-shadow); display: flex; flex-direction: column; gap: var(--mp-3); }
    dl { display: grid; grid-template-columns: minmax(8em, max-content) 1fr; gap: var(--mp-2) var(--mp-4); font-size: var(--mp-small); }
    dt { color: var(--mp-muted); } dd { overflow-wrap: anywhere; }
    @media (max-width: 560px) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: var(--mp-3); } }
    .findings li { display: flex; gap: var(--mp-3); font-size: var(--mp-small); padding-block: var(--mp-2); }
    .findings mp-icon { margin-top: 0.15em; } .ok mp-icon { color: var(--mp-accent); } .note mp-icon { color: var(--mp-muted); } .warn mp-icon { color: var(--mp-warn); } .fail mp-icon { color: var(--mp-danger); }
    .piece + .piece { border-top: 1px solid var(--mp-line); padding-top: var(--mp-3); }
    summary { min-height: var(--mp-touch); display: flex; align-items: center; cursor: pointer; font-weight: 600; gap: var(--mp-2); list-style: none; } summary::-webkit-details-marker { display: none; } summary mp-icon { color: var(--mp-muted) !important; transition: rotate var(--mp-quick); } details[open] summary mp-icon { rotate: 90deg; }
    section:has(> details) { padding-block: var(--mp-2); } ::slotted(*) { display: block; }
    ul.plain { list-style: disc; padding-left: 1.2em; }
  `];
  @property() language: keyof BagText = 'vi';
  @property({ attribute: false }) report!: BagReport;

  protected override render(): unknown {
    const say = sayIn(this.language);
    const { findings, verdict } = this.report;
    const isClosed = findings.some(({ code }) => code === 'encrypted');
    const is = isClosed ? 'closed' : verdict;
    const [tone, icon] = looks[is];
    return html`<div class=${`verdict ${tone}`} role="status"><mp-icon name=${icon}></mp-icon><div><h2>${say(is)}</h2><p>${say(`${is}Text`)}</p></div></div>
      ${isClosed ? nothing : html`${this.list(say('wrong'), 'fail', 'warning', true)}${this.list(say('mind'), 'warn', 'info', true)}`}
      <slot></slot>
      ${this.report.evidence ? this.facts(say) : nothing}
      ${this.list(say('notes'), 'note', 'info', isClosed)}${this.list(say('holds'), 'ok', 'circle-check', false)}`;
  }

  private list(heading: string, level: Level, icon: IconName, open: boolean): unknown {
    const found = this.report.findings.filter((each) => each.level === level);
    if (found.length === 0) return nothing;
    const line = ({ path, text }: BagFinding): unknown => html`<li><mp-icon name=${icon}></mp-icon><div class="grow">${path === undefined ? nothing : html`<span class="mono muted">${path}</span><br>`}${text[this.language]}</div></li>`;
    return html`<section class=${level}><details ?open=${open}><summary><mp-icon name="chevron-right"></mp-icon>${heading} (${found.length})</summary><ul class="findings">${found.slice(0, most).map(line)}</ul>${found.length > most ? html`<p class="small muted">${sayIn(this.language)('more', { n: found.length - most })}</p>` : nothing}</details></section>`;
  }

  private facts(say: Say): unknown {
    const { evidence, signer, stamp, sha256, custody, request, grant } = this.report;
    if (!evidence) return nothing;
    const row = (key: ViewerKey, value: unknown): unknown => (value === null || value === undefined || value === '' ? nothing : html`<dt>${say(key)}</dt><dd>${value}</dd>`);
    return html`<section><h2>${say('facts')}</h2><dl>
      ${row('id', evidence.id)}${row('hub', evidence.hub.name)}${row('owner', evidence.owners.join(', '))}${row('asker', [evidence.unit, evidence.officerNo].filter((each) => each !== null).join(' · '))}
      ${row('route', `${evidence.route}: ${say(evidence.route)}`)}${row('caseNo', evidence.caseNo)}${row('document', request ? `${request.documentNo}, ${request.issuer}` : undefined)}${row('made', clockText(Date.parse(evidence.madeAt)))}
      ${row('originals', html`${say(evidence.originals === 'inside' ? 'inside' : 'withOwner')}<br><span class="muted">${evidence.originalsNote[this.language]}</span>`)}
      ${row('signer', signer ? html`${signer.name}<br><span class="mono tiny">${signer.fingerprint}</span>` : undefined)}${row('root', signer?.rootName)}
      ${row('stamp', stamp ? `${clockText(stamp.at)}, ${stamp.by}` : say('noStamp'))}${row('hash', html`<span class="mono tiny">${sha256}</span>`)}</dl>
      ${grant?.grants.map(({ sentence }) => html`<p class="small">“${sentence[this.language]}”</p>`)}
      ${evidence.pieces.map((piece) => this.piece(piece, say))}</section>
      ${custody.length === 0 ? nothing : html`<section><h2>${say('custody')}</h2><ol class="lines small">${custody.map(({ event }) => html`<li>${custodyLine(event, say)}</li>`)}</ol></section>`}`;
  }

  private piece({ camera, requested, delivered, outcome, gaps, conditions }: BagPiece, say: Say): unknown {
    const span = ({ from, to }: { readonly from: string; readonly to: string }): string => `${clockText(Date.parse(from), false)} – ${clockText(Date.parse(to))}`;
    const terms = conditions ? [
      ...(conditions.maxHeight > 0 && conditions.maxHeight < 4_320 ? [say('height', { n: conditions.maxHeight })] : []), ...(conditions.audio ? [] : [say('silent')]), ...(conditions.masks > 0 ? [say('masks', { n: conditions.masks })] : []),
      ...(conditions.regions > 0 ? [say('regions', { n: conditions.regions })] : []), ...(conditions.watermark ? [say('watermark')] : []),
    ] : [];
    return html`<div class="piece stack tight"><h3>${camera.name} <span class="muted small">· ${camera.owner}</span></h3><dl>
      <dt>${say('requested')}</dt><dd>${span(requested)}</dd>
      <dt>${say('delivered')}</dt><dd>${delivered ? span(delivered) : say(outcome === 'refused' ? 'refused' : 'none')}</dd>
      ${terms.length > 0 ? html`<dt>${say('conditions')}</dt><dd>${terms.join(', ')}</dd>` : nothing}
      ${gaps.length > 0 ? html`<dt>${say('gaps')}</dt><dd><ul class="plain">${gaps.map((gap) => html`<li>${span(gap)}: ${gapCause(gap.cause)[this.language]}</li>`)}</ul></dd>` : nothing}</dl></div>`;
  }
}

function custodyLine({ at, event, by, note }: CustodyEvent, say: Say): unknown {
  const who = [by.name, by.unit, by.officerNo].filter((each) => each !== null && each !== '').join(' · ');
  return html`<span class="strong">${clockText(Date.parse(at))}</span> ${who}: ${say(event === 'stamp' ? 'stampEvent' : event)}${note === '' ? nothing : html` <span class="muted">(${note})</span>`}`;
}
declare global { interface HTMLElementTagNameMap { 'mp-bag-report': MpBagReport } }
