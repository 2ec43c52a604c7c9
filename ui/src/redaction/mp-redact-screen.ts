import type { ExportRow, RedactionRegion } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { HubProblem, problemOf } from '../hub/hub-problem.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-redaction-editor.ts';

interface Opened {
  readonly row: ExportRow;
  readonly film: string;
  /** What the film shows: whole groups of pictures around what was asked for. */
  readonly from: number;
  readonly to: number;
}
/** Up to this much is fetched at once and stays in the page; what is larger is read from the hub as it is looked at. */
const largestAtOnce = 150e6;

/** `/exports/redact/:id`: a copy of one of her own exports with parts covered. */
@customElement('mp-redact-screen')
export class MpRedactScreen extends Screen {
  static override styles = [Screen.styles, css`.acts { display: flex; flex-wrap: wrap; gap: var(--mp-2); }`];
  @property() export = '';
  @state() private regions: readonly RedactionRegion[] = [];
  @state() private isTried = false;
  @state() private busy = false;
  @state() private problem: HubProblem | undefined;
  private blob: string | undefined;
  private readonly opened = new LoadController(this, { load: (signal) => this.open(signal) });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.blob !== undefined) URL.revokeObjectURL(this.blob);
    this.blob = undefined;
  }

  protected override render(): unknown {
    const { t } = this;
    return html`<mp-page heading=${t('redaction.title')} lead=${t('redaction.lead')} back="/exports">${this.opened.draw((opened) => (opened === undefined ? html`<mp-empty icon="scissors" text=${t('redaction.gone')}><mp-button href="/exports">${t('redaction.choose')}</mp-button></mp-empty>` : html`<mp-card><div class="stack">
      <p class="strong">${opened.row.cameraName} · ${t('exports.interval', { from: this.words.time(opened.row.from, true), to: this.words.time(opened.row.to, true) })} · ${this.words.date(opened.row.from)}</p>
      <mp-redaction-editor .src=${opened.film} .from=${opened.from} .to=${opened.to} .regions=${this.regions} @mp-regions=${(event: CustomEvent<readonly RedactionRegion[]>) => (this.regions = event.detail)}></mp-redaction-editor>
      ${this.isTried && this.regions.length === 0 ? html`<p class="error" role="alert">${t('redaction.need')}</p>` : nothing}
      ${this.problem ? html`<mp-error .problem=${this.problem}></mp-error>` : nothing}
      <p class="small muted">${t('redaction.note')}</p>
      <div class="acts"><mp-button tone="primary" ?busy=${this.busy} @click=${() => this.save(opened)}>${t('redaction.save')}</mp-button></div></div></mp-card>`), html`<mp-card><mp-skeleton shape="cards" count="1"></mp-skeleton></mp-card>`)}</mp-page>`;
  }

  private async open(signal: AbortSignal): Promise<Opened | undefined> {
    const row = (await this.hub.call('GET /api/exports', { signal })).find(({ id }) => id === this.export);
    const film = row?.own && row.kind === 'film' && row.status === 'done' ? row.files.find(({ name }) => name.endsWith('.mp4')) : undefined;
    if (!row || !film) return undefined;
    const address = (name: string): string => this.hub.url('GET /api/exports/:id/files/:name', { params: { id: row.id, name } });
    const about = await fetch(address('about.json'), { signal });
    if (!about.ok) throw new HubProblem('internal', '');
    const { delivered } = (await about.json()) as { readonly delivered?: { readonly from: { readonly utc: string }; readonly to: { readonly utc: string } } | null };
    if (film.bytes <= largestAtOnce) {
      const answer = await fetch(address(film.name), { signal });
      if (!answer.ok) throw new HubProblem('internal', '');
      this.blob = URL.createObjectURL(await answer.blob());
    }
    return { row, film: this.blob ?? address(film.name), from: delivered ? Date.parse(delivered.from.utc) : row.from, to: delivered ? Date.parse(delivered.to.utc) : row.to };
  }

  private async save({ row }: Opened): Promise<void> {
    this.isTried = true;
    this.problem = undefined;
    if (this.regions.length === 0) return;
    this.busy = true;
    try {
      await this.hub.call('POST /api/redactions', { body: { camera: row.camera, from: row.from, to: row.to, regions: this.regions.map((region) => ({ ...region, shapes: region.shapes.map(({ at, polygon }) => ({ at, polygon: [...polygon] })) })) } });
      this.shell.toast(this.t('redaction.saved'));
      this.shell.go('/exports');
    } catch (thrown) {
      this.problem = problemOf(thrown);
    }
    this.busy = false;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-redact-screen': MpRedactScreen } }
