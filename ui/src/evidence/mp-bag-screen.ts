import type { BagRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { saveDocument } from '../records/save-document.ts';
import { toneOf, underWay } from './bag-tone.ts';
import './mp-bag-custody.ts';
import './mp-bag-receipt.ts';
import './mp-bag-unwrap.ts';

/** `/evidence/:id` and `/officer/evidence/:id`: one bag, what is in it, what may be done with it, and everything that was. */
@customElement('mp-bag-screen')
export class MpBagScreen extends Screen {
  static override styles = [Screen.styles, css`
    dl { display: grid; grid-template-columns: minmax(8em, max-content) 1fr; gap: var(--mp-2) var(--mp-5); font-size: var(--mp-small); }
    dt { color: var(--mp-muted); } dd { overflow-wrap: anywhere; }
    @media (max-width: 560px) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: var(--mp-3); } }
    progress { width: 100%; height: 10px; appearance: none; border: 0; border-radius: var(--mp-radius-pill); overflow: hidden; background: var(--mp-sunken); }
    progress::-webkit-progress-bar { background: var(--mp-sunken); } progress::-webkit-progress-value { background: var(--mp-accent); } progress::-moz-progress-bar { background: var(--mp-accent); }
    .pieces { margin-top: var(--mp-4); border-top: 1px solid var(--mp-line); }
  `];
  /** `EV-2026-000143` */
  @property() bag = '';
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly row = new LoadController(this, { load: (signal) => this.hub.call('GET /api/evidence/:id', { params: { id: this.bag }, signal }), on: ['export'] });

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => { if (document.visibilityState === 'visible' && this.row.value && underWay(this.row.value)) void this.row.reload(); }, 2_000);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override render(): unknown {
    const isOfficer = this.shell.side === 'officer';
    return html`<mp-page heading=${this.bag} back=${isOfficer ? '/officer/evidence' : '/evidence'} backLabel=${this.t('evidence.all')}>${this.row.draw((bag) => this.all(bag), html`<mp-skeleton shape="cards" count="2"></mp-skeleton>`)}</mp-page>`;
  }

  private all(bag: BagRow): unknown {
    return html`<div class="stack" @mp-bag-changed=${({ detail }: CustomEvent<BagRow>) => this.row.put(detail)}>${underWay(bag) ? this.progress(bag) : nothing}
      ${bag.problem ? html`<mp-card tone="warn"><p>${bag.problem.message} <span class="mono tiny">${bag.problem.code}</span></p></mp-card>` : nothing}
      ${bag.status === 'done' ? this.acts(bag) : nothing}${this.about(bag)}
      ${bag.status === 'done' && bag.encrypted ? html`<mp-bag-unwrap .row=${bag}></mp-bag-unwrap>` : nothing}
      <mp-bag-custody .row=${bag}></mp-bag-custody>
      ${bag.status === 'done' ? html`<mp-bag-receipt .row=${bag}></mp-bag-receipt>` : nothing}
      ${bag.status === 'done' ? html`<div><mp-button tone="grave" icon="trash" @click=${() => this.destroy(bag)}>${this.t('evidence.destroyHere')}</mp-button></div>` : nothing}</div>`;
  }

  private progress(bag: BagRow): unknown {
    const percent = Math.round(bag.progress * 100);
    return html`<mp-card><div class="stack tight"><p class="strong">${bag.status === 'waiting' ? this.t('evidence.status_waiting') : this.t('evidence.progress', { percent })}</p><progress max="1" value=${bag.progress} aria-label=${this.t('evidence.progress', { percent })}></progress>
      <div><mp-button tone="plain" @click=${() => this.cancel(bag)}>${this.t('evidence.cancel')}</mp-button></div></div></mp-card>`;
  }

  private acts(bag: BagRow): unknown {
    const { t } = this;
    const params = { id: bag.id };
    return html`<div class="row"><mp-button tone="primary" icon="download" href=${this.hub.url('GET /api/evidence/:id/file', { params })} download="">${t('evidence.download')}${bag.bytes === null ? '' : ` (${this.words.bytes(bag.bytes)})`}</mp-button>
      <mp-button icon="scroll" @click=${() => saveDocument(this.hub.url('GET /api/evidence/:id/minutes', { params }), `${bag.id}-bien-ban.pdf`, this.words.language).catch((thrown: unknown) => this.shell.fail(thrown))}>${t('evidence.minutes')}</mp-button>
      <mp-button icon="shield" @click=${() => this.change(() => this.hub.call('POST /api/evidence/:id/check', { params }), t('evidence.rechecked'))}>${t('evidence.recheck')}</mp-button>
      ${bag.stamped === 'none' ? html`<mp-button tone="plain" icon="clock" @click=${() => this.change(() => this.hub.call('POST /api/evidence/:id/stamp', { params }), t('evidence.stamped'))}>${t('evidence.stampNow')}</mp-button>` : nothing}</div>`;
  }

  private about(bag: BagRow): unknown {
    const { t, words } = this;
    const row = (label: string, value: unknown): unknown => (value === null || value === undefined || value === '' ? nothing : html`<dt>${label}</dt><dd>${value}</dd>`);
    return html`<mp-card heading=${t('evidence.what')}><mp-badge slot="corner" tone=${toneOf(bag.status)}>${t(`evidence.status_${bag.status}`)}</mp-badge><dl>
      ${row(t('evidence.forWhom'), bag.unit === null ? (bag.route === 'R4' ? t('evidence.byPaper') : t('evidence.own')) : [bag.unit, bag.officerNo].filter(Boolean).join(' · '))}${row(t('evidence.ground'), bag.request === null || this.shell.side !== 'owner' ? t(`evidence.route_${bag.route}`) : html`<a href=${`/written/${bag.request}`}>${t(`evidence.route_${bag.route}`)}</a>`)}
      ${row(t('evidence.purpose'), bag.purpose === null ? '' : t(`consent.purpose_${bag.purpose}`))}${row(t('evidence.caseNo'), bag.caseNo)}${row(t('evidence.size'), bag.bytes === null ? '' : words.bytes(bag.bytes))}
      ${row(t('evidence.originals'), t(`evidence.originals_${bag.originals}`))}${row(t('evidence.stamp'), bag.status === 'done' ? t(`evidence.stamp_${bag.stamped}`) : '')}
      ${bag.encrypted ? row(t('evidence.sealedFor', { name: bag.encrypted.name }), html`<span class="mono tiny">${bag.encrypted.fingerprint}</span>`) : nothing}
      ${row(t('evidence.until'), bag.until === null ? '' : words.moment(bag.until, Date.now()))}
      ${bag.sha256 === null ? nothing : html`<dt>${t('evidence.hash')}</dt><dd><span class="mono tiny">${bag.sha256}</span><br><span class="tiny muted">${t('evidence.hashHint')}</span></dd>`}</dl>
      <ul class="lines pieces small">${bag.pieces.map((piece) => this.piece(piece))}</ul></mp-card>`;
  }
  private piece({ cameraName, from, to, outcome, gaps }: BagRow['pieces'][number]): unknown {
    const { t, words } = this;
    const said = outcome === 'no-footage' ? t('evidence.pieceNone') : outcome === 'refused' ? t('evidence.pieceRefused') : outcome === 'waiting' ? t('evidence.pieceWaiting') : gaps > 0 ? t('evidence.pieceGaps', { count: gaps }) : '';
    return html`<li><p class="strong">${cameraName}</p><p class="muted">${t('evidence.onDay', { span: t('evidence.interval', { from: words.time(from, true), to: words.time(to, true) }), day: words.date(from) })}${said === '' ? '' : ` · ${said}`}</p></li>`;
  }

  private async change(work: () => Promise<BagRow>, said: string): Promise<void> {
    try {
      this.row.put(await work());
      this.shell.toast(said);
    } catch (thrown) {
      this.shell.fail(thrown);
    }
  }
  private async cancel({ id }: BagRow): Promise<void> {
    await this.hub.call('DELETE /api/evidence/:id', { params: { id } }).then(() => this.shell.toast(this.t('evidence.cancelled')), (thrown: unknown) => this.shell.fail(thrown));
    await this.row.reload();
  }
  private async destroy({ id }: BagRow): Promise<void> {
    if (!(await this.shell.confirm({ title: this.t('evidence.destroyAsk', { id }), text: this.t('evidence.destroyText'), yes: this.t('evidence.destroyYes'), grave: true }))) return;
    await this.hub.call('DELETE /api/evidence/:id', { params: { id } }).then(() => this.shell.toast(this.t('evidence.destroyed')), (thrown: unknown) => this.shell.fail(thrown));
    await this.row.reload();
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-bag-screen': MpBagScreen } }
