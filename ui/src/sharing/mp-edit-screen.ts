import type { GrantRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { isAbort, problemOf, type HubProblem } from '../hub/hub-problem.ts';
import { LoadController } from '../hub/load-controller.ts';
import { ownedBy } from '../home/watching.ts';
import '../rights/mp-what-if.ts';
import './mp-agreement.ts';
import './mp-own-terms.ts';
import type { Terms } from './own-terms.ts';

type Draft = Reply<'GET /api/grants/:id/draft'>;
type Preview = Reply<'POST /api/grants/:id/preview'>;
const pauseMs = 250;

/** `/sharing/edit/:id`: what is in force, term by term; signing makes a new version. */
@customElement('mp-edit-screen')
export class MpEditScreen extends Screen {
  static override styles = [Screen.styles, css`.stack { gap: var(--mp-6); } .picks { display: flex; flex-wrap: wrap; gap: var(--mp-2) var(--mp-4); }`];
  @property() grant = '';
  @state() private changed: Draft | undefined;
  @state() private preview: Preview | undefined;
  @state() private writing = false;
  @state() private busy = false;
  @state() private problem: HubProblem | undefined;
  private asked = '';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | undefined;
  private readonly given = new LoadController(this, {
    load: async (signal) => {
      const [draft, row] = await Promise.all([this.hub.call('GET /api/grants/:id/draft', { params: { id: this.grant }, signal }), this.hub.call('GET /api/grants/:id', { params: { id: this.grant }, signal })]);
      return { draft, row };
    },
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  private get draft(): Draft | undefined {
    return this.changed ?? this.given.value?.draft;
  }

  protected override updated(): void {
    const { draft } = this;
    const key = draft ? JSON.stringify(draft) : '';
    if (!draft || key === this.asked) return;
    this.asked = key;
    clearTimeout(this.timer);
    this.asking?.abort();
    this.writing = true;
    this.timer = setTimeout(() => void this.ask(draft), this.preview ? pauseMs : 0);
  }

  private async ask(draft: Draft): Promise<void> {
    this.asking = new AbortController();
    try {
      this.preview = await this.hub.call('POST /api/grants/:id/preview', { params: { id: this.grant }, body: draft, signal: this.asking.signal });
      this.problem = undefined;
    } catch (thrown) {
      if (isAbort(thrown)) return;
      this.problem = problemOf(thrown);
    }
    this.writing = false;
  }

  protected override render(): unknown {
    return html`<mp-page heading=${this.t('rights.editTitle')} lead=${this.t('rights.editLead')} back="/sharing">${this.given.draw(({ row }) => this.form(row))}</mp-page>`;
  }

  private form(row: GrantRow): unknown {
    const { draft, preview } = this;
    if (!draft) return nothing;
    const { owner: _owner, cameras: _cameras, preset: _preset, ...terms } = draft;
    const mine = ownedBy(this.me).some(({ owner }) => owner === row.owner);
    const same = JSON.stringify(draft) === JSON.stringify(this.given.value?.draft);
    const ready = preview !== undefined && !this.writing && !this.problem && preview.problems.length === 0 && !same && (mine || !preview.widens);
    return html`<div class="stack">
      <div><h2>${row.to}</h2><p class="muted">${row.cameras.map(({ name }) => name).join(', ')}</p></div>
      ${draft.preset === 'emergency' ? nothing : html`<mp-own-terms .value=${terms} .cameras=${draft.cameras} @change=${(event: Event) => (this.changed = { ...draft, ...(event.target as unknown as { readonly value: Terms }).value })}></mp-own-terms>`}
      <mp-agreement .sentence=${preview?.sentence} .problems=${preview?.problems ?? []} ?writing=${this.writing}></mp-agreement>
      ${preview && !same ? html`<p role="status" class=${preview.widens ? 'warn' : 'muted'}>${this.t(preview.widens ? (mine ? 'rights.widens' : 'rights.widensNot') : 'rights.narrows')}</p>` : nothing}
      <mp-what-if .question=${same ? '' : JSON.stringify({ kind: 'give', draft, replaces: this.grant })}></mp-what-if>
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <mp-button wide tone="primary" icon="check" ?disabled=${!ready} ?busy=${this.busy} @click=${() => this.sign(row.version)}>${this.t('rights.editSign')}</mp-button></div>`;
  }

  private async sign(version: number): Promise<void> {
    const { draft, preview } = this;
    if (!draft || !preview) return;
    this.busy = true;
    try {
      const signed = await this.shell.prove(() => this.hub.call('PUT /api/grants/:id', { params: { id: this.grant }, body: { ...draft, version, sentence: this.words.of(preview.sentence) } }));
      if (signed) {
        this.shell.toast(this.t('rights.edited'));
        this.shell.go('/sharing');
      }
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-edit-screen': MpEditScreen } }
