import { readFile } from 'node:fs/promises';
import { Clock, definePlugin, NoticeChannel, PublicAddress, type Health, type Scope, type Text } from '@matpho/core/sdk';
import { z } from 'zod';
import { EmailChannel, type Outgoing } from './email-channel.ts';
import { openMailServer } from './mail-server.ts';
import { lookupHost } from './resolve-host.ts';
import { settings, type Settings } from './settings.ts';
import { WebhookChannel } from './webhook-channel.ts';
import { webhookSecret } from './webhook-secret.ts';

const usualPorts = { tls: 465, starttls: 587, none: 25 };
const noServer: Text = { vi: 'Chưa đặt máy chủ thư, nên chưa gửi được e-mail.', en: 'No mail server is set, so no e-mail can be sent.' };
const noSender: Text = { vi: 'Chưa đặt địa chỉ người gửi, nên chưa gửi được e-mail.', en: 'No sender address is set, so no e-mail can be sent.' };
const noFile: Text = { vi: 'Không đọc được tệp chứng chỉ gốc, nên chưa gửi được e-mail.', en: 'The file of the root certificate cannot be read, so no e-mail can be sent.' };

export default definePlugin({
  id: 'notify',
  name: { vi: 'Thông báo', en: 'Notices' },
  sdk: 1,
  uses: ['lan', 'internet'],
  config: settings,
  needs: { clock: Clock, pages: PublicAddress },
  provides: { email: NoticeChannel, webhook: NoticeChannel },
  setup: async ({ clock, pages }, context) => {
    const { config, scope, storage } = context;
    const report = (health: Health): void => context.report(health);
    const ca = config.caFile === undefined ? undefined : await readFile(config.caFile, 'utf8').catch(() => null);
    const outgoing = ca === null ? { missing: noFile } : outgoingOf(config, ca, scope);
    if ('missing' in outgoing) report({ status: 'degraded', because: outgoing.missing });
    const secret = await webhookSecret(config.webhookSecret, storage);
    return {
      email: new EmailChannel(outgoing, pages, report, scope.signal),
      webhook: new WebhookChannel({ secret, home: config.homeWebhooks, ca: ca ?? undefined }, { clock, pages, lookup: lookupHost, stop: scope.signal }),
    };
  },
});

function outgoingOf({ smtpHost, smtpPort, security, username, password, from }: Settings, ca: string | undefined, scope: Scope): Outgoing {
  if (smtpHost === undefined) return { missing: noServer };
  const sender = z.email().safeParse(from ?? username);
  if (!sender.success) return { missing: noSender };
  const login = username === undefined ? undefined : { user: username, pass: password ?? '' };
  return { server: scope.use(openMailServer({ host: smtpHost, port: smtpPort ?? usualPorts[security], security, login, ca }, lookupHost)), from: sender.data };
}
