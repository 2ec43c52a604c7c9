import { loopDrawn } from '@matpho/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from './browser.fixture.ts';
import { ffmpeg, openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

describe('browsers that behave badly on the live socket', () => {
  let street: Street;
  const opened = () => street.running.app.longCalls.open;
  beforeAll(async () => {
    // Every picture carries a large SEI message (H.264 §7.3.2.3), so that a viewer who does not read is soon far behind.
    const loop = await loopDrawn(ffmpeg, 1, { width: 320, height: 180, fps: 10 });
    const ballast = Buffer.concat([Buffer.from([0x06, 0x05]), Buffer.alloc(1_176, 0xff), Buffer.from([0x40]), Buffer.alloc(300_000, 0x55), Buffer.from([0x80])]);
    street = await openStreet({ footage: { kind: 'loop', main: { ...loop, pictures: loop.pictures.map((picture) => ({ ...picture, nals: [...picture.nals.slice(0, -1), ballast, ...picture.nals.slice(-1)] })) } } });
  }, 60_000);
  afterAll(async () => street?.close());
  const sessionOf = async (by: Browser): Promise<string> => (await by.get('GET /api/sessions')).find(({ current }) => current)?.id ?? '';

  test('a first message that is no greeting is answered in words, and nothing opens', async () => {
    const { people: { lan }, cameras: { a } } = street;
    const messages = ['', 'xin chào', 'null', '42', '[]', '{}', '{"camera":', JSON.stringify({ camera: '../../etc', transport: 'mse' }), JSON.stringify({ camera: a.id }), JSON.stringify({ camera: a.id, transport: 'mse', purpose: 'debt' }), JSON.stringify({ camera: a.id, transport: 'mse', plays: ['theora'] })];
    const answers = await Promise.all(messages.map(async (message) => {
      using viewer = lan.live(undefined);
      viewer.socket.on('open', () => viewer.socket.send(message));
      return [(await viewer.end()).problem, viewer.bytes];
    }));
    expect(answers).toEqual(messages.map(() => [{ code: 'bad-request', message: 'Dữ liệu gửi lên không đúng dạng.' }, 0]));
    using unknown = lan.live({ camera: a.id, transport: 'quicktime' });
    expect([['stream-unsupported', 'not-ready', 'bad-request'].includes((await unknown.end()).problem.code), unknown.bytes]).toEqual([true, 0]);
  });

  test('bytes, and more than a greeting can hold, close that connection only', async () => {
    const { people: { lan, bay }, cameras } = street;
    using neighbour = await bay.live({ camera: cameras.b.id, transport: 'mse' }).playing();
    using binary = lan.live(undefined);
    using large = lan.live(undefined);
    using chatty = lan.live(undefined);
    binary.socket.on('open', () => binary.socket.send(Buffer.from([1, 2, 3])));
    large.socket.on('open', () => large.socket.send('x'.repeat(20_000)));
    chatty.socket.on('open', () => { for (let n = 0; n < 50; n += 1) chatty.say({ n }); });
    await Promise.all([binary.over(), large.over(), chatty.over()]);
    await neighbour.more();
    expect([binary.closed?.code, large.closed?.code, chatty.bytes, neighbour.ended]).toEqual([1003, 1009, 0, undefined]);
  });

  test('two hundred that are opened and left alone hold nothing for long, and cost the others nothing', async () => {
    const { people: { bay }, cameras } = street;
    using neighbour = await bay.live({ camera: cameras.b.id, transport: 'mse' }).playing();
    const lan = await street.signedIn('lan');
    const crowd = Array.from({ length: 200 }, () => lan.live(undefined));
    await until('all but some are turned away', () => crowd.filter(({ closed }) => closed?.reason === 'too-many-requests').length >= 160);
    await neighbour.more();
    const left = crowd.filter(({ closed }) => !closed);
    for (const viewer of left.slice(0, left.length / 2)) viewer.socket.terminate();
    // The rest says nothing within the time for a greeting.
    await until('they are forgotten', () => crowd.every(({ closed }) => closed));
    const told = left.slice(left.length / 2).map(({ ended }) => ended?.problem.code);
    expect([left.length, new Set(told), opened().count(await sessionOf(lan)), crowd.filter(({ bytes }) => bytes > 0).length]).toEqual([32, new Set(['bad-request']), 0, 0]);
    using again = await lan.live({ camera: cameras.a.id, transport: 'mse' }).playing();
    expect(again.of('opened')).toBe(1);
  });

  test('one that stops reading is skipped and then bounded, while the others go on', async () => {
    const { people: { lan, minh }, cameras, running: { hub } } = street;
    using stuck = await lan.live({ camera: cameras.a.id, transport: 'mse' }).playing();
    using fluent = await minh.live({ camera: cameras.a.id, transport: 'mse' }).playing();
    stuck.socket.pause();
    const sent = (viewing: string | undefined): number => hub.gate.counts().find((each) => each.viewing === viewing)?.bytes ?? 0;
    // What the kernel takes differs; what follows counts: the other got far more than this one's buffers hold.
    await until('the other is far ahead', () => sent(fluent.viewing) - sent(stuck.viewing) > 8_000_000, 30_000);
    const held = sent(stuck.viewing);
    await fluent.more();
    const before = sent(fluent.viewing);
    await until('the other goes on', () => sent(fluent.viewing) > before + 3_000_000, 30_000);
    // At most what a viewer may be behind, and the fragment that made it so.
    const waiting = Math.max(...[...street.running.app.websocketServer.clients].map(({ bufferedAmount }) => bufferedAmount));
    expect([waiting > 1_000_000, waiting < 3_000_000]).toEqual([true, true]);
    expect([sent(stuck.viewing) === held, fluent.ended, fluent.of('waiting')]).toEqual([true, undefined, 0]);
    stuck.socket.resume();
    await stuck.more();
    await until('it catches up with the present', () => sent(stuck.viewing) > held);
  }, 60_000);

  test('the log has no error from any of this', () => {
    expect(street.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});
