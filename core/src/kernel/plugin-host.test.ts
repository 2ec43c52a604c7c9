import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { minutes, seconds } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import { definePlugin, secret, type Plugin } from '../sdk/plugin.ts';
import { Bell, Greeter, greeter, pluginHouse, Safe } from './plugin-house.fixture.ts';

const never = new Promise<never>(() => {});
const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'no failure', (failure: unknown) => (failure instanceof HubError ? failure.code : String(failure)));

describe('what a plugin is given and gives', () => {
  it('is what it asked for, under its own names, and nothing else', async () => {
    await using house = await pluginHouse();
    let seen: object = {};
    await house.host.add(definePlugin({ id: 'one', name: { vi: 'a', en: 'a' }, sdk: 1, config: z.object({}), needs: { tinkle: Bell }, provides: {}, setup: (given) => { seen = given; return {}; } }) as unknown as Plugin);
    expect(Object.keys(seen)).toEqual(['tinkle']);
    expect((seen as { tinkle: { ring(): string } }).tinkle.ring()).toBe('ding');
  });

  it('cannot be a service the hub does not have', async () => {
    await using house = await pluginHouse();
    const ghost = { ...Safe, id: 'ghost', key: Symbol.for('matpho.service.ghost') };
    await house.host.add({ ...greeter('one'), needs: { ghost } } as Plugin);
    const state = await house.host.find('one');
    expect([state.trouble?.message, house.greetings()]).toEqual(['The hub has no service "ghost".', []]);
  });

  it('appears when it runs and goes when it stops: signal first, then the contribution, then newest first', async () => {
    await using house = await pluginHouse();
    const order: string[] = [];
    await house.host.add(greeter('one', (_given, { scope }) => {
      scope.signal.addEventListener('abort', () => order.push(`abort ${house.greetings().length}`));
      scope.defer(() => void order.push(`first ${house.greetings().length}`));
      scope.defer(() => void order.push(`second ${house.greetings().length}`));
      return {};
    }));
    expect([house.greetings(), await house.status('one')]).toEqual([['one says ding'], 'running']);
    await house.host.close();
    expect(order).toEqual(['abort 1', 'second 0', 'first 0']);
    expect(await house.status('one')).toBe('off');
  });

  it('is nothing at all when one promise of several is not kept', async () => {
    await using house = await pluginHouse();
    await house.host.add({ ...greeter('one'), provides: { greeter: Greeter, other: Greeter } } as Plugin);
    const state = await house.host.find('one');
    expect([state.status, state.trouble?.code, house.greetings()]).toEqual(['needs-attention', 'plugin-incompatible', []]);
  });

  it('is refused when the id is taken', async () => {
    await using house = await pluginHouse();
    await house.host.add(greeter('one'));
    expect(await codeOf(house.host.add(greeter('one')))).toBe('plugin-incompatible');
  });
});

describe('a plugin that fails', () => {
  it('in its set-up hurts no other, is tried three times and then waits for the operator', async () => {
    await using house = await pluginHouse();
    let tries = 0;
    await house.host.add(greeter('bad', () => { tries += 1; throw new Error('broken'); }));
    await house.host.add(greeter('good'));
    expect([await house.status('bad'), house.greetings(), tries]).toEqual(['needs-attention', ['good says ding'], 1]);
    await house.pass(minutes(60));
    expect([tries, await house.status('bad'), house.clock.pending]).toEqual([3, 'needs-attention', 0]);
    await house.host.restart('bad');
    expect(tries).toBe(4);
  });

  it('because the world is not ready waits, is tried again ever less often, and says so once', async () => {
    await using house = await pluginHouse();
    const at: number[] = [];
    let isReady = false;
    const start = house.clock.now();
    await house.host.add(greeter('slow', () => {
      at.push(house.clock.now() - start);
      if (!isReady) throw new HubError('not-ready', 'no network');
      return {};
    }));
    expect(await house.status('slow')).toBe('waiting');
    await house.pass(seconds(100));
    // Halfway between half the ceiling and the ceiling: 2, 4, 8, 16, 32 s.
    expect(at).toEqual([0, 1_500, 4_500, 10_500, 22_500, 46_500, 91_500]);
    isReady = true;
    await house.pass(minutes(2));
    expect([await house.status('slow'), house.greetings()]).toEqual(['running', ['slow says ding']]);
    expect(house.log.lines.map(({ level, message }) => `${level} ${message}`)).toEqual(['warn Not ready; the hub will try again.', 'info Running.']);
  });

  it('after it had waited long has its three tries all the same', async () => {
    await using house = await pluginHouse();
    let mood: 'waiting' | 'well' = 'waiting';
    let starts = 0;
    await house.host.add(greeter('moody', () => {
      starts += 1;
      if (mood === 'waiting') throw new HubError('not-ready', 'later');
      return {};
    }));
    await house.pass(minutes(5));
    mood = 'well';
    await house.pass(minutes(2));
    expect(await house.status('moody')).toBe('running');
    const before = starts;
    house.contributions.within('moody', () => house.host.blame(new Error('stray')));
    await house.pass(seconds(10));
    expect([starts, await house.status('moody')]).toEqual([before + 1, 'running']);
  });

  it('in a reaction to a fact is told in its log; others hear the fact, and it goes on hearing', async () => {
    await using house = await pluginHouse();
    const heard: string[] = [];
    await house.host.add(greeter('bad', (_given, { events }) => {
      events.on('camera.found', () => { heard.push('bad'); throw new Error('oops'); });
      events.on('camera.found', (async () => { throw new Error('later oops'); }) as () => void);
      return {};
    }));
    await house.host.add(greeter('good', (_given, { events }) => { events.on('camera.found', () => void heard.push('good')); return {}; }));
    house.events.emit('camera.found', {});
    house.events.emit('camera.found', {});
    await house.pass(0);
    expect(heard).toEqual(['bad', 'good', 'bad', 'good']);
    expect((await house.host.find('bad')).log.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
      'The reaction to camera.found threw. (oops)', 'The reaction to camera.found threw. (later oops)', 'The reaction to camera.found threw. (oops)', 'The reaction to camera.found threw. (later oops)',
    ]);
    await house.host.close();
    house.events.emit('camera.found', {});
    expect([heard.length, house.events.listenerCount('camera.found')]).toEqual([4, 0]);
  });

  it('outside any call is known by whose code ran, stopped and started anew; without a plugin it is the hub\'s own', async () => {
    await using house = await pluginHouse();
    let starts = 0;
    await house.host.add(greeter('bad', () => { starts += 1; return {}; }));
    await house.host.add(greeter('good'));
    expect(house.host.blame(new Error('the hub\'s own'))).toBe(false);
    expect(house.contributions.within('bad', () => house.host.blame(new Error('in a timer')))).toBe(true);
    await house.pass(0);
    expect([await house.status('bad'), house.greetings()]).toEqual(['needs-attention', ['good says ding']]);
    await house.pass(seconds(3));
    expect([starts, await house.status('bad')]).toEqual([2, 'running']);
  });

  it('after ten good minutes begins to count anew', async () => {
    await using house = await pluginHouse();
    await house.host.add(greeter('rare'));
    for (let day = 0; day < 6; day += 1) {
      house.contributions.within('rare', () => house.host.blame(new Error('once in a while')));
      await house.pass(minutes(11));
    }
    expect(await house.status('rare')).toBe('running');
  });

  it('by hanging in its set-up holds up nobody: it is given up after 30 s, and can be stopped before', async () => {
    await using house = await pluginHouse();
    const added = house.host.add(greeter('hung', () => never));
    await house.pass(seconds(30));
    await added;
    expect([await house.status('hung'), (await house.host.find('hung')).trouble?.message]).toEqual(['needs-attention', 'The set-up did not come to an end.']);
    const again = house.host.restart('hung');
    await house.pass(0);
    expect(await house.status('hung')).toBe('starting');
    await house.host.close();
    await again;
    expect([await house.status('hung'), house.clock.pending]).toEqual(['off', 0]);
  });

  it('by hanging in its release is left behind after 5 s', async () => {
    await using house = await pluginHouse();
    await house.host.add(greeter('clinging', (_given, { scope }) => { scope.defer(() => never); return {}; }));
    const closed = house.host.close();
    await house.pass(seconds(5));
    await closed;
    expect([await house.status('clinging'), house.greetings()]).toEqual(['off', []]);
  });

  it('by reporting its health without end from its own reaction does not go round in circles', async () => {
    await using house = await pluginHouse();
    let reports = 0;
    await house.host.add(greeter('eager', (_given, { events, report }) => {
      events.on('plugin.changed', () => { reports += 1; report({ status: 'degraded', because: { vi: 'chậm', en: 'slow' } }); });
      return {};
    }));
    house.events.emit('plugin.changed', { plugin: 'other' });
    expect(reports).toBeLessThan(6);
    expect((await house.host.find('eager')).health).toEqual({ status: 'degraded', because: { vi: 'chậm', en: 'slow' } });
  });
});

describe('settings', () => {
  const config = z.object({ tone: z.enum(['low', 'high']).default('low'), key: secret(z.string().min(4)).optional() });
  const singing = (seen: unknown[]): Plugin => greeter('singer', (_given, context) => { seen.push(context.config); return {}; }, config);

  it('that change are a stop and a start with the new ones', async () => {
    await using house = await pluginHouse();
    const seen: unknown[] = [];
    await house.host.add(singing(seen));
    await house.host.configure('singer', { tone: 'high' });
    expect(seen).toEqual([{ tone: 'low' }, { tone: 'high' }]);
    expect(house.greetings()).toEqual(['singer says ding']);
  });

  it('that are secret go to the vault, come back to the plugin only, and are shown as set', async () => {
    await using house = await pluginHouse();
    const seen: unknown[] = [];
    await house.host.add(singing(seen));
    await house.host.configure('singer', { tone: 'low', key: 'swordfish' });
    expect((await house.host.find('singer')).config).toEqual({ tone: 'low', key: true });
    await house.host.configure('singer', { tone: 'high', key: true });
    expect(seen.at(-1)).toEqual({ tone: 'high', key: 'swordfish' });
    const rows = JSON.stringify([await house.place.store.read.selectFrom('plugin').selectAll().execute(), house.log.lines]);
    expect(rows).not.toContain('swordfish');
    expect(await house.vault.get('plugin/singer/key')).toBe('"swordfish"');
    await house.host.configure('singer', { tone: 'high', key: null });
    expect([await house.vault.has('plugin/singer/key'), (await house.host.find('singer')).config]).toEqual([false, { tone: 'high' }]);
  });

  it('that are wrong are refused by name, and nothing of them is stored', async () => {
    await using house = await pluginHouse();
    await house.host.add(singing([]));
    const failures = await Promise.all([{ loud: true }, { tone: 'shrill' }, { tone: 'high', key: 'abc' }].map((wanted) => house.host.configure('singer', wanted).catch((failure: HubError) => `${failure.code} ${failure.message}`)));
    expect(failures.map((text) => /bad-config .*(loud|tone|key)/.exec(String(text))?.[1])).toEqual(['loud', 'tone', 'key']);
    expect([await house.place.store.read.selectFrom('plugin').selectAll().execute(), await house.vault.has('plugin/singer/key'), await house.status('singer')]).toEqual([[], false, 'running']);
    expect(String(failures)).not.toContain('abc');
  });

  it('keep the plugin\'s own checks across fields', async () => {
    await using house = await pluginHouse();
    const both = z.object({ from: z.number().default(1), to: z.number().default(2) }).refine(({ from, to }) => from < to, { message: 'from comes before to', path: ['from'] });
    await house.host.add(greeter('span', undefined, both));
    expect(await codeOf(house.host.configure('span', { from: 5, to: 3 }))).toBe('bad-config');
  });

  it('stored by another version that no longer fit stop the start, without another try', async () => {
    await using house = await pluginHouse();
    await house.place.store.write((trx) => trx.insertInto('plugin').values({ id: 'singer', config: '{"volume":11}', enabled: 1, updated_at: 0 }).execute());
    const seen: unknown[] = [];
    await house.host.add(singing(seen));
    await house.pass(minutes(60));
    const state = await house.host.find('singer');
    expect([state.status, state.trouble?.code, state.trouble?.message.includes('volume'), seen]).toEqual(['needs-attention', 'bad-config', true, []]);
  });

  it('are as secret as the most secret thing inside them', async () => {
    await using house = await pluginHouse();
    await house.host.add(greeter('mail', undefined, z.object({ server: z.object({ host: z.string(), password: secret(z.string()) }).optional(), keys: z.array(secret(z.string())).optional() })));
    await house.host.configure('mail', { server: { host: 'mail.example', password: 'hunter22' }, keys: ['opensesame'] });
    expect((await house.host.find('mail')).config).toEqual({ server: true, keys: true });
    expect(JSON.stringify(await house.place.store.read.selectFrom('plugin').selectAll().execute())).not.toMatch(/hunter22|opensesame/);
  });

  it('say that a plugin is off, also after a restart of the hub', async () => {
    await using house = await pluginHouse();
    let starts = 0;
    const plugin = greeter('one', () => { starts += 1; return {}; });
    await house.host.add(plugin);
    await house.host.enable('one', false);
    expect([await house.status('one'), house.greetings()]).toEqual(['off', []]);
    const later = house.anew();
    await later.add(plugin);
    expect([(await later.find('one')).status, starts]).toEqual(['off', 1]);
    await later.enable('one', true);
    expect([(await later.find('one')).status, starts]).toEqual(['running', 2]);
  });

  it('changed while a retry is due start the plugin once', async () => {
    await using house = await pluginHouse();
    let alive = 0;
    let isReady = false;
    await house.host.add(greeter('one', (_given, { scope }) => {
      if (!isReady) throw new HubError('not-ready', 'later');
      alive += 1;
      scope.defer(() => { alive -= 1; });
      return {};
    }));
    isReady = true;
    await Promise.all([house.host.restart('one'), house.pass(seconds(60))]);
    expect([alive, house.greetings()]).toEqual([1, ['one says ding']]);
  });

  it('of a plugin that is not there are not found', async () => {
    await using house = await pluginHouse();
    expect(await codeOf(house.host.configure('nobody', {}))).toBe('not-found');
  });
});
