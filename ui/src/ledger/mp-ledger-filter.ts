import { css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import { fieldSheet } from '../app/parts/field-sheet.ts';
import { Part } from '../app/screen.ts';
import { countOf, noFilter, purposes, routes, type LedgerFilter } from './ledger-filter.ts';

export interface NamedChoice { readonly value: string; readonly label: string }
type Value = { readonly target: { readonly value: string } | null };

/** The button that opens the search of a log, and what is being searched for as tags that can be taken off. Fires `mp-filter` with a `LedgerFilter`. */
@customElement('mp-ledger-filter')
export class MpLedgerFilter extends Part {
  static override styles = [Part.styles, fieldSheet, css`
    :host { display: flex; flex-wrap: wrap; gap: var(--mp-2); align-items: center; }
    .tag { display: inline-flex; align-items: center; gap: var(--mp-2); min-height: var(--mp-touch); padding: 0 var(--mp-3); border: 1px solid var(--mp-accent); border-radius: var(--mp-radius-pill); background: var(--mp-accent-soft); color: var(--mp-accent-strong); font-size: var(--mp-small); cursor: pointer; }
    form { display: grid; gap: var(--mp-4); }
    .days { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 160px), 1fr)); gap: var(--mp-4); }
    .feet { display: grid; grid-template-columns: auto 1fr; gap: var(--mp-3); align-items: center; }
  `];
  @property({ attribute: false }) value: LedgerFilter = noFilter;
  @property({ attribute: false }) cameras: readonly NamedChoice[] = [];
  /** Empty where the reader knows only one. */
  @property({ attribute: false }) units: readonly NamedChoice[] = [];
  @property({ attribute: false }) officers: readonly NamedChoice[] = [];
  @state() private draft: LedgerFilter = noFilter;
  @query('mp-dialog') private readonly dialog!: MpDialog;

  protected override render(): unknown {
    const { t } = this;
    return html`<mp-button icon="filter" @click=${this.open}>${t('ledger.filter')}</mp-button>
      ${this.tags().map(([name, label]) => html`<button class="tag" type="button" aria-label=${t('ledger.clearOne', { what: label })} @click=${() => this.tell({ ...this.value, [name]: '' })}>${label}<mp-icon name="x"></mp-icon></button>`)}
      ${countOf(this.value) > 1 ? html`<mp-button tone="plain" @click=${() => this.tell(noFilter)}>${t('ledger.clear')}</mp-button>` : nothing}
      <mp-dialog heading=${t('ledger.filterTitle')}><form @submit=${this.send}>
        ${this.cameras.length > 1 ? this.select('camera', t('ledger.camera'), t('ledger.all'), this.cameras) : nothing}
        ${this.units.length > 1 ? this.select('unit', t('ledger.filterUnit'), t('ledger.anyUnit'), this.units) : nothing}
        ${this.officers.length > 1 ? this.select('officerNo', t('ledger.filterOfficer'), t('ledger.anyOfficer'), this.officers) : nothing}
        ${this.select('purpose', t('ledger.filterPurpose'), t('ledger.anyPurpose'), purposes.map((purpose) => ({ value: purpose, label: t(`consent.purpose_${purpose}`) })))}
        ${this.select('route', t('ledger.filterRoute'), t('ledger.anyRoute'), routes.map((route) => ({ value: route, label: t(`oversight.route_${route}`) })))}
        <mp-field label=${t('ledger.filterCase')} maxlength="40" autocomplete="off" .value=${this.draft.caseNo} @input=${(event: Value) => this.set('caseNo', event)}></mp-field>
        <div class="days">${this.day('from', t('ledger.filterFrom'))}${this.day('to', t('ledger.filterTo'))}</div>
        <div class="feet"><mp-button @click=${() => { this.draft = noFilter; }}>${t('ledger.clear')}</mp-button><mp-button tone="primary" type="submit" wide>${t('ledger.show')}</mp-button></div>
      </form></mp-dialog>`;
  }

  private select(name: keyof LedgerFilter, label: string, any: string, choices: readonly NamedChoice[]): unknown {
    return html`<mp-select label=${label} .value=${this.draft[name]} .choices=${[{ value: '', label: any }, ...choices]} @change=${(event: Value) => this.set(name, event)}></mp-select>`;
  }
  private day(name: 'from' | 'to', label: string): unknown {
    return html`<div><label for=${name}>${label}</label><input id=${name} type="date" .value=${this.draft[name]} max=${localDay(Date.now())} @change=${(event: Value) => this.set(name, event)}></div>`;
  }
  private set(name: keyof LedgerFilter, event: Value): void {
    this.draft = { ...this.draft, [name]: event.target?.value ?? '' };
  }

  private tags(): readonly (readonly [keyof LedgerFilter, string])[] {
    const { camera, unit, officerNo, purpose, route, caseNo, from, to } = this.value;
    const named = (choices: readonly NamedChoice[], value: string): string => choices.find((choice) => choice.value === value)?.label ?? value;
    const shown = (day: string): string => day.split('-').toReversed().join('/');
    const all: readonly (readonly [keyof LedgerFilter, string])[] = [
      ['camera', camera && named(this.cameras, camera)], ['unit', unit && named(this.units, unit)], ['officerNo', officerNo && this.t('consent.officerNo', { number: officerNo })], ['purpose', purpose && this.t(`consent.purpose_${purpose}`)],
      ['route', route && this.t(`oversight.route_${route}`)], ['caseNo', caseNo && this.t('consent.caseNo', { number: caseNo })], ['from', from && this.t('ledger.since', { day: shown(from) })], ['to', to && this.t('ledger.until', { day: shown(to) })],
    ];
    return all.filter(([, label]) => label !== '');
  }
  private readonly open = (): void => {
    this.draft = this.value;
    this.dialog.show();
  };
  private readonly send = (event: Event): void => {
    event.preventDefault();
    this.dialog.close();
    this.tell(this.draft);
  };
  private tell(filter: LedgerFilter): void {
    this.dispatchEvent(new CustomEvent<LedgerFilter>('mp-filter', { detail: filter }));
  }
}
/** `2026-11-21` */
function localDay(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;
}
declare global { interface HTMLElementTagNameMap { 'mp-ledger-filter': MpLedgerFilter } }
