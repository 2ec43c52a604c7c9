import type { CameraRow, ExportRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { fieldSheet } from '../app/parts/field-sheet.ts';
import { Screen } from '../app/screen.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { faultOf, fromLocal, toLocal } from './interval.ts';

const most = 9;
const minute = 60_000;

/** Asks for footage of one or several of her own cameras: a film each, or one picture. Fires `mp-exported` (detail: the rows). */
@customElement('mp-export-new')
export class MpExportNew extends Screen {
  static override styles = [Screen.styles, fieldSheet, css`
    form { display: flex; flex-direction: column; gap: var(--mp-4); }
    fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
    legend { padding: 0 0 var(--mp-2); font-weight: 500; font-size: var(--mp-small); }
    .two, .cameras { display: grid; gap: var(--mp-3) var(--mp-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 200px), 1fr)); }
    .camera { display: flex; align-items: center; gap: var(--mp-3); min-height: var(--mp-touch); margin: 0; padding: var(--mp-1) var(--mp-3); border: 1px solid var(--mp-line); border-radius: var(--mp-radius-small); cursor: pointer; }
    .camera:has(:checked) { border-color: var(--mp-accent); background: var(--mp-accent-soft); }
    .camera input { width: 20px; height: 20px; flex: none; accent-color: var(--mp-accent); }
    .kinds { display: flex; flex-wrap: wrap; gap: var(--mp-2); }
  `];
  @property({ attribute: false }) cameras: readonly CameraRow[] = [];
  @state() private chosen: ReadonlySet<string> = new Set();
  @state() private kind: 'film' | 'still' = 'film';
  @state() private from = toLocal(Math.floor((Date.now() - 15 * minute) / minute) * minute);
  @state() private to = toLocal(Math.floor((Date.now() - 5 * minute) / minute) * minute);
  @state() private busy = false;
  @state() private isTried = false;
  @state() private problem: HubProblem | undefined;

  protected override render(): unknown {
    const { t } = this;
    const recorded = this.cameras.filter(({ oldestFootage }) => oldestFootage !== null);
    if (recorded.length === 0) return html`<p class="muted">${t('exports.noCameras')}</p>`;
    const fault = this.isTried ? this.fault() : undefined;
    const picked = this.isTried ? this.pickFault() : undefined;
    return html`<form @submit=${this.send} novalidate>
      <p class="small muted">${t('exports.newText')}</p>
      <fieldset aria-describedby="picked"><legend>${t('exports.cameras')}</legend><div class="cameras">${recorded.map(({ id, name }) => html`<label class="camera"><input type="checkbox" .checked=${this.chosen.has(id)} @change=${() => this.toggle(id)}><span>${name}</span></label>`)}</div></fieldset>
      <p id="picked" class=${picked ? 'error' : ''} role="alert">${picked ?? nothing}</p>
      <fieldset><legend>${t('exports.kind')}</legend><div class="kinds">${(['film', 'still'] as const).map((kind) => html`<mp-button tone=${this.kind === kind ? 'primary' : 'quiet'} pressed=${this.kind === kind ? 'true' : 'false'} @click=${() => (this.kind = kind)}>${t(`exports.kind_${kind}`)}</mp-button>`)}</div></fieldset>
      <div class="two"><div><label for="from">${t(this.kind === 'film' ? 'exports.from' : 'exports.at')}</label><input id="from" type="datetime-local" step="1" .value=${this.from} aria-invalid=${fault ? 'true' : nothing} aria-describedby="fault" @input=${(event: Event) => (this.from = (event.target as HTMLInputElement).value)}></div>
        ${this.kind === 'film' ? html`<div><label for="to">${t('exports.to')}</label><input id="to" type="datetime-local" step="1" .value=${this.to} aria-invalid=${fault ? 'true' : nothing} aria-describedby="fault" @input=${(event: Event) => (this.to = (event.target as HTMLInputElement).value)}></div>` : nothing}</div>
      <p id="fault" class=${fault ? 'error' : ''} role="alert">${fault ? t(`exports.${fault}`) : nothing}</p>
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <div><mp-button type="submit" tone="primary" icon="scissors" ?busy=${this.busy}>${t('exports.start')}</mp-button></div></form>`;
  }

  private toggle(id: string): void {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(id)) chosen.add(id);
    this.chosen = chosen;
  }
  private pickFault(): string | undefined {
    if (this.chosen.size === 0) return this.t('exports.chooseCamera');
    return this.chosen.size > most ? this.t('exports.tooMany') : undefined;
  }
  private fault() {
    const from = fromLocal(this.from);
    return faultOf(from, this.kind === 'film' ? fromLocal(this.to) : from + 1, Date.now());
  }

  private readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.isTried = true;
    this.problem = undefined;
    if (this.fault() || this.pickFault()) return;
    this.busy = true;
    try {
      const rows = await this.ask([...this.chosen], fromLocal(this.from), fromLocal(this.to));
      this.shell.toast(this.t(rows.some(({ leftOut }) => leftOut.length > 0) ? 'exports.someLeftOut' : 'exports.started'));
      this.isTried = false;
      this.dispatchEvent(new CustomEvent('mp-exported', { detail: rows, bubbles: true, composed: true }));
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  };
  private async ask(cameras: readonly string[], from: number, to: number): Promise<readonly ExportRow[]> {
    if (this.kind === 'still') return Promise.all(cameras.map((camera) => this.hub.call('POST /api/exports/stills', { body: { camera, at: from } })));
    const [camera = ''] = cameras;
    if (cameras.length === 1) return [await this.hub.call('POST /api/exports', { body: { camera, from, to } })];
    return this.hub.call('POST /api/exports/bundles', { body: { cameras: [...cameras], from, to } });
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-export-new': MpExportNew } }
