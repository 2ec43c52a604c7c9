import { css, html, nothing, svg } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import { linkRow, linkRowSheet } from '../settings/link-rows.ts';
import '../evidence/mp-bag-certificate.ts';
import './mp-storage-card.ts';
import '../streams/mp-streams-table.ts';
import { concernsOf, type Concern, type Health } from './concerns.ts';

/** The hub's own health on one page: machines and numbers, never a picture. Asked again every 15 s while it is open. */
@customElement('mp-health-screen')
export class MpHealthScreen extends Screen {
  static override styles = [Screen.styles, linkRowSheet, css`
    .head { display: flex; align-items: center; gap: var(--mp-3); font-weight: 600; font-size: var(--mp-h2); }
    .head mp-icon { color: var(--mp-accent); width: 1.4em; height: 1.4em; }
    .head.warn mp-icon { color: inherit; }
    .grid { display: grid; gap: var(--mp-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); margin-top: var(--mp-5); }
    dl { display: grid; gap: var(--mp-2); }
    p + dl { margin-top: var(--mp-3); }
    dl div { display: flex; justify-content: space-between; gap: var(--mp-4); }
    dt { color: var(--mp-muted); } dd { font-weight: 500; text-align: right; overflow-wrap: anywhere; }
    .bar { width: 100%; height: 12px; border-radius: 6px; background: var(--mp-sunken); margin-block: var(--mp-3); }
    .recordings { fill: var(--mp-accent); } .other { fill: var(--mp-outline); }
    .dot { display: inline-block; width: 10px; height: 10px; border-radius: 3px; margin-right: var(--mp-2); }
    .dot.recordings { background: var(--mp-accent); } .dot.other { background: var(--mp-outline); } .dot.rest { background: var(--mp-sunken); border: 1px solid var(--mp-outline); }
    .note { color: var(--mp-warn); margin-top: var(--mp-3); }
    .links { margin-top: var(--mp-5); }
    .time { margin-top: var(--mp-3); }
  `];
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly health = new LoadController(this, { load: (signal) => this.hub.call('GET /api/operator/health', { signal }), on: ['camera', 'watching'] });

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => { if (document.visibilityState === 'visible') void this.health.reload(); }, 15_000);
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  override render(): unknown {
    return html`<mp-page heading=${this.t('operator.title')} lead=${this.t('operator.lead')}>${this.health.draw((health) => this.all(health), html`<mp-skeleton shape="cards" count="4"></mp-skeleton>`)}</mp-page>`;
  }

  private all(health: Health): unknown {
    const { t } = this;
    const concerns = concernsOf(health);
    return html`<div>
      <mp-card tone=${concerns.length > 0 ? 'warn' : 'accent'}><p class="head ${concerns.length > 0 ? 'warn' : ''}"><mp-icon name=${concerns.length > 0 ? 'warning' : 'circle-check'}></mp-icon>${concerns.length > 0 ? t('operator.attention', { count: concerns.length }) : t('operator.allWell')}</p></mp-card>
      <div class="grid"><div class="stack">${this.cameras(health, concerns)}${this.clock(health)}</div><div class="stack">${this.disk(health, concerns)}${this.machine(health, concerns)}</div></div>
      <mp-storage-card class="links"></mp-storage-card>
      <mp-streams-table></mp-streams-table>
      <mp-bag-certificate class="links"></mp-bag-certificate>
      <div class="links">${linkRow('/people', 'shield', t('settings.peopleTitle'), t('settings.peopleText'))}</div>
      <p class="tiny muted time">${this.health.state.status === 'ready' ? t('operator.updated', { moment: this.words.time(this.health.state.at, true) }) : ''}</p></div>`;
  }

  private cameras(health: Health, concerns: readonly Concern[]): unknown {
    const { t } = this;
    const { total, running, offline } = health.cameras;
    return html`<mp-card heading=${t('operator.camerasTitle')}><p>${total === 0 ? t('operator.camerasNone') : t('operator.camerasRunning', { running: this.words.number(running), total: this.words.number(total) })}</p>
      ${concerns.includes('cameras') ? html`<p class="note">${t('operator.camerasOffline', { count: offline })}</p>` : nothing}
      <dl>${this.line(t('operator.viewers'), this.words.number(health.viewers))}${this.line(t('operator.ledger'), this.words.number(health.auditEntries))}</dl></mp-card>`;
  }

  private disk(health: Health, concerns: readonly Concern[]): unknown {
    const { t } = this;
    const { total, free, recordings } = health.disk;
    const used = Math.max(0, total - free);
    const part = (bytes: number): number => (total > 0 ? Math.min(100, (bytes / total) * 100) : 0);
    const other = Math.max(0, used - recordings);
    return html`<mp-card heading=${t('operator.diskTitle')}><p>${t('operator.diskFree', { free: this.words.bytes(free), total: this.words.bytes(total) })}</p>
      <svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label=${t('operator.diskBar', { percent: Math.round(part(used)) })}>${svg`<rect class="recordings" width=${part(recordings)} height="12"></rect><rect class="other" x=${part(recordings)} width=${part(other)} height="12"></rect>`}</svg>
      <dl>${this.line(html`<span class="dot recordings"></span>${t('operator.diskRecordings')}`, this.words.bytes(recordings))}${this.line(html`<span class="dot other"></span>${t('operator.diskOther')}`, this.words.bytes(other))}${this.line(html`<span class="dot rest"></span>${t('operator.diskRest')}`, this.words.bytes(free))}</dl>
      ${concerns.includes('disk') ? html`<p class="note">${t('operator.diskLow')}</p>` : nothing}</mp-card>`;
  }

  private clock(health: Health): unknown {
    const { t } = this;
    return html`<mp-card heading=${t('operator.clockTitle')}><mp-badge tone=${health.clockTrusted ? 'good' : 'danger'}>${health.clockTrusted ? t('operator.clockGood') : t('operator.clockBad')}</mp-badge>
      ${health.clockTrusted ? nothing : html`<p class="note">${t('operator.clockBadText')}</p>`}</mp-card>`;
  }

  private machine(health: Health, concerns: readonly Concern[]): unknown {
    const { t } = this;
    return html`<mp-card heading=${t('operator.machineTitle')}><dl>
      ${this.line(t('operator.version'), health.version)}${this.line(t('operator.started'), this.words.moment(health.startedAt, Date.now()))}${this.line(t('operator.node'), health.node)}${this.line(t('operator.ffmpeg'), health.ffmpeg ?? t('operator.ffmpegNone'))}
      ${this.line(t('operator.memory'), this.words.bytes(health.memory))}${this.line(t('operator.database'), this.words.bytes(health.database))}${this.line(t('operator.delay'), t('operator.ms', { value: this.words.number(health.loopDelayP99Ms) }))}
      ${this.line(t('operator.encoder'), this.encoder(health))}${this.line(t('operator.remakes'), t('operator.remakesNow', { running: health.remakes.running, most: health.remakes.most, waiting: health.remakes.waiting }))}</dl>
      ${concerns.includes('ffmpeg') ? html`<p class="note">${t('operator.ffmpegNoneText')}</p>` : nothing}${concerns.includes('delay') ? html`<p class="note">${t('operator.delayBad')}</p>` : nothing}</mp-card>`;
  }

  private encoder({ remakes: { encoder, found, probed } }: Health): string {
    const { t } = this;
    if (!probed) return t('operator.encoderTrying');
    if (found === null) return t('operator.encoderSoftware');
    return encoder === found ? t('operator.encoderHardware', { name: found }) : t('operator.encoderAside', { name: found });
  }

  private line(name: unknown, value: string): unknown {
    return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-health-screen': MpHealthScreen } }
