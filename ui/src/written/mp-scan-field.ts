import type { WrittenScan } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { fieldSheet } from '../app/parts/field-sheet.ts';
import { isAbort, problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { largestScan, uploadScan } from './upload-scan.ts';

/** Picks the scan of a paper and sends it at once, with its progress. Fires `mp-scan` (detail: the scan, or undefined while there is none). */
@customElement('mp-scan-field')
export class MpScanField extends Screen {
  static override styles = [Screen.styles, fieldSheet, css`
    .box { display: flex; flex-wrap: wrap; align-items: center; gap: var(--mp-3); padding: var(--mp-4); border: 1px dashed var(--mp-outline); border-radius: var(--mp-radius-small); }
    .box.kept { border-style: solid; background: var(--mp-accent-soft); }
    .grow { flex: 1 1 160px; }
    progress { width: 100%; height: 8px; accent-color: var(--mp-accent); }
    .name { overflow-wrap: anywhere; }
  `];
  @property() error = '';
  @state() private name = '';
  @state() private share: number | undefined;
  @state() private scan: WrittenScan | undefined;
  @state() private problem: HubProblem | undefined;
  @state() private tooLarge = false;
  @query('input') private readonly input!: HTMLInputElement;
  private sending: AbortController | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sending?.abort();
  }

  protected override render(): unknown {
    const percent = Math.round((this.share ?? 0) * 100);
    return html`<span class="label" id="label">${this.t('written.scan')}</span>
      <div class="box ${this.scan ? 'kept' : ''}"><div class="grow">
        ${this.name ? html`<p class="name strong">${this.name}</p>` : html`<p class="small muted">${this.t('written.scanHint')}</p>`}
        ${this.share !== undefined ? html`<p class="small muted" role="status">${this.t('written.scanSending', { percent })}</p><progress max="100" .value=${percent} aria-labelledby="label"></progress>`
          : this.scan ? html`<p class="small" role="status"><mp-icon name="check"></mp-icon> ${this.t('written.scanKept', { size: this.words.bytes(this.scan.bytes) })}</p>` : nothing}</div>
        <mp-button icon=${this.scan ? 'refresh' : 'plus'} ?busy=${this.share !== undefined} @click=${() => this.input.click()}>${this.t(this.name ? 'written.scanOther' : 'written.scanPick')}</mp-button>
        <input hidden type="file" accept="application/pdf,image/jpeg,image/png,.pdf,.jpg,.jpeg,.png" @change=${this.picked}></div>
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      ${this.tooLarge || this.error ? html`<p class="error" role="alert"><mp-icon name="circle-alert"></mp-icon>${this.tooLarge ? this.t('written.scanTooLarge') : this.error}</p>` : nothing}`;
  }

  private readonly picked = async (): Promise<void> => {
    const file = this.input.files?.[0];
    this.input.value = '';
    if (!file) return;
    this.sending?.abort();
    const sending = this.sending = new AbortController();
    Object.assign(this, { name: file.name, scan: undefined, problem: undefined, tooLarge: file.size > largestScan });
    this.tell();
    if (this.tooLarge) return;
    this.share = 0;
    try {
      this.scan = await uploadScan(file, { language: this.words.language, signal: sending.signal, progress: (share) => { if (this.sending === sending) this.share = share; } });
      this.tell();
    } catch (thrown) {
      if (isAbort(thrown)) return;
      this.problem = problemOf(thrown);
    }
    this.share = undefined;
  };
  private tell(): void {
    this.dispatchEvent(new CustomEvent('mp-scan', { detail: this.scan }));
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-scan-field': MpScanField } }
