import type { CasePage } from '@matpho/core/api';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';

/** What was done in a case. Fires `mp-changed` when something was added. */
@customElement('mp-case-notes')
export class MpCaseNotes extends Screen {
  @property() case = '';
  @property() unit = '';
  @property({ attribute: false }) notes: CasePage['notes'] = [];
  @property({ type: Boolean }) open = false;
  @state() private text = '';
  @state() private busy = false;

  protected override render(): unknown {
    const now = Date.now();
    return html`<mp-card heading=${this.t('cases.notes')}><div class="stack">
      ${this.notes.length === 0 ? html`<p class="muted">${this.t('cases.noNotes')}</p>` : html`<ul class="lines">${this.notes.toReversed().map((note) => html`<li><p>${note.text}</p><p class="small muted">${note.by} · ${this.words.moment(note.at, now)}</p></li>`)}</ul>`}
      ${this.open ? html`<mp-field type="textarea" label=${this.t('cases.note')} maxlength="2000" .value=${this.text} @input=${(event: Event) => (this.text = (event.target as HTMLInputElement).value)}></mp-field>
        <div><mp-button icon="plus" ?busy=${this.busy} ?disabled=${this.text.trim().length < 2} @click=${this.add}>${this.t('cases.addNote')}</mp-button></div>` : nothing}</div></mp-card>`;
  }

  private readonly add = async (): Promise<void> => {
    this.busy = true;
    try {
      await this.hub.call('POST /api/officer/cases/:id/notes', { params: { id: this.case }, body: { unit: this.unit, text: this.text.trim() } });
      this.text = '';
      this.dispatchEvent(new Event('mp-changed', { bubbles: true, composed: true }));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-case-notes': MpCaseNotes } }
