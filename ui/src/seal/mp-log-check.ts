import type { LogFault, LogVerdict } from '@matpho/core/proof';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { styleOf } from '../app/parts/style-of.ts';
import { checkpointBook, type KeptCheckpoint } from './checkpoint-book.ts';
import { checkLog, type CheckResult } from './check-log.ts';

const keeping = ['owner', 'co_owner', 'manager'];

/** She checks the ledger herself, on her own device: the whole log from the hub, or a file she saved. */
@customElement('mp-log-check')
export class MpLogCheck extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .stack { gap: var(--mp-3); }
    .bar { height: 10px; border-radius: var(--mp-radius-pill); background: var(--mp-line); overflow: clip; }
    .bar div { height: 100%; width: var(--done); background: var(--mp-accent); transition: width var(--mp-quick); }
    .verdict { display: flex; gap: var(--mp-3); align-items: flex-start; padding: var(--mp-4); border-radius: var(--mp-radius); background: var(--mp-surface); border: 1px solid var(--mp-accent); }
    .verdict > mp-icon { flex: none; font-size: 1.5rem; color: var(--mp-accent); }
    .verdict.broken { border-color: var(--mp-danger); background: var(--mp-danger-soft); }
    .verdict.broken > mp-icon { color: var(--mp-danger); }
    .verdict ul { list-style: disc; padding-left: 1.1em; margin-top: var(--mp-2); font-size: var(--mp-small); }
    .verdict li + li { margin-top: var(--mp-1); }
  `];
  @state() private owner = '';
  @state() private progress: { readonly done: number; readonly of: number } | undefined;
  @state() private result: CheckResult | undefined;
  private running: AbortController | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.running?.abort(new DOMException('', 'AbortError'));
  }

  protected override render(): unknown {
    const { t } = this;
    const homes = this.me.memberships.filter(({ role }) => keeping.includes(role));
    const owner = this.owner || homes[0]?.owner;
    const url = owner ? this.hub.url('GET /api/log/export', { query: { owner } }) : undefined;
    return html`<div class="stack">
      <p class="small muted">${t('seal.selfText')}</p>
      ${homes.length > 1 ? html`<mp-select label=${t('seal.home')} .value=${owner ?? ''} .choices=${homes.map((home) => ({ value: home.owner, label: home.ownerName }))} @change=${(event: Event) => (this.owner = (event.target as HTMLInputElement).value)}></mp-select>` : nothing}
      ${this.progress ? this.drawProgress(this.progress) : html`<div class="row">
        ${url ? html`<mp-button icon="shield" @click=${() => this.check({ url: new URL(url, location.href).href })}>${t('seal.checkHere')}</mp-button>
          <mp-button tone="plain" icon="download" href=${url} download="">${t('seal.save')}</mp-button>` : nothing}
        <mp-button tone="plain" icon="folder" @click=${() => this.input?.click()}>${t('seal.openFile')}</mp-button>
        <input class="hidden" type="file" accept=".jsonl,application/x-ndjson" tabindex="-1" aria-hidden="true" @change=${this.chosen}>
      </div>`}
      <div aria-live="polite">${this.result ? this.drawResult(this.result) : nothing}</div>
    </div>`;
  }

  private get input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }

  private drawProgress({ done, of }: { readonly done: number; readonly of: number }): unknown {
    const percent = of > 0 ? Math.floor((done * 100) / of) : 0;
    return html`<div class="stack" role="group"><p class="small strong">${of > 0 ? this.t('seal.progress', { done: this.words.number(done), of: this.words.number(of) }) : this.t('seal.starting')}</p>
      <div class="bar" role="progressbar" aria-label=${this.t('seal.checkHere')} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${percent}><div style=${styleOf({ '--done': `${percent}%` })}></div></div>
      <div><mp-button tone="plain" @click=${this.stop}>${this.t('seal.stop')}</mp-button></div></div>`;
  }

  private drawResult(result: CheckResult): unknown {
    const { t } = this;
    if (result.is === 'failed') return html`<div class="verdict broken"><mp-icon name="cloud-off"></mp-icon><p>${t(result.status === 0 ? 'seal.unread' : 'seal.refused')}</p></div>`;
    const { verdict, isSignatureChecked, ms } = result;
    if (verdict.fault) return this.drawFault(verdict.fault, verdict);
    const n = (value: number): string => this.words.number(value);
    return html`<div class="verdict"><mp-icon name="circle-check"></mp-icon><div><p class="strong">${t('seal.whole', { entries: n(verdict.entries) })}</p><ul>
      <li>${t('seal.countedOwn', { own: n(verdict.own), bodies: n(verdict.bodies) })}</li>
      <li>${t('seal.countedCameras', { cameras: n(verdict.cameras) })}</li>
      ${verdict.entries > verdict.own ? html`<li>${t('seal.countedOthers', { others: n(verdict.entries - verdict.own) })}</li>` : nothing}
      ${verdict.erased > 0 ? html`<li>${t('seal.countedErased', { erased: n(verdict.erased) })}</li>` : nothing}
      <li>${verdict.continues === undefined ? t('seal.noOlder') : t('seal.continues', { size: n(verdict.continues) })}</li>
      <li>${t(isSignatureChecked ? 'seal.signed' : 'seal.notSigned')}</li>
      <li class="muted">${t('seal.took', { time: this.words.duration(Math.max(1_000, ms)) })}</li></ul></div></div>`;
  }

  private drawFault(fault: LogFault, verdict: LogVerdict): unknown {
    const { t } = this;
    return html`<div class="verdict broken"><mp-icon name="warning"></mp-icon><div><p class="strong">${t('seal.broken')}</p><p>${t(`seal.fault_${fault.what}`)}</p><ul>
      ${fault.seq === undefined ? nothing : html`<li>${t('seal.atEntry', { n: this.words.number(fault.seq) })}</li>`}
      ${fault.camera === undefined ? nothing : html`<li>${t('seal.atCamera', { camera: fault.camera, n: this.words.number(fault.cameraSeq ?? 0) })}</li>`}
      ${fault.line === undefined ? nothing : html`<li>${t('seal.atLine', { n: this.words.number(fault.line) })}</li>`}
      <li>${t('seal.before', { entries: this.words.number(verdict.entries) })}</li></ul></div></div>`;
  }

  private readonly chosen = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = '';
    if (file) void this.check({ file });
  };
  private readonly stop = (): void => this.running?.abort(new DOMException('', 'AbortError'));

  private async check(what: { readonly file: File } | { readonly url: string }): Promise<void> {
    const running = new AbortController();
    this.running = running;
    this.result = undefined;
    this.progress = { done: 0, of: 0 };
    try {
      const kept = await checkpointBook(indexedDB).read().catch((): KeptCheckpoint | undefined => undefined);
      this.result = await checkLog({ ...what, ...(kept ? { key: kept.key, kept: kept.note } : {}) }, (done, of) => { this.progress = { done, of }; }, running.signal);
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.progress = undefined;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-log-check': MpLogCheck } }
