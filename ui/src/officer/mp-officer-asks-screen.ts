import type { AskRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import '../control/mp-move-control.ts';
import '../control/mp-talk-control.ts';
import '../exports/mp-export-form.ts';
import { Ticker } from '../home/ticker.ts';
import { LoadController } from '../hub/load-controller.ts';
import { countdown, spent, stageForOfficer, usable } from '../requests/ask-stage.ts';
import { trimmedWords } from '../requests/trimmed-words.ts';
import './mp-bag-order.ts';

/** `/officer/requests`: what I asked, what was answered, and the use of a yes. */
@customElement('mp-officer-asks-screen')
export class MpOfficerAsksScreen extends Screen {
  static override styles = [Screen.styles, css`
    section { display: flex; flex-direction: column; gap: var(--mp-4); }
    .stack { gap: var(--mp-3); }
    mp-badge { flex: none; }
    summary { cursor: pointer; list-style: none; min-height: var(--mp-touch); display: flex; align-items: center; gap: var(--mp-2); color: var(--mp-muted); }
    details[open] > summary mp-icon { rotate: 90deg; }
    blockquote { margin: 0; padding-left: var(--mp-4); border-left: 3px solid var(--mp-line); }
  `];
  @state() private busy = '';
  /** Controls that were taken here: used up by that, they stay on the screen for as long as it does. */
  private readonly taken = new Set<string>();
  private readonly bags = new LoadController(this, { load: (signal) => this.hub.call('GET /api/evidence', { signal }), on: ['export', 'ask'] });
  private readonly asks = new LoadController(this, { load: (signal) => this.hub.call('GET /api/officer/asks', { signal }), on: ['ask', 'grant'] });

  protected readonly ticker = new Ticker(this, 1000);

  protected override render(): unknown {
    return html`<mp-page heading=${this.t('officer.asksTitle')} lead=${this.t('officer.asksLead')}><mp-button slot="action" href="/officer/written">${this.t('written.officerTitle')}</mp-button>${this.asks.draw((asks) => this.list(asks))}</mp-page>`;
  }

  private list(asks: readonly AskRow[]): unknown {
    if (asks.length === 0) return html`<mp-card><mp-empty icon="send" text=${this.t('officer.noAsks')}><mp-button href="/officer">${this.t('officer.toCameras')}</mp-button></mp-empty></mp-card>`;
    const now = Date.now();
    const open = asks.filter((ask) => stageForOfficer(ask, now) === 'pending' || usable(ask, now) || this.taken.has(ask.id)).toSorted((a, b) => b.createdAt - a.createdAt);
    const past = asks.filter((ask) => !open.includes(ask)).toSorted((a, b) => b.createdAt - a.createdAt);
    return html`${open.length === 0 ? nothing : html`<section><h2>${this.t('officer.now')}</h2>${repeat(open, (ask) => ask.id, (ask) => html`<mp-card>${this.one(ask, now)}</mp-card>`)}</section>`}
      ${past.length === 0 ? nothing : html`<section><h2>${this.t('officer.earlier')}</h2><mp-card><ul class="lines">${repeat(past, (ask) => ask.id, (ask) => html`<li>${this.one(ask, now)}</li>`)}</ul></mp-card></section>`}`;
  }

  private one(ask: AskRow, now: number): unknown {
    const stage = stageForOfficer(ask, now);
    const used = spent(ask);
    const open = usable(ask, now) || this.taken.has(ask.id);
    const what = `${this.t(`consent.action_${ask.action}`)} · ${this.t(`consent.purpose_${ask.purpose}`)}${ask.caseNo ? ` · ${this.t('consent.caseNo', { number: ask.caseNo })}` : ''}`;
    return html`<div class="stack"><div class="apart"><h3 class="grow">${ask.cameraName}</h3><mp-badge tone=${used ? 'plain' : stage === 'approved' ? 'good' : stage === 'pending' ? 'warn' : 'plain'}>${this.t(used ? 'officer.status_used' : `officer.status_${stage}`)}</mp-badge></div>
      <p class="small">${what}</p>
      ${stage === 'pending' || open ? html`<blockquote>${this.words.of(ask.sentence)}</blockquote>` : nothing}
      <p class="small muted">${this.t('requests.asked', { moment: this.words.moment(ask.createdAt, now) })}${ask.decidedAt === null || stage !== 'approved' ? nothing : html`, ${this.t('requests.decided', { moment: this.words.moment(ask.decidedAt, now) })}`}</p>
      ${stage === 'pending' ? html`<div class="apart"><p class="strong" role="timer">${this.t('officer.leftToAnswer', { left: countdown(ask.lapsesAt, now) })}</p><mp-button ?busy=${this.busy === ask.id} @click=${() => this.withdraw(ask)}>${this.t('officer.withdraw')}</mp-button></div>` : nothing}
      ${ask.trimmed ? html`<p class="small">${this.t('requests.trimmedFor', { what: trimmedWords(ask.trimmed, this.words) })}</p>` : nothing}
      ${ask.covered > 0 ? html`<p class="small">${this.t('requests.coveredFor', { count: ask.covered })}</p>` : nothing}
      ${open ? this.use(ask, now) : stage === 'approved' ? html`<p class="small muted">${this.t(used ? 'officer.askSpent' : 'officer.usedUp')}</p>` : nothing}
      ${stage === 'approved' && ask.action === 'clip' ? html`<mp-bag-order ask=${ask.id} unit=${this.officeOf(ask)?.unit ?? ''} .agreed=${open ? [ask] : []} .all=${[ask]} .bags=${this.bags.value ?? []} @mp-changed=${() => void this.asks.reload()}></mp-bag-order>` : nothing}
      ${open && ask.action === 'clip' ? this.film(ask) : nothing}</div>`;
  }

  private use(ask: AskRow, now: number): unknown {
    const office = this.officeOf(ask);
    const until = html`<p class="small strong">${this.t('officer.usableUntil', { moment: this.words.moment(ask.approvedUntil ?? now, now) })}</p>`;
    if (ask.action === 'live') return html`${until}<div><mp-button tone="primary" icon="play" href=${`/officer?ask=${ask.id}`}>${this.t('officer.lookNow')}</mp-button></div>`;
    if ((ask.action === 'ptz' || ask.action === 'talk') && office) return this.control(ask, ask.action, office.unit, until);
    return until;
  }
  private officeOf(ask: AskRow) {
    return this.me.offices.find((one) => one.unitName === ask.unit) ?? this.me.offices[0];
  }

  /** The film alone, without what makes it evidence. */
  private film(ask: AskRow): unknown {
    const fixed = ask.trimmed?.footage ?? ask.footage;
    const office = this.officeOf(ask);
    if (!fixed || !office) return nothing;
    return html`<details><summary class="small"><mp-icon name="chevron-right"></mp-icon>${this.t('officer.filmOnly')}</summary><mp-export-form .camera=${ask.camera} .fixed=${fixed} .reason=${{ unit: office.unit, purpose: ask.purpose, ask: ask.id, ...(ask.caseNo ? { caseNo: ask.caseNo } : {}) }} @mp-exported=${() => this.shell.go('/exports')}></mp-export-form></details>`;
  }

  /** Its motors or its loudspeaker, under this one yes. */
  private control({ id, camera, purpose, caseNo }: AskRow, action: 'ptz' | 'talk', unit: string, until: unknown): unknown {
    const reason = { unit, purpose, ask: id, ...(caseNo ? { caseNo } : {}) };
    const take = (): void => { this.taken.add(id); };
    return html`${until}<p class="small">${this.t(`control.useAsk_${action}`)}</p><div @click=${take} @pointerdown=${take} @keydown=${take}>${action === 'ptz' ? html`<mp-move-control .camera=${camera} .reason=${reason}></mp-move-control>` : html`<mp-talk-control .camera=${camera} .reason=${reason}></mp-talk-control>`}</div>
      <div class="row"><mp-button href="/officer">${this.t('officer.toCameras')}</mp-button></div><p class="small muted">${this.t('control.onRecord')}</p>`;
  }

  private async withdraw(ask: AskRow): Promise<void> {
    this.busy = ask.id;
    try {
      await this.hub.call('DELETE /api/officer/asks/:id', { params: { id: ask.id } });
      this.shell.toast(this.t('officer.withdrawn'));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
    await this.asks.reload();
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-officer-asks-screen': MpOfficerAsksScreen } }
