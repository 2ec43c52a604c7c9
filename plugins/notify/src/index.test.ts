import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HubError } from '@matpho/core/sdk';
import { behavesLikeAPlugin, FakeClock, fakeContext, FakePublicAddress } from '@matpho/core/sdk/testing';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import notify from './index.ts';
import { login, mailSink } from './mail-sink.fixture.ts';
import { lan, viewing } from './notice.fixture.ts';
import { selfSigned } from './self-signed.fixture.ts';
import { verify } from './verify-webhook.fixture.ts';
import { webhookSink } from './webhook-sink.fixture.ts';

const never = new AbortController().signal;
const start = async (settings: z.input<typeof notify.config>, storage = fakeContext({}).storage) => {
  const context = { ...fakeContext(notify.config.parse(settings)), storage };
  return { context, ...await notify.setup({ clock: new FakeClock(), pages: new FakePublicAddress() }, context) };
};

describe('the plugin', () => {
  it('behaves like one, without settings and with all of them', async () => {
    await behavesLikeAPlugin(notify);
    await behavesLikeAPlugin(notify, { config: { smtpHost: 'localhost', smtpPort: 2525, security: 'starttls', username: 'hub', password: 'a-password-Zq7', from: 'hub@street.example', webhookSecret: 'a-secret-of-this-hub', homeWebhooks: false } });
  });
  it('names its networks, needs, and which settings are secret', () => {
    const { properties } = z.toJSONSchema(notify.config, { io: 'input' }) as unknown as { properties: Record<string, { secret?: boolean }> };
    expect({ uses: notify.uses, needs: Object.values(notify.needs).map(({ id }) => id), secrets: Object.entries(properties).filter(([, field]) => field.secret).map(([name]) => name), settings: Object.keys(properties) }).toEqual({
      uses: ['lan', 'internet'], needs: ['clock', 'public-address'], secrets: ['password', 'webhookSecret'],
      settings: ['smtpHost', 'smtpPort', 'security', 'username', 'password', 'from', 'caFile', 'webhookSecret', 'homeWebhooks'],
    });
  });
  it.each([{ smtpHost: 'mail server' }, { smtpHost: 'http://mail' }, { smtpPort: 0 }, { security: 'ssl' }, { from: 'Lan <lan@street.example>' }, { from: 'a@b.example\r\nBcc: x@y.example' }, { webhookSecret: 'too-short' }])('refuses the setting %j', (setting) => {
    expect(notify.config.safeParse(setting).success).toBe(false);
  });

  it.each([
    ['no mail server', {}, 'No mail server is set'],
    ['no sender', { smtpHost: 'mail.example', username: 'hub' }, 'No sender address is set'],
    ['a root certificate that is not there', { smtpHost: 'mail.example', from: 'hub@street.example', caFile: '/nowhere/root.pem' }, 'root certificate cannot be read'],
  ])('runs with %s, and says that no e-mail goes out', async (_, settings, said) => {
    const { context, email } = await start(settings);
    const failure = await email.send(viewing, lan('vi', { email: 'lan@street.example' }), never).catch((thrown: unknown) => thrown);
    expect({ reports: context.reports, code: failure instanceof HubError && failure.code }).toEqual({ reports: [{ status: 'degraded', because: { vi: expect.stringContaining('chưa gửi được e-mail') as string, en: expect.stringContaining(said) as string } }], code: 'not-ready' });
    await context.scope[Symbol.asyncDispose]();
  });
  it('sends by both channels with the settings of one form, and says nothing to the log', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'matpho-notify-'));
    await using sink = await mailSink();
    await using hook = await webhookSink(undefined, true);
    try {
      const caFile = join(folder, 'root.pem');
      await writeFile(caFile, selfSigned.cert);
      const { context, email, webhook } = await start({ smtpHost: 'localhost', smtpPort: sink.port, security: 'starttls', username: login.user, password: login.pass, caFile, webhookSecret: 'a-secret-of-this-hub', homeWebhooks: true });
      const to = lan('en', { email: 'lan@street.example', webhook: `https://localhost:${hook.port}/` });
      await Promise.all([email.send(viewing, to, never), webhook.send(viewing, to, never)]);
      await context.scope[Symbol.asyncDispose]();
      expect({ mails: sink.mails.map(({ from, to: whom }) => ({ from, whom })), posts: hook.posts.length, log: context.log.lines, reports: context.reports }).toEqual({ mails: [{ from: login.user, whom: ['lan@street.example'] }], posts: 1, log: [], reports: [] });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the webhook secret', () => {
  const signedWith = async (secret: string | undefined, storage = fakeContext({}).storage) => {
    await using hook = await webhookSink();
    const { context, webhook } = await start({ homeWebhooks: true, ...(secret === undefined ? {} : { webhookSecret: secret }) }, storage);
    await webhook.send(viewing, lan('vi', { webhook: `http://127.0.0.1:${hook.port}/` }), never);
    await context.scope[Symbol.asyncDispose]();
    const [post] = hook.posts;
    return { isBy: (other: string) => verify(other, String(post?.headers['x-matpho-signature']), post?.body ?? '', new FakeClock().now()), kept: await storage.read({ name: 'webhook-secret', parse: (value) => value, sealed: true }), open: await storage.read({ name: 'webhook-secret', parse: (value) => value }), log: context.log.lines };
  };
  it('is made at the first start and kept, sealed, over later ones', async () => {
    const { storage } = fakeContext({});
    const first = await signedWith(undefined, storage);
    const second = await signedWith(undefined, storage);
    const made = z.string().min(43).parse(first.kept);
    expect([second.kept === made, first.isBy(made), second.isBy(made), first.open, first.log]).toEqual([true, true, true, undefined, []]);
    expect((await signedWith(undefined)).kept).not.toBe(made);
  });
  it('is the setting when there is one, and then none is made', async () => {
    const { isBy, kept } = await signedWith('a-secret-of-this-hub');
    expect([isBy('a-secret-of-this-hub'), kept]).toEqual([true, undefined]);
  });
});
