import { html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import type { PaperOf } from './mp-written-form.ts';
import './mp-written-form.ts';

/** `/officer/written/new`: files a signed paper with the owners of the cameras it names. */
@customElement('mp-officer-written-new-screen')
export class MpOfficerWrittenNewScreen extends Screen {
  @state() private unit = '';
  @state() private busy = false;
  @state() private problem: HubProblem | undefined;
  private readonly known = new LoadController(this, {
    load: async (signal) => {
      const query = { unit: this.chosen };
      const [cameras, cases] = await Promise.all([this.hub.call('GET /api/officer/cameras', { query, signal }), this.hub.call('GET /api/officer/cases', { query: { ...query, which: 'open' }, signal })]);
      return { cameras: cameras.map(({ camera, name, place }) => ({ id: camera, name, place })), cases: cases.filter(({ state: stands }) => stands === 'signed' || stands === 'unsigned') };
    },
    on: ['grant'],
  });

  protected override render(): unknown {
    const { offices } = this.me;
    return html`<mp-page heading=${this.t('written.fileTitle')} lead=${this.t('written.fileLead')} back="/officer/written" backLabel=${this.t('written.officerTitle')}>${this.known.draw(({ cameras, cases }) => html`<mp-card>
      <mp-written-form .cameras=${cameras} .cases=${cases} camerasHint=${this.t('written.camerasHint')} send=${this.t('written.send')} ?busy=${this.busy} .problem=${this.problem} @mp-paper=${(event: CustomEvent<PaperOf>) => this.file(event.detail)}>
        ${offices.length > 1 ? html`<mp-select slot="first" label=${this.t('written.unit')} .value=${this.chosen} .choices=${offices.map(({ unit, unitName }) => ({ value: unit, label: unitName }))} @change=${this.choose}></mp-select>` : ''}
      </mp-written-form></mp-card>`, html`<mp-skeleton shape="rows"></mp-skeleton>`)}</mp-page>`;
  }

  private get chosen(): string {
    return this.unit || (this.me.offices[0]?.unit ?? '');
  }
  private readonly choose = (event: Event): void => {
    this.unit = (event.target as HTMLInputElement).value;
    void this.known.reload();
  };
  private async file(paper: PaperOf): Promise<void> {
    this.busy = true;
    this.problem = undefined;
    try {
      const rows = await this.hub.call('POST /api/officer/written', { body: { ...paper, unit: this.chosen } });
      this.shell.toast(this.t('written.sent', { count: rows.length }));
      this.shell.go('/officer/written', { replace: true });
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-officer-written-new-screen': MpOfficerWrittenNewScreen } }
