import { css, html, nothing } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { LoadController } from '../hub/load-controller.ts';
import './mp-app-made.ts';
import type { MadeApp, MpAppMade } from './mp-app-made.ts';
import './mp-let-in.ts';
import type { MpLetIn } from './mp-let-in.ts';
import './mp-once.ts';

type Page = Reply<'GET /api/apps'>;
type App = Page['apps'][number];

/** `/settings/apps`: programs that were let in, one more, and an address for a player opened by hand. */
@customElement('mp-apps-screen')
export class MpAppsScreen extends Screen {
  static override styles = [Screen.styles, css`
    .list { display: flex; flex-direction: column; gap: var(--mp-4); }
    .facts { display: flex; flex-wrap: wrap; gap: var(--mp-1) var(--mp-4); }
    details { margin-top: var(--mp-3); }
    summary { min-height: var(--mp-touch); display: flex; align-items: center; gap: var(--mp-2); cursor: pointer; color: var(--mp-accent-strong); font-weight: 500; list-style: none; }
    summary::-webkit-details-marker { display: none; }
    summary:focus-visible { outline: 3px solid var(--mp-accent); border-radius: var(--mp-radius-small); }
    details[open] summary mp-icon { rotate: 180deg; }
    .where { display: flex; flex-direction: column; gap: var(--mp-3); }
    .where p { margin-bottom: var(--mp-1); }
  `];
  @state() private busy = '';
  @state() private showsEnded = false;
  @query('mp-let-in') private readonly form!: MpLetIn;
  @query('mp-app-made') private readonly made!: MpAppMade;
  private readonly apps = new LoadController<Page>(this, { load: (signal) => this.hub.call('GET /api/apps', { signal }), on: ['session', 'camera'] });

  override render(): unknown {
    const { t } = this;
    return html`<mp-page heading=${t('apps.title')} lead=${t('apps.lead')} back="/settings" backLabel=${t('settings.title')}>
      <mp-button slot="action" tone="primary" icon="plus" @click=${() => this.form.show()}>${t('apps.letIn')}</mp-button>
      ${this.apps.draw(({ rtsp, apps }) => {
        const live = apps.filter(({ endedAt }) => endedAt === null);
        const ended = apps.filter(({ endedAt }) => endedAt !== null);
        return html`${rtsp === null ? html`<mp-card tone="warn"><p>${t('apps.noRtsp')}</p></mp-card>` : nothing}
          ${live.length === 0 ? html`<mp-card><mp-empty icon="network" text=${t('apps.none')}></mp-empty></mp-card>` : html`<div class="list">${repeat(live, ({ id }) => id, (app) => this.one(app))}</div>`}
          ${rtsp === null ? nothing : html`<mp-once></mp-once>`}
          ${ended.length === 0 ? nothing : html`<div><mp-button tone="plain" icon="history" pressed=${this.showsEnded ? 'true' : 'false'} @click=${() => { this.showsEnded = !this.showsEnded; }}>${t(this.showsEnded ? 'apps.hideEnded' : 'apps.showEnded')}</mp-button></div>
            ${this.showsEnded ? html`<div class="list">${repeat(ended, ({ id }) => id, (app) => this.one(app))}</div>` : nothing}`}`;
      })}
    </mp-page>
    <mp-let-in @mp-made=${this.showMade}></mp-let-in><mp-app-made></mp-app-made>`;
  }

  private one(app: App): unknown {
    const { t, words } = this;
    const now = Date.now();
    const isOver = app.endedAt !== null;
    return html`<mp-card><div class="apart"><div class="grow"><h2>${app.name}</h2>
        <p class="small muted">${app.unitName === null ? nothing : html`${t('apps.forUnit', { unit: app.unitName, purpose: app.purpose === null ? '' : t(`consent.purpose_${app.purpose}`) })}${app.caseNo === null ? nothing : html`, ${t('apps.caseNo', { no: app.caseNo })}`}<br>`}${app.cameras.map(({ name }) => name).join(', ')}</p></div>
        <mp-badge tone=${isOver ? 'plain' : 'good'}>${t(isOver ? 'apps.over' : 'apps.inForce')}</mp-badge></div>
      <p class="facts small muted"><span>${app.usedAt === null ? t('apps.neverUsed') : t('apps.used', { at: words.moment(app.usedAt, now) })}</span><span>${app.endedAt === null ? t('apps.until', { date: words.date(app.until) }) : t('apps.endedAt', { at: words.moment(app.endedAt, now) })}</span>${app.sound ? html`<span>${t('apps.sound')}</span>` : nothing}${app.snapshot ? html`<span>${t('apps.snapshot')}</span>` : nothing}</p>
      ${isOver ? nothing : html`<details><summary><mp-icon name="chevron-down"></mp-icon>${t('apps.addresses')}</summary><div class="where">
        <div><p class="small">${t('apps.user')}</p><mp-copy text=${app.username}></mp-copy></div>
        ${app.cameras.map((camera) => html`${camera.uris.map(({ role, uri }) => html`<div><p class="small">${t('apps.address', { camera: camera.name, role: t(role === 'main' ? 'apps.roleMain' : 'apps.roleSub') })}</p><mp-copy text=${uri}></mp-copy></div>`)}
          ${app.snapshot ? html`<div><p class="small">${t('apps.snapshotAddress', { camera: camera.name })}</p><mp-copy text=${camera.snapshotUri}></mp-copy></div>` : nothing}`)}</div></details>
        <div slot="actions"><mp-button icon="stop" .busy=${this.busy === app.id} @click=${() => this.end(app)}>${t('apps.end')}</mp-button></div>`}</mp-card>`;
  }

  private readonly showMade = (event: CustomEvent<MadeApp>): void => {
    this.made.show(event.detail);
    void this.apps.reload();
  };
  private async end({ id, name }: App): Promise<void> {
    if (!(await this.shell.confirm({ title: this.t('apps.endAsk', { name }), text: this.t('apps.endText'), yes: this.t('apps.end'), grave: true }))) return;
    this.busy = id;
    try {
      await this.hub.call('DELETE /api/apps/:id', { params: { id } });
      this.shell.toast(this.t('apps.ended', { name }));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
    await this.apps.reload();
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-apps-screen': MpAppsScreen } }
