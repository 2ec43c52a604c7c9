import type { AskRow, BagRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { bagOf, pieceOf, underWay } from '../requests/bag-of.ts';

const lookEvery = 2_000;

/**
 * What owners agreed to, as one evidence bag: ordered, on its way, there, or why there is none. No footage and no consent read differently; who said no is
 * never said. Fires `mp-changed` when there is news.
 */
@customElement('mp-bag-order')
export class MpBagOrder extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    progress { width: 100%; height: 8px; appearance: none; border: 0; border-radius: 4px; overflow: hidden; background: var(--mp-sunken); }
    progress::-webkit-progress-bar { background: var(--mp-sunken); }
    progress::-webkit-progress-value { background: var(--mp-accent); transition: width var(--mp-quick); }
    progress::-moz-progress-bar { background: var(--mp-accent); }
    .head { flex-wrap: wrap; } .head p { flex: 1 1 auto; }
    .bag { display: flex; flex-direction: column; gap: var(--mp-2); padding: var(--mp-4); border-radius: var(--mp-radius-small); background: var(--mp-sunken); }
  `];
  /** The ask, or the area ask, that it uses. */
  @property() ask = '';
  @property() unit = '';
  /** What she may fetch by it now: one bag for all of them. */
  @property({ attribute: false }) agreed: readonly AskRow[] = [];
  /** All asks a bag of it can be known by, used ones too. */
  @property({ attribute: false }) all: readonly AskRow[] = [];
  @property({ attribute: false }) bags: readonly BagRow[] = [];
  @state() private ordered: BagRow | undefined;
  @state() private busy = false;
  @state() private problem: HubProblem | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => void this.look(), lookEvery);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override render(): unknown {
    const bag = this.bag;
    if (this.problem) return html`<div class="bag" role="alert"><p class="strong">${this.t(this.problem.code === 'no-footage' ? 'officer.bagNoFootage' : 'officer.bagNot')}</p>${this.problem.code === 'no-footage' ? html`<p class="small muted">${this.t('officer.bagNoFootageText')}</p>` : html`<mp-error .problem=${this.problem}></mp-error>`}</div>`;
    if (bag) return this.made(bag);
    if (this.agreed.length === 0) return nothing;
    return html`<div class="stack tight"><div><mp-button tone="primary" icon="folder" ?busy=${this.busy} @click=${this.order}>${this.t('officer.bagGet')}</mp-button></div><p class="small muted">${this.t('officer.bagWhat')}</p></div>`;
  }

  private get bag(): BagRow | undefined {
    const listed = bagOf(this.bags, this.all);
    return this.ordered && (!listed || listed.id === this.ordered.id || listed.createdAt <= this.ordered.createdAt) ? this.ordered : listed;
  }

  private made(bag: BagRow): unknown {
    const percent = Math.round(Math.min(1, Math.max(0, bag.progress)) * 100);
    const bare = bag.pieces.filter(({ outcome }) => outcome === 'no-footage');
    return html`<div class="bag"><div class="apart head"><p class="strong grow">${this.t('officer.bagIs', { id: bag.id })}</p><mp-badge tone=${bag.status === 'done' ? 'good' : bag.status === 'failed' ? 'warn' : 'plain'}>${this.t(`officer.bag_${bag.status}`)}</mp-badge></div>
      ${underWay(bag) ? html`<progress max="100" value=${percent} aria-label=${this.t('exports.progress', { percent })}></progress><p class="small muted">${this.t('exports.progress', { percent })}</p>` : nothing}
      ${bag.problem ? html`<p class="small warn">${bag.problem.message} <span class="mono">${bag.problem.code}</span></p>` : nothing}
      ${bare.map(({ cameraName }) => html`<p class="small">${this.t('officer.bagBare', { name: cameraName })}</p>`)}
      ${bag.status === 'failed' ? nothing : html`<div><mp-button tone=${bag.status === 'done' ? 'primary' : 'quiet'} href=${`/officer/evidence/${bag.id}`}>${this.t('officer.bagOpen')}</mp-button></div>`}</div>`;
  }

  private readonly order = async (): Promise<void> => {
    const pieces = this.agreed.flatMap((ask) => pieceOf(ask) ?? []);
    if (this.busy || pieces.length === 0) return;
    this.busy = true;
    this.problem = undefined;
    try {
      this.ordered = await this.hub.call('POST /api/evidence', { body: { ask: this.ask, unit: this.unit, pieces } });
      this.shell.toast(this.t('officer.bagStarted'));
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
    this.dispatchEvent(new Event('mp-changed', { bubbles: true, composed: true }));
  };

  private async look(): Promise<void> {
    const bag = this.bag;
    if (!bag || !underWay(bag)) return;
    try {
      this.ordered = await this.hub.call('GET /api/evidence/:id', { params: { id: bag.id } });
    } catch {
      // The next look will tell.
    }
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-bag-order': MpBagOrder } }
