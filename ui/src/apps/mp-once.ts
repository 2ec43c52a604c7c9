import type { CameraRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { MpDialog } from '../app/parts/mp-dialog.ts';
import type { MpSelect } from '../app/parts/mp-select.ts';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { LoadController } from '../hub/load-controller.ts';

type Once = Reply<'POST /api/apps/once'>;

/** An address for one showing in a player that is opened by hand, for whoever has cameras of her own. */
@customElement('mp-once')
export class MpOnce extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .all { display: flex; flex-direction: column; gap: var(--mp-4); }
    .all p { margin-bottom: var(--mp-1); }
    .ask { display: flex; flex-wrap: wrap; align-items: end; gap: var(--mp-3); margin-top: var(--mp-4); }
    .ask mp-select { flex: 1 1 220px; }
  `];
  @state() private camera = '';
  @state() private once: Once | undefined;
  @state() private left = 0;
  @state() private busy = false;
  @query('mp-dialog') private readonly dialog!: MpDialog;
  private ticking: ReturnType<typeof setInterval> | undefined;
  private readonly cameras = new LoadController<readonly CameraRow[]>(this, {
    load: async (signal) => (this.me.memberships.length === 0 ? [] : await this.hub.call('GET /api/cameras', { signal })), on: ['camera'],
  });

  override disconnectedCallback(): void {
    clearInterval(this.ticking);
    super.disconnectedCallback();
  }

  override render(): unknown {
    const { t } = this;
    const cameras = this.cameras.value ?? [];
    return html`${cameras.length === 0 ? nothing : html`<mp-card heading=${t('apps.onceTitle')}><p class="muted">${t('apps.onceText')}</p><div class="ask">
        <mp-select label=${t('apps.onceCamera')} .value=${this.chosen(cameras)} .choices=${cameras.map(({ id, name }) => ({ value: id, label: name }))} @change=${(event: Event) => { this.camera = (event.target as MpSelect).value; }}></mp-select>
        <mp-button icon="play" .busy=${this.busy} @click=${() => this.make(this.chosen(cameras))}>${t('apps.onceMake')}</mp-button></div></mp-card>`}
      <mp-dialog heading=${t('apps.onceMade')} @mp-closed=${this.forget}>${this.once ? html`<div class="all">
        <p>${this.left > 0 ? t('apps.onceLeft', { count: this.left }) : t('apps.onceOver')}</p>
        <div><p class="small">${t('apps.address', { camera: this.once.address.name, role: t('apps.roleMain') })}</p><mp-copy text=${this.once.address.uri}></mp-copy></div>
        <div><p class="small">${t('apps.user')}</p><mp-copy text=${this.once.username}></mp-copy></div>
        <div><p class="small">${t('apps.password')}</p><mp-copy text=${this.once.password}></mp-copy></div>
        <p class="small muted">${t('apps.onceHow')}</p><mp-qr-frame .svg=${this.once.address.qr} caption=${t('apps.qr')}></mp-qr-frame></div>` : nothing}</mp-dialog>`;
  }

  private chosen(cameras: readonly CameraRow[]): string {
    return cameras.find(({ id }) => id === this.camera)?.id ?? cameras[0]?.id ?? '';
  }
  private async make(camera: string): Promise<void> {
    this.busy = true;
    try {
      this.once = await this.hub.call('POST /api/apps/once', { body: { camera } });
      const { until } = this.once;
      const tick = (): void => { this.left = Math.max(0, Math.ceil((until - Date.now()) / 1_000)); };
      tick();
      clearInterval(this.ticking);
      this.ticking = setInterval(tick, 1_000);
      this.dialog.show();
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  }
  private readonly forget = (): void => {
    clearInterval(this.ticking);
    this.once = undefined;
  };
}
declare global { interface HTMLElementTagNameMap { 'mp-once': MpOnce } }
