import { css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Position } from '../app/position.ts';
import { Screen } from '../app/screen.ts';
import { fewestCorners, firstCorners, mostCorners, readCorners, toPosition, withMiddle, without, writeCorners, type Corners } from './corners.ts';
import './mp-area-plan.ts';

/** An area drawn on a plan, or typed as corners; each follows the other. Read `positions()`; fires `change`. */
@customElement('mp-area-ground')
export class MpAreaGround extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .both { display: grid; gap: var(--mp-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 280px), 1fr)); align-items: start; }
  `];
  /** Where the case is. */
  @property({ attribute: false }) middle: Position = { latitude: 0, longitude: 0 };
  @state() private corners: Corners = firstCorners;
  @state() private chosen = 0;
  /** While it is typed: what stands there, right or wrong. */
  @state() private typed: string | undefined;

  /** Undefined while what is typed is no list of corners. */
  positions(): readonly Position[] | undefined {
    return this.fault() ? undefined : this.corners.map((corner) => toPosition(this.middle, corner));
  }

  protected override render(): unknown {
    const { t, corners } = this;
    const fault = this.fault();
    return html`<div class="both"><div class="stack tight"><mp-area-plan .corners=${corners} .chosen=${this.chosen} @mp-corners=${(event: CustomEvent<Corners>) => this.put(event.detail)} @mp-chosen=${(event: CustomEvent<number>) => (this.chosen = event.detail)}></mp-area-plan>
        <p class="tiny muted">${t('cases.planHint')}</p></div>
      <div class="stack"><mp-field type="textarea" label=${t('cases.corners', { count: corners.length })} hint=${t('cases.cornersHint')} maxlength="1200" spellcheck="false" .value=${this.typed ?? writeCorners(this.middle, corners)} error=${fault} @input=${this.type} @change=${() => { if (!fault) this.typed = undefined; }}></mp-field>
        <div class="row"><mp-button icon="plus" ?disabled=${corners.length >= mostCorners} @click=${this.add}>${t('cases.addCorner')}</mp-button><mp-button icon="trash" ?disabled=${corners.length <= fewestCorners} @click=${this.drop}>${t('cases.removeCorner', { number: this.chosen + 1 })}</mp-button>
          <mp-button tone="plain" @click=${() => { this.chosen = 0; this.put(firstCorners); }}>${t('cases.cornersAnew')}</mp-button></div></div></div>`;
  }

  private fault(): string {
    if (this.typed === undefined) return '';
    const read = readCorners(this.middle, this.typed);
    if (typeof read === 'number') return this.t('cases.cornerWrong', { number: read });
    return read.length < fewestCorners || read.length > mostCorners ? this.t('cases.cornersCount') : '';
  }
  private put(corners: Corners): void {
    this.corners = corners;
    this.typed = undefined;
    this.told();
  }
  private told(): void {
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  }

  private readonly type = (event: Event): void => {
    event.stopPropagation();
    this.typed = (event.target as HTMLInputElement).value;
    const read = readCorners(this.middle, this.typed);
    if (typeof read !== 'number' && read.length >= fewestCorners && read.length <= mostCorners) {
      this.corners = read;
      this.chosen = Math.min(this.chosen, read.length - 1);
    }
    this.told();
  };
  private readonly add = (): void => {
    const { corners, at } = withMiddle(this.corners);
    if (at < 0) return;
    this.chosen = at;
    this.put(corners);
  };
  private readonly drop = (): void => {
    const corners = without(this.corners, this.chosen);
    this.chosen = Math.min(this.chosen, corners.length - 1);
    this.put(corners);
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-area-ground': MpAreaGround } }
