import type { CameraRow, GrantDraft } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { isAbort, problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { LoadController } from '../hub/load-controller.ts';
import { ownedBy } from '../home/watching.ts';
import '../rights/mp-what-if.ts';
import './mp-agreement.ts';
import './mp-day-bar.ts';
import './mp-own-terms.ts';
import { firstTerms, type Terms } from './own-terms.ts';
import { shareable } from './shareable.ts';

type Preview = Reply<'POST /api/grants/preview'>;
type Draft = Omit<GrantDraft, 'days'> & { readonly days: number };
const presets = ['ask_each_time', 'nights', 'on_incident', 'emergency', 'own'] as const;
type Preset = (typeof presets)[number];
const usualNight = { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 22 * 60, to: 6 * 60 }] };
const pauseMs = 250;

/** From a preset to a signed sentence. Fires `mp-shared` (detail: the grant) and, when `later` is set, `mp-later`. */
@customElement('mp-share-form')
export class MpShareForm extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: flex; flex-direction: column; gap: var(--mp-6); }
    fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
    legend { font-weight: 500; font-size: var(--mp-small); padding: 0; margin-bottom: var(--mp-2); }
    .picks { display: flex; flex-wrap: wrap; gap: var(--mp-2); }
    .pick { display: inline-flex; align-items: center; gap: var(--mp-2); min-height: var(--mp-touch); padding: 0 var(--mp-4); border: 1px solid var(--mp-outline); border-radius: var(--mp-radius-pill); background: var(--mp-surface); cursor: pointer; }
    .pick:has(:checked) { border-color: var(--mp-accent); background: var(--mp-accent-soft); box-shadow: inset 0 0 0 1px var(--mp-accent); }
    .pick:has(:focus-visible) { outline: 3px solid var(--mp-accent); outline-offset: 2px; }
    .pick input { accent-color: var(--mp-accent); width: 18px; height: 18px; margin: 0; }
    .two { display: grid; gap: var(--mp-4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 240px), 1fr)); }
    .ends { display: flex; flex-wrap: wrap; gap: var(--mp-3); align-items: center; }
    .ends mp-button[wide] { flex: 1 1 260px; }
    .best { display: inline-block; margin-top: var(--mp-2); }
  `];
  /** Only these cameras, by id; empty lets her choose. */
  @property({ attribute: false }) only: readonly string[] = [];
  /** Draws "Để sau". */
  @property({ type: Boolean }) later = false;
  @state() private preset: Preset = 'ask_each_time';
  @state() private owner = '';
  @state() private chosen: ReadonlySet<string> | undefined;
  @state() private unit = '';
  @state() private days = '90';
  @state() private terms: Terms = firstTerms;
  @state() private preview: Preview | undefined;
  @state() private writing = false;
  @state() private busy = false;
  @state() private problem: HubProblem | undefined;
  private asked = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | undefined;
  private readonly given = new LoadController(this, {
    load: async (signal) => {
      const [cameras, units] = await Promise.all([this.hub.call('GET /api/cameras', { signal }), this.hub.call('GET /api/units', { signal })]);
      return { cameras: cameras.filter((camera) => camera.confirmed), units: shareable(units) };
    },
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  protected override updated(): void {
    const draft = this.draft();
    const key = draft ? JSON.stringify(draft) : '';
    if (key === this.asked) return;
    this.asked = key;
    clearTimeout(this.timer);
    this.asking?.abort();
    this.writing = draft !== undefined;
    if (draft) this.timer = setTimeout(() => void this.ask(draft), this.preview ? pauseMs : 0);
    else this.preview = undefined;
  }

  private get ownerId(): string {
    return this.owner || this.camerasOf('').find((camera) => this.only.includes(camera.id))?.owner || ownedBy(this.me)[0]?.owner || '';
  }

  private camerasOf(owner: string): readonly CameraRow[] {
    return (this.given.value?.cameras ?? []).filter((camera) => owner === '' || camera.owner === owner);
  }

  private draft(): Draft | undefined {
    const cameras = this.picked().map((camera) => camera.id);
    const unit = this.unitId;
    if (cameras.length === 0 || !unit) return undefined;
    const basics = { owner: this.ownerId, cameras, preset: this.preset, days: Number(this.days) };
    return this.preset === 'own' ? { ...this.terms, ...basics, who: { ...this.terms.who, unit } } : { ...basics, who: { unit } };
  }

  /** What goes to whom is hers to say: preselected only where there is nothing to choose. */
  private get unitId(): string {
    const units = this.given.value?.units ?? [];
    return this.unit || (units.length === 1 ? (units[0]?.id ?? '') : '');
  }

  private picked(): readonly CameraRow[] {
    return this.camerasOf(this.ownerId).filter((camera) => (this.chosen ? this.chosen.has(camera.id) : this.only.length === 0 || this.only.includes(camera.id)));
  }

  private async ask(draft: Draft): Promise<void> {
    this.asking = new AbortController();
    try {
      this.preview = await this.hub.call('POST /api/grants/preview', { body: draft, signal: this.asking.signal });
      this.problem = undefined;
      this.writing = false;
    } catch (thrown) {
      if (isAbort(thrown)) return;
      this.problem = problemOf(thrown);
      this.writing = false;
    }
  }

  protected override render(): unknown {
    if (ownedBy(this.me).length === 0) return this.cannot('lock', this.t('sharing.onlyOwner'));
    return this.given.draw(({ cameras, units }) => {
      if (cameras.length === 0) return this.cannot('camera', this.t('sharing.noCameras'));
      if (units.length === 0) return this.cannot('building', this.t('sharing.noUnits'));
      return this.form(units);
    });
  }

  private cannot(icon: 'lock' | 'camera' | 'building', text: string): unknown {
    return html`<mp-empty icon=${icon} text=${text}>${this.later ? html`<mp-button @click=${this.leave}>${this.t('sharing.later')}</mp-button>` : nothing}</mp-empty>`;
  }

  private form(units: ReturnType<typeof shareable>): unknown {
    const owners = ownedBy(this.me);
    return html`
      <mp-choice-cards label=${this.t('sharing.how')} .value=${this.preset} .choices=${presets.map((preset) => this.choice(preset))} @change=${(event: Event) => (this.preset = (event.target as HTMLInputElement).value as Preset)}></mp-choice-cards>
      ${owners.length > 1 && this.only.length === 0 ? html`<mp-select label=${this.t('sharing.owner')} .value=${this.ownerId} .choices=${owners.map((one) => ({ value: one.owner, label: one.ownerName }))} @change=${this.ownerChanged}></mp-select>` : nothing}
      ${this.only.length > 0 ? nothing : this.cameras()}
      <div class="two">
        <mp-select label=${this.t('sharing.unit')} .value=${this.unitId} .choices=${[...(units.length > 1 ? [{ value: '', label: this.t('sharing.chooseUnit') }] : []), ...units.map((unit) => ({ value: unit.id, label: unit.name }))]} @change=${(event: Event) => (this.unit = (event.target as HTMLInputElement).value)}></mp-select>
        <mp-select label=${this.t('sharing.days')} .value=${this.days} .choices=${[30, 90, 180].map((count) => ({ value: String(count), label: this.t('sharing.days_choice', { count }) }))} @change=${(event: Event) => (this.days = (event.target as HTMLInputElement).value)}></mp-select>
      </div>
      <p class="small muted">${this.t('sharing.daysHint')}</p>
      ${this.placeless()}
      ${this.preset === 'own' ? html`<mp-own-terms .value=${this.terms} .cameras=${this.picked().map((camera) => camera.id)} @change=${(event: Event) => (this.terms = (event.target as unknown as { readonly value: Terms }).value)}></mp-own-terms>` : nothing}
      ${this.agreement()}`;
  }

  private choice(preset: Preset) {
    if (preset === 'own') return { value: preset, label: this.t('rights.own'), text: this.t('rights.ownText') };
    const access = preset === 'nights' ? ((this.preset === 'nights' && this.preview?.access) || usualNight) : null;
    return {
      value: preset, label: this.t(`sharing.preset_${preset}`), text: this.t(`sharing.preset_${preset}_text`),
      extra: preset === 'emergency' ? html`<mp-badge>${this.t('sharing.emergencyOff')}</mp-badge>` : html`<mp-day-bar kind=${preset === 'ask_each_time' ? 'ask' : preset === 'nights' ? 'open' : 'case'} .access=${access}></mp-day-bar>${preset === 'ask_each_time' ? html`<mp-badge tone="good">${this.t('sharing.recommended')}</mp-badge>` : nothing}`,
    };
  }

  private cameras(): unknown {
    const picked = new Set(this.picked().map((camera) => camera.id));
    return html`<fieldset><legend>${this.t('sharing.cameras')}</legend><div class="picks">${this.camerasOf(this.ownerId).map((camera) => html`
      <label class="pick"><input type="checkbox" .checked=${picked.has(camera.id)} @change=${() => this.toggle(camera.id, picked)}>${camera.name}</label>`)}</div>
      ${picked.size === 0 ? html`<p class="warn small" role="alert">${this.t('sharing.chooseCamera')}</p>` : nothing}</fieldset>`;
  }

  /** An emergency finds cameras by where they stand. */
  private placeless(): unknown {
    const names = this.preset === 'emergency' ? this.picked().filter((camera) => camera.position === null).map((camera) => camera.name) : [];
    return names.length === 0 ? nothing : html`<p class="warn small" role="status">${this.t('sharing.noPosition', { names: names.join(', ') })}</p>`;
  }

  private toggle(id: string, picked: ReadonlySet<string>): void {
    this.chosen = picked.has(id) ? new Set([...picked].filter((other) => other !== id)) : new Set([...picked, id]);
  }

  private agreement(): unknown {
    const { preview } = this;
    const problems = preview?.problems ?? [];
    const ready = preview !== undefined && !this.writing && problems.length === 0 && !this.problem;
    return html`
      ${preview || this.unitId ? html`<mp-agreement .sentence=${preview?.sentence} .problems=${problems} ?writing=${this.writing}></mp-agreement>` : html`<mp-card tone="accent" heading=${this.t('sharing.youAgree')}><p class="muted">${this.t('sharing.chooseUnitFirst')}</p></mp-card>`}
      <mp-what-if .question=${ready || this.writing ? this.question() : ''}></mp-what-if>
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <div class="ends"><mp-button wide tone="primary" icon="check" ?disabled=${!ready} ?busy=${this.busy} @click=${this.agree}>${this.t('sharing.agree')}</mp-button>
        ${this.later ? html`<mp-button tone="plain" @click=${this.leave}>${this.t('sharing.later')}</mp-button>` : nothing}</div>`;
  }

  private question(): string {
    const draft = this.draft();
    return draft ? JSON.stringify({ kind: 'give', draft }) : '';
  }
  private readonly ownerChanged = (event: Event): void => {
    this.owner = (event.target as HTMLInputElement).value;
    this.chosen = undefined;
  };
  private readonly leave = (): void => {
    this.dispatchEvent(new CustomEvent('mp-later', { bubbles: true, composed: true }));
  };
  private readonly agree = async (): Promise<void> => {
    const draft = this.draft();
    const { preview } = this;
    if (!draft || !preview) return;
    this.busy = true;
    try {
      const given = await this.shell.prove(() => this.hub.call('POST /api/grants', { body: { ...draft, sentence: this.words.of(preview.sentence) } }));
      if (given) {
        this.shell.toast(this.t('sharing.agreed'));
        this.dispatchEvent(new CustomEvent('mp-shared', { detail: given.value, bubbles: true, composed: true }));
      }
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-share-form': MpShareForm } }
