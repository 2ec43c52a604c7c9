import type { WrittenRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';

/** What leaves, to whom and for how long, before she says yes; proves who she is. Fires `mp-done` (detail: the request) or `mp-cancel`. */
@customElement('mp-written-handover')
export class MpWrittenHandover extends Screen {
  static override styles = [Screen.styles, css`
    fieldset { margin: 0; padding: 0; border: 0; }
    legend { font-weight: 500; padding: 0; margin-bottom: var(--mp-2); }
    label { display: flex; gap: var(--mp-3); align-items: center; min-height: var(--mp-touch); cursor: pointer; }
    input { width: 22px; height: 22px; flex: none; accent-color: var(--mp-accent); }
    .ends { display: grid; grid-template-columns: 1fr 1fr; gap: var(--mp-3); }
    .care { display: flex; gap: var(--mp-2); }
    .care mp-icon { margin-top: 0.2em; color: var(--mp-warn); }
  `];
  @property({ attribute: false }) row: WrittenRow | undefined;
  @state() private left: readonly string[] = [];
  @state() private busy = false;
  @state() private problem: HubProblem | undefined;

  protected override render(): unknown {
    const { row } = this;
    if (!row) return nothing;
    const cameras = [...new Map(row.pieces.map(({ camera, cameraName }) => [camera, cameraName]))];
    const given = cameras.filter(([camera]) => !this.left.includes(camera));
    return html`<mp-card heading=${this.t('written.deliverTitle')}><div class="stack">
      <p>${this.t('written.deliverText', { unit: row.unit })}</p>
      <p class="care"><mp-icon name="info"></mp-icon><span>${this.t('written.deliverOriginal')}</span></p>
      ${cameras.length < 2 ? nothing : html`<fieldset><legend>${this.t('written.deliverWhich')}</legend>${cameras.map(([camera, name]) => html`<label><input type="checkbox" .checked=${!this.left.includes(camera)} @change=${(event: Event) => this.pick(camera, (event.target as HTMLInputElement).checked)}>${name}</label>`)}</fieldset>`}
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <div class="ends"><mp-button wide @click=${() => this.dispatchEvent(new Event('mp-cancel', { bubbles: true }))}>${this.t('written.cancel')}</mp-button>
        <mp-button wide tone="primary" ?busy=${this.busy} ?disabled=${given.length === 0} @click=${() => this.send(row, given.map(([camera]) => camera))}>${this.t('written.deliverYes')}</mp-button></div></div></mp-card>`;
  }

  private pick(camera: string, isGiven: boolean): void {
    this.left = isGiven ? this.left.filter((each) => each !== camera) : [...this.left, camera];
  }
  private async send(row: WrittenRow, cameras: string[]): Promise<void> {
    this.busy = true;
    this.problem = undefined;
    try {
      const proved = await this.shell.prove(() => this.hub.call('POST /api/written/:id/execute', { params: { id: row.id }, body: { cameras } }));
      if (proved) this.dispatchEvent(new CustomEvent('mp-done', { detail: proved.value, bubbles: true }));
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-written-handover': MpWrittenHandover } }
