import type { CameraRightsRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Part } from '../app/screen.ts';
import './mp-week-strip.ts';

type Holder = CameraRightsRow['holders'][number];
type Right = Holder['rights'][number];
type Shut = Holder['shut'][number];

/** The answer for one camera: each unit with what it may do now, until when, by which signed sentence, and its week; and why the others may not. */
@customElement('mp-camera-rights')
export class MpCameraRights extends Part {
  static override styles = [Part.styles, css`
    :host { display: flex; flex-direction: column; gap: var(--mp-5); }
    .holder { display: flex; flex-direction: column; gap: var(--mp-3); }
    .holder + .holder { border-top: 1px solid var(--mp-line); padding-top: var(--mp-5); }
    .over { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--mp-2) var(--mp-4); }
    h3, h4 { margin: 0; }
    ul { display: flex; flex-direction: column; gap: var(--mp-3); }
    li.one { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: var(--mp-1) var(--mp-3); }
    li.one > mp-icon { margin-top: 0.15em; color: var(--mp-accent); }
    li.shut > mp-icon { color: var(--mp-muted); }
    details { font-size: var(--mp-small); }
    summary { cursor: pointer; min-height: var(--mp-touch); display: inline-flex; align-items: center; gap: var(--mp-1); color: var(--mp-accent); text-decoration: underline; text-underline-offset: 3px; list-style: none; }
    summary::-webkit-details-marker { display: none; }
    blockquote { margin: 0; padding-left: var(--mp-4); border-left: 3px solid var(--mp-accent); text-wrap: pretty; }
    .shut blockquote { border-color: var(--mp-line); }
    .block { display: flex; gap: var(--mp-3); align-items: flex-start; padding: var(--mp-3) var(--mp-4); border-radius: var(--mp-radius); background: var(--mp-warn-soft); }
    .block mp-icon { margin-top: 0.15em; color: var(--mp-warn); }
    .none { display: flex; gap: var(--mp-3); }
    .none mp-icon { color: var(--mp-muted); margin-top: 0.15em; }
  `];
  @property({ attribute: false }) row: CameraRightsRow | undefined;
  /** Under a heading of this level: 2 on a page of cameras, 3 within a part of one. */
  @property({ type: Number }) level = 2;

  protected override render(): unknown {
    const { row } = this;
    if (!row) return nothing;
    return html`
      ${row.blocks.filter(({ now }) => now).map((block) => html`<div class="block" role="status"><mp-icon name="lock"></mp-icon><p>${this.t('rights.blocked', { why: this.words.of(block.text) })}${block.until === null ? nothing : html` ${this.t('rights.blockedUntil', { moment: this.words.moment(block.until, row.at) })}`}</p></div>`)}
      ${row.yes.map((yes) => html`<div class="none"><mp-icon name="check"></mp-icon><p>${this.t('rights.yes', { who: yes.who, unit: yes.unitName, action: this.t(`consent.action_${yes.action}`) })}${yes.until === null ? nothing : html` ${this.words.left(yes.until, row.at)}.`}</p></div>`)}
      ${row.holders.length === 0 ? html`<div class="none"><mp-icon name="lock"></mp-icon><p class="muted">${this.t('rights.nobody')}</p></div>` : repeat(row.holders, ({ key }) => key, (holder) => this.holder(holder, row))}
      ${row.more > 0 ? html`<p class="muted small">${this.t('rights.more', { count: row.more })}</p>` : nothing}`;
  }

  private holder(holder: Holder, row: CameraRightsRow): unknown {
    const tone = holder.effect === 'permit' ? 'warn' : holder.effect === 'ask' ? 'good' : 'plain';
    const name = this.words.of(holder.who);
    // Of a part of the unit, only what the unit as a whole has not.
    const whole = row.holders.find((other) => other !== holder && other.unit === holder.unit && other.role === null && other.person === null);
    const had = new Set([...whole?.rights ?? [], ...whole?.shut ?? []].map(({ grant }) => grant));
    const [rights, shut] = [holder.rights.filter(({ grant }) => !had.has(grant)), holder.shut.filter(({ grant }) => !had.has(grant))];
    const onlyCases = holder.effect === 'permit' && holder.rights.every(({ effect, caseRequired }) => effect !== 'permit' || caseRequired);
    return html`<section class="holder" aria-label=${name}><div class="over">${this.level === 2 ? html`<h3>${name}</h3>` : html`<h4>${name}</h4>`}<mp-badge tone=${tone}>${this.t(onlyCases ? 'rights.effect_case' : `rights.effect_${holder.effect}`)}</mp-badge></div>
      ${whole ? html`<p class="small muted">${this.t('rights.likeUnit', { unit: holder.unitName })}</p>` : nothing}
      <ul>${rights.map((right) => this.right(right, row))}${shut.map((one) => this.shut(one, row))}</ul>
      ${holder.week.length > 0 ? html`<mp-week-strip .week=${holder.week} .midnights=${row.days} .at=${row.at}></mp-week-strip>` : html`<p class="small muted">${this.t('rights.noWeek')}</p>`}</section>`;
  }

  private right(right: Right, row: CameraRightsRow): unknown {
    const can = right.actions.map((action) => this.t(`consent.action_${action}`)).join(', ');
    const picture = [this.t('rights.sharp', { height: right.maxHeight }), this.t(right.audio ? 'rights.sound' : 'rights.silent'), ...(right.masks > 0 ? [this.t('rights.masks', { count: right.masks })] : []), ...(right.lookbackHours > 0 ? [this.t('rights.lookback', { span: this.words.duration(right.lookbackHours * 3_600_000) })] : [])];
    return html`<li class="one"><mp-icon name=${right.effect === 'ask' ? 'hand' : 'eye'}></mp-icon><div>
      <p>${this.t(right.effect === 'ask' ? 'rights.mayAsk' : 'rights.may', { can })}${right.until === null ? nothing : html` <strong>${this.t('rights.until', { moment: this.words.moment(right.until, row.at) })}</strong>`}</p>
      <p class="small muted">${this.t('rights.for', { purposes: right.purposes.map((purpose) => this.t(`consent.purpose_${purpose}`)).join(', ') })}${right.caseRequired ? html` ${this.t('rights.case')}` : nothing}</p>
      <p class="small muted">${picture.join(' · ')}</p>${this.signed(right.sentence)}</div></li>`;
  }

  private shut(shut: Shut, row: CameraRightsRow): unknown {
    return html`<li class="one shut"><mp-icon name="lock"></mp-icon><div><p>${this.t('rights.missing', { what: shut.missing.map(({ text }) => this.words.of(text)).join('; ') })}</p>
      <p class="small muted">${shut.opensAt === null ? this.t('rights.opensNever') : this.t('rights.opens', { moment: this.words.moment(shut.opensAt, row.at) })}</p>${this.signed(shut.sentence)}</div></li>`;
  }

  private signed(sentence: Right['sentence']): unknown {
    return html`<details><summary>${this.t('rights.signed')}<mp-icon name="chevron-down"></mp-icon></summary><blockquote>${this.words.of(sentence)}</blockquote></details>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-camera-rights': MpCameraRights } }
