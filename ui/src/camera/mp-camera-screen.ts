import type { CameraRow } from '@matpho/core/api';
import { css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import '../exports/mp-export-form.ts';
import '../exports/mp-export-list.ts';
import type { MpExportList } from '../exports/mp-export-list.ts';
import '../control/mp-camera-control.ts';
import { keptBy, ownedBy } from '../home/watching.ts';
import { LoadController } from '../hub/load-controller.ts';
import '../ledger/mp-ledger-list.ts';
import '../masks/mp-mask-card.ts';
import '../player/mp-player.ts';
import '../rights/mp-rights-now.ts';
import './mp-camera-care.ts';
import './mp-camera-holds.ts';
import './mp-camera-sharing.ts';
import './mp-outside-card.ts';
import './mp-recording-card.ts';
import '../streams/mp-stream-card.ts';

/** `/camera/:id`: everything about one camera. */
@customElement('mp-camera-screen')
export class MpCameraScreen extends Screen {
  static override styles = [Screen.styles, css`
    .columns { display: grid; gap: var(--mp-6); grid-template-columns: minmax(0, 1fr); max-width: 1320px; }
    .column, section { display: flex; flex-direction: column; gap: var(--mp-4); min-width: 0; }
    .column { gap: var(--mp-6); }
    @media (min-width: 1100px) { .columns { grid-template-columns: minmax(0, 1.7fr) minmax(340px, 1fr); align-items: start; } }
    .export { display: flex; flex-direction: column; gap: var(--mp-5); }
    @media (max-width: 899px) { mp-player { margin-inline: calc(-1 * var(--mp-4)); --mp-player-radius: 0; } }
  `];
  /** The id in the address. */
  @property() camera = '';
  @query('mp-export-list') private readonly exported!: MpExportList;
  private readonly row = new LoadController(this, { load: (signal) => this.hub.call('GET /api/cameras/:id', { params: { id: this.camera }, signal }), on: ['camera', 'grant', 'watching'] });

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.get('camera')) void this.row.reload();
  }

  protected override render(): unknown {
    const row = this.row.value;
    const lead = row ? [row.place, this.t('camera.since', { state: this.words.of(row.stateText), moment: this.words.moment(row.stateSince, Date.now()) })].filter(Boolean).join(' · ') : '';
    return html`<mp-page full heading=${row?.name ?? this.t('camera.title')} lead=${lead} back="/">
      <mp-button slot="action" icon="history" href=${`/recordings?camera=${this.camera}`}>${this.t('timeline.look')}</mp-button>
      ${this.row.draw((camera) => this.columns(camera), html`<div class="columns"><mp-skeleton shape="cards" count="1"></mp-skeleton><mp-skeleton shape="rows" count="4"></mp-skeleton></div>`)}</mp-page>`;
  }

  private columns(camera: CameraRow): unknown {
    const kept = keptBy(this.me).some((membership) => membership.owner === camera.owner);
    const owned = this.me.memberships.some((membership) => membership.owner === camera.owner && (membership.role === 'owner' || membership.role === 'manager')) || ownedBy(this.me).some((membership) => membership.owner === camera.owner);
    return html`<div class="columns" @mp-camera=${(event: CustomEvent<CameraRow>) => this.row.put(event.detail)}>
      <div class="column">
        <mp-player .camera=${camera.id} .name=${camera.name} own ?sound=${camera.sources.some((source) => source.audio)} ?choice=${camera.sources.length > 1} .codec=${camera.sources[0]?.codec ?? ''}></mp-player>
        ${kept || owned ? html`<mp-camera-control .camera=${camera.id}></mp-camera-control>` : nothing}
        <mp-card heading=${this.t('rights.title')}><mp-rights-now .camera=${camera.id}></mp-rights-now></mp-card>
        <section><h2>${this.t('camera.sharing')}</h2><mp-camera-sharing .camera=${camera}></mp-camera-sharing></section>
        ${kept ? html`<mp-mask-card .camera=${camera} ?owned=${ownedBy(this.me).some((membership) => membership.owner === camera.owner)} ?staffed=${this.me.memberships.some((membership) => membership.owner === camera.owner && membership.ownerKind === 'business')}></mp-mask-card>` : nothing}
        <section><h2>${this.t('camera.ledger')}</h2><mp-ledger-list single .camera=${camera.id}></mp-ledger-list></section>
      </div>
      <div class="column">
        <mp-stream-card .camera=${camera} ?owned=${this.me.memberships.some((membership) => membership.owner === camera.owner && membership.role === 'owner')}></mp-stream-card>
        <mp-recording-card .camera=${camera} ?editable=${kept}></mp-recording-card>
        ${kept && camera.archive ? html`<mp-outside-card .camera=${camera}></mp-outside-card>` : nothing}
        ${kept ? html`<mp-camera-holds .camera=${camera.id}></mp-camera-holds>` : nothing}
        ${kept ? html`<mp-card heading=${this.t('exports.make')}><div class="export">
          ${camera.oldestFootage === null ? html`<p class="muted">${this.t('exports.noFootage')}</p>` : html`<mp-export-form .camera=${camera.id} .oldest=${camera.oldestFootage} @mp-exported=${(event: CustomEvent) => this.exported.add(event.detail)}></mp-export-form>`}
          <mp-export-list .camera=${camera.id}></mp-export-list></div></mp-card>` : nothing}
        ${kept ? html`<mp-card heading=${this.t('records.signsTitle')}><div class="apart"><p class="grow">${this.t('records.signOnPage')}</p><mp-button icon="qr-code" href=${`/camera/${camera.id}/sign`}>${this.t('records.signOpen')}</mp-button></div></mp-card>` : nothing}
        <mp-camera-care .camera=${camera} ?editable=${kept} ?removable=${owned}></mp-camera-care>
      </div></div>`;
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-camera-screen': MpCameraScreen } }
