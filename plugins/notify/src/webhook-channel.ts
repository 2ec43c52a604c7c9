import { createHmac } from 'node:crypto';
import { HubError, type Clock, type Notice, type NoticeChannel, type PublicAddress, type Recipient } from '@matpho/core/sdk';
import { codeOf } from './code-of.ts';
import { linkOf } from './notice-text.ts';
import type { Lookup } from './resolve-host.ts';
import { postWebhook } from './webhook-post.ts';
import { webhookTarget } from './webhook-target.ts';

export interface WebhookParts {
  readonly clock: Clock;
  readonly pages: PublicAddress;
  readonly lookup: Lookup;
  /** Aborts when the plugin stops. */
  readonly stop: AbortSignal;
}
export interface WebhookSettings {
  readonly secret: string;
  readonly home: boolean;
  readonly ca: string | undefined;
}
const patience = 10_000;

/** Notices as signed JSON to an address of the person's own. One try each: the hub decides about trying again. */
export class WebhookChannel implements NoticeChannel {
  readonly id = 'webhook';
  readonly name = { vi: 'Webhook', en: 'Webhook' };
  readonly address = { vi: 'Địa chỉ webhook (https://…)', en: 'Webhook address (https://…)', kind: 'url' as const };
  readonly #settings: WebhookSettings;
  readonly #parts: WebhookParts;
  constructor(settings: WebhookSettings, parts: WebhookParts) {
    this.#settings = settings;
    this.#parts = parts;
  }

  async send(notice: Notice, to: Recipient, given: AbortSignal): Promise<void> {
    const { stop } = this.#parts;
    // Held here, with its timer: Node 20 may collect a timeout that only a combined signal refers to.
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new HubError('notice-failed', 'The webhook did not answer in time.')), patience);
    const signal = AbortSignal.any([given, stop, late.signal]);
    try {
      await this.#post(notice, to, signal);
    } finally {
      clearTimeout(timer);
    }
  }

  async #post(notice: Notice, to: Recipient, signal: AbortSignal): Promise<void> {
    const { clock, pages, lookup } = this.#parts;
    const { secret, home, ca } = this.#settings;
    const origin = pages.origin();
    const target = await webhookTarget(to.addresses['webhook'] ?? '', { home, origin, lookup }, signal);
    const body = webhookBody(notice, to, origin);
    const headers = {
      'Content-Type': 'application/json; charset=utf-8',
      'User-Agent': 'MatPho-Webhook/1',
      'X-Matpho-Delivery': notice.id,
      'X-Matpho-Signature': signature(secret, clock.now(), body),
    };
    const status = await postWebhook(target, headers, body, ca, signal).catch((thrown: unknown) => {
      throw new HubError('notice-failed', `The webhook at ${target.url.host} could not be reached (${signal.aborted ? 'no answer in time' : codeOf(thrown) ?? 'connection closed'}).`);
    });
    if (status < 200 || status > 299) throw new HubError('notice-failed', `The webhook at ${target.url.host} answered ${status}${meanings[status] ?? (status >= 300 && status < 400 ? '; redirects are not followed' : '')}.`);
  }
}

const meanings: Readonly<Record<number, string>> = { 401: '; does it expect another secret?', 403: '; does it expect another secret?', 410: '; it is gone for good' };

/** `t=<unix ms>,v1=<hex>`: HMAC-SHA256 of `<t>.<body>` under the shared secret. */
export function signature(secret: string, at: number, body: string): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;
}

function webhookBody(notice: Notice, { language }: Recipient, origin: string): string {
  return JSON.stringify({
    id: notice.id, kind: notice.kind, at: new Date(notice.at).toISOString(), language,
    title: notice.title[language], body: notice.body[language], link: linkOf(notice, origin) ?? null,
    texts: { vi: { title: notice.title.vi, body: notice.body.vi }, en: { title: notice.title.en, body: notice.body.en } },
  });
}
