import { html } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { LoadController } from '../hub/load-controller.ts';

type Purge = Reply<'GET /api/purges'>[number];

/** `/officer/purges`: what the unit must destroy because a house has left. By case and time; no name, no reason. */
@customElement('mp-purges-screen')
export class MpPurgesScreen extends Screen {
  @state() private busy = '';
  private readonly purges = new LoadController(this, { load: (signal) => this.hub.call('GET /api/purges', { signal }), on: ['notice'] });

  override render(): unknown {
    const { t } = this;
    return html`<mp-page heading=${t('records.purgesTitle')} lead=${t('records.purgesLead')}>
      ${this.purges.draw((purges) => (purges.length === 0 ? html`<mp-card><mp-empty icon="circle-check" text=${t('records.purgesNone')}></mp-empty></mp-card>` : html`<div class="stack">${repeat(purges, ({ id }) => id, (purge) => this.purge(purge))}</div>`), html`<mp-skeleton shape="cards" count="1"></mp-skeleton>`)}
    </mp-page>`;
  }

  private purge(purge: Purge): unknown {
    const { t } = this;
    const when = (at: number): string => this.words.moment(at, Date.now());
    if (purge.acknowledgedAt !== null) return html`<mp-card><p>${t('records.purgeOf', { at: when(purge.madeAt) })}. ${t('records.purgeDone', { name: purge.acknowledgedBy ?? '', at: when(purge.acknowledgedAt) })}</p></mp-card>`;
    return html`<mp-card heading=${t('records.purgeOf', { at: when(purge.madeAt) })}><div class="stack">
      ${purge.items.length === 0 ? html`<p>${t('records.purgeNothing')}</p>` : html`<ul class="lines">${purge.items.map((item) => html`<li><p class="strong">${t(item.kind === 'clip' ? 'records.purgeClip' : 'records.purgeViewing')}${item.caseNo === null ? '' : `, ${t('records.purgeCase', { case: item.caseNo })}`}</p>
        <p class="small muted">${t('records.purgeItem', { at: when(item.at), officer: item.officerNo ?? '?' })}${item.footage === null ? '' : `; ${t('records.purgeFootage', { from: when(item.footage.from), to: when(item.footage.to) })}`}</p></li>`)}</ul>`}
      <div><mp-button tone="primary" .busy=${this.busy === purge.id} @click=${() => this.acknowledge(purge.id)}>${t('records.purgeYes')}</mp-button></div></div></mp-card>`;
  }

  private async acknowledge(id: string): Promise<void> {
    if (!(await this.shell.confirm({ title: this.t('records.purgeSure'), text: this.t('records.purgeSureText'), yes: this.t('records.purgeYes') }))) return;
    this.busy = id;
    try {
      const done = await this.hub.call('POST /api/purges/:id/acknowledge', { params: { id } });
      this.purges.put((this.purges.value ?? []).map((purge) => (purge.id === id ? done : purge)));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-purges-screen': MpPurgesScreen } }
