import { html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { LoadController } from '../hub/load-controller.ts';
import { roleName } from '../sign-in/role-name.ts';

type Officer = Reply<'GET /api/units/:id/officers'>[number];

/** A unit's officers with their numbers; fires `mp-changed` after one was removed. */
@customElement('mp-officers')
export class MpOfficers extends Screen {
  @property({ attribute: false }) unit: { readonly id: string; readonly name: string; readonly officers: number } | undefined;
  private readonly officers = new LoadController(this, { load: (signal) => this.hub.call('GET /api/units/:id/officers', { params: { id: this.unit?.id ?? '' }, signal }), on: ['session'], lazy: true });

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('unit') && changed.get('unit')?.id !== this.unit?.id) void this.officers.reload();
  }

  override render(): unknown {
    return this.officers.draw((rows) => (rows.length === 0 ? html`<p class="muted">${this.t('people.officersNone')}</p>` : html`<ul class="lines">${rows.map((row) => this.one(row))}</ul>`), html`<mp-skeleton count="2"></mp-skeleton>`);
  }

  private one(row: Officer): unknown {
    return html`<li class="apart"><div class="grow"><p class="strong">${row.name}</p><p class="small muted">${roleName(row.role, this.t)} · ${this.t('consent.officerNo', { number: row.officerNo })} · ${this.t('people.since', { date: this.words.date(row.since) })}</p></div>
      ${this.leads ? html`<mp-button icon="log-out" label=${this.t('rights.cut', { name: row.name })} @click=${() => this.cut(row)}></mp-button>` : nothing}
      <mp-button icon="trash" label=${this.t('people.removeOfficer', { name: row.name })} @click=${() => this.removeOne(row)}></mp-button></li>`;
  }

  private get leads(): boolean {
    return this.me.offices.some(({ unit, role, unitKind }) => unit === this.unit?.id && role === 'unit_leader' && unitKind !== 'peoples_committee');
  }
  /** A lost phone: everything of it ends, the account stays. */
  private async cut(row: Officer): Promise<void> {
    const { unit } = this;
    if (!unit || !(await this.shell.confirm({ title: this.t('rights.cutAsk', { name: row.name }), text: this.t('rights.cutText'), yes: this.t('rights.cutYes'), grave: true }))) return;
    try {
      const { ended } = await this.hub.call('DELETE /api/units/:id/officers/:person/sessions', { params: { id: unit.id, person: row.person } });
      this.shell.toast(this.t('rights.cutDone', { count: ended }));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
  }

  private async removeOne(row: Officer): Promise<void> {
    const { unit } = this;
    if (!unit || !(await this.shell.confirm({ title: this.t('people.removeAsk', { name: row.name, unit: unit.name }), text: this.t('people.removeText'), yes: this.t('settings.remove'), grave: true }))) return;
    try {
      await this.hub.call('DELETE /api/units/:id/officers/:person', { params: { id: unit.id, person: row.person } });
      this.shell.toast(this.t('people.removed'));
      await this.officers.reload();
      this.dispatchEvent(new Event('mp-changed'));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-officers': MpOfficers } }
