import type { ExportRow } from '@matpho/core/api';
import { html, nothing } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import type { MpExportList } from './mp-export-list.ts';
import './mp-export-list.ts';
import './mp-export-new.ts';

const keepers = ['owner', 'co_owner', 'manager'];

/** `/exports`: everything that was exported, and for those of a house a new one. */
@customElement('mp-exports-screen')
export class MpExportsScreen extends Screen {
  private readonly cameras = new LoadController(this, { load: async (signal) => (this.me.memberships.length === 0 ? [] : this.hub.call('GET /api/cameras', { signal })) });
  @query('mp-export-list') private readonly list!: MpExportList;

  protected override render(): unknown {
    const isOfficer = this.shell.side === 'officer';
    const own = (this.cameras.value ?? []).filter(({ owner }) => this.me.memberships.some((each) => each.owner === owner && keepers.includes(each.role)));
    return html`<mp-page heading=${this.t('exports.title')} lead=${this.t(isOfficer ? 'exports.leadOfficer' : 'exports.lead')} back=${isOfficer ? '/officer' : '/'}>
      ${isOfficer || this.cameras.value === undefined ? nothing : html`<mp-card heading=${this.t('exports.new')}><mp-export-new .cameras=${own} @mp-exported=${(event: CustomEvent<readonly ExportRow[]>) => this.list.add(...event.detail)}></mp-export-new></mp-card>`}
      <mp-card><mp-export-list .cameras=${this.cameras.value ?? []}></mp-export-list></mp-card></mp-page>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-exports-screen': MpExportsScreen } }
