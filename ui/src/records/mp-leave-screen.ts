import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { LoadController } from '../hub/load-controller.ts';

type Preview = Reply<'GET /api/owners/:id/leaving'> & { readonly owner: string };

/** `/settings/leave`: what goes, what stays, and the one tap. */
@customElement('mp-leave-screen')
export class MpLeaveScreen extends Screen {
  static override styles = [Screen.styles, css`
    dl { display: flex; flex-direction: column; }
    dl > div { padding-block: var(--mp-3); }
    dl > div + div { border-top: 1px solid var(--mp-line); }
    dt { font-weight: 600; }
    dd + dd { margin-top: var(--mp-2); }
  `];
  @state() private busy = '';
  private readonly homes = new LoadController<readonly Preview[]>(this, {
    load: (signal) => Promise.all(this.me.memberships.filter(({ role }) => role === 'owner').map(async ({ owner }) => ({ owner, ...(await this.hub.call('GET /api/owners/:id/leaving', { params: { id: owner }, signal })) }))),
  });

  override render(): unknown {
    const { t } = this;
    return html`<mp-page heading=${t('records.leaveTitle')} lead=${t('records.leaveLead')} back="/settings/data" backLabel=${t('records.dataTitle')}>
      ${this.homes.draw((homes) => (homes.length === 0 ? html`<mp-card><p>${t('records.leaveOnlyOwner')}</p></mp-card>` : homes.map((home) => this.home(home))), html`<mp-skeleton shape="rows" count="5"></mp-skeleton>`)}
    </mp-page>`;
  }

  private home(home: Preview): unknown {
    const { t } = this;
    const when = (at: number): string => this.words.moment(at, Date.now());
    return html`<mp-card heading=${home.ownerName}><div class="stack"><dl>
      <div><dt>${t('records.leaveStops')}</dt><dd>${t('records.leaveStopsText', { count: home.grants })}</dd></div>
      <div><dt>${t('records.leaveErases')}</dt><dd>${t('records.leaveErasesText', { count: home.cameras })}</dd></div>
      <div><dt>${t('records.leaveAsks')}</dt><dd>${home.units.length === 0 ? t('records.leaveAsksNone') : t('records.leaveAsksText', { units: home.units.join(', ') })}</dd></div>
      <div><dt>${t('records.leavePeople')}</dt><dd>${home.people === 0 ? t('records.leavePeopleNone') : t('records.leavePeopleText', { count: home.people })}</dd></div>
      <div><dt>${t('records.leaveAccount')}</dt><dd>${t(home.accountEnds ? 'records.leaveAccountEnds' : 'records.leaveAccountStays')}</dd></div>
      <div><dt>${t('records.leaveKeeps')}</dt>${home.kept.length === 0 ? html`<dd>${t('records.leaveKeepsNone')}</dd>` : home.kept.map((hold) => html`<dd>${t('records.leaveKeepsOne', { camera: hold.cameraName, from: when(hold.from), to: when(hold.to), until: this.words.date(hold.until) })}</dd>`)}<dd class="small muted">${t('records.leaveLog')}</dd></div>
      </dl>
      ${home.blocked ? html`<p class="warn" role="status">${this.words.of(home.blocked)}</p>` : nothing}
      <mp-button tone="danger" wide ?disabled=${home.blocked !== null} .busy=${this.busy === home.owner} @click=${() => this.leave(home.owner)}>${t('records.leaveYes')}</mp-button></div></mp-card>`;
  }

  private async leave(owner: string): Promise<void> {
    if (!(await this.shell.confirm({ title: this.t('records.leaveSure'), text: this.t('records.leaveSureText'), yes: this.t('records.leaveYes'), grave: true }))) return;
    this.busy = owner;
    try {
      const done = await this.shell.prove(() => this.hub.call('POST /api/owners/:id/leaving', { params: { id: owner } }));
      // A whole new page: what this one knows of her is gone.
      if (done) location.assign(`/left/${done.value.code}`);
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-leave-screen': MpLeaveScreen } }
