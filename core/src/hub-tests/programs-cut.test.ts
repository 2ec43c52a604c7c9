import { createSocket } from 'node:dgram';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { always, give, openStreet, type Street } from './hub-street.fixture.ts';
import { RawPlayer, type Signing } from './rtsp-player.fixture.ts';
import { until } from './until.fixture.ts';

describe('what a program gets after it was cut off', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet({ settings: { restream: { mode: 'rtsp', port: 0 } } }); }, 60_000);
  afterAll(async () => street?.close());

  interface Program extends Signing { readonly id: string; readonly uri: string }
  async function letIn(name: string): Promise<Program> {
    const { app, password } = await street.people.lan.get('POST /api/apps', { body: { name, cameras: [street.cameras.a.id] } });
    return { id: app.id, username: app.username, password, uri: app.cameras[0]?.uris[0]?.uri ?? '' };
  }
  const open = (): number => street.running.hub.gate.open().length;

  test('is not one packet, over TCP or UDP, while another goes on', async () => {
    const [cut, goesOn] = [await letIn('Bị dừng'), await letIn('Vẫn xem')];
    const ear = createSocket('udp4');
    await new Promise<void>((resolve) => { ear.bind(0, '127.0.0.1', resolve); });
    let heard = 0;
    ear.on('message', () => { heard += 1; });
    const { port } = ear.address();
    using overTcp = await new RawPlayer(cut.uri, cut).playing();
    using overUdp = await new RawPlayer(cut.uri, cut).playing(`RTP/AVP;unicast;client_port=${port}-${port + 1}`);
    using witness = await new RawPlayer(goesOn.uri, goesOn).playing();
    await until('all three see pictures', () => overTcp.frames.length > 0 && heard > 0 && witness.frames.length > 0);
    await street.people.lan.get('DELETE /api/apps/:id', { params: { id: cut.id } });
    await Promise.all([overTcp.over(), overUdp.over(), witness.more()]);
    const before = [overTcp.bytes, heard];
    for (let pictures = 0; pictures < 20; pictures += 1) await witness.more();
    expect([[overTcp.bytes, heard], street.running.hub.restream.count().playing]).toEqual([before, 1]);
    ear.close();
  }, 40_000);

  test('leaves no permit open, in whichever state its line was cut', async () => {
    const program = await letIn('Hay rớt');
    await until('nobody looks', () => open() === 0);
    const described = new RawPlayer(program.uri, program);
    await described.ask('DESCRIBE');
    const setUp = new RawPlayer(program.uri, program);
    await setUp.ask('SETUP', `${program.uri}/trackID=0`, { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' });
    const playing = await new RawPlayer(program.uri, program).playing();
    const paused = await new RawPlayer(program.uri, program).playing();
    await paused.ask('PAUSE');
    const again = await new RawPlayer(program.uri, program).playing();
    await again.ask('PAUSE');
    await again.ask('PLAY');
    // It asks to play, and is gone before it is answered.
    const hasty = new RawPlayer(program.uri, program);
    await hasty.ask('SETUP', `${program.uri}/trackID=0`, { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' });
    const unanswered = hasty.ask('PLAY').catch(() => {});
    await until('each that plays has one', () => open() >= 2);
    expect([open() <= 3, street.running.hub.restream.count().playing <= 3]).toEqual([true, true]);
    for (const player of [described, setUp, playing, paused, again, hasty]) player.socket.destroy();
    await unanswered;
    await until('none is open', () => open() === 0 && street.running.hub.restream.count().connections === 0);
    expect(open()).toBe(0);
  }, 40_000);

  test('wrong tries from anywhere keep neither the program out nor the people behind the same address', async () => {
    const program = await letIn('Bị đoán');
    for (let line = 0; line < 9; line += 1) {
      using guess = new RawPlayer(program.uri, { ...program, password: 'khong-phai' });
      for (let tries = 0; tries < 3 && !guess.closed; tries += 1) await guess.ask('DESCRIBE').catch(() => {});
    }
    using right = await new RawPlayer(program.uri, program).playing();
    await right.more();
    const person = street.newBrowser();
    person.address = '127.0.0.1';
    await person.signIn('bay', street.passwords.bay);
    const entries = await street.running.hub.store.read.selectFrom('audit_entry').select('type').where('type', '=', 'login.failed').execute();
    expect([right.closed, (await person.get('GET /api/session')).login, entries.length <= 4]).toEqual([false, 'bay', true]);
  }, 40_000);

  test('one-time credentials used twice at once begin one showing, and go with who made them', async () => {
    const { people: { lan }, cameras: { a }, running: { hub } } = street;
    const { username, password, address } = await lan.get('POST /api/apps/once', { body: { camera: a.id } });
    const players = [0, 1].map(() => new RawPlayer(address.uri, { username, password }));
    for (const player of players) await player.ask('SETUP', `${address.uri}/trackID=0`, { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' });
    const answers = await Promise.all(players.map(async (player) => (await player.say('PLAY', address.uri)).status));
    expect([answers.filter((status) => status === 200).length, answers.some((status) => status === 401 || status === 403)]).toEqual([1, true]);
    const first = players[answers.indexOf(200)];
    await first?.ask('PAUSE');
    const { id } = await lan.get('GET /api/session');
    hub.restream.cutOf(id as never);
    await first?.over();
    for (const player of players) player.socket.destroy();
    expect(first?.closed).toBe(true);
  });

  test('a recorder that is refused and tries again and again is one try in the owner\'s ledger', async () => {
    const { people: { bay, truc }, cameras: { b }, owners, units: { u }, running: { hub } } = street;
    const grant = await give(bay, { owner: owners.b, cameras: [b.id], who: { unit: u }, ...always });
    const { app, password } = await truc.get('POST /api/apps', { body: { name: 'VMS', cameras: [b.id], unit: u, purpose: 'crime' } });
    await bay.get('DELETE /api/grants/:id', { params: { id: grant.id } });
    const uri = app.cameras[0]?.uris[0]?.uri ?? '';
    const triesOf = async (): Promise<number> => (await hub.store.read.selectFrom('refused_try').select('tries').where('camera', '=', b.id as never).execute()).reduce((sum, { tries }) => sum + tries, 0);
    const before = await triesOf();
    const answers = [];
    for (let tries = 0; tries < 8; tries += 1) {
      using player = new RawPlayer(uri, { username: app.username, password });
      answers.push((await player.ask('DESCRIBE')).status);
    }
    expect([new Set(answers), (await triesOf()) - before]).toEqual([new Set([403]), 1]);
  }, 40_000);
});
