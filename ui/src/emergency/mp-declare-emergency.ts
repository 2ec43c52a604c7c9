import type { EmergencyDraft } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { hereNow, readPosition, writePosition } from '../app/position.ts';
import { Screen } from '../app/screen.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { isCaseNo } from '../officer/offers.ts';

const grounds = ['life_danger', 'crime_in_progress', 'missing_vulnerable', 'fire_disaster', 'serious_accident'] as const;
const radii = [50, 100, 200, 300];
const spans = [10, 20, 30];

/** `/officer/emergencies/new`: what is happening, where, and how far around. Opens nothing by itself. */
@customElement('mp-declare-emergency')
export class MpDeclareEmergency extends Screen {
  static override styles = [Screen.styles, css`
    form { display: flex; flex-direction: column; gap: var(--mp-6); }
    .missing { display: flex; gap: var(--mp-2); align-items: center; margin-top: var(--mp-2); }
    .where { display: flex; flex-direction: column; gap: var(--mp-3); }
    .two { display: grid; gap: var(--mp-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 180px), 1fr)); align-items: start; }
  `];
  @state() private unitId = '';
  @state() private ground: EmergencyDraft['ground'] | '' = '';
  @state() private told = '';
  @state() private place = '';
  @state() private point = '';
  @state() private radius = '100';
  @state() private minutes = '30';
  @state() private caseNo = '';
  @state() private tried = false;
  @state() private busy = false;
  @state() private locating = false;
  @state() private problem: HubProblem | undefined;

  private get offices() {
    return this.me.offices.filter((office) => office.unitKind !== 'peoples_committee');
  }

  protected override render(): unknown {
    const { offices } = this;
    const fault = this.tried ? this.faults() : {};
    const unit = this.unitId || (offices[0]?.unit ?? '');
    return html`<mp-page back="/officer/emergencies" backLabel=${this.t('emergency.back')} heading=${this.t('emergency.declare')} lead=${this.t('emergency.beforeSend')}><form @submit=${this.send} novalidate>
      ${offices.length > 1 ? html`<mp-select label=${this.t('officer.unit')} .value=${unit} .choices=${offices.map((office) => ({ value: office.unit, label: office.unitName }))} @change=${(event: Event) => (this.unitId = valueOf(event))}></mp-select>` : nothing}
      <div><mp-choice-cards across label=${this.t('emergency.ground')} .value=${this.ground} .choices=${grounds.map((value) => ({ value, label: this.t(`emergency.ground_${value}`) }))} @change=${(event: Event) => (this.ground = valueOf(event) as EmergencyDraft['ground'])}></mp-choice-cards>
        ${fault.ground ? html`<p class="missing danger small" role="alert"><mp-icon name="circle-alert"></mp-icon>${this.t('emergency.groundNeeded')}</p>` : nothing}</div>
      <mp-field type="textarea" maxlength="500" label=${this.t('emergency.words')} hint=${this.t('emergency.wordsHint')} .value=${this.told} error=${fault.words ? this.t('emergency.wordsShort') : ''} @input=${(event: Event) => (this.told = valueOf(event))}></mp-field>
      <div class="where">
        <mp-field label=${this.t('emergency.place')} hint=${this.t('emergency.placeHint')} maxlength="200" autocomplete="off" .value=${this.place} error=${fault.place ? this.t('emergency.placeShort') : ''} @input=${(event: Event) => (this.place = valueOf(event))}></mp-field>
        <mp-field label=${this.t('emergency.point')} hint=${this.t('emergency.pointHint')} maxlength="60" autocomplete="off" .value=${this.point} error=${fault.point ? this.t('emergency.pointWrong') : ''} @input=${(event: Event) => (this.point = valueOf(event))}></mp-field>
        <div><mp-button icon="map-pin" ?busy=${this.locating} @click=${this.locate}>${this.t('emergency.here')}</mp-button></div>
      </div>
      <div class="two">
        <mp-select label=${this.t('emergency.radius')} .value=${this.radius} .choices=${radii.map((count) => ({ value: String(count), label: this.t('emergency.metres', { count }) }))} @change=${(event: Event) => (this.radius = valueOf(event))}></mp-select>
        <mp-select label=${this.t('emergency.howLong')} .value=${this.minutes} .choices=${spans.map((count) => ({ value: String(count), label: this.t('emergency.minutes', { count }) }))} @change=${(event: Event) => (this.minutes = valueOf(event))}></mp-select>
        <mp-field label=${this.t('emergency.caseNo')} maxlength="40" autocomplete="off" .value=${this.caseNo} error=${fault.caseNo ? this.t('officer.caseWrong') : ''} @input=${(event: Event) => (this.caseNo = valueOf(event))}></mp-field>
      </div>
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <mp-button wide type="submit" tone="primary" icon="send" ?busy=${this.busy} ?disabled=${!this.online}>${this.t('emergency.send')}</mp-button></form></mp-page>`;
  }

  private faults(): { ground?: boolean; words?: boolean; place?: boolean; point?: boolean; caseNo?: boolean } {
    const caseNo = this.caseNo.trim();
    return { ground: this.ground === '', words: this.told.trim().length < 10, place: this.place.trim().length < 3, point: readPosition(this.point) === undefined, caseNo: caseNo !== '' && !isCaseNo(caseNo) };
  }

  private readonly locate = async (): Promise<void> => {
    this.locating = true;
    const here = await hereNow();
    this.locating = false;
    if (here) this.point = writePosition(here);
    else this.shell.toast(this.t('emergency.hereFailed'), 'danger');
  };

  private readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    this.problem = undefined;
    const { ground } = this;
    const point = readPosition(this.point);
    if (ground === '' || !point || Object.values(this.faults()).includes(true)) return;
    const caseNo = this.caseNo.trim();
    this.busy = true;
    try {
      const body = { unit: this.unitId || (this.offices[0]?.unit ?? ''), ground, words: this.told.trim(), place: this.place.trim(), ...point, radiusM: Number(this.radius), minutes: Number(this.minutes), ...(caseNo ? { caseNo } : {}) };
      if (await this.shell.prove(() => this.hub.call('POST /api/officer/emergencies', { body }))) {
        this.shell.toast(this.t('emergency.sent'));
        this.shell.go('/officer/emergencies', { replace: true });
      }
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  };
}
const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;
declare global { interface HTMLElementTagNameMap { 'mp-declare-emergency': MpDeclareEmergency } }
