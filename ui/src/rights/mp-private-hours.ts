import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { LoadController } from '../hub/load-controller.ts';
import { keptBy } from '../home/watching.ts';
import '../sharing/mp-weekly-field.ts';
import { clockOf, everyDay, type Weekly } from '../sharing/weekly-windows.ts';

type Row = Reply<'GET /api/privacy-hours'>[number];
const tz = 'Asia/Ho_Chi_Minh';
const all = [0, 1, 2, 3, 4, 5, 6];
/** One tap each. */
const presets = [
  ['rights.privacyMeal', { tz, windows: [{ days: all, from: 18 * 60, to: 20 * 60 }] }], ['rights.privacyNight', { tz, windows: [{ days: all, from: 22 * 60, to: 6 * 60 }] }], ['rights.privacyWeekend', { tz, windows: [{ days: [0, 6], from: 0, to: 1440 }] }],
] as const satisfies readonly (readonly [string, Weekly])[];
const sunday = Date.UTC(2024, 0, 7, 12);

/** "Giờ riêng tư": hours of the week in which nobody outside sees anything. Setting them is one tap; taking them back asks who she is. */
@customElement('mp-private-hours')
export class MpPrivateHours extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .stack { gap: var(--mp-4); }
    .row { gap: var(--mp-2); }
    li { display: flex; flex-wrap: wrap; gap: var(--mp-2) var(--mp-4); align-items: center; justify-content: space-between; }
    li .grow { flex: 1 1 220px; }
  `];
  @state() private own: Weekly | undefined;
  @state() private opened = false;
  @state() private busy = '';
  private readonly hours = new LoadController(this, { load: (signal) => this.hub.call('GET /api/privacy-hours', { signal }), on: ['grant'] });

  protected override render(): unknown {
    const kept = keptBy(this.me);
    return html`<mp-card heading=${this.t('rights.privacy')}><div class="stack"><p class="muted">${this.t('rights.privacyText')}</p>
      ${this.hours.draw((rows) => (rows.length === 0 ? html`<p>${this.t('rights.privacyNone')}</p>` : html`<ul class="lines">${repeat(rows, ({ id }) => id, (row) => this.one(row))}</ul>`), html`<mp-skeleton shape="text" count="1"></mp-skeleton>`)}
      ${kept.map(({ owner, ownerName }) => html`<div class="stack tight">${kept.length > 1 ? html`<h3>${ownerName}</h3>` : nothing}<div class="row">${presets.map(([name, hours]) => html`<mp-button icon="lock" ?busy=${this.busy === `${owner} ${name}`} @click=${() => this.add(owner, hours, `${owner} ${name}`)}>${this.t(name)}</mp-button>`)}
        <mp-button icon="clock" pressed=${this.opened ? 'true' : 'false'} @click=${() => { this.opened = !this.opened; }}>${this.t('rights.privacyOwn')}</mp-button></div>
        ${this.opened ? html`<mp-weekly-field label=${this.t('rights.privacyOwn')} .value=${this.own} @change=${(event: Event) => (this.own = (event.target as unknown as { readonly value: Weekly | undefined }).value)}></mp-weekly-field>
          ${this.own ? html`<mp-button tone="primary" icon="check" ?busy=${this.busy === `${owner} own`} @click=${() => this.own && this.add(owner, this.own, `${owner} own`)}>${this.t('rights.privacyAdd')}</mp-button>` : nothing}` : nothing}</div>`)}
    </div></mp-card>`;
  }

  private one(row: Row): unknown {
    return html`<li><div class="grow"><p class="strong">${row.hours.windows.map((window) => `${this.daysOf(window.days)} ${clockOf(window.from)}–${window.to === 1440 ? '24:00' : clockOf(window.to)}`).join('; ')}</p>
      <p class="small muted">${row.cameras === null ? this.t('rights.privacyAll') : row.cameras.map(({ name }) => name).join(', ')} · ${this.t('rights.privacyBy', { by: row.by, moment: this.words.moment(row.since, Date.now()) })}</p></div>
      ${row.now ? html`<mp-badge tone="good">${this.t('rights.privacyNow')}</mp-badge>` : nothing}
      ${row.mayLift ? html`<mp-button icon="trash" label=${this.t('rights.privacyRemove')} ?busy=${this.busy === row.id} @click=${() => this.takeBack(row)}></mp-button>` : html`<p class="small muted">${this.t('rights.privacyNotMine', { by: row.by })}</p>`}</li>`;
  }
  private daysOf(days: readonly number[]): string {
    return days.length === 7 ? this.t('rights.everyDay') : everyDay.filter((day) => days.includes(day)).map((day) => this.words.weekdayName(sunday + day * 86_400_000)).join(', ');
  }

  private async add(owner: string, hours: Weekly, busy: string): Promise<void> {
    this.busy = busy;
    try {
      const made = await this.hub.call('POST /api/privacy-hours', { body: { owner, hours: { tz: hours.tz, windows: hours.windows.map((window) => ({ ...window, days: [...window.days] })) } } });
      this.hours.put([...(this.hours.value ?? []), made]);
      this.opened = false;
      this.own = undefined;
      this.shell.toast(this.t('rights.privacyAdded'));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
  }

  private async takeBack(row: Row): Promise<void> {
    this.busy = row.id;
    try {
      const removed = await this.shell.prove(() => this.hub.call('DELETE /api/privacy-hours/:id', { params: { id: row.id } }));
      if (removed) this.shell.toast(this.t('rights.privacyRemoved'));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
    await this.hours.reload();
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-private-hours': MpPrivateHours } }
