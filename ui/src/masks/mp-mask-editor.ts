import type { MaskRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import './mp-mask-canvas.ts';
import { fewestPoints, firstShape, mostPoints, withMiddle, without, type Shape } from './points.ts';

/** Draws one area, new or as it was. Fires `mp-mask-saved` and `mp-mask-left`. */
@customElement('mp-mask-editor')
export class MpMaskEditor extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    form { display: flex; flex-direction: column; gap: var(--mp-4); }
    .tools { display: flex; flex-wrap: wrap; gap: var(--mp-2); }
    @media (hover: none) { .keys { display: none; } }
  `];
  @property() camera = '';
  @property({ attribute: false }) mask: MaskRow | undefined;
  @property({ attribute: false }) others: readonly Shape[] = [];
  /** A business: there is staff. */
  @property({ type: Boolean }) staffed = false;
  @state() private shape: Shape = firstShape;
  @state() private past: readonly Shape[] = [];
  @state() private name = '';
  @state() private staff = false;
  @state() private chosen = 0;
  @state() private solid = false;
  @state() private busy = false;
  @state() private isTried = false;
  @state() private problem: HubProblem | undefined;
  private readonly openedAt = Date.now();

  override connectedCallback(): void {
    super.connectedCallback();
    this.shape = this.mask?.polygons[0] ?? firstShape;
    this.name = this.mask?.name ?? '';
    this.staff = this.mask?.staff ?? false;
  }

  protected override render(): unknown {
    const { t } = this;
    return html`<form @submit=${this.save} novalidate>
      <p class="small muted">${t('masks.how')}</p>
      <mp-mask-canvas .picture=${`/api/cameras/${this.camera}/picture?t=${this.openedAt}`} .shape=${this.shape} .others=${this.others} .chosen=${this.chosen} ?solid=${this.solid}
        @mp-settled=${(event: CustomEvent<Shape>) => this.remember(event.detail)} @mp-shape=${(event: CustomEvent<Shape>) => (this.shape = event.detail)} @mp-chosen=${(event: CustomEvent<number>) => (this.chosen = event.detail)}></mp-mask-canvas>
      <div class="tools">
        <mp-button icon="plus" ?disabled=${this.shape.length >= mostPoints} @click=${this.addCorner}>${t('masks.addCorner')}</mp-button>
        <mp-button icon="x" ?disabled=${this.shape.length <= fewestPoints} @click=${this.removeCorner}>${t('masks.removeCorner')}</mp-button>
        <mp-button icon="history" ?disabled=${this.past.length === 0} @click=${this.undo}>${t('masks.undo')}</mp-button>
        <mp-button icon=${this.solid ? 'eye-off' : 'eye'} pressed=${this.solid ? 'true' : 'false'} @click=${() => (this.solid = !this.solid)}>${t('masks.solid')}</mp-button>
      </div>
      <p class="keys small muted">${t('masks.keys')}</p>
      <mp-field label=${t('masks.name')} hint=${t('masks.nameHint')} maxlength="120" .value=${this.name} error=${this.isTried && this.name.trim() === '' ? t('masks.needName') : ''} @input=${(event: Event) => (this.name = (event.target as HTMLInputElement).value)}></mp-field>
      ${this.staffed ? html`<mp-switch label=${t('masks.staff')} hint=${t('masks.staffHint')} .checked=${this.staff} @change=${(event: Event) => (this.staff = (event.target as HTMLInputElement).checked)}></mp-switch>` : nothing}
      ${this.mask ? html`<p class="small muted">${t('masks.lessNote')}</p>` : nothing}
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <div class="tools"><mp-button type="submit" tone="primary" ?busy=${this.busy}>${t('masks.save')}</mp-button><mp-button @click=${this.left}>${t('masks.cancel')}</mp-button></div></form>`;
  }

  /** A key held down is many acts; only the last of the same sort are of use. */
  private remember(shape: Shape): void {
    if (this.past.at(-1) !== shape) this.past = [...this.past, shape].slice(-50);
  }
  private readonly addCorner = (): void => {
    this.remember(this.shape);
    const { shape, at } = withMiddle(this.shape);
    this.shape = shape;
    this.chosen = Math.max(0, at);
  };
  private readonly removeCorner = (): void => {
    this.remember(this.shape);
    this.shape = without(this.shape, this.chosen);
    this.chosen = Math.min(this.chosen, this.shape.length - 1);
  };
  private readonly undo = (): void => {
    const before = this.past.at(-1);
    if (!before) return;
    this.past = this.past.slice(0, -1);
    this.shape = before;
    this.chosen = Math.min(this.chosen, before.length - 1);
  };
  private readonly left = (): void => {
    this.dispatchEvent(new Event('mp-mask-left'));
  };

  private readonly save = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.isTried = true;
    if (this.name.trim() === '') return;
    this.busy = true;
    this.problem = undefined;
    const polygons = [this.shape, ...(this.mask?.polygons.slice(1) ?? [])].map((shape) => shape.map((point) => ({ ...point })));
    const body = { name: this.name.trim(), polygons, staff: this.staff };
    const { mask } = this;
    try {
      const done = mask ? await this.shell.prove(() => this.hub.call('PUT /api/cameras/:id/masks/:mask', { params: { id: this.camera, mask: mask.id }, body })) : { value: await this.hub.call('POST /api/cameras/:id/masks', { params: { id: this.camera }, body }) };
      if (done) {
        this.shell.toast(this.t('masks.saved'));
        this.dispatchEvent(new Event('mp-mask-saved'));
      }
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-mask-editor': MpMaskEditor } }
