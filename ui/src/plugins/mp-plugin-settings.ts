import type { PluginRow } from '@matpho/core/api';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { MpField } from '../app/parts/mp-field.ts';
import type { MpSelect } from '../app/parts/mp-select.ts';
import type { MpSwitch } from '../app/parts/mp-switch.ts';
import { Screen } from '../app/screen.ts';
import { problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { draftOf, readDraft, type Draft, type DraftValue, type Fault } from './settings-draft.ts';
import { fieldsOf, type SettingField } from './settings-fields.ts';

/** A plugin's settings as a form drawn from its own schema. Fires `mp-plugin` with the plugin after saving. */
@customElement('mp-plugin-settings')
export class MpPluginSettings extends Screen {
  static override styles = [Screen.styles, css`:host { display: block; } mp-button[tone='plain'] { margin-left: calc(-1 * var(--mp-3)); }`];
  @property({ attribute: false }) plugin: PluginRow | undefined;
  @state() private fields: readonly SettingField[] = [];
  @state() private draft: Draft = {};
  @state() private touched = false;
  @state() private cleared: ReadonlySet<string> = new Set();
  @state() private faults: Readonly<Record<string, string>> = {};
  @state() private problem: HubProblem | undefined;
  @state() private working = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    // News about the plugin's state must not wipe what is being typed.
    if (!changed.has('plugin') || !this.plugin || this.touched) return;
    this.fields = fieldsOf(this.plugin.schema);
    this.draft = draftOf(this.fields, this.plugin.config);
    this.cleared = new Set();
  }

  override render(): unknown {
    const shown = this.fields.filter((field) => field.shape.kind !== 'other');
    if (shown.length === 0) return html`<p class="muted">${this.t('plugins.settingsNone')}</p>`;
    return html`<form class="stack" novalidate @submit=${this.save}>${shown.map((field) => this.control(field))}
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <div><mp-button tone="primary" type="submit" .busy=${this.working} ?disabled=${!this.touched}>${this.t('plugins.save')}</mp-button></div></form>`;
  }

  private control(field: SettingField): unknown {
    const { name, shape } = field;
    const label = this.words.of(field.title);
    const about = field.description ? this.words.of(field.description) : '';
    const value = this.draft[name];
    const error = this.faults[name] ?? '';
    if (shape.kind === 'switch') return html`<mp-switch label=${label} hint=${about} .checked=${value === true} error=${error} @change=${(event: Event) => this.put(name, (event.target as MpSwitch).checked)}></mp-switch>`;
    if (shape.kind === 'choice') return html`<mp-select label=${label} hint=${about} .value=${String(value ?? '')} error=${error} .choices=${shape.choices.map((choice) => ({ value: choice, label: choice }))} @change=${(event: Event) => this.put(name, (event.target as MpSelect).value)}></mp-select>`;
    const typed = (event: Event): void => this.put(name, (event.target as MpField).value);
    const text = String(value ?? '');
    if (shape.kind === 'secret') {
      const set = this.plugin?.config[name] === true;
      const clears = this.cleared.has(name);
      return html`<div><mp-field type="password" autocomplete="off" label=${label} hint=${`${about} ${clears ? this.t('plugins.secretWillClear') : set ? this.t('plugins.secretSet') : this.t('plugins.secretUnset')}`.trim()} .value=${text} error=${error} @input=${typed}></mp-field>
        ${set ? html`<mp-button tone="plain" @click=${() => this.clear(name, !clears)}>${clears ? this.t('plugins.secretKeep') : this.t('plugins.secretClear')}</mp-button>` : nothing}</div>`;
    }
    if (shape.kind === 'list') return html`<mp-field type="textarea" label=${label} hint=${`${about} ${this.t('plugins.onePerLine')}`.trim()} .value=${text} error=${error} @input=${typed}></mp-field>`;
    if (shape.kind === 'number') {
      const range = shape.min !== undefined && shape.max !== undefined ? this.t('plugins.between', { min: this.words.number(shape.min), max: this.words.number(shape.max) }) : '';
      return html`<mp-field inputmode=${shape.whole ? 'numeric' : 'decimal'} label=${label} hint=${`${about} ${range}`.trim()} .value=${text} error=${error} @input=${typed}></mp-field>`;
    }
    return html`<mp-field label=${label} hint=${about} type=${shape.kind === 'text' && shape.format === 'email' ? 'email' : shape.kind === 'text' && shape.format === 'uri' ? 'url' : 'text'} .value=${text} error=${error} @input=${typed}></mp-field>`;
  }

  private put(name: string, value: DraftValue): void {
    this.draft = { ...this.draft, [name]: value };
    const { [name]: _, ...rest } = this.faults;
    this.faults = rest;
    this.touched = true;
  }
  private clear(name: string, clears: boolean): void {
    const next = new Set(this.cleared);
    if (clears) next.add(name);
    else next.delete(name);
    this.cleared = next;
    this.put(name, '');
  }

  private readonly save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { plugin } = this;
    if (!plugin || this.working || !this.touched) return;
    const read = readDraft(this.fields, this.draft, plugin.config, this.cleared);
    if ('faults' in read) {
      this.faults = Object.fromEntries(Object.entries(read.faults).map(([name, fault]) => [name, this.say(fault)]));
      return;
    }
    this.working = true;
    this.problem = undefined;
    try {
      const done = await this.shell.prove(() => this.hub.call('PUT /api/plugins/:id/config', { params: { id: plugin.id }, body: read.config }));
      if (!done) return;
      this.touched = false;
      this.dispatchEvent(new CustomEvent<PluginRow>('mp-plugin', { detail: done.value, bubbles: true, composed: true }));
      this.shell.toast(this.t('plugins.saved'));
    } catch (thrown) {
      const problem = problemOf(thrown);
      const known = Object.entries(problem.fields).filter(([path]) => this.fields.some((field) => field.name === path.split('.')[0]));
      this.faults = Object.fromEntries(known.map(([path, said]) => [path.split('.')[0] ?? path, said]));
      if (known.length === 0) this.problem = problem;
    } finally {
      this.working = false;
    }
  };

  private say(fault: Fault): string {
    const { t } = this;
    switch (fault.is) {
      case 'needed': return t('plugins.faultNeeded');
      case 'number': return t('plugins.faultNumber');
      case 'whole': return t('plugins.faultWhole');
      case 'least': return t('plugins.faultLeast', { limit: this.words.number(fault.limit) });
      case 'most': return t('plugins.faultMost', { limit: this.words.number(fault.limit) });
      case 'short': return t('plugins.faultShort', { limit: fault.limit });
      case 'long': return t('plugins.faultLong', { limit: fault.limit });
      case 'few': return t('plugins.faultFew', { limit: fault.limit });
      case 'many': return t('plugins.faultMany', { limit: fault.limit });
    }
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-plugin-settings': MpPluginSettings } }
