import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import { LoadController } from '../hub/load-controller.ts';
import type { Reply } from '../hub/hub-client.ts';
import { keptBy, ownedBy } from './watching.ts';

type Pause = Reply<'GET /api/pauses'>[number];

/** "Tạm dừng tất cả": large, quiet, one tap; and the way back, which asks who she is. Fires `mp-paused` after either. */
@customElement('mp-pause-all')
export class MpPauseAll extends Screen {
  static override styles = [Screen.styles, css`
    :host { display: block; }
    .card { display: flex; flex-wrap: wrap; align-items: center; gap: var(--mp-3) var(--mp-5); padding: var(--mp-5); border-radius: var(--mp-radius); border: 1px solid var(--mp-line); background: var(--mp-surface); }
    .card.on { background: var(--mp-warn-soft); border-color: transparent; }
    .card .grow { flex: 1 1 240px; }
  `];
  @state() private busy = false;
  private readonly pauses = new LoadController(this, { load: (signal) => this.hub.call('GET /api/pauses', { signal }), on: ['grant', 'watching'] });

  protected override render(): unknown {
    const pauses = this.pauses.value;
    if (!pauses || keptBy(this.me).length === 0) return nothing;
    const whole = pauses.filter((pause) => pause.camera === null);
    return html`<div aria-live="polite">${whole[0] ? this.paused(whole[0], whole) : html`<div class="card">
      <div class="grow"><p class="muted">${this.t('home.pauseText')}</p></div>
      <mp-button icon="pause" wide ?busy=${this.busy} @click=${this.pause}>${this.t('home.pauseAll')}</mp-button></div>`}</div>`;
  }

  private paused(first: Pause, all: readonly Pause[]): unknown {
    const at = this.words.moment(first.since, Date.now());
    const mine = first.by === this.me.name;
    const mayLift = all.some((pause) => ownedBy(this.me).some((membership) => membership.owner === pause.owner));
    return html`<div class="card on"><div class="grow"><h2>${this.t('home.pausing')}</h2>
      <p>${mine ? this.t('home.pausedSince', { at }) : this.t('home.pausedBy', { by: first.by, at })}</p></div>
      ${mayLift ? html`<mp-button icon="play" ?busy=${this.busy} @click=${() => this.lift(all)}>${this.t('home.lift')}</mp-button>` : html`<p class="small muted">${this.t('home.liftOnlyOwner')}</p>`}</div>`;
  }

  private readonly pause = async (): Promise<void> => {
    this.busy = true;
    try {
      const kept = keptBy(this.me);
      const made = await Promise.all(kept.map((membership) => this.hub.call('POST /api/pauses', { body: { owner: membership.owner } })));
      this.pauses.put([...(this.pauses.value ?? []), ...made]);
      this.tell();
      this.shell.toast(this.t('home.pausedNow', { at: this.words.time(made[0]?.since ?? Date.now(), true) }));
    } catch (thrown) {
      this.shell.fail(thrown);
      void this.pauses.reload();
    }
    this.busy = false;
  };

  private tell(): void {
    this.dispatchEvent(new Event('mp-paused', { bubbles: true, composed: true }));
  }

  private async lift(pauses: readonly Pause[]): Promise<void> {
    this.busy = true;
    try {
      const mine = new Set(ownedBy(this.me).map((membership) => membership.owner));
      const lifted = await this.shell.prove(async () => {
        for (const pause of pauses) if (mine.has(pause.owner)) await this.hub.call('DELETE /api/pauses/:id', { params: { id: pause.id } });
      });
      if (lifted) {
        this.shell.toast(this.t('home.lifted'));
        this.tell();
      }
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = false;
    await this.pauses.reload();
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-pause-all': MpPauseAll } }
