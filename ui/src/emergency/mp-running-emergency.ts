import type { EmergencyRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { Ticker } from '../home/ticker.ts';
import '../officer/mp-wall.ts';
import { wallLimit, type Look } from '../officer/offers.ts';
import { drawFacts, factSheet } from './emergency-facts.ts';
import './mp-minute-before.ts';

/** One that is open: the minutes left, the cameras that may be watched, the pictures, and the button that closes it. Fires `mp-changed`. */
@customElement('mp-running-emergency')
export class MpRunningEmergency extends Screen {
  static override styles = [Screen.styles, factSheet, css`
    :host { display: block; }
    .columns { display: grid; gap: var(--mp-6); grid-template-columns: minmax(0, 1fr); }
    @media (min-width: 1000px) { .columns { grid-template-columns: minmax(0, 1fr) minmax(300px, 400px); align-items: start; } }
    .left { font-size: var(--mp-h2); font-weight: 600; color: var(--mp-danger); }
    .picks { display: flex; flex-direction: column; gap: var(--mp-2); }
    .pick { display: flex; flex-wrap: wrap; gap: var(--mp-2); }
    .pictures, .about { display: flex; flex-direction: column; gap: var(--mp-4); min-width: 0; }
  `];
  @property({ attribute: false }) row: EmergencyRow | undefined;
  @state() private looks: readonly Look[] = [];
  /** Whose minute before is shown. */
  @state() private minute = '';
  @state() private busy = false;

  protected readonly ticker = new Ticker(this, 5000);

  protected override willUpdate(): void {
    // A home that stopped it is gone from the wall too.
    const open = new Set(this.row?.open.map(({ camera }) => camera));
    if (this.minute && !open.has(this.minute)) this.minute = '';
    if (this.looks.some((look) => !open.has(look.camera))) this.looks = this.looks.filter((look) => open.has(look.camera));
  }

  protected override render(): unknown {
    const { row } = this;
    if (!row?.opened) return nothing;
    return html`<mp-card><div class="columns">
      <div class="pictures">
        <div class="apart"><h3 class="grow">${this.t(`emergency.ground_${row.ground}`)}</h3><p class="left">${this.words.left(row.opened.until, Date.now())}</p></div>
        ${this.looks.length === 0 ? nothing : html`<mp-wall .looks=${this.looks} @mp-close=${(event: CustomEvent<string>) => (this.looks = this.looks.filter((look) => look.camera !== event.detail))}></mp-wall>`}
        ${row.open.length === 0 ? html`<p>${this.t('emergency.noneOpen')}</p>` : html`<div><p class="strong">${this.t('emergency.chooseCamera')}</p><p class="small muted">${this.t('emergency.chooseText')}</p></div>
        <div class="picks">${repeat(row.open, (one) => one.camera, (one) => html`<div class="pick"><mp-button icon="play" ?disabled=${this.looks.some((look) => look.camera === one.camera)} @click=${() => this.look(row, one)}>${this.t('emergency.watch', { name: one.name })}</mp-button>
          <mp-button tone="plain" icon="history" ?disabled=${this.minute === one.camera} @click=${() => (this.minute = one.camera)}>${this.t('emergency.minuteBefore')}</mp-button></div>`)}</div>`}
        ${this.minute ? html`<mp-minute-before emergency=${row.id} camera=${this.minute} name=${row.open.find(({ camera }) => camera === this.minute)?.name ?? ''} @mp-close-minute=${() => (this.minute = '')}></mp-minute-before>` : nothing}
      </div>
      <div class="about">${drawFacts(row, this.words, this.t('emergency.camerasIs', { count: row.open.length }))}
        ${row.mayEnd ? html`<div><mp-button tone="grave" icon="stop" ?busy=${this.busy} @click=${this.close}>${this.t('emergency.close')}</mp-button></div>` : nothing}</div>
    </div></mp-card>`;
  }

  private look(row: EmergencyRow, { camera, name }: EmergencyRow['open'][number]): void {
    if (this.looks.length >= wallLimit) return this.shell.toast(this.t('officer.wallFull'), 'danger');
    this.looks = [...this.looks, { camera, name, unit: row.unit, purpose: row.purpose, caseNo: '', sound: false }];
  }

  private readonly close = async (): Promise<void> => {
    const id = this.row?.id;
    if (id === undefined || !await this.shell.confirm({ title: this.t('emergency.closeAsk'), text: this.t('emergency.closeText'), yes: this.t('emergency.close'), grave: true })) return;
    this.busy = true;
    try {
      await this.hub.call('POST /api/officer/emergencies/:id/end', { params: { id } });
      this.looks = [];
      this.shell.toast(this.t('emergency.closed'));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
    this.dispatchEvent(new Event('mp-changed', { bubbles: true, composed: true }));
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-running-emergency': MpRunningEmergency } }
