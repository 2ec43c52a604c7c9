import type { BagText } from '@matpho/core/proof/bag';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../app/parts/mp-button.ts';
import '../app/parts/mp-icon.ts';
import { sheet } from '../app/parts/sheet.ts';
import { chosenFiles, droppedFiles, type PlacedFile } from './browser-bag.ts';
import { checkHere, type CheckedHere } from './check-here.ts';
import './mp-bag-films.ts';
import './mp-bag-report.ts';
import { bytesIn, sayIn } from '../words/bag-viewer.ts';

/** Takes a bag, a ZIP or a folder, checks it on this machine, says what was found and plays its films. Needs nothing around it. */
@customElement('mp-bag-check')
export class MpBagCheck extends LitElement {
  static override styles = [sheet, css`
    :host { display: flex; flex-direction: column; gap: var(--mp-6); }
    .drop { display: flex; flex-direction: column; align-items: center; gap: var(--mp-4); padding: var(--mp-10) var(--mp-4); border: 2px dashed var(--mp-outline); border-radius: var(--mp-radius); background: var(--mp-surface); text-align: center; transition: background var(--mp-quick), border-color var(--mp-quick); }
    .drop.over { border-color: var(--mp-accent); background: var(--mp-accent-soft); }
    .disc { display: grid; place-items: center; width: 72px; height: 72px; border-radius: 50%; background: var(--mp-accent-soft); color: var(--mp-accent); font-size: 1.75rem; }
    .row { justify-content: center; }
    progress { width: 100%; height: 10px; appearance: none; border: 0; border-radius: var(--mp-radius-pill); overflow: hidden; background: var(--mp-line); }
    progress::-webkit-progress-bar { background: var(--mp-line); }
    progress::-webkit-progress-value { background: var(--mp-accent); }
    progress::-moz-progress-bar { background: var(--mp-accent); }
  `];
  @property() language: keyof BagText = 'vi';
  @state() private progress: { readonly done: number; readonly of: number } | undefined;
  @state() private found: CheckedHere | undefined;
  @state() private problem: string | undefined;
  @state() private over = false;
  private running: AbortController | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.running?.abort(new DOMException('', 'AbortError'));
  }

  protected override render(): unknown {
    const say = sayIn(this.language);
    const { progress, found } = this;
    if (progress) {
      const values = { done: bytesIn(progress.done, this.language), of: bytesIn(progress.of, this.language) };
      return html`<div class="stack tight" role="group" aria-live="polite"><p class="strong">${progress.of > 0 ? say('reading', values) : say('starting')}</p><progress max="1" value=${progress.of > 0 ? progress.done / progress.of : 0} aria-label=${say('title')}></progress><div><mp-button tone="plain" @click=${this.stop}>${say('stop')}</mp-button></div></div>`;
    }
    if (found) {
      return html`<mp-bag-report .language=${this.language} .report=${found.report}>${found.bag && found.report.evidence ? html`<mp-bag-films .language=${this.language} .bag=${found.bag} .report=${found.report}></mp-bag-films>` : nothing}</mp-bag-report>
        <div><mp-button icon="refresh" @click=${this.again}>${say('again')}</mp-button></div>`;
    }
    return html`<div class=${`drop${this.over ? ' over' : ''}`} @dragover=${this.dragOver} @dragleave=${this.dragLeave} @drop=${this.dropped}>
      <span class="disc"><mp-icon name="shield"></mp-icon></span>
      <p class="strong">${say('drop')}</p>
      <div class="row"><mp-button tone="primary" icon="folder" @click=${() => this.input('file')?.click()}>${say('chooseFile')}</mp-button><mp-button icon="folder" @click=${() => this.input('folder')?.click()}>${say('chooseFolder')}</mp-button></div>
      <input id="file" class="hidden" type="file" tabindex="-1" aria-hidden="true" @change=${this.chosen}><input id="folder" class="hidden" type="file" webkitdirectory tabindex="-1" aria-hidden="true" @change=${this.chosen}>
      ${this.problem === undefined ? nothing : html`<p class="danger" role="alert">${say('failed', { why: this.problem })}</p>`}</div>`;
  }

  private input(id: string): HTMLInputElement | null {
    return this.renderRoot.querySelector(`#${id}`);
  }
  private readonly dragOver = (event: DragEvent): void => {
    event.preventDefault();
    this.over = true;
  };
  private readonly dragLeave = (): void => { this.over = false; };
  private readonly dropped = (event: DragEvent): void => {
    event.preventDefault();
    this.over = false;
    const files = event.dataTransfer ? droppedFiles(event.dataTransfer) : Promise.resolve([]);
    void this.check(files);
  };
  private readonly chosen = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const files = chosenFiles(input.files);
    input.value = '';
    if (files.length > 0) void this.check(Promise.resolve(files));
  };
  private readonly stop = (): void => this.running?.abort(new DOMException('', 'AbortError'));
  private readonly again = (): void => { this.found = undefined; };

  private async check(wanted: Promise<readonly PlacedFile[]>): Promise<void> {
    const running = new AbortController();
    this.running = running;
    this.problem = undefined;
    this.progress = { done: 0, of: 0 };
    let told = 0;
    try {
      this.found = await checkHere(await wanted, (done, of) => {
        if (done - told < of / 200 && done < of) return;
        told = done;
        this.progress = { done, of };
      }, running.signal);
    } catch (failure) {
      if (!running.signal.aborted) this.problem = failure instanceof Error ? failure.message : String(failure);
    }
    this.progress = undefined;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-bag-check': MpBagCheck } }
