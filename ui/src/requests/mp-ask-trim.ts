import type { OwnerAskRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { styleOf } from '../app/parts/style-of.ts';
import { Part } from '../app/screen.ts';
import { countdown } from './ask-stage.ts';
import { leftOf, smallHeight, stepOf, trimOf, watchMinutes, type TrimDraft } from './trim.ts';

/** What she leaves of a request; `brief` shows only the two buttons. Fires `mp-look-at` (detail: an instant) while a handle moves, `mp-trimmed` (detail: `AskTrim`) and `mp-cancel`. */
@customElement('mp-ask-trim')
export class MpAskTrim extends Part {
  static override styles = [Part.styles, css`
    :host { display: block; }
    .stack { gap: var(--mp-4); }
    .track { position: relative; height: 12px; border-radius: 6px; background: var(--mp-sunken); overflow: hidden; }
    .track span { position: absolute; inset: 0 auto; height: 100%; background: var(--mp-accent); border-radius: 6px; }
    .handle { display: grid; grid-template-columns: 1fr max-content; align-items: baseline; column-gap: var(--mp-3); margin-top: var(--mp-3); }
    .handle .value { font-weight: 600; font-variant-numeric: tabular-nums; }
    .handle input { grid-column: 1 / -1; }
    input[type='range'] { width: 100%; height: 44px; accent-color: var(--mp-accent); cursor: pointer; }
    .ends { display: grid; grid-template-columns: 1fr 1.6fr; gap: var(--mp-3); }
    .not { margin-top: var(--mp-2); }
  `];
  @property({ attribute: false }) ask!: OwnerAskRow;
  @property({ type: Boolean }) busy = false;
  @property({ type: Boolean }) brief = false;
  /** Why it cannot be sent yet; nothing where it can. */
  @property() not = '';
  @state() private draft: TrimDraft = {};

  protected override render(): unknown {
    const { ask, t } = this;
    return html`<div class="stack">${this.brief ? nothing : html`<h3>${t('requests.trimTitle')}</h3>
      ${ask.footage ? this.interval(ask.footage) : html`<mp-choice-cards compact label=${t('requests.trimMinutes')} .value=${String(this.draft.minutes ?? 5)} .choices=${watchMinutes.map((count) => ({ value: String(count), label: t('requests.minutes', { count }) }))} @change=${(event: Event) => this.put({ minutes: Number((event.target as HTMLInputElement).value) })}></mp-choice-cards>`}
      ${ask.maxHeight > smallHeight ? html`<mp-switch label=${t('requests.trimSmall')} hint=${t('requests.trimSmallText')} ?checked=${this.draft.small ?? false} @change=${(event: Event) => this.put({ small: (event.target as HTMLInputElement).checked })}></mp-switch>` : nothing}
      ${ask.audio ? html`<mp-switch label=${t('requests.trimQuiet')} ?checked=${this.draft.quiet ?? false} @change=${(event: Event) => this.put({ quiet: (event.target as HTMLInputElement).checked })}></mp-switch>` : nothing}`}
      <div><div class="ends"><mp-button wide ?disabled=${this.busy} @click=${() => this.dispatchEvent(new Event('mp-cancel'))}>${t('requests.trimBack')}</mp-button>
        <mp-button wide tone="primary" ?busy=${this.busy} ?disabled=${this.not !== ''} @click=${this.send}>${t('requests.trimYes')}</mp-button></div>${this.not === '' ? nothing : html`<p class="tiny muted not">${this.not}</p>`}</div></div>`;
  }

  private interval(footage: { readonly from: number; readonly to: number }): unknown {
    const left = leftOf(footage, this.draft);
    const whole = footage.to - footage.from;
    const handle = (which: 'from' | 'to'): unknown => html`<div class="handle"><label for=${which} class="small muted">${this.t(which === 'from' ? 'requests.trimFrom' : 'requests.trimTo')}</label>
      <span class="value" aria-hidden="true">${this.words.time(left[which], true)}</span>
      <input id=${which} type="range" min="0" max=${whole} step=${stepOf(footage)} .value=${String(left[which] - footage.from)} aria-valuetext=${this.words.time(left[which], true)} @input=${(event: Event) => this.move(which, footage.from + Number((event.target as HTMLInputElement).value))}>
      </div>`;
    return html`<div><div class="track" aria-hidden="true"><span style=${styleOf({ left: `${((left.from - footage.from) / whole) * 100}%`, width: `${((left.to - left.from) / whole) * 100}%` })}></span></div>
      ${handle('from')}${handle('to')}<p class="small muted" role="status">${this.t('requests.trimLeft', { span: countdown(left.to - left.from, 0), whole: countdown(whole, 0) })}</p></div>`;
  }

  private move(which: 'from' | 'to', at: number): void {
    this.put(which === 'from' ? { from: at } : { to: at });
    this.dispatchEvent(new CustomEvent('mp-look-at', { detail: at, bubbles: true, composed: true }));
  }
  private put(change: TrimDraft): void {
    this.draft = { ...this.draft, ...change };
  }
  private readonly send = (): void => {
    const draft = this.ask.action === 'live' && !this.brief ? { ...this.draft, minutes: this.draft.minutes ?? 5 } : this.draft;
    this.dispatchEvent(new CustomEvent('mp-trimmed', { detail: trimOf(this.ask, draft) }));
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-ask-trim': MpAskTrim } }
