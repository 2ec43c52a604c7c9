import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { HubError, type Health } from '@matpho/core/sdk';
import { FakePublicAddress } from '@matpho/core/sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { EmailChannel } from './email-channel.ts';
import { login, mailSink, type MailSink } from './mail-sink.fixture.ts';
import { openMailServer, type MailServerSettings } from './mail-server.ts';
import { lan, viewing } from './notice.fixture.ts';
import { lookupHost, type Lookup } from './resolve-host.ts';
import { selfSigned } from './self-signed.fixture.ts';

const open: (Disposable | AsyncDisposable)[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await (Symbol.asyncDispose in each ? each[Symbol.asyncDispose]() : each[Symbol.dispose]());
});
const use = <T extends Disposable | AsyncDisposable>(resource: T): T => {
  open.push(resource);
  return resource;
};
const never = new AbortController().signal;
const to = lan('vi', { email: 'lan@street.example' });

function channel(port: number, settings: Partial<MailServerSettings> = {}, lookup: Lookup = lookupHost): { readonly email: EmailChannel; readonly reports: Health[]; readonly stop: AbortController } {
  const reports: Health[] = [];
  const stop = new AbortController();
  const server = use(openMailServer({ host: 'localhost', port, security: 'starttls', login, ca: selfSigned.cert, ...settings }, lookup));
  return { email: new EmailChannel({ server, from: 'hub@street.example' }, new FakePublicAddress(), (health) => reports.push(health), stop.signal), reports, stop };
}
/** What a send failed with, and everything that could be read from it. */
async function failure(sending: Promise<void>): Promise<{ readonly code: string; readonly said: string }> {
  const error = await sending.then(() => undefined, (thrown: unknown) => thrown);
  if (!(error instanceof HubError)) throw new Error('It did not fail with a HubError.', { cause: error });
  return { code: error.code, said: `${error.message} ${String(error.cause ?? '')}` };
}

describe('e-mail through a real SMTP server', () => {
  it.each(['vi', 'en'] as const)('arrives whole in %s, over STARTTLS and signed in', async (language) => {
    const sink = use(await mailSink());
    const { email, reports } = channel(sink.port);
    await email.send(viewing, lan(language, { email: 'lan@street.example' }), never);
    const [mail] = sink.mails;
    expect({ count: sink.mails.length, from: mail?.from, to: mail?.to, encrypted: mail?.encrypted, user: mail?.user, types: mail?.parts.map(({ type }) => type), reports }).toEqual({
      count: 1, from: 'hub@street.example', to: ['lan@street.example'], encrypted: true, user: login.user, types: ['text/plain', 'text/html'], reports: [],
    });
    const { 'content-type': _type, ...headers } = mail?.headers ?? {};
    expect(headers).toEqual({
      'from': 'Mắt Phố <hub@street.example>', 'to': 'Nguyễn Thị Lan <lan@street.example>', 'subject': viewing.title[language],
      'date': 'Sun, 22 Nov 2026 03:04:05 +0000', 'message-id': `<${viewing.id}.${viewing.at}@street.example>`, 'mime-version': '1.0',
      'auto-submitted': 'auto-generated', 'x-auto-response-suppress': 'All', 'list-id': 'Mat Pho <notices.hub.example>', 'content-language': language,
    });
    for (const part of mail?.parts ?? []) for (const line of viewing.body[language].split('\n')) expect(part.content).toContain(line);
    expect(mail?.parts[0]?.content).toContain('https://hub.example/ledger?camera=1&from=2');
  });

  it('is encrypted from the start with tls', async () => {
    const sink = use(await mailSink({ secure: true }));
    await channel(sink.port, { security: 'tls' }).email.send(viewing, to, never);
    expect(sink.mails.map(({ encrypted }) => encrypted)).toEqual([true]);
  });
  it('goes without encryption to this machine, when the settings say so', async () => {
    const sink = use(await mailSink({ hideSTARTTLS: true, authOptional: true }));
    await channel(sink.port, { security: 'none', login: undefined }).email.send(viewing, to, never);
    expect(sink.mails.map(({ encrypted, user }) => ({ encrypted, user }))).toEqual([{ encrypted: false, user: undefined }]);
  });
  it('never goes without encryption to the internet', async () => {
    const { email, reports } = channel(25, { security: 'none', host: 'mail.example' }, async () => ['192.168.1.5', '8.8.8.8']);
    expect(await failure(email.send(viewing, to, never))).toMatchObject({ code: 'notice-failed', said: expect.stringContaining('without encryption') as string });
    expect(reports.map(({ status }) => status)).toEqual(['degraded']);
  });
  it('sends no password to a server that offers no encryption', async () => {
    const seen: string[] = [];
    const sink = use(await mailSink({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true, onAuth: ({ username }, _session, answer) => { seen.push(String(username)); answer(null, { user: 'x' }); } }));
    expect([(await failure(channel(sink.port).email.send(viewing, to, never))).code, seen, sink.mails.length]).toEqual(['notice-failed', [], 0]);
  });
  it.each(['tls', 'starttls'] as const)('does not trust a certificate nobody vouches for (%s)', async (security) => {
    const sink = use(await mailSink({ secure: security === 'tls' }));
    const { email, reports } = channel(sink.port, { security, ca: undefined });
    expect(await failure(email.send(viewing, to, never))).toMatchObject({ code: 'notice-failed', said: expect.stringContaining('certificate') as string });
    expect([sink.mails.length, reports.map(({ status }) => status)]).toEqual([0, ['degraded']]);
  });
  it('does not trust a certificate of another name', async () => {
    const sink = use(await mailSink({ secure: true }, '127.0.0.2'));
    const { email } = channel(sink.port, { security: 'tls', host: '127.0.0.2' });
    expect(await failure(email.send(viewing, to, never))).toMatchObject({ code: 'notice-failed', said: expect.stringContaining('certificate') as string });
    expect(sink.mails).toEqual([]);
  });
});

describe('nobody can write a header', () => {
  it.each([
    ['a title', { ...viewing, title: { vi: 'Xin chào\r\nBcc: victim@evil.example\r\n\r\nHidden', en: '' } }, to],
    ['a name', viewing, { ...to, name: 'Lan" <victim@evil.example>\r\nBcc: victim@evil.example, ' }],
    ['an id', { ...viewing, id: 'x>\r\nBcc: victim@evil.example' }, to],
  ])('with %s', async (_, notice, person) => {
    const sink = use(await mailSink());
    await channel(sink.port).email.send(notice, person, never);
    const [mail] = sink.mails;
    expect({ to: mail?.to, bcc: mail?.headers['bcc'], names: Object.keys(mail?.headers ?? {}).length, parts: mail?.parts.length }).toEqual({ to: ['lan@street.example'], bcc: undefined, names: 11, parts: 2 });
  });
  it.each(['', 'lan', 'a@b.example, c@d.example', 'lan@street.example\r\nRCPT TO:<x@evil.example>', 'Lan <lan@street.example>', 'lan@street.example>', `${'a'.repeat(250)}@b.example`])('nor send to more than one valid address: %j', async (email) => {
    const sink = use(await mailSink());
    expect((await failure(channel(sink.port).email.send(viewing, lan('vi', { email }), never))).code).toBe('notice-failed');
    expect(sink.mails).toEqual([]);
  });
});

describe('when the mail server does not help', () => {
  const secrets = [login.user, login.pass, 'wrong-Zq7', Buffer.from('wrong-Zq7').toString('base64')];

  it('says that the password is wrong, and not which', async () => {
    const sink = use(await mailSink());
    const { email, reports } = channel(sink.port, { login: { user: login.user, pass: 'wrong-Zq7' } });
    const { code, said } = await failure(email.send(viewing, to, never));
    expect([code, said.includes('EAUTH 535'), secrets.filter((each) => said.includes(each)), reports]).toEqual(['notice-failed', true, [], [
      { status: 'degraded', because: { vi: 'Máy chủ thư không nhận tên hoặc mật khẩu.', en: 'The mail server does not accept the user name or the password.' } },
    ]]);
  });
  it('is well again after the next mail that went out, and reports each state once', async () => {
    let isOpen = false;
    const sink = use(await mailSink({ onMailFrom: (_address, _session, answer) => answer(), onConnect: (_session, answer) => answer(isOpen ? null : Object.assign(new Error('closed'), { responseCode: 554 })) }));
    const { email, reports } = channel(sink.port);
    const first = [(await failure(email.send(viewing, to, never))).code, (await failure(email.send(viewing, to, never))).code];
    isOpen = true;
    await email.send(viewing, to, never);
    expect([first, reports.map(({ status }) => status)]).toEqual([['notice-failed', 'notice-failed'], ['degraded', 'ok']]);
  });
  it('keeps its health when only one recipient is refused', async () => {
    const sink = use(await mailSink({ onRcptTo: ({ address }, _session, answer) => answer(Object.assign(new Error(`no ${address}`), { responseCode: 550 })) }));
    const { email, reports } = channel(sink.port);
    const { code, said } = await failure(email.send(viewing, to, never));
    expect([code, said.includes('550'), said.includes('lan@'), reports]).toEqual(['notice-failed', true, false, []]);
  });
  it.each(['tls', 'starttls', 'none'] as const)('says when nobody listens (%s)', async (security) => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    await new Promise((resolve) => { gone.close(resolve); });
    const { email, reports } = channel(port, { security });
    const { code, said } = await failure(email.send(viewing, to, never));
    expect([code, said.includes('mail server'), reports.map(({ status }) => status)]).toEqual(['notice-failed', true, ['degraded']]);
  });
  it.each(['the hub', 'the plugin\'s stop'])('gives up on a silent server when %s says so', async (who) => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    use({ [Symbol.asyncDispose]: () => new Promise<void>((resolve) => {
      for (const socket of sockets) socket.destroy();
      silent.close(() => resolve());
    }) });
    await once(silent, 'listening');
    const { email, stop, reports } = channel((silent.address() as AddressInfo).port);
    const hub = new AbortController();
    const sending = failure(email.send(viewing, to, hub.signal));
    await once(silent, 'connection');
    (who === 'the hub' ? hub : stop).abort();
    expect([(await sending).code, reports]).toEqual(['notice-failed', []]);
  });
  it('closes its connections when it is closed', async () => {
    const sink: MailSink = use(await mailSink());
    const server = openMailServer({ host: 'localhost', port: sink.port, security: 'starttls', login, ca: selfSigned.cert }, lookupHost);
    await new EmailChannel({ server, from: 'hub@street.example' }, new FakePublicAddress(), () => undefined, never).send(viewing, to, never);
    expect(sink.connections()).toBe(1);
    server[Symbol.dispose]();
    await expect.poll(() => sink.connections()).toBe(0);
  });
});
