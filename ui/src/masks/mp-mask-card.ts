import type { CameraRow, MaskRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-mask-editor.ts';

const most = 8;

/** What is covered in one camera's picture, how that looks to others, and the place to draw it. For those who keep the camera. */
@customElement('mp-mask-card')
export class MpMaskCard extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .in { display: flex; flex-direction: column; gap: var(--mp-4); }
    figure img { width: 100%; border-radius: var(--mp-radius); background: var(--mp-sunken); aspect-ratio: 16 / 9; object-fit: contain; }
    figcaption { margin-top: var(--mp-2); }
    li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--mp-2) var(--mp-4); padding-block: var(--mp-3); }
    li + li { border-top: 1px solid var(--mp-line); }
    .acts { display: flex; gap: var(--mp-2); }
  `];
  @property({ attribute: false }) camera!: CameraRow;
  /** The registered owner: only she uncovers. */
  @property({ type: Boolean }) owned = false;
  @property({ type: Boolean }) staffed = false;
  /** Undefined: nothing is drawn; null: a new one. */
  @state() private editing: MaskRow | null | undefined;
  @state() private busy = '';
  @state() private isPictureMissing = false;
  private readonly masks = new LoadController(this, { load: (signal) => this.hub.call('GET /api/cameras/:id/masks', { params: { id: this.camera.id }, signal }), on: ['camera'] });

  protected override render(): unknown {
    return html`<mp-card heading=${this.t('masks.title')}><div class="in"><p class="small muted">${this.t('masks.lead')}</p>
      ${this.masks.draw((rows) => (this.editing === undefined ? this.list(rows) : this.editor(rows, this.editing)), html`<mp-skeleton shape="rows" count="2"></mp-skeleton>`)}</div></mp-card>`;
  }

  private list(rows: readonly MaskRow[]): unknown {
    const { t } = this;
    return html`
      ${rows.length === 0 ? html`<p>${t('masks.none')}</p>` : html`${this.isPictureMissing ? html`<p class="small muted">${t('masks.noPicture')}</p>` : html`<figure><img alt=${t('masks.asOthers')} src=${`/api/cameras/${this.camera.id}/masks/picture?v=${rows.map(({ id, version }) => `${id}.${version}`).join('_')}`} @error=${() => (this.isPictureMissing = true)}><figcaption class="small muted">${t('masks.asOthers')}</figcaption></figure>`}
        <ul>${repeat(rows, ({ id }) => id, (row) => html`<li><div class="grow"><p class="strong">${row.name}</p><p class="small muted">${t('masks.drawn', { name: row.drawnBy, moment: this.words.moment(row.drawnAt, Date.now()) })}${row.staff ? ` · ${t('masks.staffToo')}` : ''}</p></div>
          <div class="acts"><mp-button icon="pencil" label=${`${t('masks.edit')}: ${row.name}`} @click=${() => this.edit(row)}></mp-button>
            ${this.owned ? html`<mp-button icon="trash" tone="grave" label=${`${t('masks.remove')}: ${row.name}`} ?busy=${this.busy === row.id} @click=${() => this.uncover(row)}></mp-button>` : nothing}</div></li>`)}</ul>`}
      ${rows.length < most ? html`<div><mp-button icon="plus" @click=${() => this.edit(null)}>${t('masks.add')}</mp-button></div>` : html`<p class="small muted">${t('masks.full')}</p>`}`;
  }

  private editor(rows: readonly MaskRow[], mask: MaskRow | null): unknown {
    const others = rows.filter(({ id }) => id !== mask?.id).flatMap(({ polygons }) => polygons);
    return html`<h3>${this.t(mask ? 'masks.editorEdit' : 'masks.editorNew')}</h3>
      <mp-mask-editor .camera=${this.camera.id} .mask=${mask ?? undefined} .others=${others} ?staffed=${this.staffed} @mp-mask-left=${() => this.edit(undefined)} @mp-mask-saved=${this.saved}></mp-mask-editor>`;
  }

  private edit(mask: MaskRow | null | undefined): void {
    this.editing = mask;
    this.isPictureMissing = false;
  }
  private readonly saved = async (): Promise<void> => {
    await this.masks.reload();
    this.edit(undefined);
  };
  private readonly uncover = async (row: MaskRow): Promise<void> => {
    const { t } = this;
    if (!(await this.shell.confirm({ title: t('masks.removeAsk', { name: row.name }), text: t('masks.removeText'), yes: t('masks.remove'), grave: true }))) return;
    this.busy = row.id;
    try {
      const done = await this.shell.prove(() => this.hub.call('DELETE /api/cameras/:id/masks/:mask', { params: { id: this.camera.id, mask: row.id } }));
      if (done) {
        this.shell.toast(t('masks.removed', { name: row.name }));
        await this.masks.reload();
      }
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-mask-card': MpMaskCard } }
