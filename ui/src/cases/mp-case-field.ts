import type { CaseRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-case-form.ts';

/** Which open case of the unit something is for, with a quick way to open one. Read `value` (a case number, empty for none) on `@change`. */
@customElement('mp-case-field')
export class MpCaseField extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .new { margin-top: var(--mp-3); padding: var(--mp-4); border: 1px solid var(--mp-line); border-radius: var(--mp-radius); background: var(--mp-sunken); }
    .open { margin-top: var(--mp-2); }
  `];
  @property() unit = '';
  @property({ type: Boolean }) required = false;
  @property() value = '';
  @property() error = '';
  @state() private opening = false;
  private readonly cases = new LoadController(this, { load: (signal) => this.hub.call('GET /api/officer/cases', { query: { unit: this.unit, which: 'open' }, signal }), on: ['case'] });

  protected override render(): unknown {
    const rows = (this.cases.value ?? []).filter((row) => row.state !== 'halted');
    const choices = [...(this.required && this.value !== '' ? [] : [{ value: '', label: this.t('cases.chooseNone') }]), ...rows.map((row) => ({ value: row.caseNo, label: `${row.caseNo} · ${row.title}` }))];
    return html`<mp-select label=${this.t('cases.choose')} .value=${this.value} .choices=${choices} error=${this.error} @change=${(event: Event) => { event.stopPropagation(); this.put((event.target as HTMLInputElement).value); }}></mp-select>
      ${this.opening ? html`<div class="new"><mp-case-form unit=${this.unit} @mp-opened=${(event: CustomEvent<CaseRow>) => this.opened(event.detail)} @mp-cancel=${() => (this.opening = false)}></mp-case-form></div>`
        : html`<div class="open"><mp-button tone="plain" icon="plus" @click=${() => (this.opening = true)}>${this.t('cases.newHere')}</mp-button></div>`}${nothing}`;
  }

  private opened(row: CaseRow): void {
    this.opening = false;
    this.cases.put([row, ...(this.cases.value ?? [])]);
    this.put(row.caseNo);
  }
  private put(value: string): void {
    this.value = value;
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-case-field': MpCaseField } }
