import type { StoragePage } from '@matpho/core/api';
import { css, html, nothing, svg } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';

type Disk = StoragePage['disks'][number];

/** The disks that recordings lie on, in their order, and how long they will last. Numbers of the machine; nothing of any home. */
@customElement('mp-storage-card')
export class MpStorageCard extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    ol { list-style: none; margin: 0; padding: 0; display: grid; gap: var(--mp-5); margin-top: var(--mp-4); }
    .name { display: flex; flex-wrap: wrap; gap: var(--mp-2) var(--mp-3); align-items: center; justify-content: space-between; }
    .name b { overflow-wrap: anywhere; }
    .bar { width: 100%; height: 12px; border-radius: 6px; background: var(--mp-sunken); margin-block: var(--mp-2); display: block; }
    .recordings { fill: var(--mp-accent); } .other { fill: var(--mp-outline); }
    .note { color: var(--mp-warn); }
    li p { margin: 0; }
    dl { display: grid; gap: var(--mp-2); margin-top: var(--mp-5); padding-top: var(--mp-4); border-top: 1px solid var(--mp-outline); }
    dl div { display: flex; justify-content: space-between; gap: var(--mp-4); }
    dt { color: var(--mp-muted); flex: none; } dd { margin: 0; font-weight: 500; text-align: right; }
  `];
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly storage = new LoadController(this, { load: (signal) => this.hub.call('GET /api/storage', { signal }), on: [] });

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => { if (this.online && document.visibilityState === 'visible') void this.storage.reload(); }, 30_000);
  }
  override disconnectedCallback(): void {
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  protected override render(): unknown {
    return html`<mp-card heading=${this.t('storage.title')}>${this.storage.draw((page) => this.all(page), html`<mp-skeleton shape="rows" count="2"></mp-skeleton>`)}</mp-card>`;
  }

  private all(page: StoragePage): unknown {
    const { t } = this;
    const days = (count: number, key: 'storage.lastsDays' | 'storage.fullDays'): string => t(key, { count: Math.max(1, Math.round(count)) });
    return html`<p class="small muted">${t('storage.lead')}</p><ol>${page.disks.map((disk) => this.disk(disk))}</ol>
      <dl>${this.line(t('storage.rate'), page.bytesPerDay > 0 ? this.words.bytes(page.bytesPerDay) : t('storage.rateNone'))}
        ${page.maxBytes === null ? nothing : this.line(t('storage.limit'), this.words.bytes(page.maxBytes))}
        ${page.bytesPerDay === 0 ? nothing : html`${this.line(t('storage.lasts'), page.days === null ? t('storage.lastsAll') : days(page.days, 'storage.lastsDays'))}
        ${this.line(t('storage.untilFull'), page.fullIn === null ? t('storage.fullNever') : page.fullIn < 0.5 ? t('storage.fullNow') : days(page.fullIn, 'storage.fullDays'))}`}</dl>`;
  }

  private disk({ id, state, free, total, keepFree, recordings, files }: Disk): unknown {
    const { t } = this;
    const isThere = total > 0;
    const part = (bytes: number): number => (isThere ? Math.min(100, Math.max(0, (bytes / total) * 100)) : 0);
    const other = Math.max(0, total - free - recordings);
    return html`<li><div class="name"><b>${id === 'main' ? t('storage.main') : t('storage.named', { id })}</b><mp-badge tone=${state === 'here' ? 'good' : state === 'full' ? 'plain' : 'danger'}>${t(`storage.${state}`)}</mp-badge></div>
      ${isThere ? html`<svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label=${t('storage.bar', { percent: Math.round(part(recordings)) })}>${svg`<rect class="recordings" width=${part(recordings)} height="12"></rect><rect class="other" x=${part(recordings)} width=${part(other)} height="12"></rect>`}</svg>
        <p class="small">${t('storage.recordings', { bytes: this.words.bytes(recordings), total: this.words.bytes(total) })} · ${t('storage.files', { count: files })} · ${t('storage.kept', { bytes: this.words.bytes(keepFree) })}</p>` : nothing}
      <p class="small ${state === 'here' || state === 'full' ? 'muted' : 'note'}">${t(`storage.text_${state}`, { room: this.words.bytes(Math.max(0, free - keepFree)) })}</p></li>`;
  }

  private line(name: string, value: string): unknown {
    return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-storage-card': MpStorageCard } }
