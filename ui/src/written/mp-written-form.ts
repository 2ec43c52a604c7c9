import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { fieldSheet } from '../app/parts/field-sheet.ts';
import { toLocal } from '../exports/interval.ts';
import type { HubProblem } from '../hub/hub-problem.ts';
import { dateIn, faultsOf, paperOf, type DraftFaults, type WrittenDraft } from './written-draft.ts';
import './mp-scan-field.ts';

export interface CameraChoice { readonly id: string; readonly name: string; readonly place: string }
type TextField = 'documentNo' | 'issuer' | 'signerName' | 'signerTitle' | 'legalBasis' | 'details' | 'caseNo';
export const purposesOfPapers = ['crime', 'traffic_accident', 'missing_person', 'admin_violation', 'fire_rescue', 'public_event'] as const;
export type PaperOf = ReturnType<typeof paperOf> & { readonly purpose: (typeof purposesOfPapers)[number] };

/** What a paper says, field by field, with its scan. The slot `first` comes before it. Fires `mp-paper` (detail: what to send). */
@customElement('mp-written-form')
export class MpWrittenForm extends Screen {
  static override styles = [Screen.styles, fieldSheet, css`
    form { display: flex; flex-direction: column; gap: var(--mp-5); }
    .two { display: grid; gap: var(--mp-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 240px), 1fr)); align-items: start; }
    .ends { align-items: end; }
    fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
    legend { font-weight: 500; font-size: var(--mp-small); padding: 0; margin-bottom: var(--mp-1); }
    .pick { display: flex; gap: var(--mp-3); align-items: center; min-height: var(--mp-touch); padding: var(--mp-2) var(--mp-3); border: 1px solid var(--mp-line); border-radius: var(--mp-radius-small); margin: 0; cursor: pointer; font-weight: 400; font-size: var(--mp-body); }
    .pick + .pick { margin-top: var(--mp-2); }
    .pick:has(:checked) { border-color: var(--mp-accent); background: var(--mp-accent-soft); }
    .pick input { width: 22px; height: 22px; flex: none; accent-color: var(--mp-accent); }
    .span { padding: var(--mp-3) 0; }
    .span + .span { border-top: 1px solid var(--mp-line); }
  `];
  @property({ attribute: false }) cameras: readonly CameraChoice[] = [];
  /** Open cases to choose from; undefined lets the number be typed. */
  @property({ attribute: false }) cases: readonly { readonly caseNo: string; readonly title: string }[] | undefined;
  @property() camerasHint = '';
  @property() send = '';
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) problem: HubProblem | undefined;
  @state() private tried = false;
  @state() private draft: WrittenDraft = {
    scan: '', documentNo: '', issuer: '', signerName: '', signerTitle: '', legalBasis: '', details: '', caseNo: '', purpose: 'crime', cameras: [],
    intervals: [{ from: toLocal(minute(Date.now() - 2 * 3_600_000)), to: toLocal(minute(Date.now() - 3_600_000)) }], deadline: dateIn(7, Date.now()), destroyBy: dateIn(90, Date.now()),
  };

  protected override render(): unknown {
    const faults = this.tried ? faultsOf(this.draft, Date.now()) : {};
    return html`<form @submit=${this.submit} novalidate>
      <slot name="first"></slot>
      <mp-scan-field error=${faults.scan ? this.t('written.scanNeeded') : ''} @mp-scan=${(event: CustomEvent<{ readonly id: string } | undefined>) => this.set({ scan: event.detail?.id ?? '' })}></mp-scan-field>
      <div class="two">${this.text('documentNo', faults, 60)}${this.text('issuer', faults)}${this.text('signerName', faults)}${this.text('signerTitle', faults)}</div>
      ${this.text('legalBasis', faults, 1_000)}
      ${this.text('details', faults, 2_000, 'textarea')}
      <div class="two">${this.cases ? this.caseChoice(this.cases, faults) : this.text('caseNo', faults, 40)}
        <mp-select label=${this.t('written.purpose')} .value=${this.draft.purpose} .choices=${purposesOfPapers.map((value) => ({ value, label: this.t(`consent.purpose_${value}`) }))} @change=${(event: Event) => this.set({ purpose: (event.target as HTMLInputElement).value })}></mp-select></div>
      ${this.cameraChoice(faults)}
      ${this.spans(faults)}
      <div class="two ends">${this.date('deadline', faults)}${this.date('destroyBy', faults)}</div>
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <mp-button wide type="submit" tone="primary" icon="send" ?busy=${this.busy}>${this.send}</mp-button></form>`;
  }

  private text(field: TextField, faults: DraftFaults, maxlength = 200, type: 'text' | 'textarea' = 'text'): unknown {
    const label = this.t(`written.${field === 'caseNo' ? 'case' : field}`);
    return html`<mp-field label=${label} type=${type} hint=${field === 'details' ? this.t('written.detailsHint') : ''} autocomplete="off" maxlength=${maxlength} .value=${this.draft[field]} error=${this.said(faults[field])} @input=${(event: Event) => this.set({ [field]: (event.target as HTMLInputElement).value })}></mp-field>`;
  }
  private caseChoice(cases: NonNullable<MpWrittenForm['cases']>, faults: DraftFaults): unknown {
    if (cases.length === 0) return html`<div><span class="label">${this.t('written.casePick')}</span><p class="error"><mp-icon name="circle-alert"></mp-icon>${this.t('written.noCases')}</p></div>`;
    return html`<mp-select label=${this.t('written.casePick')} .value=${this.draft.caseNo} error=${this.said(faults.caseNo)} .choices=${[{ value: '', label: this.t('written.choose') }, ...cases.map(({ caseNo, title }) => ({ value: caseNo, label: `${caseNo} · ${title}` }))]} @change=${(event: Event) => this.set({ caseNo: (event.target as HTMLInputElement).value })}></mp-select>`;
  }
  private cameraChoice(faults: DraftFaults): unknown {
    return html`<fieldset><legend>${this.t('written.cameras')}</legend>${this.camerasHint ? html`<p class="hint">${this.camerasHint}</p>` : nothing}
      ${this.cameras.length === 0 ? html`<p class="muted">${this.t('written.noCameras')}</p>` : this.cameras.map((camera) => html`<label class="pick"><input type="checkbox" .checked=${this.draft.cameras.includes(camera.id)} @change=${(event: Event) => this.pick(camera.id, (event.target as HTMLInputElement).checked)}><span><span class="strong">${camera.name}</span>${camera.place ? html` <span class="small muted">${camera.place}</span>` : nothing}</span></label>`)}
      ${faults.cameras ? this.alarm(this.said(faults.cameras)) : nothing}</fieldset>`;
  }
  private spans(faults: DraftFaults): unknown {
    const { intervals } = this.draft;
    const change = (at: number, part: Partial<(typeof intervals)[number]>): void => this.set({ intervals: intervals.map((each, n) => (n === at ? { ...each, ...part } : each)) });
    return html`<fieldset><legend>${this.t('written.intervals')}</legend><p class="hint">${this.t('written.intervalsHint')}</p>
      ${intervals.map((span, at) => html`<div class="span"><div class="two">
        <div><label for=${`from${at}`}>${this.t('written.from')}</label><input id=${`from${at}`} type="datetime-local" .value=${span.from} aria-invalid=${faults.intervals ? 'true' : nothing} @input=${(event: Event) => change(at, { from: (event.target as HTMLInputElement).value })}></div>
        <div><label for=${`to${at}`}>${this.t('written.to')}</label><input id=${`to${at}`} type="datetime-local" .value=${span.to} aria-invalid=${faults.intervals ? 'true' : nothing} @input=${(event: Event) => change(at, { to: (event.target as HTMLInputElement).value })}></div></div>
        ${intervals.length > 1 ? html`<mp-button tone="plain" icon="trash" @click=${() => this.set({ intervals: intervals.filter((_, n) => n !== at) })}>${this.t('written.dropInterval')}</mp-button>` : nothing}</div>`)}
      ${faults.intervals ? this.alarm(this.said(faults.intervals)) : nothing}
      ${intervals.length < 4 ? html`<mp-button tone="plain" icon="plus" @click=${() => this.set({ intervals: [...intervals, intervals.at(-1) ?? { from: '', to: '' }] })}>${this.t('written.addInterval')}</mp-button>` : nothing}</fieldset>`;
  }
  private date(field: 'deadline' | 'destroyBy', faults: DraftFaults): unknown {
    return html`<div><label for=${field}>${this.t(`written.${field}`)}</label>${field === 'destroyBy' ? html`<p class="hint">${this.t('written.destroyByHint')}</p>` : nothing}
      <input id=${field} type="date" .value=${this.draft[field]} aria-invalid=${faults[field] ? 'true' : nothing} @input=${(event: Event) => this.set({ [field]: (event.target as HTMLInputElement).value })}>${faults[field] ? this.alarm(this.said(faults[field])) : nothing}</div>`;
  }

  private said(fault: DraftFaults[keyof WrittenDraft]): string {
    if (fault === undefined) return '';
    return fault === 'scan' ? this.t('written.scanNeeded') : fault === 'document' ? this.t('written.documentWrong') : fault === 'short' ? this.t('written.tooShort') : this.t(`written.fault_${fault}`);
  }
  private readonly alarm = (text: string): unknown => html`<p class="error" role="alert"><mp-icon name="circle-alert"></mp-icon>${text}</p>`;
  private set(change: Partial<WrittenDraft>): void {
    this.draft = { ...this.draft, ...change };
  }
  private pick(camera: string, isPicked: boolean): void {
    this.set({ cameras: isPicked ? [...this.draft.cameras, camera] : this.draft.cameras.filter((each) => each !== camera) });
  }
  private readonly submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    if (this.busy) return;
    if (Object.keys(faultsOf(this.draft, Date.now())).length > 0) {
      await this.updateComplete;
      this.renderRoot.querySelector('[role="alert"], [aria-invalid="true"], mp-field[error]:not([error=""]), mp-select[error]:not([error=""])')?.scrollIntoView({ block: 'center' });
      return;
    }
    this.dispatchEvent(new CustomEvent<PaperOf>('mp-paper', { detail: { ...paperOf(this.draft), purpose: this.draft.purpose as PaperOf['purpose'] } }));
  };
}

const minute = (at: number): number => Math.floor(at / 60_000) * 60_000;
declare global { interface HTMLElementTagNameMap { 'mp-written-form': MpWrittenForm } }
