import { html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Screen } from '../app/screen.ts';
import type { Reply } from '../hub/hub-client.ts';
import { LoadController } from '../hub/load-controller.ts';

type Message = Reply<'GET /api/sign-messages'>[number];

/** What neighbours and passers-by wrote from a sign, newest first; one tap says that she has seen to it. */
@customElement('mp-sign-messages')
export class MpSignMessages extends Screen {
  @state() private busy = '';
  private readonly messages = new LoadController(this, { load: (signal) => this.hub.call('GET /api/sign-messages', { signal }), on: ['notice'] });

  override render(): unknown {
    const { t } = this;
    return this.messages.draw((messages) => (messages.length === 0 ? html`<mp-card><p class="muted">${t('records.messagesNone')}</p></mp-card>`
      : html`<div class="stack">${repeat(messages, ({ id }) => id, (message) => this.message(message))}</div>`), html`<mp-skeleton shape="rows" count="2"></mp-skeleton>`);
  }

  private message(message: Message): unknown {
    const { t } = this;
    return html`<mp-card><div class="stack tight">
      <div class="apart"><h3 class="grow">${t(`records.message_${message.kind}`)}</h3>${message.closedAt === null ? html`<mp-badge tone="warn">${message.cameraName ?? t('records.signHouse')}</mp-badge>` : html`<mp-badge>${message.cameraName ?? t('records.signHouse')}</mp-badge>`}</div>
      <p>${message.words}</p>
      <p class="small muted">${this.words.moment(message.at, Date.now())}. ${message.replyTo === null ? t('records.messageNoReply') : t('records.messageReply', { to: message.replyTo })}</p>
      ${message.closedAt === null ? html`<div class="row">${message.kind === 'mask' && message.camera !== null ? html`<mp-button icon="eye-off" href=${`/camera/${message.camera}`}>${t('records.messageMask')}</mp-button>` : nothing}<mp-button icon="check" .busy=${this.busy === message.id} @click=${() => this.close(message.id)}>${t('records.messageDone')}</mp-button></div>` : html`<p class="small" role="status">${t('records.messageClosed', { at: this.words.moment(message.closedAt, Date.now()) })}</p>`}</div></mp-card>`;
  }

  private async close(id: string): Promise<void> {
    this.busy = id;
    try {
      const closed = await this.hub.call('POST /api/sign-messages/:id/close', { params: { id } });
      this.messages.put((this.messages.value ?? []).map((message) => (message.id === id ? closed : message)));
    } catch (thrown) {
      this.shell.fail(thrown);
    }
    this.busy = '';
  }
}
declare global { interface HTMLElementTagNameMap { 'mp-sign-messages': MpSignMessages } }
