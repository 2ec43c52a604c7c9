import type { BagRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';

const events = ['hand-over', 'open', 'copy', 'return', 'destroy'] as const;
type Reported = (typeof events)[number];

/** The custody of a bag as both sides see it, and the form that adds a line. Fires `mp-bag-changed` (detail: BagRow). */
@customElement('mp-bag-custody')
export class MpBagCustody extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    ol { position: relative; margin-top: var(--mp-4); }
    li { position: relative; padding: 0 0 var(--mp-4) var(--mp-6); }
    li::before { content: ''; position: absolute; left: 4px; top: 0.45em; width: 10px; height: 10px; border-radius: 50%; background: var(--mp-accent); }
    li:not(:last-child)::after { content: ''; position: absolute; left: 8px; top: calc(0.45em + 14px); bottom: -2px; width: 2px; background: var(--mp-line); }
    form { display: flex; flex-direction: column; gap: var(--mp-4); margin-top: var(--mp-4); padding-top: var(--mp-4); border-top: 1px solid var(--mp-line); }
  `];
  @property({ attribute: false }) row!: BagRow;
  @state() private writing = false;
  @state() private event: Reported = 'hand-over';
  @state() private note = '';
  @state() private busy = false;

  protected override render(): unknown {
    const { t, row } = this;
    const isOfficer = this.shell.side === 'officer';
    return html`<mp-card heading=${t('evidence.custody')}><p class="small muted">${t('evidence.custodyText')}</p>
      ${row.custody.length === 0 ? html`<p class="muted">${t('evidence.custodyNone')}</p>` : html`<ol>${row.custody.map((line) => this.line(line))}</ol>`}
      ${row.doneAt === null ? nothing : this.writing ? this.form() : html`<div class="row">${isOfficer && row.status === 'done' ? html`<mp-button icon="check" ?busy=${this.busy} @click=${() => this.write('open', this.t('evidence.confirmReceived'))}>${t('evidence.confirmReceived')}</mp-button>` : nothing}
        <mp-button tone="plain" icon="pencil" @click=${() => (this.writing = true)}>${t('evidence.report')}</mp-button></div>`}</mp-card>`;
  }

  private line({ at, event, by, note }: BagRow['custody'][number]): unknown {
    const who = [by.name, by.unit, by.officerNo].filter((each) => each !== null && each !== '').join(' · ');
    return html`<li><p class="strong">${this.t(`evidence.event_${event}`)}</p><p class="small muted">${this.words.moment(at, Date.now())} · ${who === '' ? '' : `${who} · `}${this.t(`evidence.side_${by.side}`)}</p>${note === '' ? nothing : html`<p class="small">${note}</p>`}</li>`;
  }
  private form(): unknown {
    const { t } = this;
    return html`<form @submit=${this.send} novalidate><p class="small muted">${t('evidence.reportText')}</p>
      <mp-select label=${t('evidence.reportEvent')} .value=${this.event} .choices=${events.map((value) => ({ value, label: t(`evidence.event_${value}`) }))} @change=${(event: Event) => (this.event = (event.target as HTMLInputElement).value as Reported)}></mp-select>
      <mp-field type="textarea" label=${t('evidence.note')} hint=${t('evidence.noteHint')} maxlength="500" .value=${this.note} @input=${(event: Event) => (this.note = (event.target as HTMLInputElement).value)}></mp-field>
      <div class="row"><mp-button type="submit" tone="primary" ?busy=${this.busy}>${t('evidence.write')}</mp-button><mp-button tone="plain" @click=${() => (this.writing = false)}>${t('evidence.cancel')}</mp-button></div></form>`;
  }

  private readonly send = async (event: Event): Promise<void> => {
    event.preventDefault();
    await this.write(this.event, this.note.trim());
  };
  private async write(event: Reported, note: string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const changed = await this.hub.call('POST /api/evidence/:id/custody', { params: { id: this.row.id }, body: { event, note } });
      this.shell.toast(this.t('evidence.written'));
      [this.writing, this.note] = [false, ''];
      this.dispatchEvent(new CustomEvent<BagRow>('mp-bag-changed', { detail: changed, bubbles: true, composed: true }));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-bag-custody': MpBagCustody } }
