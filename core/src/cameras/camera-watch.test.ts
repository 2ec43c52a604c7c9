import { describe, expect, it } from 'vitest';
import type { FoundCamera } from '../domain/camera.ts';
import { minutes } from '../domain/time.ts';
import { Contributions } from '../kernel/contributions.ts';
import { HubError } from '../sdk/errors.ts';
import { CameraProvider, type CameraObserver } from '../sdk/ports.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { FakeLog } from '../sdk/testing/fake-log.ts';
import { CameraWatch } from './camera-watch.ts';

const camera = (nativeId: string, name = nativeId): FoundCamera => ({ nativeId, provider: 'said', name, address: '192.168.1.9', deviceUri: 'http://192.168.1.9/' });

/** A provider that a test plays. */
class FakeProvider implements CameraProvider {
  readonly watches: { readonly observer: CameraObserver; readonly signal: AbortSignal; readonly fail: (failure: unknown) => void }[] = [];
  probed: () => Promise<readonly FoundCamera[]> = async () => [];
  watch(observer: CameraObserver, signal: AbortSignal): Promise<void> {
    return new Promise((_, reject) => { this.watches.push({ observer, signal, fail: reject }); });
  }
  probe(): Promise<readonly FoundCamera[]> { return this.probed(); }
  describe(): Promise<never> { throw new Error('not asked'); }
  picture(): Promise<never> { throw new Error('not asked'); }
}
async function scene() {
  const contributions = new Contributions();
  const clock = new FakeClock();
  const log = new FakeLog();
  let changes = 0;
  const watch = new CameraWatch(contributions, log, () => { changes += 1; }, clock);
  watch.start();
  const provider = new FakeProvider();
  const running = contributions.add(CameraProvider, 'onvif', provider);
  await clock.advance(0);
  return { contributions, clock, log, watch, provider, running, changes: () => changes };
}

describe('looking for cameras', () => {
  it('runs each provider while its plugin runs, and keeps what it found under the plugin\'s name', async () => {
    const one = await scene();
    one.provider.watches[0]?.observer.found(camera('a'));
    one.provider.watches[0]?.observer.found(camera('b'));
    one.provider.watches[0]?.observer.lost('b');
    expect([one.watch.found().map(({ nativeId, provider }) => `${provider}/${nativeId}`), one.watch.isSearching(), one.changes()]).toEqual([['onvif/a'], true, 3]);
    one.running[Symbol.dispose]();
    one.provider.watches[0]?.observer.found(camera('c'));
    expect([one.watch.found(), one.watch.isSearching(), one.provider.watches[0]?.signal.aborted]).toEqual([[], false, true]);
    expect(() => one.watch.provider('onvif')).toThrow(expect.objectContaining({ code: 'not-ready' }));
    one.contributions.add(CameraProvider, 'onvif', one.provider);
    await one.clock.advance(0);
    expect(one.provider.watches.length).toBe(2);
  });

  it('is begun once however many other plugins come and go', async () => {
    const one = await scene();
    one.contributions.add(CameraProvider, 'other', new FakeProvider())[Symbol.dispose]();
    await one.clock.advance(0);
    expect([one.provider.watches.length, one.provider.watches[0]?.signal.aborted]).toEqual([1, false]);
  });

  it('goes on after a provider failed, said once, ever less often', async () => {
    const one = await scene();
    for (let turn = 0; turn < 4; turn += 1) {
      one.provider.watches.at(-1)?.fail(new Error('no network'));
      await one.clock.advance(0);
      expect(one.watch.isSearching()).toBe(false);
      await one.clock.advance(minutes(2));
    }
    expect([one.provider.watches.length, one.log.lines.length, one.watch.isSearching()]).toEqual([5, 1, true]);
    one.watch[Symbol.dispose]();
    expect([one.provider.watches.at(-1)?.signal.aborted, one.clock.pending]).toEqual([true, 0]);
  });

  it('survives a provider that throws at once', async () => {
    const one = await scene();
    one.contributions.add(CameraProvider, 'bad', Object.assign(new FakeProvider(), { watch: () => { throw new Error('broken'); } }));
    await one.clock.advance(0);
    one.provider.watches[0]?.observer.found(camera('a'));
    expect([one.watch.found().length, one.log.lines.map(({ facts }) => facts)]).toEqual([1, [{ plugin: 'bad', error: 'broken' }]]);
  });

  it('keeps 2,000 at most, words of strangers cut to size, and goes on hearing of those it knows', async () => {
    const one = await scene();
    const observer = one.provider.watches[0]?.observer;
    for (let n = 0; n < 2_100; n += 1) observer?.found(camera(`n${n}`));
    observer?.found(camera('n7', 'x'.repeat(5_000)));
    expect([one.watch.found().length, one.watch.find('onvif', 'n7')?.name.length, one.watch.find('onvif', 'n2050')]).toEqual([2_000, 120, undefined]);
    observer?.lost('n8');
    observer?.found({ ...camera('y'.repeat(900)), deviceUri: `http://h/${'z'.repeat(9_000)}` });
    const long = one.watch.found().at(-1);
    expect([long?.nativeId.length, (long?.deviceUri.length ?? 0) <= 2_048]).toEqual([256, true]);
    observer?.lost('y'.repeat(900));
    expect(one.watch.found().length).toBe(1_999);
  });

  it('at one typed address asks every provider; one that finds is enough', async () => {
    const one = await scene();
    const signal = new AbortController().signal;
    const code = async (): Promise<string> => one.watch.probe('192.168.1.9', signal).then((list) => String(list.length), (failure: HubError) => failure.code);
    expect(await code()).toBe('camera-unreachable');
    one.provider.probed = async () => { throw new HubError('address-refused', 'no'); };
    expect(await code()).toBe('address-refused');
    one.contributions.add(CameraProvider, 'other', Object.assign(new FakeProvider(), { probed: async () => [camera('p')] }));
    expect([await code(), one.watch.find('other', 'p')?.provider]).toEqual(['1', 'other']);
    expect(await new CameraWatch(new Contributions(), one.log, () => {}, one.clock).probe('192.168.1.9', signal).catch((failure: HubError) => failure.code)).toBe('not-ready');
  });
});
