import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { fieldSheet } from '../app/parts/field-sheet.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { groundWords } from './written-sight.ts';

const grounds = ['not_valid', 'unclear', 'too_wide', 'no_footage', 'other'] as const;

/** Refuses a paper with a reason of the list. Fires `mp-done` (detail: the request) or `mp-cancel`. */
@customElement('mp-written-refusal')
export class MpWrittenRefusal extends Screen {
  static override styles = [Screen.styles, fieldSheet, css`
    form { display: flex; flex-direction: column; gap: var(--mp-4); }
    .ends { display: grid; grid-template-columns: 1fr 1fr; gap: var(--mp-3); }
  `];
  @property() request = '';
  @state() private ground: (typeof grounds)[number] = 'not_valid';
  @state() private note = '';
  @state() private busy = false;
  @state() private problem: HubProblem | undefined;

  protected override render(): unknown {
    return html`<mp-card heading=${this.t('written.refuseTitle')}><form @submit=${this.send}>
      <mp-select label=${this.t('written.ground')} .value=${this.ground} .choices=${grounds.map((value) => ({ value, label: this.t(groundWords[value]) }))} @change=${(event: Event) => (this.ground = (event.target as HTMLInputElement).value as (typeof grounds)[number])}></mp-select>
      <mp-field type="textarea" label=${this.t('written.note')} hint=${this.t('written.noteHint')} maxlength="2000" .value=${this.note} @input=${(event: Event) => (this.note = (event.target as HTMLInputElement).value)}></mp-field>
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <div class="ends"><mp-button wide @click=${() => this.dispatchEvent(new Event('mp-cancel', { bubbles: true }))}>${this.t('written.cancel')}</mp-button><mp-button wide type="submit" tone="danger" ?busy=${this.busy}>${this.t('written.refuseYes')}</mp-button></div></form></mp-card>`;
  }

  private readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.busy = true;
    try {
      const row = await this.hub.call('POST /api/written/:id/refuse', { params: { id: this.request }, body: { ground: this.ground, note: this.note } });
      this.shell.toast(this.t('written.refused'));
      this.dispatchEvent(new CustomEvent('mp-done', { detail: row, bubbles: true }));
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-written-refusal': MpWrittenRefusal } }
