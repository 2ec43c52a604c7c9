import { createServer } from 'node:net';
import { createSocket } from 'node:dgram';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { definePlugin, secret } from '../plugin.ts';
import { NoticeChannel } from '../ports.ts';
import { service } from '../service.ts';
import { Clock, PublicAddress } from '../services.ts';
import { behavesLikeAPlugin, Misbehaviour } from './behaves-like-a-plugin.ts';

const title = 'Tên / Name';
const good = definePlugin({
  id: 'good', name: { vi: 'Tốt', en: 'Good' }, sdk: 1, config: z.object({ label: z.string().default('x').meta({ title }) }), needs: { clock: Clock, address: PublicAddress }, provides: { channel: NoticeChannel },
  setup: ({ clock }) => ({ channel: { id: 'good', name: { vi: 'Tốt', en: 'Good' }, send: async () => { clock.now(); } } }),
});
const against = async (plugin: unknown, circumstances?: object): Promise<readonly string[]> => {
  try {
    await behavesLikeAPlugin(plugin as typeof good, circumstances as never);
    return [];
  } catch (failure) {
    if (failure instanceof Misbehaviour) return failure.violations;
    throw failure;
  }
};
const bothStarts = (violation: string): readonly string[] => [`${violation} (first start)`, `${violation} (second start)`];

test('a plugin that keeps the contract passes', async () => {
  expect(await against(good)).toEqual([]);
});
test('a manifest is checked in every part', async () => {
  expect(await against({ ...good, id: 'Bad Id', name: { vi: 'Chỉ tiếng Việt', en: ' ' }, sdk: 2, uses: ['everything'], setup: undefined, needs: { clock: {} }, provides: { channel: 'notice' } })).toEqual([
    'id: lower case letters, digits and -, at most 40, a letter first.', 'name: needs a Vietnamese and an English text.', 'sdk: this hub speaks version 1.', 'uses: there is no "everything".',
    'setup: is not a function.', 'needs.clock: is not a service of the hub.', 'provides.channel: is not a port of the hub.',
  ]);
});
test('settings are titled in both languages, and refuse what is wrong', async () => {
  expect(await against({ ...good, config: z.object({ one: z.string().default('').meta({ title: 'Một' }), two: z.unknown().meta({ title, description: 'Chỉ tiếng Việt' }) }) })).toEqual([
    'config.one: needs a title, "Tiếng Việt / English" or { vi, en }.', 'config.two: its description is missing in a language.', 'config.two: takes anything.',
  ]);
  expect(await against({ ...good, config: {} })).toEqual(['config: is not a Zod object.']);
});
test('settings take their own defaults, again and again', async () => {
  expect(await against({ ...good, config: z.object({ url: z.string().meta({ title }) }) })).toEqual([expect.stringMatching(/^config\.url: does not take its own defaults/)]);
  expect(await against({ ...good, config: z.object({ url: z.string().meta({ title }) }) }, { config: { url: 'https://a.example' } })).toEqual([]);
  expect(await against({ ...good, config: z.object({ times: z.number().default(1).transform((n) => n + 1).pipe(z.number()).meta({ title }) }) })).toEqual(['config: settings change when they are read a second time.']);
});
test('what was promised is given, and has the shape of its port', async () => {
  expect(await against({ ...good, setup: () => ({}) })).toEqual(bothStarts('setup: promised "channel" and did not give it.'));
  expect(await against({ ...good, setup: () => ({ channel: { id: '', name: { vi: 'x' }, send: async () => {} } }) })).toEqual(['first', 'second'].flatMap((turn) => [`channel: "id" is not a string. (${turn} start)`, `channel: "name" is not a texts. (${turn} start)`]));
});
test('a set-up that throws or never ends is told', async () => {
  expect(await against({ ...good, setup: () => { throw new Error('no'); } })).toEqual(bothStarts('setup: no'));
  expect(await against({ ...good, setup: () => new Promise(() => {}) }, { patience: 20 })).toEqual(bothStarts('setup: did not come to an end.'));
});
test('sockets and timers that outlive the stop are told, and those handed to the scope are not', async () => {
  const opened: Array<{ close(): unknown }> = [];
  const careless = (): unknown => {
    opened.push(createServer().listen(0, '127.0.0.1'));
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    opened.push(socket);
    const timer = setInterval(() => {}, 60_000);
    opened.push({ close: () => clearInterval(timer) });
    return good.setup({ clock: { now: () => 0 }, address: { origin: () => '' } }, undefined as never);
  };
  try {
    const said = await against({ ...good, setup: careless });
    expect(said.filter((each) => each.includes('first start')).map((each) => /stop: (.*) is still open/.exec(each)?.[1] ?? '').toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['a UDP socket', 'a listening socket', 'a timer']);
  } finally {
    for (const each of opened) each.close();
  }
  const careful: typeof good.setup = (given, context) => {
    const server = createServer().listen(0, '127.0.0.1');
    context.scope.defer(() => new Promise<void>((resolve) => { server.close(() => resolve()); }));
    return good.setup(given, context);
  };
  expect(await against({ ...good, setup: careful })).toEqual([]);
});
test('a release that fails, and a secret in the log, are told', async () => {
  const config = z.object({ token: secret(z.string().meta({ title })) });
  const talkative = (_: unknown, { log, scope }: Parameters<typeof good.setup>[1]): unknown => {
    log.info('signed in', { with: 'hush-hush' });
    scope.defer(() => { throw new Error('stuck'); });
    return good.setup({ clock: { now: () => 0 }, address: { origin: () => '' } }, undefined as never);
  };
  expect(await against({ ...good, config, setup: talkative }, { config: { token: 'hush-hush' } })).toEqual(['first', 'second'].flatMap((turn) => [`stop: stuck (${turn} start)`, `config.token: a secret was written to the log. (${turn} start)`]));
});
test('a service of one\'s own has to be handed over', async () => {
  const weather = service<{ rain: boolean }>('weather', { vi: 'Thời tiết', en: 'The weather' });
  const needs = { weather, clock: Clock };
  const plugin = { ...good, needs, setup: ({ weather: sky }: { weather: { rain: boolean } }) => ({ channel: { id: String(sky.rain), name: { vi: 'a', en: 'a' }, send: async () => {} } }) };
  expect((await against(plugin))[0]).toBe('needs.weather: there is no fake for "weather"; hand one over.');
  expect(await against(plugin, { services: { weather: { rain: true } } })).toEqual([]);
});
