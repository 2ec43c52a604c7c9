import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { MpSelect } from '../app/parts/mp-select.ts';
import { styleOf } from '../app/parts/style-of.ts';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { LoadController } from '../hub/load-controller.ts';

type Row = Reply<'GET /api/hub/uplink'>;
const steps = [512, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 100_000] as const;
const lookEvery = 3_000;

/** One line out: what goes over it now, and its limit. */
@customElement('mp-uplink-card')
export class MpUplinkCard extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .bar { height: 10px; border-radius: 5px; background: var(--mp-sunken); overflow: clip; }
    .bar div { height: 100%; border-radius: 5px; background: var(--mp-accent); transition: width var(--mp-quick); }
    .bar.full div { background: var(--mp-warn); }
  `];
  /** Undefined: the whole hub. */
  @property({ attribute: false }) owner: string | undefined;
  @property() heading = '';
  @property({ attribute: false }) mayChange = false;
  @state() private chosen: number | null | undefined;
  @state() private busy = false;
  private timer: number | undefined;
  private readonly line = new LoadController<Row>(this, { load: (signal) => this.owner === undefined ? this.hub.call('GET /api/hub/uplink', { signal }) : this.hub.call('GET /api/owners/:id/uplink', { params: { id: this.owner }, signal }) });

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = window.setInterval(() => { if (!document.hidden && !this.busy) void this.line.reload(); }, lookEvery);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.timer);
  }

  override render(): unknown {
    return html`<mp-card heading=${this.heading}>${this.line.draw((row) => this.one(row))}</mp-card>`;
  }

  private one(row: Row): unknown {
    const { t } = this;
    const cap = this.chosen === undefined ? row.kbps : this.chosen;
    const known = steps.some((step) => step === cap) || cap === null ? steps : [...steps, cap].toSorted((a, b) => a - b);
    const share = row.kbps === null ? 0 : Math.min(1, row.usedKbps / row.kbps);
    return html`<div class="stack">
      <div><p class="strong">${row.viewers === 0 ? t('uplink.nobody') : row.kbps === null ? t('uplink.using', { used: this.rate(row.usedKbps) }) : t('uplink.usingOf', { used: this.rate(row.usedKbps), cap: this.rate(row.kbps) })}</p>
        ${row.viewers > 0 ? html`<p class="small muted">${t('uplink.viewers', { count: row.viewers })}${row.slowed > 0 ? html`; ${t('uplink.slowed', { count: row.slowed })}` : nothing}</p>` : nothing}</div>
      ${row.kbps === null || row.viewers === 0 ? nothing : html`<div class="bar ${share > 0.9 ? 'full' : ''}" role="img" aria-label=${t('uplink.usingOf', { used: this.rate(row.usedKbps), cap: this.rate(row.kbps) })}><div style=${styleOf({ width: `${Math.round(share * 100)}%` })}></div></div>`}
      <mp-select label=${t('uplink.limit')} hint=${t('uplink.limitHint')} ?disabled=${!this.mayChange} .value=${String(cap ?? '')}
        .choices=${[{ value: '', label: t('uplink.none') }, ...known.map((kbps) => ({ value: String(kbps), label: this.rate(kbps) }))]} @change=${this.choose}></mp-select>
      ${this.mayChange ? nothing : html`<p class="small muted">${t('uplink.onlyOwner')}</p>`}
      ${this.owner !== undefined && row.hubKbps !== null ? html`<p class="small muted">${t('uplink.hubCap', { cap: this.rate(row.hubKbps) })}</p>` : nothing}
      ${cap === row.kbps ? nothing : html`<div><mp-button tone="primary" .busy=${this.busy} @click=${this.save}>${t('uplink.save')}</mp-button></div>`}
    </div>`;
  }

  private rate(kbps: number): string {
    return kbps >= 1_000 ? this.t('uplink.megabits', { value: this.words.number(kbps / 1_000) }) : this.t('uplink.kilobits', { value: this.words.number(kbps) });
  }
  private readonly choose = (event: Event): void => {
    const { value } = event.target as MpSelect;
    this.chosen = value === '' ? null : Number(value);
  };
  private readonly save = async (): Promise<void> => {
    const kbps = this.chosen;
    if (kbps === undefined || this.busy) return;
    this.busy = true;
    try {
      this.line.put(await (this.owner === undefined ? this.hub.call('PUT /api/hub/uplink', { body: { kbps } }) : this.hub.call('PUT /api/owners/:id/uplink', { params: { id: this.owner }, body: { kbps } })));
      this.chosen = undefined;
      this.shell.toast(this.t('app.saved'));
    } catch (thrown) {
      this.shell.fail(thrown);
    } finally {
      this.busy = false;
    }
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-uplink-card': MpUplinkCard } }
