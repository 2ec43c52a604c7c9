import type { NumbersPage } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { Part } from '../app/screen.ts';
import './mp-bars.ts';

/** Numbers in words, with bars: for the people's committee and, with less in them, for everybody. */
@customElement('mp-numbers')
export class MpNumbers extends Part {
  static override styles = [Part.styles, css`
    :host { display: grid; gap: var(--mp-5); }
    .headline { font-size: var(--mp-h2); font-weight: 600; line-height: 1.4; }
    .pair { display: grid; gap: var(--mp-5); grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); align-items: start; }
    .facts { display: grid; gap: var(--mp-3) var(--mp-5); grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); }
    .facts dt { color: var(--mp-muted); font-size: var(--mp-small); }
    .facts dd { font-size: var(--mp-h3); font-weight: 600; font-variant-numeric: tabular-nums; }
    .facts div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
    .note { margin-top: var(--mp-3); }
  `];
  @property({ attribute: false }) numbers!: NumbersPage;

  protected override render(): unknown {
    const { t, numbers } = this;
    const { k, months, byPurpose, byRoute, byUnit } = numbers;
    const views = (count: number | null): string => (count === null ? t('oversight.fewer', { k }) : t('oversight.views', { count }));
    // Of what is shown: a hidden month adds nothing.
    const all = months.reduce((sum, month) => sum + (month.views ?? 0), 0);
    const from = (months[0]?.month ?? '').split('-').toReversed().join('/');
    return html`
      <p class="headline">${all > 0 || k <= 5 ? t('oversight.headline', { count: all, from }) : t('oversight.headlineSmall', { k, from })}</p>
      <mp-card heading=${t('oversight.byMonth')}><mp-bars .bars=${months.map((month) => ({ name: `${month.month.split('-').toReversed().join('/')}${month.running ? ` · ${t('oversight.running')}` : ''}`, count: month.views, value: views(month.views) }))}></mp-bars></mp-card>
      <div class="pair">
        <mp-card heading=${t('oversight.byPurpose')}>${byPurpose.length === 0 ? html`<p class="muted">${t('oversight.none')}</p>` : html`<mp-bars .bars=${byPurpose.map((row) => ({ name: t(`consent.purpose_${row.purpose}`), count: row.views, value: views(row.views) }))}></mp-bars>`}</mp-card>
        <mp-card heading=${t('oversight.byRoute')}>${byRoute.length === 0 ? html`<p class="muted">${t('oversight.none')}</p>` : html`<mp-bars .bars=${byRoute.map((row) => ({ name: t(`oversight.route_${row.route}`), count: row.views, value: views(row.views) }))}></mp-bars>`}</mp-card>
      </div>
      ${byUnit.length === 0 ? nothing : html`<mp-card heading=${t('oversight.byUnit')}><mp-bars .bars=${byUnit.map((row) => ({ name: row.name, count: row.views, value: `${views(row.views)} · ${t('oversight.officers', { count: row.officers })}` }))}></mp-bars></mp-card>`}
      ${this.asks()}
      <div class="pair">${this.emergencies()}${this.written()}</div>`;
  }

  private asks(): unknown {
    const { t, words, numbers: { asks, medianAnswer, k, cameras } } = this;
    return html`<mp-card heading=${t('oversight.asks')}>
      ${asks ? this.facts([[t('oversight.asked'), asks.asked], [t('oversight.agreed'), asks.agreed], [t('oversight.notAgreed'), asks.notAgreed]]) : html`<p class="muted">${t('oversight.asksHidden')}</p>`}
      <p class="note">${medianAnswer === null ? html`<span class="muted">${t('oversight.noAnswers')}</span>` : html`${t('oversight.answerTime')} <span class="strong">${words.duration(medianAnswer)}</span>.`}</p>
      <p class="note">${t('oversight.cameras')}: <span class="strong">${cameras === null ? t('oversight.fewer', { k }) : words.number(cameras)}</span></p>
      <details class="note"><summary>${t('oversight.why', { k })}</summary><p class="small muted">${t('oversight.whyText', { k })}</p></details></mp-card>`;
  }
  private emergencies(): unknown {
    const { t, numbers: { emergencies } } = this;
    if (!emergencies) return nothing;
    return html`<mp-card heading=${t('oversight.emergencies')}>${emergencies.opened === 0 ? html`<p class="muted">${t('oversight.noEmergencies')}</p>`
      : this.facts([[t('oversight.opened'), emergencies.opened], [t('oversight.justified'), emergencies.justified], [t('oversight.unjustified'), emergencies.unjustified], [t('oversight.unreviewed'), emergencies.unreviewed], [t('oversight.waiting'), emergencies.waiting]])}
      ${emergencies.suspendedUnits > 0 ? html`<p class="note warn strong">${t('oversight.suspended', { count: emergencies.suspendedUnits })}</p>` : nothing}</mp-card>`;
  }
  private written(): unknown {
    const { t, numbers: { written } } = this;
    if (!written) return nothing;
    return html`<mp-card heading=${t('oversight.written')}>${written.received === 0 ? html`<p class="muted">${t('oversight.noWritten')}</p>`
      : this.facts([[t('oversight.received'), written.received], [t('oversight.delivered'), written.delivered], [t('oversight.overdueAnswer'), written.overdueAnswer], [t('oversight.overdueDestruction'), written.overdueDestruction]])}</mp-card>`;
  }
  private facts(rows: readonly (readonly [string, number])[]): unknown {
    return html`<dl class="facts">${rows.map(([name, count]) => html`<div><dt>${name}</dt><dd>${this.words.number(count)}</dd></div>`)}</dl>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-numbers': MpNumbers } }
