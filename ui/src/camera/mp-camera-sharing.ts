import type { CameraRow } from '@matpho/core/api';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import { keptBy, ownedBy } from '../home/watching.ts';
import { LoadController } from '../hub/load-controller.ts';
import '../sharing/mp-grant-card.ts';

/** The permissions that name one camera, and its own pause. */
@customElement('mp-camera-sharing')
export class MpCameraSharing extends Screen {
  static override styles = [Screen.styles, css`:host { display: flex; flex-direction: column; gap: var(--mp-4); } .ends { display: flex; flex-wrap: wrap; gap: var(--mp-3); }`];
  @property({ attribute: false }) camera!: CameraRow;
  @state() private busy = false;
  /** Stopped on this visit: these stay, with the moment they ended. */
  @state() private stopped: ReadonlySet<string> = new Set();
  private readonly grants = new LoadController(this, { load: (signal) => this.hub.call('GET /api/grants', { signal }), on: ['grant'] });
  private readonly pauses = new LoadController(this, { load: (signal) => this.hub.call('GET /api/pauses', { signal }), on: ['grant', 'watching'] });

  protected override render(): unknown {
    const { camera } = this;
    const owned = ownedBy(this.me).some((membership) => membership.owner === camera.owner);
    const kept = keptBy(this.me).some((membership) => membership.owner === camera.owner);
    const pause = (this.pauses.value ?? []).find((one) => one.camera === camera.id);
    return html`
      ${pause ? html`<mp-card tone="warn"><div class="apart"><p>${this.t('camera.paused')}</p>${pause.mayLift ? html`<mp-button icon="play" ?busy=${this.busy} @click=${() => this.lift(pause.id)}>${this.t('camera.lift')}</mp-button>` : nothing}</div></mp-card>` : nothing}
      ${this.grants.draw((all) => {
        const grants = all.filter((grant) => ((grant.revokedAt === null && grant.until > Date.now()) || this.stopped.has(grant.id)) && grant.cameras.some((one) => one.id === camera.id));
        return grants.length === 0 ? html`<mp-card><p class="muted">${this.t(camera.confirmed ? 'camera.notShared' : 'camera.unconfirmed')}</p></mp-card>` : repeat(grants, (grant) => grant.id, (grant) => html`<mp-grant-card .grant=${grant} @mp-revoked=${() => (this.stopped = new Set([...this.stopped, grant.id]))}></mp-grant-card>`);
      }, html`<mp-skeleton shape="rows" count="1"></mp-skeleton>`)}
      <div class="ends">${owned && camera.confirmed ? html`<mp-button icon="plus" href=${`/sharing/new/${camera.id}`}>${this.t('camera.share')}</mp-button>` : nothing}
        ${kept && this.pauses.value && !pause ? html`<mp-button icon="pause" ?busy=${this.busy} @click=${this.pause}>${this.t('camera.pause')}</mp-button>` : nothing}</div>`;
  }

  private readonly pause = async (): Promise<void> => {
    this.busy = true;
    try {
      const made = await this.hub.call('POST /api/pauses', { body: { owner: this.camera.owner, camera: this.camera.id } });
      this.pauses.put([...(this.pauses.value ?? []), made]);
      this.shell.toast(this.t('camera.pausedToast', { at: this.words.time(made.since, true) }));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
  };

  private async lift(id: string): Promise<void> {
    this.busy = true;
    try {
      await this.shell.prove(() => this.hub.call('DELETE /api/pauses/:id', { params: { id } }));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
    await this.pauses.reload();
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-camera-sharing': MpCameraSharing } }
