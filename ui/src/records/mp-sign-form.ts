import type { CameraRow } from '@matpho/core/api';
import { html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { MpField } from '../app/parts/mp-field.ts';
import { Screen } from '../app/screen.ts';
import { keptBy } from '../home/watching.ts';
import type { Reply } from '../hub/hub-client.ts';
import { choiceSheet } from './choice-sheet.ts';

const purposes = ['property', 'entrance', 'order'] as const;

/** What stands on a new sign. Fires `mp-sign` with it once it is made. */
@customElement('mp-sign-form')
export class MpSignForm extends Screen {
  static override styles = [Screen.styles, choiceSheet];
  /** The camera it is for; '' lets her choose. */
  @property() camera = '';
  @property({ attribute: false }) cameras: readonly CameraRow[] = [];
  @state() private chosen = '';
  @state() private responsible: string | undefined;
  @state() private contact = '';
  @state() private why: readonly string[] = ['property'];
  @state() private tried = false;
  @state() private busy = false;

  override render(): unknown {
    const { t } = this;
    const names = keptBy(this.me);
    const responsible = this.responsible ?? names[0]?.ownerName ?? '';
    return html`<form class="stack" novalidate @submit=${(event: Event) => this.make(event, responsible)}>
      ${this.camera === '' && this.cameras.length > 0 ? html`<mp-select label=${t('records.signFor')} .value=${this.chosen} .choices=${[{ value: '', label: t('records.signForAll') }, ...this.cameras.map(({ id, name }) => ({ value: id, label: name }))]} @change=${(event: Event) => { this.chosen = (event.target as HTMLSelectElement).value; }}></mp-select>` : nothing}
      <mp-field label=${t('records.signResponsible')} hint=${t('records.signResponsibleHint')} autocomplete="off" maxlength="120" .value=${responsible} error=${this.tried && responsible.trim().length < 2 ? t('records.signNeeded') : ''} @input=${(event: Event) => { this.responsible = (event.target as MpField).value; }}></mp-field>
      <mp-field label=${t('records.signContact')} hint=${t('records.signContactHint')} autocomplete="off" maxlength="120" .value=${this.contact} error=${this.tried && this.contact.trim().length < 2 ? t('records.signNeeded') : ''} @input=${(event: Event) => { this.contact = (event.target as MpField).value; }}></mp-field>
      <fieldset><legend class="strong">${t('records.signPurposes')}</legend>
        ${purposes.map((purpose) => html`<label class="choice"><input type="checkbox" .checked=${this.why.includes(purpose)} @change=${() => this.toggle(purpose)}><span>${t(`records.purpose_${purpose}`)}</span></label>`)}
        ${this.tried && this.why.length === 0 ? html`<p class="error" role="alert"><mp-icon name="circle-alert"></mp-icon>${t('records.signPurposeNeeded')}</p>` : nothing}</fieldset>
      <div><mp-button tone="primary" type="submit" .busy=${this.busy}>${t('records.signMake')}</mp-button></div></form>`;
  }

  private toggle(purpose: string): void {
    this.why = this.why.includes(purpose) ? this.why.filter((one) => one !== purpose) : [...this.why, purpose];
  }

  private async make(event: Event, responsible: string): Promise<void> {
    event.preventDefault();
    this.tried = true;
    const camera = this.camera || this.chosen;
    const owner = this.cameras.find(({ id }) => id === camera)?.owner ?? keptBy(this.me)[0]?.owner;
    if (owner === undefined || responsible.trim().length < 2 || this.contact.trim().length < 2 || this.why.length === 0 || this.busy) return;
    this.busy = true;
    try {
      const made = await this.hub.call('POST /api/signs', { body: { owner, ...(camera === '' ? {} : { camera }), responsible: responsible.trim(), contact: this.contact.trim(), purposes: purposes.filter((one) => this.why.includes(one)) } });
      this.tried = false;
      this.shell.toast(this.t('records.signMade'));
      this.dispatchEvent(new CustomEvent<Reply<'POST /api/signs'>>('mp-sign', { detail: made }));
      scrollTo({ top: 0 });
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-sign-form': MpSignForm } }
