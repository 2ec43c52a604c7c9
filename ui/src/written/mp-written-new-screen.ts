import { html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { keptBy } from '../home/watching.ts';
import { LoadController } from '../hub/load-controller.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import type { PaperOf } from './mp-written-form.ts';
import './mp-written-form.ts';

const other = 'other';

/** `/written/new`: a paper that came to her door. */
@customElement('mp-written-new-screen')
export class MpWrittenNewScreen extends Screen {
  @state() private owner = '';
  @state() private unit = '';
  @state() private unitName = '';
  @state() private tried = false;
  @state() private busy = false;
  @state() private problem: HubProblem | undefined;
  private readonly known = new LoadController(this, {
    load: async (signal) => {
      const [cameras, units] = await Promise.all([this.hub.call('GET /api/cameras', { signal }), this.hub.call('GET /api/units', { signal })]);
      return { cameras, units: units.filter(({ kind }) => kind !== 'peoples_committee') };
    },
  });

  protected override render(): unknown {
    return html`<mp-page heading=${this.t('written.newTitle')} lead=${this.t('written.newLead')} back="/requests" backLabel=${this.t('requests.title')}>${this.known.draw(({ cameras, units }) => {
      const houses = keptBy(this.me);
      const owner = this.owner || (houses[0]?.owner ?? '');
      const { unit } = this;
      return html`<mp-card><mp-written-form .cameras=${cameras.filter((camera) => camera.owner === owner)} send=${this.t('written.keep')} ?busy=${this.busy} .problem=${this.problem} @mp-paper=${(event: CustomEvent<PaperOf>) => this.keep(event.detail, owner, unit)}>
        <div slot="first" class="stack">
          ${houses.length > 1 ? html`<mp-select label=${this.t('written.house')} .value=${owner} .choices=${houses.map((house) => ({ value: house.owner, label: house.ownerName }))} @change=${(event: Event) => (this.owner = (event.target as HTMLInputElement).value)}></mp-select>` : ''}
          <mp-select label=${this.t('written.unit')} .value=${unit} error=${this.tried && unit === '' ? this.t('written.fault_required') : ''} .choices=${[{ value: '', label: this.t('written.choose') }, ...units.map(({ id, name }) => ({ value: id, label: name })), { value: other, label: this.t('written.unitOther') }]} @change=${(event: Event) => (this.unit = (event.target as HTMLInputElement).value)}></mp-select>
          ${unit === other ? html`<mp-field label=${this.t('written.unitName')} autocomplete="off" maxlength="200" .value=${this.unitName} error=${this.tried && this.unitName.trim() === '' ? this.t('written.fault_required') : ''} @input=${(event: Event) => (this.unitName = (event.target as HTMLInputElement).value)}></mp-field>` : ''}
        </div></mp-written-form></mp-card>`;
    }, html`<mp-skeleton shape="rows"></mp-skeleton>`)}</mp-page>`;
  }

  private async keep(paper: PaperOf, owner: string, unit: string): Promise<void> {
    this.tried = true;
    if (unit === '' || (unit === other && this.unitName.trim() === '')) return;
    this.busy = true;
    this.problem = undefined;
    try {
      const row = await this.hub.call('POST /api/written', { body: { ...paper, owner, ...(unit === other ? { unitName: this.unitName.trim() } : { unit }) } });
      this.shell.toast(this.t('written.kept'));
      this.shell.go(`/written/${row.id}`, { replace: true });
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-written-new-screen': MpWrittenNewScreen } }
