import type { RedactionRegion } from '@matpho/core/api';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { styleOf } from '../app/parts/style-of.ts';
import { Part } from '../app/screen.ts';
import '../masks/mp-mask-canvas.ts';
import { fewestPoints, mostPoints, withMiddle, without, type Shape } from '../masks/points.ts';
import './mp-redaction-list.ts';
import { covers, cutTo, mostRegions, newRegion, shapeAt, withoutShape, withShape } from './regions.ts';

/** Of a film that shows every picture of the camera; a preview shows a few of them, this long each, s. */
const pictureStep = 0.04;
const previewStep = 0.25;

/**
 * `<mp-redaction-editor .src .from .to .regions>`: areas of a film covered over time. The film shows [from, to) evenly, all of it or a few pictures.
 * Fires `mp-regions` (detail: the regions) at every change.
 */
@customElement('mp-redaction-editor')
export class MpRedactionEditor extends Part {
  static override styles = [Part.styles, css`
    :host { display: flex; flex-direction: column; gap: var(--mp-4); }
    video, .cover { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none; }
    video { object-fit: fill; }
    .blur { backdrop-filter: blur(14px); }
    .fill { background: #000; }
    .seek { display: flex; align-items: center; gap: var(--mp-2); }
    .seek input { flex: 1; min-width: 0; min-height: var(--mp-touch); accent-color: var(--mp-accent); }
    .tools { display: flex; flex-wrap: wrap; gap: var(--mp-2); }
    .when { font-variant-numeric: tabular-nums; }
    fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
    legend { padding: 0 0 var(--mp-2); font-weight: 500; font-size: var(--mp-small); }
  `];
  /** Address of the film. */
  @property() src = '';
  @property({ type: Number }) from = 0;
  @property({ type: Number }) to = 0;
  @property({ attribute: false }) regions: readonly RedactionRegion[] = [];
  @state() private at = 0;
  @state() private chosen = 0;
  @state() private corner = 0;
  @state() private length = 0;
  @state() private aspect = '16 / 9';
  @state() private isBroken = false;
  @query('video') private readonly film!: HTMLVideoElement;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('from') || changed.has('to')) this.at = Math.max(this.from, Math.min(this.to - 1, this.at || this.from));
    if (changed.has('src')) this.isBroken = false;
    this.chosen = Math.max(0, Math.min(this.regions.length - 1, this.chosen));
  }

  protected override render(): unknown {
    const { t, at } = this;
    const region = this.regions[this.chosen];
    const isOn = region !== undefined && covers(region, at);
    return html`<p class="small muted">${t('redaction.how')}</p>
      <mp-mask-canvas .aspect=${this.aspect} .shape=${isOn ? shapeAt(region, at) : []} .chosen=${this.corner} @mp-shape=${(event: CustomEvent<Shape>) => this.reshape(event.detail)} @mp-chosen=${(event: CustomEvent<number>) => (this.corner = event.detail)}>
        ${this.src ? html`<video src=${this.src} muted playsinline preload="auto" aria-hidden="true" @loadedmetadata=${this.opened} @error=${() => (this.isBroken = true)}></video>` : nothing}
        ${this.regions.filter((each) => covers(each, at)).toSorted((a, b) => Number(a.effect === 'fill') - Number(b.effect === 'fill')).map((each) => html`<div class="cover ${each.effect}" style=${styleOf({ 'clip-path': `polygon(${shapeAt(each, at).map(({ x, y }) => `${x * 100}% ${y * 100}%`).join(', ')})` })}></div>`)}
      </mp-mask-canvas>
      ${this.isBroken ? html`<p class="error" role="alert">${t('redaction.noFilm')}</p>` : this.length === 0 ? html`<p class="small muted" role="status">${t('redaction.waiting')}</p>` : nothing}
      <div><div class="seek"><mp-button label=${t('redaction.back')} icon="arrow-left" ?disabled=${this.length === 0} @click=${() => this.go(at - this.step)}></mp-button>
        <input type="range" min=${this.from} max=${this.to - 1} step="1" .value=${String(at)} ?disabled=${this.length === 0} aria-label=${t('redaction.seek')} aria-valuetext=${this.words.time(at, true)} @keydown=${this.key} @input=${(event: Event) => this.go(Number((event.target as HTMLInputElement).value))}>
        <mp-button label=${t('redaction.on')} icon="arrow-right" ?disabled=${this.length === 0} @click=${() => this.go(at + this.step)}></mp-button></div>
        <p class="small when" aria-live="polite">${t('redaction.at', { time: `${this.words.time(at, true)},${Math.floor((at % 1_000) / 100)}` })}${region && !isOn ? html` · <span class="muted">${t('redaction.outside', { number: this.chosen + 1 })}</span>` : nothing}</p></div>
      ${region ? this.tools(region, isOn) : nothing}
      <mp-redaction-list .regions=${this.regions} .chosen=${this.chosen} .from=${this.from} .to=${this.to} .at=${at} @mp-choose=${(event: CustomEvent<number>) => this.choose(event.detail)} @mp-remove=${(event: CustomEvent<number>) => this.change(this.regions.filter((_, n) => n !== event.detail))}></mp-redaction-list>
      <div><mp-button icon="plus" ?disabled=${this.length === 0 || this.regions.length >= mostRegions} @click=${this.add}>${t('redaction.add')}</mp-button>${this.regions.length >= mostRegions ? html`<p class="small muted">${t('redaction.limit')}</p>` : nothing}</div>`;
  }

  private tools(region: RedactionRegion, isOn: boolean): unknown {
    const { t, at } = this;
    const corners = region.shapes[0]?.polygon.length ?? 0;
    const isPlace = region.shapes.some((shape) => shape.at === at);
    return html`<fieldset><legend>${t('redaction.region', { number: this.chosen + 1 })} · ${t('redaction.effect')}</legend>
        <div class="tools">${(['blur', 'fill'] as const).map((effect) => html`<mp-button tone=${region.effect === effect ? 'primary' : 'quiet'} pressed=${region.effect === effect ? 'true' : 'false'} @click=${() => this.put({ ...region, effect })}>${t(`redaction.${effect}`)}</mp-button>`)}</div>
        <p class="tiny muted">${t('redaction.effectHint')}</p></fieldset>
      <div class="tools">
        <mp-button ?disabled=${at >= region.to} @click=${() => this.put(cutTo(region, 'from', at))}>${t('redaction.begin')}</mp-button>
        <mp-button ?disabled=${at <= region.from} @click=${() => this.put(cutTo(region, 'to', at))}>${t('redaction.end')}</mp-button>
        <mp-button ?disabled=${region.from === this.from && region.to === this.to} @click=${() => this.put({ ...region, from: this.from, to: this.to })}>${t('redaction.whole')}</mp-button>
        ${isOn ? html`<mp-button icon="plus" ?disabled=${corners >= mostPoints} @click=${() => this.addCorner(region)}>${t('redaction.addCorner')}</mp-button>
          <mp-button icon="x" ?disabled=${corners <= fewestPoints} @click=${() => this.reshape(without(shapeAt(region, at), this.corner))}>${t('redaction.removeCorner')}</mp-button>` : nothing}
        ${isPlace && region.shapes.length > 1 ? html`<mp-button tone="plain" @click=${() => this.put(withoutShape(region, at))}>${t('redaction.forget')}</mp-button>` : nothing}
      </div>`;
  }

  /** How far one picture is, ms of what was filmed. */
  private get step(): number {
    const perSecond = this.length > 0 ? (this.to - this.from) / this.length : 1_000;
    return Math.max(1, Math.round(perSecond * (perSecond > 1_500 ? previewStep : pictureStep)));
  }
  private go(at: number): void {
    this.at = Math.round(Math.max(this.from, Math.min(this.to - 1, at)));
    if (this.length > 0) this.film.currentTime = ((this.at - this.from) / (this.to - this.from)) * this.length;
  }
  private choose(number: number): void {
    this.chosen = number;
    this.corner = 0;
    const region = this.regions[number];
    if (region && !covers(region, this.at)) this.go(region.from);
  }
  private change(regions: readonly RedactionRegion[]): void {
    this.regions = regions;
    this.dispatchEvent(new CustomEvent('mp-regions', { detail: regions, bubbles: true, composed: true }));
  }
  private put(region: RedactionRegion): void {
    this.change(this.regions.map((each, n) => (n === this.chosen ? region : each)));
  }
  private reshape(shape: Shape): void {
    const region = this.regions[this.chosen];
    if (!region) return;
    this.corner = Math.min(this.corner, shape.length - 1);
    this.put(withShape(region, this.at, shape));
  }
  private addCorner(region: RedactionRegion): void {
    const { shape, at } = withMiddle(shapeAt(region, this.at));
    if (at < 0) return;
    this.reshape(shape);
    this.corner = at;
  }

  private readonly add = (): void => {
    this.change([...this.regions, newRegion(this.from, this.to, this.at)]);
    this.chosen = this.regions.length - 1;
    this.corner = 0;
  };
  private readonly opened = (): void => {
    const { duration, videoWidth, videoHeight } = this.film;
    this.length = Number.isFinite(duration) ? duration : 0;
    if (this.length === 0) this.isBroken = true;
    if (videoWidth > 0) this.aspect = `${videoWidth} / ${videoHeight}`;
    this.go(this.at);
  };
  private readonly key = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.go(this.at + by * this.step);
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-redaction-editor': MpRedactionEditor } }
