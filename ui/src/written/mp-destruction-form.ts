import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { fieldSheet } from '../app/parts/field-sheet.ts';
import { fromLocal, toLocal } from '../exports/interval.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { methodWords } from './written-sight.ts';

const methods = ['erased', 'media_destroyed', 'other'] as const;

/** Biên bản tiêu huỷ: when, by whom, how, and under which number. Fires `mp-done` (detail: the request) or `mp-cancel`. */
@customElement('mp-destruction-form')
export class MpDestructionForm extends Screen {
  static override styles = [Screen.styles, fieldSheet, css`
    form { display: flex; flex-direction: column; gap: var(--mp-4); }
    .two { display: grid; gap: var(--mp-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 220px), 1fr)); }
    .ends { display: grid; grid-template-columns: 1fr 1fr; gap: var(--mp-3); }
  `];
  @property() request = '';
  @state() private at = toLocal(Math.floor(Date.now() / 60_000) * 60_000);
  @state() private by = '';
  @state() private method: (typeof methods)[number] = 'erased';
  @state() private documentNo = '';
  @state() private note = '';
  @state() private tried = false;
  @state() private busy = false;
  @state() private problem: HubProblem | undefined;

  protected override render(): unknown {
    const needed = (text: string): string => (this.tried && text.trim() === '' ? this.t('written.fault_required') : '');
    return html`<mp-card heading=${this.t('written.record')}><form @submit=${this.send} novalidate>
      <div class="two"><div><label for="at">${this.t('written.destroyedAt')}</label><input id="at" type="datetime-local" .value=${this.at} @input=${(event: Event) => (this.at = (event.target as HTMLInputElement).value)}></div>
        <mp-field label=${this.t('written.destroyedBy')} autocomplete="off" maxlength="200" .value=${this.by} error=${needed(this.by)} @input=${(event: Event) => (this.by = (event.target as HTMLInputElement).value)}></mp-field>
        <mp-select label=${this.t('written.method')} .value=${this.method} .choices=${methods.map((value) => ({ value, label: this.t(methodWords[value]) }))} @change=${(event: Event) => (this.method = (event.target as HTMLInputElement).value as (typeof methods)[number])}></mp-select>
        <mp-field label=${this.t('written.receiptNo')} autocomplete="off" maxlength="200" .value=${this.documentNo} error=${needed(this.documentNo)} @input=${(event: Event) => (this.documentNo = (event.target as HTMLInputElement).value)}></mp-field></div>
      <mp-field type="textarea" label=${this.t('written.destructionNote')} maxlength="500" .value=${this.note} @input=${(event: Event) => (this.note = (event.target as HTMLInputElement).value)}></mp-field>
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <div class="ends"><mp-button wide @click=${() => this.dispatchEvent(new Event('mp-cancel', { bubbles: true }))}>${this.t('written.cancel')}</mp-button><mp-button wide type="submit" tone="primary" ?busy=${this.busy}>${this.t('written.recordYes')}</mp-button></div></form></mp-card>`;
  }

  private readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    const at = fromLocal(this.at);
    if (this.by.trim() === '' || this.documentNo.trim() === '' || !Number.isFinite(at)) return;
    this.busy = true;
    try {
      const row = await this.hub.call('POST /api/written/:id/destruction', { params: { id: this.request }, body: { at, by: this.by, method: this.method, documentNo: this.documentNo, note: this.note } });
      this.shell.toast(this.t('written.recorded'));
      this.dispatchEvent(new CustomEvent('mp-done', { detail: row, bubbles: true }));
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-destruction-form': MpDestructionForm } }
