import { describe, expect, test } from 'vitest';
import type { Permit } from '../domain/consent.ts';
import type { CameraReins } from '../sdk/ports.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { Motion } from './motion.ts';

/** A camera that answers when it is let. */
function scene() {
  const clock = new FakeClock();
  const said: string[] = [];
  const answers: (() => void)[] = [];
  const later = (what: string) => (): Promise<never> => {
    said.push(what);
    return new Promise((resolve) => { answers.push(resolve as () => void); });
  };
  const reins: CameraReins = {
    abilities: { panTilt: true, zoom: true, presets: 8, home: true },
    move: later('move'), stop: () => { said.push('stop'); return Promise.resolve(); },
    presets: () => Promise.resolve([]), savePreset: later('save'), goTo: later('go'), removePreset: later('remove'), goHome: later('home'), setHome: later('set-home'),
  };
  const taken = new AbortController();
  const hand = new Motion({ permit: { signal: taken.signal } as Permit, reins, call: (work) => work(), keeps: true, clock, timers: clock, failed: () => {} });
  const settled = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });
  return { said, answers, taken, hand, settled };
}
const codeOf = (wait: Promise<unknown>): Promise<unknown> => wait.then(() => 'done', (error: { code?: string }) => error.code);

describe('commands to a camera', () => {
  test('one is on its way at a time, and what waits when the permit is taken back never goes out', async () => {
    const { said, answers, taken, hand, settled } = scene();
    const tries = [hand.goTo('1'), hand.savePreset('Cổng', undefined), hand.goHome(), hand.setHome()].map(codeOf);
    await settled();
    expect(said).toEqual(['go']);
    taken.abort('revoked');
    answers.shift()?.();
    expect(await Promise.all(tries)).toEqual(['done', 'consent-ended', 'consent-ended', 'consent-ended']);
    expect(said).toEqual(['go', 'stop']);
  });

  test('on its way to a place when the permit is taken back, it is stopped; let go of by her, it gets there', async () => {
    const [cut, left] = [scene(), scene()];
    for (const { answers, hand, settled } of [cut, left]) {
      const going = hand.goTo('1');
      await settled();
      answers.shift()?.();
      await going;
    }
    cut.taken.abort('revoked');
    await left.hand.close();
    await cut.hand.close();
    left.taken.abort('viewer');
    expect([cut.said, left.said]).toEqual([['go', 'stop'], ['go']]);
  });

  test('a stop by hand also calls off the places that still waited', async () => {
    const { said, answers, hand, settled } = scene();
    const tries = [hand.goTo('1'), hand.goHome()].map(codeOf);
    await settled();
    await hand.stop();
    answers.shift()?.();
    expect([await Promise.all(tries), said]).toEqual([['done', 'control-refused'], ['go', 'stop']]);
  });
});
