import type { OwnerEmergencyRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { Ticker } from '../home/ticker.ts';
import { keptBy } from '../home/watching.ts';
import { LoadController } from '../hub/load-controller.ts';

/**
 * Her cameras are open in an emergency: who, why, until when, and the button that ends it at once, with no proof.
 * `slim` is the bar over every other page. Draws nothing while there is none.
 */
@customElement('mp-emergency-now')
export class MpEmergencyNow extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .one { display: flex; flex-direction: column; gap: var(--mp-3); padding: var(--mp-5); border-radius: var(--mp-radius); background: var(--mp-danger); color: var(--mp-on-danger); }
    .one + .one { margin-top: var(--mp-3); }
    .one h2 { font-size: var(--mp-h2); }
    .one.over { background: var(--mp-surface); color: var(--mp-text); border: 1px solid var(--mp-line); }
    .ends { display: flex; flex-wrap: wrap; gap: var(--mp-3); align-items: center; }
    .stop { flex: 1 1 220px; max-width: 420px; min-height: 56px; }
    button { min-height: var(--mp-touch); padding: 0 var(--mp-5); border: 0; border-radius: var(--mp-radius); background: var(--mp-on-danger); color: var(--mp-danger); font-weight: 600; font-size: var(--mp-body); cursor: pointer; }
    button:disabled { opacity: 0.6; cursor: default; }
    .one a, .bar a { color: inherit; }
    .one a { display: inline-flex; align-items: center; min-height: var(--mp-touch); padding-inline: var(--mp-2); font-weight: 600; }
    .bar { display: flex; align-items: center; gap: var(--mp-3); padding: var(--mp-2) var(--mp-4); background: var(--mp-danger); color: var(--mp-on-danger); }
    .bar a { font-weight: 600; flex: 1; min-width: 0; text-decoration: none; }
    .bar button { flex: none; padding: 0 var(--mp-4); font-size: var(--mp-small); }
    :focus-visible { outline-color: var(--mp-on-danger); }
    .over :focus-visible { outline-color: var(--mp-accent); }
  `];
  @property({ type: Boolean }) slim = false;
  /** The one that is being stopped. */
  @state() private busy = '';
  /** Stopped here just now, and at what time. */
  @state() private stopped: ReadonlyMap<string, number> = new Map();
  private readonly given = new LoadController(this, { load: async (signal) => (this.person && this.person.memberships.length > 0 ? this.hub.call('GET /api/emergencies', { signal }) : []), on: ['emergency', 'session', 'grant'] });

  protected readonly ticker = new Ticker(this, 5000);

  protected override render(): unknown {
    const now = Date.now();
    const rows = (this.given.value ?? []).filter((row) => row.running && (row.opened?.until ?? 0) > now);
    if (this.slim) return rows[0] ? this.bar(rows[0]) : nothing;
    const over = (this.given.value ?? []).filter((row) => this.stopped.has(this.keyOf(row)) && !rows.includes(row));
    return html`<div role="alert">${repeat(rows, (row) => this.keyOf(row), (row) => this.one(row, now))}</div>${repeat(over, (row) => this.keyOf(row), (row) => this.over(row))}`;
  }

  private one(row: OwnerEmergencyRow, now: number): unknown {
    const { t } = this;
    return html`<section class="one" aria-label=${t('emergency.title')}>
      <h2>${t('emergency.nowOpen', { unit: row.unitName, cameras: row.cameras.map(({ name }) => name).join(', '), left: this.words.left(row.opened?.until ?? 0, now) })}</h2>
      <p>${t('emergency.why')}: ${t(`emergency.ground_${row.ground}`)} · ${row.place}. “${row.words}”</p>
      ${row.opened ? html`<p class="small">${t('emergency.nowWho', { first: row.declared.officerNo, firstRole: t(`terms.unitRole_${row.declared.role}`), second: row.opened.officerNo, secondRole: t(`terms.unitRole_${row.opened.role}`), at: this.words.time(row.opened.at) })}</p>` : nothing}
      <div class="ends">${this.mayStop(row) ? html`<button class="stop" ?disabled=${this.busy === this.keyOf(row)} @click=${() => this.stop(row)}>${t('emergency.stop')}</button>` : nothing}<a href="/emergencies">${t('emergency.more')}</a></div>
    </section>`;
  }

  private bar(row: OwnerEmergencyRow): unknown {
    return html`<div class="bar" role="alert"><mp-icon name="warning"></mp-icon><a href="/">${this.t('emergency.slim', { unit: row.unitName })}</a>
      ${this.mayStop(row) ? html`<button ?disabled=${this.busy === this.keyOf(row)} @click=${() => this.stop(row)}>${this.t('emergency.stop')}</button>` : nothing}</div>`;
  }

  /** The second tap, which nobody has to make. */
  private over(row: OwnerEmergencyRow): unknown {
    const at = this.words.time(this.stopped.get(this.keyOf(row)) ?? 0, true);
    return html`<section class="one over" role="status"><h2>${this.t('emergency.stoppedTitle', { at })}</h2><p>${this.t('emergency.stoppedText')}</p>
      <div class="ends"><mp-button tone="grave" icon="stop" ?busy=${this.busy === this.keyOf(row)} @click=${() => this.off(row)}>${this.t('emergency.off')}</mp-button><mp-button tone="plain" @click=${() => this.forget(row)}>${this.t('emergency.keep')}</mp-button></div></section>`;
  }

  private keyOf(row: OwnerEmergencyRow): string {
    return `${row.id} ${row.owner}`;
  }
  private mayStop(row: OwnerEmergencyRow): boolean {
    return keptBy(this.me).some(({ owner }) => owner === row.owner);
  }

  private async stop(row: OwnerEmergencyRow): Promise<void> {
    this.busy = this.keyOf(row);
    try {
      const stopped = await this.hub.call('POST /api/emergencies/:id/stop', { params: { id: row.id } });
      const at = stopped.stoppedAt ?? Date.now();
      if (row.grants.length > 0 && !this.slim) this.stopped = new Map(this.stopped).set(this.keyOf(row), at);
      else this.shell.toast(this.t('emergency.stopped', { at: this.words.time(at, true) }), 'plain', row.grants.length > 0 ? { label: this.t('emergency.off'), run: () => void this.off(row) } : undefined);
      await this.given.reload();
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
  }

  private async off(row: OwnerEmergencyRow): Promise<void> {
    this.busy = this.keyOf(row);
    try {
      for (const id of row.grants) await this.hub.call('DELETE /api/grants/:id', { params: { id } });
      this.shell.toast(this.t('emergency.offDone'));
      this.forget(row);
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
  }

  private forget(row: OwnerEmergencyRow): void {
    this.stopped = new Map([...this.stopped].filter(([key]) => key !== this.keyOf(row)));
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-emergency-now': MpEmergencyNow } }
