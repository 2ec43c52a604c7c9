import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { MpChoiceCards } from '../app/parts/mp-choice-cards.ts';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import type { MpField } from '../app/parts/mp-field.ts';
import type { MpSelect } from '../app/parts/mp-select.ts';
import type { MpSwitch } from '../app/parts/mp-switch.ts';
import { seesVideo } from '../app/sides.ts';
import { Screen } from '../app/screen.ts';
import { emptyDraft, endOf, purposes, requestOf, seeable, type Draft, type Seeable } from './let-in-draft.ts';
import type { MadeApp } from './mp-app-made.ts';

const lengths = [1, 7, 30, 90, 180];
type Valued = { readonly value: string };

/** Three questions in a dialog: what program, which cameras, until when. Fires `mp-made` with what is shown once. */
@customElement('mp-let-in')
export class MpLetIn extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: contents; }
    .picks { display: flex; flex-direction: column; gap: var(--mp-2); }
    .pick { display: flex; align-items: center; gap: var(--mp-3); min-height: 52px; padding: var(--mp-2) var(--mp-4); border: 1px solid var(--mp-outline); border-radius: var(--mp-radius); cursor: pointer; }
    .pick:has(:checked) { border-color: var(--mp-accent); background: var(--mp-accent-soft); box-shadow: inset 0 0 0 1px var(--mp-accent); }
    .pick:has(:focus-visible) { outline: 3px solid var(--mp-accent); outline-offset: 2px; }
    .pick input { accent-color: var(--mp-accent); width: 20px; height: 20px; margin: 0; }
    .feet { display: flex; gap: var(--mp-3); }
    .feet mp-button:last-child { flex: 1; }
    .error { color: var(--mp-danger); font-size: var(--mp-small); }
    .sentence { padding: var(--mp-4); border-radius: var(--mp-radius); background: var(--mp-accent-soft); }
  `];
  @query('mp-dialog') private readonly dialog!: MpDialog;
  @state() private step: 1 | 2 | 3 = 1;
  @state() private draft: Draft = emptyDraft(undefined);
  @state() private cameras: readonly Seeable[] | undefined;
  @state() private tried = false;
  @state() private busy = false;

  show(): void {
    this.draft = emptyDraft(this.me.memberships.length > 0 ? undefined : this.offices[0]?.unit);
    this.step = 1;
    this.tried = false;
    this.dialog.show();
  }

  override render(): unknown {
    const { t, step } = this;
    const asked = { 1: t('apps.stepName'), 2: t('apps.stepCameras'), 3: t('apps.stepEnd') }[step];
    return html`<mp-dialog heading=${t('apps.letIn')}><form class="stack" novalidate @submit=${this.go}>
      <div><p class="small muted">${t('apps.step', { n: step })}</p><h3>${asked}</h3></div>
      ${step === 1 ? this.first() : step === 2 ? this.second() : this.third()}
      <div class="feet">${step === 1 ? nothing : html`<mp-button @click=${this.goBack}>${t('apps.back')}</mp-button>`}<mp-button tone="primary" type="submit" wide .busy=${this.busy}>${t(step === 3 ? 'apps.agree' : 'apps.next')}</mp-button></div></form></mp-dialog>`;
  }

  private first(): unknown {
    const { t, draft, offices } = this;
    return html`<mp-field data-first label=${t('apps.name')} hint=${t('apps.nameHint')} maxlength="80" .value=${draft.name} error=${this.tried && draft.name.trim() === '' ? t('apps.nameNeeded') : ''} @input=${(event: Event) => this.put({ name: (event.target as MpField).value })}></mp-field>
      ${offices.length > 0 && this.me.memberships.length > 0 ? html`<mp-choice-cards across label=${t('apps.asWho')} .value=${draft.unit === undefined ? 'house' : 'unit'} .choices=${[{ value: 'house', label: t('apps.asHouse'), text: t('apps.asHouseText'), icon: 'house' as const }, { value: 'unit', label: t('apps.asUnit'), text: t('apps.asUnitText'), icon: 'shield' as const }]} @change=${(event: Event) => this.put({ unit: (event.target as MpChoiceCards).value === 'unit' ? offices[0]?.unit : undefined, cameras: [] })}></mp-choice-cards>` : nothing}
      ${draft.unit === undefined ? nothing : html`
        ${offices.length > 1 ? html`<mp-select label=${t('apps.unit')} .value=${draft.unit} .choices=${offices.map(({ unit, unitName }) => ({ value: unit, label: unitName }))} @change=${(event: Event) => this.put({ unit: (event.target as MpSelect).value, cameras: [] })}></mp-select>` : nothing}
        <mp-select label=${t('apps.purpose')} .value=${draft.purpose} .choices=${purposes.map((purpose) => ({ value: purpose, label: t(`consent.purpose_${purpose}`) }))} @change=${(event: Event) => this.put({ purpose: (event.target as MpSelect).value as Draft['purpose'], cameras: [] })}></mp-select>
        <mp-field label=${t('apps.caseLabel')} hint=${t('apps.caseHint')} maxlength="40" .value=${draft.caseNo} @input=${(event: Event) => this.put({ caseNo: (event.target as MpField).value })}></mp-field>`}`;
  }
  private second(): unknown {
    const { t, draft, cameras } = this;
    if (cameras === undefined) return html`<mp-skeleton shape="rows" count="3"></mp-skeleton>`;
    if (cameras.length === 0) return html`<mp-empty icon="camera-off" text=${t('apps.noCameras')}></mp-empty>`;
    return html`<div class="picks" role="group" aria-label=${t('apps.stepCameras')}>${cameras.map(({ id, name, place }) => html`<label class="pick"><input type="checkbox" .checked=${draft.cameras.includes(id)} @change=${() => this.put({ cameras: draft.cameras.includes(id) ? draft.cameras.filter((other) => other !== id) : [...draft.cameras, id] })}><span class="grow">${name}${place === '' ? nothing : html`<br><span class="small muted">${place}</span>`}</span></label>`)}</div>
      ${cameras.length > 2 ? html`<div><mp-button tone="plain" @click=${() => this.put({ cameras: cameras.map(({ id }) => id) })}>${t('apps.all')}</mp-button></div>` : nothing}
      ${this.tried && draft.cameras.length === 0 ? html`<p class="error" role="alert">${t('apps.camerasNeeded')}</p>` : nothing}`;
  }
  private third(): unknown {
    const { t, draft } = this;
    const names = (this.cameras ?? []).filter(({ id }) => draft.cameras.includes(id)).map(({ name }) => name).join(', ');
    return html`<mp-select label=${t('apps.days')} .value=${String(draft.days)} .choices=${lengths.map((days) => ({ value: String(days), label: t('apps.daysOf', { count: days }) }))} @change=${(event: Event) => this.put({ days: Number((event.target as unknown as Valued).value) })}></mp-select>
      <mp-switch label=${t('apps.alsoSnapshot')} hint=${t('apps.alsoSnapshotText')} ?checked=${draft.snapshot} @change=${(event: Event) => this.put({ snapshot: (event.target as MpSwitch).checked })}></mp-switch>
      ${draft.unit === undefined ? html`<mp-switch label=${t('apps.alsoSound')} hint=${t('apps.alsoSoundText')} ?checked=${draft.sound} @change=${(event: Event) => this.put({ sound: (event.target as MpSwitch).checked })}></mp-switch>` : nothing}
      <p class="sentence">${t(draft.unit === undefined ? 'apps.sentence' : 'apps.sentenceUnit', { name: draft.name.trim(), cameras: names, date: this.words.date(endOf(draft, Date.now())) })}</p>`;
  }

  private get offices() {
    return seesVideo(this.me) ? this.me.offices.filter(({ unitKind }) => unitKind !== 'peoples_committee') : [];
  }
  private put(change: Partial<Draft>): void {
    this.draft = { ...this.draft, ...change };
  }
  private readonly goBack = (): void => {
    this.step = this.step === 3 ? 2 : 1;
    this.tried = false;
  };
  private readonly go = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    if (this.busy || (this.step === 1 && this.draft.name.trim() === '') || (this.step === 2 && this.draft.cameras.length === 0)) return;
    this.tried = false;
    if (this.step === 1) await this.look();
    else if (this.step === 2) this.step = 3;
    else await this.make();
  };
  private async look(): Promise<void> {
    this.step = 2;
    this.cameras = undefined;
    try {
      const { unit, purpose } = this.draft;
      this.cameras = unit === undefined ? await this.hub.call('GET /api/cameras') : seeable(await this.hub.call('GET /api/officer/cameras', { query: { unit } }), purpose);
    } catch (thrown) {
      this.step = 1;
      this.shell.fail(thrown);
    }
  }
  private async make(): Promise<void> {
    this.busy = true;
    // The proof is asked for in a dialog of its own.
    this.dialog.close();
    try {
      const done = await this.shell.prove(() => this.hub.call('POST /api/apps', { body: requestOf(this.draft, Date.now()) }));
      if (done) this.dispatchEvent(new CustomEvent<MadeApp>('mp-made', { detail: done.value }));
      else this.dialog.show();
    } catch (thrown) {
      this.shell.fail(thrown);
      this.dialog.show();
    }
    this.busy = false;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-let-in': MpLetIn } }
