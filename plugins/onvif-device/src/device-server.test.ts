import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceOperations, openOperations } from './device-operations.ts';
import { openDevice, type Device } from './device.fixture.ts';
import { camera, program } from './fake-apps.fixture.ts';
import { media2Operations, mediaOperations } from './media-operations.ts';
import { parseXml } from './soap.ts';

let device: Device;
beforeEach(async () => { device = await openDevice(); device.apps.cameras = [camera('cong')]; });
afterEach(async () => { await device[Symbol.asyncDispose](); });

function token({ password = program.password, type = 'PasswordDigest' } = {}): string {
  const [nonce, created] = [randomBytes(16), new Date().toISOString()];
  const digest = createHash('sha1').update(nonce).update(created).update(password).digest('base64');
  return `<s:Header><Security><UsernameToken><Username>${program.username}</Username><Password Type="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#${type}">${type === 'PasswordText' ? password : digest}</Password><Nonce>${nonce.toString('base64')}</Nonce><Created>${created}</Created></UsernameToken></Security></s:Header>`;
}
const soap = (body: string, header = ''): string => `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">${header}<s:Body>${body}</s:Body></s:Envelope>`;
async function post(path: string, text: string): Promise<{ readonly status: number; readonly text: string; readonly challenge: string | null }> {
  const response = await fetch(`http://127.0.0.1:${device.port}/onvif/${path}`, { method: 'POST', body: text });
  return { status: response.status, text: await response.text(), challenge: response.headers.get('www-authenticate') };
}
const tables = { device_service: deviceOperations, media_service: mediaOperations, media2_service: media2Operations };
const guarded = [...Object.entries(tables).flatMap(([service, table]) => Object.keys(table).map((operation) => [service, operation] as const)), ['event_service', 'CreatePullPointSubscription'], ['event_service', 'GetEventProperties'], ['subscription/abc', 'PullMessages'], ['media_service', 'DeleteProfile']] as const;

describe('the door', () => {
  it('tells anybody only how to sign in and what time it is', async () => {
    const answers = await Promise.all(Object.keys(openOperations).map(async (operation) => post('device_service', soap(`<${operation}/>`))));
    expect([answers.map(({ status }) => status), answers.some(({ text }) => text.includes('cong'))]).toEqual([answers.map(() => 200), false]);
  });
  it.each(guarded)('of %s asks who wants %s', async (service, operation) => {
    const [nobody, wrong, open] = await Promise.all([post(service, soap(`<${operation}/>`)), post(service, soap(`<${operation}/>`, token({ password: 'sai' }))), post(service, soap(`<${operation}/>`, token({ type: 'PasswordText' })))]);
    expect([nobody.status, wrong.status, open.status, nobody.challenge?.startsWith('Digest '), [nobody, wrong, open].some(({ text }) => text.includes('cong'))]).toEqual([401, 401, 401, true, false]);
  });
  it('answers everything it lists with XML that is well-formed, whatever a hub or a camera is called', async () => {
    device.apps.cameras = [{ ...camera('cong'), name: 'Cổng <"&\u0000\'>' }];
    for (const [service, table] of Object.entries(tables)) for (const operation of Object.keys(table)) {
      const { status, text } = await post(service, soap(`<${operation}><ProfileToken>main.0000-cong</ProfileToken></${operation}>`, token()));
      expect([operation, status]).toEqual([operation, 200]);
      expect(() => parseXml(text)).not.toThrow();
    }
  });
  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]>' + soap('<GetProfiles/>'), 400],
    ['no XML', 'GET me', 400],
    ['no operation', soap(''), 400],
    ['a name of JavaScript\'s own', soap('<constructor/>', token()), 400],
    ['too much', soap(`<GetProfiles>${'a'.repeat(70_000)}</GetProfiles>`, token()), 413],
    ['nests of tags', `${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`, 400],
  ])('refuses %s', async (_, text, status) => {
    expect((await post('device_service', token() === '' ? '' : text)).status).toBe(status);
    expect((await post('device_service', soap('<GetSystemDateAndTime/>'))).status).toBe(200);
  });
  it('goes on when callers say nothing, or leave in the middle', async () => {
    const sockets = Array.from({ length: 40 }, () => connect(device.port, '127.0.0.1'));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (const [n, socket] of sockets.entries()) {
      socket.on('error', () => {});
      if (n % 2 === 0) socket.write('POST /onvif/device_service HTTP/1.1\r\nContent-Length: 99\r\n\r\n<half');
      if (n % 4 === 0) socket.destroy();
    }
    expect((await post('device_service', soap('<GetSystemDateAndTime/>'))).status).toBe(200);
    for (const socket of sockets) socket.destroy();
  });
  it('logs nothing of who signs in', async () => {
    await post('media_service', soap('<GetProfiles/>', token()));
    await post('media_service', soap('<GetProfiles/>', token({ password: 'sai' })));
    expect(JSON.stringify(device.log)).not.toMatch(/may-vms|chi-de-thu|sai/);
  });
});

describe('a subscription', () => {
  const subscribed = async (): Promise<string> => /subscription\/([\w-]+)</.exec((await post('event_service', soap('<CreatePullPointSubscription/>', token()))).text)?.[1] ?? '';
  const pull = async (id: string, timeout: string) => post(`subscription/${id}`, soap(`<PullMessages><Timeout>${timeout}</Timeout><MessageLimit>10</MessageLimit></PullMessages>`, token()));

  it('hears at once how it stands, then waits, and hears when a camera is taken back', async () => {
    const id = await subscribed();
    expect((await pull(id, 'PT0S')).text).toContain('PropertyOperation="Initialized"');
    expect((await pull(id, 'PT0S')).text).not.toContain('NotificationMessage');
    const waiting = pull(id, 'PT50S');
    device.apps.cameras = [];
    device.bell.ring();
    const { text } = await waiting;
    expect([text.includes('tns1:Media/ProfileChanged'), text.includes('PropertyOperation="Changed"'), text.includes('cong')]).toEqual([true, true, false]);
  });
  it('is its program\'s own, ends when it is told to, and there are not many', async () => {
    const id = await subscribed();
    expect((await post(`subscription/${id}`, soap('<Renew><TerminationTime>PT10M</TerminationTime></Renew>', token()))).status).toBe(200);
    expect((await post(`subscription/${id}`, soap('<Unsubscribe/>', token()))).status).toBe(200);
    expect([(await pull(id, 'PT0S')).status, (await pull('other', 'PT0S')).status]).toEqual([400, 400]);
    const all = await Promise.all(Array.from({ length: 12 }, async () => post('event_service', soap('<CreatePullPointSubscription/>', token()))));
    expect([all.filter(({ status }) => status === 200).length, device.points.size]).toEqual([8, 8]);
  });
  it('does not hold the hub up when it stops', async () => {
    const id = await subscribed();
    await pull(id, 'PT0S');
    const waiting = pull(id, 'PT50S').catch(() => 'gone');
    await device[Symbol.asyncDispose]();
    await expect(waiting).resolves.toBe('gone');
    device = await openDevice();
  });
});
