import { createSocket } from 'node:dgram';
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { always, ffmpeg, give, leaksIn, openStreet, type Street } from './hub-street.fixture.ts';
import { RawPlayer, runPlayer, withLogin, type Signing } from './rtsp-player.fixture.ts';
import { until } from './until.fixture.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const signed = ({ username, password }: Signing, nonce: string, nc: string, uri: string): string =>
  `Digest username="${username}", realm="matpho", nonce="${nonce}", uri="${uri}", qop=auth, nc=${nc}, cnonce="c", response="${md5(`${md5(`${username}:matpho:${password}`)}:${nonce}:${nc}:c:auth:${md5(`GET:${uri}`)}`)}"`;

describe('the RTSP server', () => {
  let street: Street;
  let app: Signing & { readonly id: string };
  let main: string;
  beforeAll(async () => {
    street = await openStreet({ settings: { restream: { mode: 'rtsp', port: 0 } } });
    app = await letIn('Máy xem', street);
    const { apps } = await street.people.lan.get('GET /api/apps');
    main = apps[0]?.cameras[0]?.uris[0]?.uri ?? '';
  }, 60_000);
  afterAll(async () => street?.close());

  async function letIn(name: string, { people: { lan }, cameras: { a } }: Street): Promise<Signing & { readonly id: string }> {
    const { app: row, password } = await lan.get('POST /api/apps', { body: { name, cameras: [a.id] } });
    return { id: row.id, username: row.username, password };
  }

  test('says where it is, and shows the password once', async () => {
    const { rtsp, apps } = await street.people.lan.get('GET /api/apps');
    expect([main === `${rtsp}/${street.cameras.a.id}/main`, apps.map(({ name }) => name), JSON.stringify(apps).includes(app.password)]).toEqual([true, ['Máy xem'], false]);
    expect((await street.people.bay.get('GET /api/apps')).apps).toEqual([]);
    // Whoever answers for the house with her is told.
    await until('her co-owner is told', async () => (await street.people.minh.get('GET /api/notices')).some(({ kind, body }) => kind === 'app.made' && JSON.stringify(body).includes(street.cameras.a.name)));
  });

  test.each(['MD5', 'SHA-256'] as const)('lets in whoever signs with %s, and plays from a key picture with a sender report', async (algorithm) => {
    using player = new RawPlayer(main, { ...app, algorithm });
    expect([(await player.say('OPTIONS', main)).status, (await player.say('DESCRIBE', main)).status]).toEqual([200, 401]);
    await player.playing();
    await player.more();
    await until('a report and a picture are there', () => [0, 1].every((channel) => player.frames.some((frame) => frame.channel === channel)));
    const first = player.frames.find(({ channel }) => channel === 0)?.bytes;
    const report = player.frames.find(({ channel }) => channel === 1)?.bytes;
    // The parameter set before the key picture, and the report of the same source.
    expect([(first?.[12] ?? 0) & 0x1f, report?.[1], report?.readUInt32BE(4) === first?.readUInt32BE(8)]).toEqual([7, 200, true]);
  });

  test('keeps its set-up over a pause, and lets go at a teardown', async () => {
    using player = await new RawPlayer(main, app).playing();
    await player.more();
    expect((await player.ask('PAUSE')).status).toBe(200);
    await until('it rests', () => street.running.hub.restream.count().playing === 0);
    expect([(await player.ask('PLAY')).status, (await player.ask('GET_PARAMETER')).status]).toEqual([200, 200]);
    await player.more();
    expect([(await player.ask('TEARDOWN')).status, (await player.ask('PLAY')).status]).toEqual([200, 455]);
  });

  test('writes in the ledger which program looked', async () => {
    using player = await new RawPlayer(main, app).playing();
    await player.more();
    player.socket.destroy();
    await until('it is in the ledger', async () => (await street.people.lan.get('GET /api/ledger', { query: { own: '1' } })).some(({ program, to, seconds }) => program === 'Máy xem' && to !== null && seconds >= 0));
  });

  test.each([['tcp'], ['udp']])('plays in ffmpeg over %s', async (transport) => {
    const player = runPlayer(ffmpeg, ['-nostdin', '-v', 'error', '-rtsp_transport', transport, '-i', withLogin(main, app), '-frames:v', '25', '-f', 'framemd5', '-']);
    expect([await player.exit, player.said().split('\n').filter((line) => line.startsWith('0,')).length]).toEqual([0, 25]);
  }, 40_000);

  test('ends what a program has open the moment its person ends it, with nothing after', async () => {
    const guest = await letIn('Khách', street);
    using player = await new RawPlayer(main, guest).playing();
    await player.more();
    await street.people.lan.get('DELETE /api/apps/:id', { params: { id: guest.id } });
    await player.over();
    using again = new RawPlayer(main, guest);
    expect((await again.ask('DESCRIBE')).status).toBe(401);
  });

  test('shows an officer\'s program what a grant gives, marked in the picture, until the grant is revoked', async () => {
    const { people: { bay, truc }, cameras: { b }, owners, units: { u } } = street;
    const none = await truc.send('POST /api/apps', { body: { name: 'VMS', cameras: [b.id], unit: u, purpose: 'crime' } });
    const grant = await give(bay, { owner: owners.b, cameras: [b.id], who: { unit: u }, ...always });
    const { app: row, password } = await truc.get('POST /api/apps', { body: { name: 'VMS', cameras: [b.id], unit: u, purpose: 'crime' } });
    const uri = row.cameras[0]?.uris[0]?.uri ?? '';
    using player = await new RawPlayer(uri, { username: row.username, password }).playing();
    await player.more();
    const told = (await bay.get('GET /api/watching'))[0];
    await bay.get('DELETE /api/grants/:id', { params: { id: grant.id } });
    await player.over();
    using again = new RawPlayer(uri, { username: row.username, password });
    expect([none.code, told?.officerNo, (await again.ask('DESCRIBE')).status]).toEqual(['consent-refused', 'U-2', 403]);
    await until('the ledger has it', async () => (await bay.get('GET /api/ledger', {})).some(({ program, mark, endReason }) => program === 'VMS' && mark === 'pixels' && endReason === 'revoked'));
  }, 60_000);

  test('lets one-time credentials begin once', async () => {
    const { people: { lan }, cameras: { a } } = street;
    const { username, password, address } = await lan.get('POST /api/apps/once', { body: { camera: a.id } });
    using player = await new RawPlayer(address.uri, { username, password }).playing();
    await player.more();
    using second = new RawPlayer(address.uri, { username, password });
    expect((await second.ask('DESCRIBE')).status).toBe(401);
    expect([(await player.ask('PAUSE')).status, (await player.ask('PLAY')).status]).toEqual([200, 200]);
  });

  test('answers a camera that the program was not let in to like one that is not there', async () => {
    using player = new RawPlayer(main, app);
    const others = [street.cameras.b.id, street.cameras.c.id, 'khong-co'].map((camera) => main.replace(street.cameras.a.id, camera));
    const answers = [];
    for (const uri of others) answers.push((await player.ask('DESCRIBE', uri)).status);
    expect(answers).toEqual([404, 404, 404]);
  });

  test('believes no signature of another connection, and no wrong password', async () => {
    using heard = new RawPlayer(main, app);
    await heard.ask('DESCRIBE');
    using thief = new RawPlayer(main, undefined);
    const replayed = await thief.say('DESCRIBE', main, { Authorization: heard.sign('DESCRIBE', main) });
    using wrong = new RawPlayer(main, { ...app, password: 'khong-phai' });
    expect([replayed.status, replayed.headers.get('www-authenticate')?.every((each) => each.includes('stale=true')), (await wrong.ask('DESCRIBE')).status]).toEqual([401, true, 401]);
  });

  test('sends UDP to nobody but the one who asks', async () => {
    const victim = createSocket('udp4');
    await new Promise<void>((resolve) => { victim.bind(0, '127.0.0.2', resolve); });
    const own = createSocket('udp4');
    await new Promise<void>((resolve) => { own.bind(victim.address().port, '127.0.0.1', resolve); });
    let [stolen, mine] = [0, 0];
    victim.on('message', () => { stolen += 1; });
    own.on('message', () => { mine += 1; });
    using player = await new RawPlayer(main, app).playing(`RTP/AVP;unicast;destination=127.0.0.2;client_port=${own.address().port}-${own.address().port + 1}`);
    await until('pictures come', () => mine > 5);
    expect([stolen, player.frames.length]).toEqual([0, 0]);
    victim.close();
    own.close();
  });

  test('goes on while a thousand sockets are opened and left', async () => {
    using player = await new RawPlayer(main, app).playing();
    const { hostname, port } = new URL(main);
    const left = Array.from({ length: 1_000 }, () => connect(Number(port), hostname).on('error', () => {}));
    await until('they were all taken or sent away', () => left.every((socket) => !socket.connecting));
    await player.more();
    using another = await new RawPlayer(main, app).playing();
    await another.more();
    expect(street.running.hub.restream.count().connections).toBeLessThanOrEqual(64);
    for (const socket of left) socket.destroy();
  }, 40_000);

  test('gives a still over HTTP to whoever signs the request, and to nobody without', async () => {
    const { running: { origin }, cameras: { a } } = street;
    const target = `/api/apps/snapshot/${a.id}`;
    const bare = await fetch(origin + target);
    const asked = bare.headers.get('www-authenticate') ?? '';
    const nonce = /nonce="([^"]+)"/.exec(asked)?.[1] ?? '';
    const fetched = async (nc: string, path = target): Promise<Response> => fetch(origin + path, { headers: { authorization: signed(app, nonce, nc, path) } });
    const still = await fetched('00000001');
    const replayed = await fetched('00000001');
    expect([bare.status, asked.includes('algorithm=SHA-256') && asked.includes('algorithm=MD5'), still.status, still.headers.get('content-type'), [...new Uint8Array(await still.arrayBuffer()).subarray(0, 2)]]).toEqual([401, true, 200, 'image/jpeg', [0xff, 0xd8]]);
    expect([replayed.status, replayed.headers.get('www-authenticate')?.includes('stale=true'), (await fetched('00000002', `/api/apps/snapshot/${street.cameras.b.id}`)).status]).toEqual([401, true, 404]);
  });

  test('wrote no password into the log', () => {
    expect([leaksIn(street, street.lines.join('\n')), street.lines.join('\n').includes(app.password)]).toEqual([[], false]);
  });
});
