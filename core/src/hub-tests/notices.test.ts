import { createServer, type AddressInfo } from 'node:net';
import { createServer as createHttp } from 'node:http';
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { always, give, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

describe('who is told, and how', () => {
  let street: Street;
  const mails: { readonly to: readonly string[]; readonly text: string }[] = [];
  const hooks: { readonly headers: NodeJS.Dict<string | string[]>; readonly body: string }[] = [];
  const mailServer = new SMTPServer({
    authOptional: true, hideSTARTTLS: true, logger: false, disableReverseLookup: true, closeTimeout: 100,
    onData: (stream, session, answer) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), text: decoded(Buffer.concat(pieces).toString('latin1')) });
        answer();
      });
    },
  });
  const hookServer = createHttp((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (piece: string) => { body += piece; });
    request.on('end', () => {
      hooks.push({ headers: request.headers, body });
      response.writeHead(204).end();
    });
  });
  const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;
  beforeAll(async () => {
    await Promise.all([once(mailServer.listen(0, '127.0.0.1'), 'listening'), once(hookServer.listen(0, '127.0.0.1'), 'listening')]);
    street = await openStreet();
    await street.people.lan.get('PUT /api/plugins/:id/config', { params: { id: 'notify' }, body: { smtpHost: '127.0.0.1', smtpPort: portOf(mailServer.server), security: 'none', from: 'hub@example.vn', homeWebhooks: true } });
    await until('the plugin runs', async () => (await street.people.lan.get('GET /api/plugins')).find(({ id }) => id === 'notify')?.status === 'running');
  }, 60_000);
  afterAll(async () => {
    await street?.close();
    await new Promise<void>((resolve) => mailServer.close(() => resolve()));
    hookServer.closeAllConnections();
    hookServer.close();
  });
  const hello = () => ({ camera: street.cameras.a.id, transport: 'mse', unit: street.units.u, purpose: 'crime' });

  test('an address that is none is refused, and a channel that is none too', async () => {
    const { minh } = street.people;
    const answers = [
      await minh.send('PUT /api/me/channels/:id', { params: { id: 'email' }, body: { address: 'không phải', enabled: true } }), await minh.send('PUT /api/me/channels/:id', { params: { id: 'webhook' }, body: { address: 'file:///etc/passwd', enabled: true } }),
      await minh.send('PUT /api/me/channels/:id', { params: { id: 'pigeon' }, body: { address: 'a@example.vn', enabled: true } }), await minh.send('POST /api/me/channels/:id/test', { params: { id: 'pigeon' } }),
    ];
    expect(answers.map(({ code }) => code)).toEqual(['bad-request', 'bad-request', 'not-found', 'not-found']);
  });

  test('the house learns at once that an officer watches, on every page and by every channel it chose; nobody else learns anything', async () => {
    const { people: { lan, minh, bay, kim, truc, vuong, kythuat }, owners: { a }, units: { u }, cameras } = street;
    await give(lan, { owner: a, cameras: [cameras.a.id], who: { unit: u }, ...always });
    await lan.get('PUT /api/me/channels/:id', { params: { id: 'email' }, body: { address: 'lan@example.vn', enabled: true } });
    await minh.get('PUT /api/me/channels/:id', { params: { id: 'webhook' }, body: { address: `http://127.0.0.1:${portOf(hookServer)}/hook`, enabled: true } });
    await bay.get('PUT /api/me/channels/:id', { params: { id: 'email' }, body: { address: 'bay@example.vn', enabled: true } });
    using house = await lan.facts().open();
    using coOwner = await minh.facts().open();
    const strangers = await Promise.all([bay, kim, vuong, kythuat].map((by) => by.facts().open()));
    using viewer = await truc.live(hello()).playing();
    await until('the pages are told', () => [house, coOwner].every((facts) => facts.has('watching') && facts.has('notice')));
    const told = house.facts.find(({ fact }) => fact === 'notice')?.notice;
    expect([told?.kind, told?.title.vi, told?.body.vi.includes('U-2')]).toEqual(['viewing.started', 'Công an phường U đang xem camera Cổng nhà bà Lan', true]);
    await until('the mail and the webhook arrive', () => mails.length > 0 && hooks.length > 0);
    expect([mails[0]?.to, mails[0]?.text.includes('Công an phường U đang xem camera Cổng nhà bà Lan'), hooks[0]?.body.includes('Cổng nhà bà Lan')]).toEqual([['lan@example.vn'], true, true]);
    await lan.get('DELETE /api/watching/:id', { params: { id: viewer.viewing ?? '' } });
    await until('the end is told too', () => house.facts.some(({ notice }) => notice?.kind === 'viewing.ended') && mails.length > 1);
    for (const facts of strangers) {
      expect([facts.facts.filter(({ fact }) => fact !== 'grant' && fact !== 'plugin'), /Lan|U-2/.test(facts.text)]).toEqual([[], false]);
      facts[Symbol.dispose]();
    }
    expect([mails.some(({ to }) => to.includes('bay@example.vn')), (await bay.get('GET /api/notices')).length, (await minh.get('GET /api/notices')).map(({ kind }) => kind)]).toEqual([false, 0, ['viewing.ended', 'viewing.started', 'grant.given']]);
  });

  test('an ask is told to those who may answer it, its answer to who asked', async () => {
    const { people: { lan, truc, bay }, owners: { a }, units: { u }, cameras, running: { hub } } = street;
    for (const { id } of await lan.get('GET /api/grants')) await lan.get('DELETE /api/grants/:id', { params: { id } });
    await give(lan, { owner: a, cameras: [cameras.a.id], who: { unit: u } });
    using house = await lan.facts().open();
    using officer = await truc.facts().open();
    using stranger = await bay.facts().open();
    const { id } = await truc.get('POST /api/officer/asks', { body: { unit: u, camera: cameras.a.id, action: 'live', purpose: 'crime', message: 'Xe máy bị lấy trộm.' } });
    await until('she is told', () => house.facts.some(({ notice }) => notice?.kind === 'ask.received'));
    await lan.get('POST /api/asks/:id/decline', { params: { id } });
    await until('her pages know', () => house.facts.filter(({ fact }) => fact === 'ask').length === 2);
    // Her no is hers: he hears when nobody would have answered.
    expect([officer.facts.filter(({ fact }) => fact === 'ask' || fact === 'notice').length, (await truc.get('GET /api/officer/asks'))[0]?.status, (await lan.get('GET /api/asks'))[0]?.status]).toEqual([1, 'pending', 'declined']);
    await hub.store.write((trx) => trx.updateTable('ask').set({ lapses_at: Date.now() - 1, created_at: Date.now() - 1_800_000 }).where('id', '=', id as never).execute());
    await hub.asks.lapse();
    await until('he is told', () => officer.facts.some(({ notice }) => notice?.kind === 'ask.decided'));
    expect([house.has('ask'), officer.has('ask'), stranger.facts, (await truc.get('GET /api/notices'))[0]?.title.vi]).toEqual([true, true, [], 'Yêu cầu không được chấp nhận: camera Cổng nhà bà Lan']);
  });

  test('a mail server that is away holds nothing up, and the notice is not lost', async () => {
    const { people: { lan, truc }, owners: { a }, units: { u }, cameras, running: { hub } } = street;
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const smtpPort = portOf(gone);
    await new Promise((resolve) => gone.close(resolve));
    await lan.get('PUT /api/plugins/:id/config', { params: { id: 'notify' }, body: { smtpHost: '127.0.0.1', smtpPort, security: 'none', from: 'hub@example.vn' } });
    await until('the plugin runs', async () => (await lan.get('GET /api/plugins')).find(({ id }) => id === 'notify')?.status === 'running');
    await give(lan, { owner: a, cameras: [cameras.a.id], who: { unit: u }, ...always });
    using viewer = await truc.live(hello()).playing();
    await until('it was tried', async () => (await hub.store.read.selectFrom('notice_delivery').innerJoin('notice', 'notice.id', 'notice_delivery.notice').select('tries').where('kind', '=', 'viewing.started').where('done_at', 'is', null).where('error', 'is not', null).execute()).length > 0);
    expect([viewer.ended, (await lan.get('GET /api/notices'))[0]?.kind]).toEqual([undefined, 'viewing.started']);
  });
});

/** What a person reads of a mail: RFC 2047 words and RFC 2045 bodies undone. */
function decoded(mail: string): string {
  const words = mail.replaceAll(/\?=\r\n\s+=\?/g, '?==?').replaceAll(/=\?utf-8\?(B|Q)\?([^?]*)\?=/gi, (_, how: string, text: string) => (how.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : Buffer.from(quoted(text.replaceAll('_', ' ')), 'latin1')).toString('utf8'));
  const bodies = [...mail.matchAll(/^[A-Za-z0-9+/=\r\n]{60,}$/gm)].map(([text]) => Buffer.from(text, 'base64').toString('utf8'));
  return [words, Buffer.from(quoted(mail), 'latin1').toString('utf8'), ...bodies].join('\n');
}
const quoted = (text: string): string => text.replaceAll(/=\r\n/g, '').replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
