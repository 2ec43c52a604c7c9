import { html } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { MpChoiceCards } from '../app/parts/mp-choice-cards.ts';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import type { MpField } from '../app/parts/mp-field.ts';
import { Screen } from '../app/screen.ts';

const kinds = ['ward_police', 'peoples_committee', 'grassroots'] as const;

/** A form in a dialog: a unit's name and kind. Fires `mp-made-unit`. */
@customElement('mp-new-unit')
export class MpNewUnit extends Screen {
  @query('mp-dialog') private readonly dialog!: MpDialog;
  @state() private kind: (typeof kinds)[number] = 'ward_police';
  @state() private name = '';
  @state() private tried = false;
  @state() private working = false;

  show(): void {
    this.name = '';
    this.tried = false;
    this.dialog.show();
  }

  override render(): unknown {
    const { t } = this;
    return html`<mp-dialog heading=${t('people.newUnit')}><form class="stack" novalidate @submit=${this.make}>
      <mp-field data-first label=${t('people.unitName')} hint=${t('people.unitNameHint')} maxlength="120" .value=${this.name} error=${this.tried && !this.name.trim() ? t('people.unitNameNeeded') : ''} @input=${(event: Event) => { this.name = (event.target as MpField).value; }}></mp-field>
      <mp-choice-cards label=${t('people.unitKind')} .value=${this.kind} .choices=${[
        { value: 'ward_police', label: t('terms.unitKind_ward_police'), text: t('people.policeText') }, { value: 'peoples_committee', label: t('terms.unitKind_peoples_committee'), text: t('people.committeeText') }, { value: 'grassroots', label: t('terms.unitKind_grassroots'), text: t('people.grassrootsText') },
      ]} @change=${(event: Event) => { this.kind = kinds.find((kind) => kind === (event.target as MpChoiceCards).value) ?? 'ward_police'; }}></mp-choice-cards>
      <mp-button tone="primary" type="submit" wide .busy=${this.working}>${t('people.makeUnit')}</mp-button></form></mp-dialog>`;
  }

  private readonly make = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    const name = this.name.trim();
    if (!name || this.working) return;
    this.working = true;
    try {
      await this.hub.call('POST /api/units', { body: { name, kind: this.kind } });
      this.dialog.close();
      this.shell.toast(this.t('people.unitMade', { name }));
      this.dispatchEvent(new Event('mp-made-unit'));
    } catch (thrown) {
      this.shell.fail(thrown);
    } finally {
      this.working = false;
    }
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-new-unit': MpNewUnit } }
