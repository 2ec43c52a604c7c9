import type { BagRow, CameraRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { fieldSheet } from '../app/parts/field-sheet.ts';
import { Screen } from '../app/screen.ts';
import { faultOf, fromLocal, toLocal } from '../exports/interval.ts';
import { keptBy } from '../home/watching.ts';
import { LoadController } from '../hub/load-controller.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';

const mostCameras = 8;

/** A keeper orders a bag of her own footage. Fires `mp-bag-made` (detail: BagRow). */
@customElement('mp-bag-form')
export class MpBagForm extends Screen {
  static override styles = [Screen.styles, fieldSheet, css`
    form { display: flex; flex-direction: column; gap: var(--mp-5); }
    .two { display: grid; gap: var(--mp-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 220px), 1fr)); }
    fieldset { border: 0; margin: 0; padding: 0; min-width: 0; } legend { font-weight: 500; padding: 0; }
    .cameras { display: grid; gap: 0 var(--mp-4); grid-template-columns: repeat(auto-fill, minmax(min(100%, 200px), 1fr)); margin-top: var(--mp-2); }
    label.one { display: flex; align-items: center; gap: var(--mp-3); min-height: var(--mp-touch); cursor: pointer; margin: 0; font-weight: 400; }
    label.one input { width: 20px; height: 20px; min-height: 0; flex: none; accent-color: var(--mp-accent); margin: 0; }
    .receiver { display: flex; flex-direction: column; gap: var(--mp-4); }
  `];
  private readonly given = new URLSearchParams(location.search);
  @state() private chosen: readonly string[] = this.given.getAll('camera').slice(0, mostCameras);
  @state() private from = toLocal(this.asked('from') ?? minute(Date.now() - 15 * 60_000));
  @state() private to = toLocal(this.asked('to') ?? minute(Date.now() - 5 * 60_000));
  @state() private closes = false;
  @state() private name = '';
  @state() private certificate = '';
  @state() private tried = false;
  @state() private busy = false;
  @state() private problem: HubProblem | undefined;
  private readonly cameras = new LoadController(this, { load: (signal) => this.hub.call('GET /api/cameras', { signal }) });

  protected override render(): unknown {
    const { t } = this;
    const fault = this.tried ? this.fault() : undefined;
    return html`<form @submit=${this.send} novalidate><p class="small muted">${t('evidence.makeLead')}</p>
      <fieldset><legend>${t('evidence.cameras')}</legend><p class="hint">${t('evidence.camerasHint')}</p>
        ${this.cameras.draw((rows) => html`<div class="cameras">${rows.filter(({ owner }) => keptBy(this.me).some((house) => house.owner === owner)).map((row) => this.camera(row))}</div>`, html`<mp-skeleton shape="text" count="2"></mp-skeleton>`)}</fieldset>
      <div class="two">
        <div><label for="from">${t('evidence.from')}</label><input id="from" type="datetime-local" step="1" .value=${this.from} @input=${(event: Event) => (this.from = (event.target as HTMLInputElement).value)}></div>
        <div><label for="to">${t('evidence.to')}</label><input id="to" type="datetime-local" step="1" .value=${this.to} @input=${(event: Event) => (this.to = (event.target as HTMLInputElement).value)}></div></div>
      <div class="receiver"><mp-switch label=${t('evidence.receiver')} hint=${t('evidence.receiverHint')} ?checked=${this.closes} @change=${(event: Event) => (this.closes = (event.target as HTMLInputElement).checked)}></mp-switch>
        ${this.closes ? html`<mp-field label=${t('evidence.receiverName')} .value=${this.name} maxlength="120" @input=${(event: Event) => (this.name = (event.target as HTMLInputElement).value)}></mp-field>
          <mp-field type="textarea" label=${t('evidence.receiverCert')} placeholder="-----BEGIN CERTIFICATE-----" .value=${this.certificate} maxlength="20000" @input=${(event: Event) => (this.certificate = (event.target as HTMLInputElement).value)}></mp-field>` : nothing}</div>
      <p class=${fault ? 'error' : ''} role="alert">${fault ? t(`evidence.${fault}`) : nothing}</p>
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <div><mp-button type="submit" tone="primary" icon="shield" ?busy=${this.busy}>${t('evidence.start')}</mp-button></div></form>`;
  }

  private camera({ id, name }: CameraRow): unknown {
    const isChosen = this.chosen.includes(id);
    return html`<label class="one"><input type="checkbox" .checked=${isChosen} ?disabled=${!isChosen && this.chosen.length >= mostCameras} @change=${() => { this.chosen = isChosen ? this.chosen.filter((each) => each !== id) : [...this.chosen, id]; }}>${name}</label>`;
  }
  private asked(which: 'from' | 'to'): number | undefined {
    const at = Number(this.given.get(which) ?? Number.NaN);
    return Number.isSafeInteger(at) && at > 0 ? at : undefined;
  }
  private fault() {
    if (this.chosen.length === 0) return 'cameraNeeded';
    const fault = faultOf(fromLocal(this.from), fromLocal(this.to), Date.now());
    if (fault) return fault;
    return this.closes && (this.name.trim() === '' || this.certificate.trim() === '') ? 'receiverNeeded' : undefined;
  }

  private readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    this.problem = undefined;
    if (this.fault() || this.busy) return;
    this.busy = true;
    try {
      const [from, to] = [fromLocal(this.from), fromLocal(this.to)];
      const made = await this.hub.call('POST /api/evidence', { body: { pieces: this.chosen.map((camera) => ({ camera, from, to })), ...(this.closes ? { receiver: { name: this.name.trim(), certificate: this.certificate.trim() } } : {}) } });
      this.shell.toast(this.t('evidence.started'));
      this.dispatchEvent(new CustomEvent<BagRow>('mp-bag-made', { detail: made }));
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  };
}

const minute = (at: number): number => Math.floor(at / 60_000) * 60_000;
declare global { interface HTMLElementTagNameMap { 'mp-bag-form': MpBagForm } }
