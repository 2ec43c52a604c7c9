import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { LoadController } from '../hub/load-controller.ts';

type Session = Reply<'GET /api/sessions'>[number];

/** Where she is signed in. Ending one signs that device out at once. */
@customElement('mp-sessions')
export class MpSessions extends Screen {
  private readonly sessions = new LoadController(this, { load: (signal) => this.hub.call('GET /api/sessions', { signal }), on: ['session'] });

  override render(): unknown {
    return html`<mp-card heading=${this.t('settings.sessions')}>
      <p class="muted small">${this.t('settings.sessionsText')}</p>
      ${this.sessions.draw((rows) => html`<ul class="lines">${rows.map((row) => this.one(row))}</ul>`, html`<mp-skeleton count="2"></mp-skeleton>`)}</mp-card>`;
  }

  private one(row: Session): unknown {
    const device = row.device || this.t('settings.unknownDevice');
    return html`<li class="apart"><div class="grow"><p class="strong">${device}</p><p class="small muted">${this.t('settings.sessionSeen', { moment: this.words.ago(row.seenAt, Date.now()), address: row.address })}</p></div>
      ${row.current ? html`<mp-badge tone="good">${this.t('settings.thisDevice')}</mp-badge>` : html`<mp-button label=${this.t('settings.endSession', { device })} @click=${() => this.end(row)}>${this.t('settings.end')}</mp-button>`}</li>`;
  }

  private async end(row: Session): Promise<void> {
    if (!(await this.shell.confirm({ title: this.t('settings.endAsk'), text: this.t('settings.endText'), yes: this.t('settings.end'), grave: true }))) return;
    try {
      await this.hub.call('DELETE /api/sessions/:id', { params: { id: row.id } });
      this.shell.toast(this.t('settings.ended'));
      await this.sessions.reload();
    } catch (thrown) {
      this.shell.fail(thrown);
    }
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-sessions': MpSessions } }
