import { HubError, type Health, type Notice, type NoticeChannel, type PublicAddress, type Recipient, type Text } from '@matpho/core/sdk';
import { z } from 'zod';
import { composeMail } from './compose-mail.ts';
import { mailFailure } from './mail-failure.ts';
import type { MailServer } from './mail-server.ts';

/** What mails go out through, or why none can. */
export type Outgoing = { readonly server: MailServer; readonly from: string } | { readonly missing: Text };
const address = z.email().max(254);

/** Notices as e-mail. The plugin's health follows what the mail server last did. */
export class EmailChannel implements NoticeChannel {
  readonly id = 'email';
  readonly name = { vi: 'E-mail', en: 'E-mail' };
  readonly address = { vi: 'Địa chỉ e-mail', en: 'E-mail address', kind: 'email' as const };
  readonly #outgoing: Outgoing;
  readonly #pages: PublicAddress;
  readonly #report: (health: Health) => void;
  readonly #stop: AbortSignal;
  #trouble: Text | undefined;
  constructor(outgoing: Outgoing, pages: PublicAddress, report: (health: Health) => void, stop: AbortSignal) {
    this.#outgoing = outgoing;
    this.#pages = pages;
    this.#report = report;
    this.#stop = stop;
  }

  async send(notice: Notice, to: Recipient, signal: AbortSignal): Promise<void> {
    if ('missing' in this.#outgoing) throw new HubError('not-ready', this.#outgoing.missing.en);
    const { server, from } = this.#outgoing;
    const checked = address.safeParse(to.addresses['email']);
    if (!checked.success) throw new HubError('notice-failed', 'The person has no valid e-mail address.');
    const mail = composeMail(notice, { name: to.name, address: checked.data, language: to.language }, from, this.#pages.origin());
    try {
      await server.send(mail, AbortSignal.any([signal, this.#stop]));
    } catch (thrown) {
      const failure = mailFailure(thrown);
      if (failure.server) this.#say(failure.server);
      throw failure.error;
    }
    this.#say(undefined);
  }

  /** Only what is news: eight tries of one mail are one trouble. */
  #say(trouble: Text | undefined): void {
    if (this.#trouble === trouble || this.#stop.aborted) return;
    this.#trouble = trouble;
    this.#report(trouble === undefined ? { status: 'ok' } : { status: 'degraded', because: trouble });
  }
}
