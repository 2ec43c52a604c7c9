import type { CasePage, CaseRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import '../ledger/mp-ledger-lines.ts';
import { stageForOfficer } from '../requests/ask-stage.ts';
import { caseTone } from './case-tone.ts';
import './mp-area-asks.ts';
import './mp-case-notes.ts';
import { leads, unitOf } from './unit-of.ts';

const outcomes = ['solved', 'handed_over', 'unfounded', 'suspended'] as const;

/** `/officer/cases/:id`: the case, who countersigned it, what was done, asked and watched in it. */
@customElement('mp-case-screen')
export class MpCaseScreen extends Screen {
  static override styles = [Screen.styles, css`
    .columns { display: grid; gap: var(--mp-6); grid-template-columns: minmax(0, 1fr); max-width: 1200px; }
    @media (min-width: 1000px) { .columns { grid-template-columns: minmax(0, 1.5fr) minmax(320px, 1fr); align-items: start; } }
    .column { display: flex; flex-direction: column; gap: var(--mp-6); min-width: 0; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: var(--mp-2) var(--mp-4); }
    dt { color: var(--mp-muted); }
    dd { min-width: 0; }
    .go { margin-bottom: var(--mp-2); }
    .bag { flex-wrap: wrap; } .bag .grow { flex: 1 1 180px; }
    mp-badge { flex: none; white-space: nowrap; }
    summary { cursor: pointer; list-style: none; min-height: var(--mp-touch); display: flex; align-items: center; justify-content: space-between; gap: var(--mp-3); font-weight: 600; font-size: var(--mp-h2); }
    details[open] > summary { margin-bottom: var(--mp-4); }
    details[open] > summary mp-icon { rotate: 180deg; }
  `];
  /** The id in the address. */
  @property() case = '';
  @state() private busy: 'sign' | 'close' | '' = '';
  @state() private outcome: (typeof outcomes)[number] = 'solved';
  @state() private outcomeNote = '';
  private readonly page = new LoadController(this, { load: (signal) => this.hub.call('GET /api/officer/cases/:id', { params: { id: this.case }, query: { unit: this.unit }, signal }), on: ['case', 'ask', 'watching', 'export'] });

  private get unit(): string {
    return unitOf(this.me, location.search);
  }

  protected override render(): unknown {
    const row = this.page.value?.case;
    return html`<mp-page full heading=${row ? row.title : this.t('cases.title')} lead=${row ? `${this.t('consent.caseNo', { number: row.caseNo })} · ${this.t(`consent.purpose_${row.kind}`)}` : ''} back=${`/officer/cases?unit=${this.unit}`}>
      ${this.page.draw((page) => this.columns(page), html`<div class="columns"><mp-skeleton shape="cards" count="2"></mp-skeleton><mp-skeleton shape="rows" count="4"></mp-skeleton></div>`)}</mp-page>`;
  }

  private columns(page: CasePage): unknown {
    const { t } = this;
    const row = page.case;
    const isOpen = row.state === 'unsigned' || row.state === 'signed';
    return html`<div class="columns" @mp-changed=${() => void this.page.reload()}><div class="column">
        ${row.state === 'halted' ? html`<mp-card tone="danger"><p>${t('cases.halted')}</p></mp-card>` : nothing}
        <mp-card heading=${t('cases.asks')}>${isOpen ? html`<p class="go"><mp-button tone="primary" icon="send" href=${`/officer/cases/${row.id}/area?unit=${this.unit}`}>${t('cases.askArea')}</mp-button></p>` : nothing}
          ${page.areaAsks.length === 0 && page.asks.length === 0 ? html`<p class="muted">${t('cases.noAsks')}</p>` : html`<mp-area-asks .rows=${page.areaAsks} unit=${this.unit} place=${row.place}></mp-area-asks>${this.asks(page)}`}</mp-card>
        ${page.bags.length === 0 ? nothing : html`<mp-card heading=${t('cases.bags')}><ul class="lines">${page.bags.map((bag) => html`<li class="apart bag"><div class="grow"><p class="strong">${bag.id}</p><p class="small muted">${t('cases.bagOf', { count: bag.cameras, number: bag.officerNo, moment: this.words.moment(bag.createdAt, Date.now()) })}</p></div>
          <mp-badge tone=${bag.status === 'done' ? 'good' : bag.status === 'failed' ? 'warn' : 'plain'}>${t(`officer.bag_${bag.status}`)}</mp-badge>${bag.mine && bag.status !== 'failed' && bag.status !== 'cancelled' ? html`<mp-button href=${`/officer/evidence/${bag.id}`}>${t('officer.bagOpen')}</mp-button>` : nothing}</li>`)}</ul></mp-card>`}
        <mp-card heading=${t('cases.viewings')}>${page.viewings.length === 0 ? html`<p class="muted">${t('cases.noViewings')}</p>` : html`<mp-ledger-lines officer .rows=${page.viewings}></mp-ledger-lines>`}</mp-card>
      </div><div class="column">
        ${this.about(row)}
        <mp-case-notes case=${row.id} unit=${this.unit} .notes=${page.notes} ?open=${row.state !== 'closed'}></mp-case-notes>
        ${row.state === 'closed' ? nothing : this.closing()}
      </div></div>`;
  }

  private about(row: CaseRow): unknown {
    const { t, words } = this;
    const now = Date.now();
    return html`<mp-card heading=${row.caseNo}><mp-badge slot="corner" tone=${caseTone[row.state]}>${t(`cases.state_${row.state}`)}</mp-badge><div class="stack"><dl>
        <dt>${t('cases.where')}</dt><dd>${row.place}<br><span class="small muted mono">${row.position ? `${row.position.latitude}, ${row.position.longitude}` : t('cases.noPosition')}</span></dd>
        <dt>${t('cases.happened')}</dt><dd>${words.moment(row.happened.from, now)} – ${words.moment(row.happened.to, now)}</dd></dl>
      <p class="small muted">${t('cases.openedBy', { name: row.openedBy, moment: words.moment(row.openedAt, now) })}${row.countersignedBy === null || row.countersignedAt === null ? nothing : html`<br>${t('cases.signedBy', { name: row.countersignedBy, moment: words.moment(row.countersignedAt, now) })}`}
        ${row.closedAt === null ? nothing : html`<br>${t('cases.closedAt', { moment: words.moment(row.closedAt, now) })}${row.outcome ? ` · ${t(`cases.outcome_${row.outcome}`)}` : ''}${row.outcomeNote === null ? nothing : html`<br>${row.outcomeNote}`}`}</p>
      ${row.haltsAt !== null && row.state === 'unsigned' ? html`<p class="small warn">${t('cases.haltsIn', { moment: words.moment(row.haltsAt, now) })}</p>` : nothing}
      ${row.haltsAt !== null && leads(this.me, this.unit) ? row.mine ? html`<p class="small muted">${t('cases.own')}</p>` : html`<div><mp-button tone="primary" icon="check" ?busy=${this.busy === 'sign'} @click=${this.sign}>${t('cases.sign')}</mp-button></div>` : nothing}</div></mp-card>`;
  }

  /** Asks about one camera each; those of an area stand with their area. */
  private asks(page: CasePage): unknown {
    const inAreas = new Set(page.areaAsks.flatMap((area) => area.agreed.map(({ id }) => id)));
    const single = page.asks.filter(({ id }) => !inAreas.has(id));
    const now = Date.now();
    return single.length === 0 ? nothing : html`<ul class="lines">${single.map((ask) => html`<li class="apart"><div class="grow"><p class="strong">${ask.cameraName}</p><p class="small muted">${this.t(`consent.action_${ask.action}`)} · ${this.t('requests.asked', { moment: this.words.moment(ask.createdAt, now) })}</p></div><mp-badge tone=${ask.status === 'approved' ? 'good' : 'plain'}>${this.t(`officer.status_${stageForOfficer(ask, now)}`)}</mp-badge></li>`)}</ul>`;
  }

  private closing(): unknown {
    const { t } = this;
    return html`<mp-card><details><summary>${t('cases.close')}<mp-icon name="chevron-down"></mp-icon></summary><div class="stack"><p class="small muted">${t('cases.closeLead')}</p>
      <mp-select label=${t('cases.outcome')} .value=${this.outcome} .choices=${outcomes.map((value) => ({ value, label: t(`cases.outcome_${value}`) }))} @change=${(event: Event) => (this.outcome = (event.target as HTMLInputElement).value as typeof this.outcome)}></mp-select>
      <mp-field label=${t('cases.outcomeNote')} maxlength="500" .value=${this.outcomeNote} @input=${(event: Event) => (this.outcomeNote = (event.target as HTMLInputElement).value)}></mp-field>
      <div><mp-button tone="grave" ?busy=${this.busy === 'close'} @click=${this.close}>${t('cases.closeYes')}</mp-button></div></div></details></mp-card>`;
  }

  private readonly sign = async (): Promise<void> => {
    this.busy = 'sign';
    try {
      const done = await this.shell.prove(() => this.hub.call('POST /api/officer/cases/:id/countersign', { params: { id: this.case }, body: { unit: this.unit } }));
      if (done) {
        this.put(done.value);
        this.shell.toast(this.t('cases.signed', { number: done.value.caseNo }));
      }
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
  };

  private readonly close = async (): Promise<void> => {
    if (!(await this.shell.confirm({ title: this.t('cases.close'), text: this.t('cases.closeLead'), yes: this.t('cases.closeYes'), grave: true }))) return;
    this.busy = 'close';
    try {
      const row = await this.hub.call('POST /api/officer/cases/:id/close', { params: { id: this.case }, body: { unit: this.unit, outcome: this.outcome, note: this.outcomeNote.trim() } });
      this.put(row);
      this.shell.toast(this.t('cases.closed', { number: row.caseNo }));
      void this.page.reload();
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
  };

  private put(row: CaseRow): void {
    if (this.page.value) this.page.put({ ...this.page.value, case: row });
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-case-screen': MpCaseScreen } }
