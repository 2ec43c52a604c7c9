import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-weekly-field.ts';
import { dateOf, numberIn, plain, startOf, type Terms } from './own-terms.ts';
import type { Weekly } from './weekly-windows.ts';

const actions = ['live', 'snapshot', 'playback', 'clip', 'event', 'status', 'ptz', 'talk'] as const;
const purposes = ['crime', 'admin_violation', 'traffic_accident', 'missing_person', 'fire_rescue', 'public_event', 'maintenance'] as const;
const roles = ['duty_officer', 'investigator', 'unit_leader'] as const;
type Valued = { readonly value: string };

/** Every term of a permission, for those who want each in hand. Read `value` on `@change`. */
@customElement('mp-own-terms')
export class MpOwnTerms extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: flex; flex-direction: column; gap: var(--mp-5); }
    fieldset { border: 0; margin: 0; padding: 0; min-width: 0; display: flex; flex-direction: column; gap: var(--mp-4); }
    legend { font-weight: 600; font-size: var(--mp-h3); padding: 0; margin-bottom: var(--mp-2); }
    fieldset.plain legend { font-weight: 500; font-size: var(--mp-small); }
    .two { display: grid; gap: var(--mp-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 220px), 1fr)); align-items: end; }
    .picks { display: flex; flex-wrap: wrap; gap: var(--mp-2); }
    .pick { display: inline-flex; align-items: center; gap: var(--mp-2); min-height: var(--mp-touch); padding: 0 var(--mp-4); border: 1px solid var(--mp-outline); border-radius: var(--mp-radius-pill); background: var(--mp-surface); cursor: pointer; }
    .pick:has(:checked) { border-color: var(--mp-accent); background: var(--mp-accent-soft); box-shadow: inset 0 0 0 1px var(--mp-accent); }
    .pick:has(:focus-visible) { outline: 3px solid var(--mp-accent); outline-offset: 2px; }
    .pick input { accent-color: var(--mp-accent); width: 18px; height: 18px; margin: 0; }
    .date label { display: block; font-weight: 500; font-size: var(--mp-small); margin-bottom: var(--mp-1); }
    .date input { width: 100%; min-height: 48px; padding: 0 var(--mp-3); border: 1px solid var(--mp-outline); border-radius: var(--mp-radius-small); background: var(--mp-surface); }
  `];
  @property({ attribute: false }) value!: Terms;
  /** Ids of the cameras chosen, whose masks can be required. */
  @property({ attribute: false }) cameras: readonly string[] = [];
  private readonly masks = new LoadController(this, {
    load: async (signal) => (await Promise.all(this.cameras.map((id) => this.hub.call('GET /api/cameras/:id/masks', { params: { id }, signal })))).flat(),
  });

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has('cameras') && changed.get('cameras') !== undefined && String(changed.get('cameras')) !== String(this.cameras)) void this.masks.reload();
  }

  protected override render(): unknown {
    const { value: terms, t } = this;
    const masks = this.masks.value ?? [];
    return html`
      <mp-choice-cards label=${t('rights.mode')} .value=${terms.mode ?? 'ask'} .choices=${(['ask', 'standing'] as const).map((mode) => ({ value: mode, label: t(`rights.mode_${mode}`) }))} @change=${(event: Event) => this.put({ mode: (event.target as unknown as Valued).value as 'ask' })}></mp-choice-cards>
      <mp-select label=${t('rights.role')} .value=${terms.who.role ?? ''} .choices=${[{ value: '', label: t('rights.roleAny') }, ...roles.map((role) => ({ value: role, label: t(`terms.unitRole_${role}`) }))]} @change=${(event: Event) => this.chooseRole((event.target as unknown as Valued).value)}></mp-select>
      ${terms.who.person === undefined ? html`<mp-field label=${t('rights.officer')} hint=${t('rights.officerAny')} maxlength="32" .value=${terms.who.officerNo ?? ''} @change=${(event: Event) => this.chooseOfficer((event.target as unknown as Valued).value.trim())}></mp-field>` : nothing}
      ${this.picks(t('rights.actions'), actions, terms.actions ?? [], (action) => t(`consent.action_${action}`), (picked) => this.put({ actions: picked }))}
      ${this.picks(t('rights.purposes'), purposes, terms.purposes ?? [], (purpose) => t(`consent.purpose_${purpose}`), (picked) => this.put({ purposes: picked }))}
      <mp-switch label=${t('rights.caseRequired')} ?checked=${terms.caseRequired === true} @change=${(event: Event) => this.put({ caseRequired: checked(event) })}></mp-switch>
      <mp-weekly-field label=${t('rights.hoursWhen')} any=${t('rights.hoursAlways')} .value=${terms.access} @change=${(event: Event) => this.put({ access: weekly(event) })}></mp-weekly-field>
      <div class="two">${this.date(t('rights.begins'), dateOf(terms.from), (date) => this.put({ from: startOf(date) }))}${this.date(t('rights.ends'), dateOf(terms.until === undefined ? undefined : terms.until - 1), (date) => this.put({ until: startOf(date, 1) }))}</div>
      <p class="small muted">${t('rights.optional')}</p>
      <fieldset><legend>${t('rights.picture')}</legend>
        <mp-select label=${t('rights.height')} .value=${String(terms.maxHeight ?? 720)} .choices=${[...new Set([360, 480, 720, 1080, 1440, 2160, terms.maxHeight ?? 720])].toSorted((a, b) => a - b).map((height) => ({ value: String(height), label: `${height}p` }))} @change=${(event: Event) => this.put({ maxHeight: Number((event.target as unknown as Valued).value) })}></mp-select>
        ${this.number(t('rights.fps'), terms.maxFps, 1, 60, (maxFps) => this.put({ maxFps }))}
        <mp-switch label=${t('rights.audio')} ?checked=${terms.audio === true} @change=${(event: Event) => this.put({ audio: checked(event) })}></mp-switch>
        ${masks.length === 0 ? nothing : this.picks(t('rights.maskList'), masks.map(({ id }) => id), terms.masks ?? [], (id) => masks.find((mask) => mask.id === id)?.name ?? id, (picked) => this.put({ masks: picked }))}</fieldset>
      <fieldset><legend>${t('rights.footage')}</legend>
        ${this.number(t('rights.lookbackHours'), terms.lookbackHours, 0, 720, (lookbackHours) => this.put({ lookbackHours }))}
        ${(terms.lookbackHours ?? 0) === 0 ? nothing : html`<div class="two">${this.date(t('rights.footageFrom'), dateOf(terms.footageFrom), (date) => this.put({ footageFrom: startOf(date) }))}${this.date(t('rights.footageUntil'), dateOf(terms.footageUntil), (date) => this.put({ footageUntil: startOf(date) }))}</div>
          <mp-weekly-field label=${t('rights.footageHours')} any=${t('rights.hoursAlways')} .value=${terms.footageHours} @change=${(event: Event) => this.put({ footageHours: weekly(event) })}></mp-weekly-field>`}</fieldset>
      <fieldset><legend>${t('rights.limits')}</legend>
        ${this.number(t('rights.session'), terms.maxSessionMinutes, 1, 240, (maxSessionMinutes) => this.put({ maxSessionMinutes }))}
        <div class="two">${this.number(t('rights.concurrent'), terms.maxConcurrent, 1, 20, (maxConcurrent) => this.put({ maxConcurrent }))}${this.number(t('rights.perDay'), terms.maxPerDay, 1, 500, (maxPerDay) => this.put({ maxPerDay }))}</div>
        <mp-switch label=${t('rights.watermark')} ?checked=${terms.watermark !== false} @change=${(event: Event) => this.put({ watermark: checked(event) })}></mp-switch>
        <mp-select label=${t('rights.store')} .value=${terms.store ?? 'none'} .choices=${(['none', 'case'] as const).map((store) => ({ value: store, label: t(`rights.store_${store}`) }))} @change=${(event: Event) => this.put({ store: (event.target as unknown as Valued).value as 'none' })}></mp-select></fieldset>`;
  }

  private picks<T extends string>(legend: string, all: readonly T[], picked: readonly T[], name: (one: T) => string, put: (picked: T[]) => void): unknown {
    return html`<fieldset class="plain"><legend>${legend}</legend><div class="picks">${all.map((one) => html`<label class="pick"><input type="checkbox" .checked=${picked.includes(one)} @change=${(event: Event) => { event.stopPropagation(); put(picked.includes(one) ? picked.filter((other) => other !== one) : all.filter((other) => other === one || picked.includes(other))); }}>${name(one)}</label>`)}</div></fieldset>`;
  }
  private number(label: string, value: number | undefined, least: number, most: number, put: (value: number) => void): unknown {
    return html`<mp-field type="number" inputmode="numeric" label=${label} .value=${String(value ?? least)} min=${least} max=${most} @change=${(event: Event) => {
      const read = numberIn((event.target as unknown as Valued).value, least, most);
      if (read !== undefined) put(read);
    }}></mp-field>`;
  }
  private date(label: string, value: string, put: (date: string) => void): unknown {
    return html`<div class="date"><label>${label}<input type="date" .value=${value} @change=${(event: Event) => { event.stopPropagation(); put((event.target as HTMLInputElement).value); }}></label></div>`;
  }

  private chooseRole(role: string): void {
    const { role: _, ...who } = this.value.who;
    const chosen = roles.find((each) => each === role);
    this.put({ who: chosen ? { ...who, role: chosen } : who });
  }
  private chooseOfficer(number: string): void {
    const { officerNo: _, ...who } = this.value.who;
    this.put({ who: number === '' ? who : { ...who, officerNo: number } });
  }
  private put(more: { readonly [K in keyof Terms]?: Terms[K] | undefined }): void {
    this.value = plain({ ...this.value, ...more }) as Terms;
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  }
}
const checked = (event: Event): boolean => (event.target as unknown as { readonly checked: boolean }).checked;
const weekly = (event: Event): Weekly | undefined => (event.target as unknown as { readonly value: Weekly | undefined }).value;
declare global { interface HTMLElementTagNameMap { 'mp-own-terms': MpOwnTerms } }
