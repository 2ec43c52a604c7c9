import type { BagRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { keptBy } from '../home/watching.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-bag-form.ts';
import { toneOf, underWay } from './bag-tone.ts';

/** `/evidence` and `/officer/evidence`: every bag that was made or given, and for a keeper the way to make one. `?camera&from&to` fills the form. */
@customElement('mp-evidence-screen')
export class MpEvidenceScreen extends Screen {
  static override styles = [Screen.styles, css`
    a.bag { display: flex; align-items: center; justify-content: space-between; gap: var(--mp-4); padding: var(--mp-4) var(--mp-5); color: inherit; text-decoration: none; min-height: var(--mp-touch); }
    a.bag:hover { background: var(--mp-sunken); }
    li + li { border-top: 1px solid var(--mp-line); }
    .end { display: flex; align-items: center; gap: var(--mp-3); flex: none; color: var(--mp-muted); }
    progress { width: 100%; height: 6px; appearance: none; border: 0; border-radius: 3px; overflow: hidden; background: var(--mp-sunken); margin-top: var(--mp-2); }
    progress::-webkit-progress-bar { background: var(--mp-sunken); } progress::-webkit-progress-value { background: var(--mp-accent); } progress::-moz-progress-bar { background: var(--mp-accent); }
    @media (max-width: 560px) { a.bag { flex-wrap: wrap; row-gap: var(--mp-2); } }
  `];
  @state() private making = new URLSearchParams(location.search).has('camera');
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly bags = new LoadController(this, { load: (signal) => this.hub.call('GET /api/evidence', { signal }), on: ['export'] });

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => { if (document.visibilityState === 'visible' && this.bags.value?.some(underWay)) void this.bags.reload(); }, 3_000);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override render(): unknown {
    const { t } = this;
    const isOfficer = this.shell.side === 'officer';
    const mayMake = !isOfficer && keptBy(this.me).length > 0;
    return html`<mp-page heading=${t('evidence.title')} lead=${t(isOfficer ? 'evidence.officerLead' : 'evidence.lead')} back=${isOfficer ? '/officer' : '/'}>
      ${mayMake && this.making ? html`<mp-card heading=${t('evidence.makeTitle')}><mp-bag-form @mp-bag-made=${this.made}></mp-bag-form></mp-card>` : nothing}
      <div class="row">${mayMake && !this.making ? html`<mp-button tone="primary" icon="plus" @click=${() => (this.making = true)}>${t('evidence.make')}</mp-button>` : nothing}<mp-button icon="shield" href="/evidence/check">${t('evidence.check')}</mp-button></div>
      ${this.bags.draw((all) => {
        const rows = all.filter((bag) => (isOfficer ? bag.unit !== null : bag.owners.some(({ id }) => id !== null))).toSorted((a, b) => b.createdAt - a.createdAt);
        return rows.length === 0 ? html`<mp-empty icon="shield" text=${t(isOfficer ? 'evidence.noneOfficer' : 'evidence.none')}></mp-empty>` : html`<mp-card flush><ul>${repeat(rows, ({ id }) => id, (bag) => this.one(bag, isOfficer))}</ul></mp-card>`;
      }, html`<mp-skeleton shape="rows" count="3"></mp-skeleton>`)}</mp-page>`;
  }

  private one(bag: BagRow, isOfficer: boolean): unknown {
    const { t, words } = this;
    const [first] = bag.pieces;
    const whom = isOfficer ? bag.owners.map(({ name }) => name).join(', ') : bag.unit ?? t(bag.route === 'R4' ? 'evidence.byPaper' : 'evidence.own');
    const when = first ? t('evidence.onDay', { span: t('evidence.interval', { from: words.time(first.from, true), to: words.time(first.to, true) }), day: words.date(first.from) }) : '';
    return html`<li><a class="bag" href=${`${isOfficer ? '/officer' : ''}/evidence/${bag.id}`}><div class="grow"><p class="strong">${bag.id}</p><p class="small">${whom}</p>
      <p class="small muted">${bag.pieces.length === 1 ? first?.cameraName : t('evidence.count', { count: bag.pieces.length })} · ${when}${bag.bytes === null ? '' : ` · ${words.bytes(bag.bytes)}`}</p>
      ${underWay(bag) ? html`<progress max="1" value=${bag.progress} aria-label=${t('evidence.progress', { percent: Math.round(bag.progress * 100) })}></progress>` : nothing}</div>
      <span class="end"><mp-badge tone=${toneOf(bag.status)}>${t(`evidence.status_${bag.status}`)}</mp-badge><mp-icon name="chevron-right"></mp-icon></span></a></li>`;
  }

  private readonly made = ({ detail }: CustomEvent<BagRow>): void => this.shell.go(`/evidence/${detail.id}`);
}
declare global { interface HTMLElementTagNameMap { 'mp-evidence-screen': MpEvidenceScreen } }
