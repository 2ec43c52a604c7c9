import { describe, expect, it } from 'vitest';
import { seconds } from '../domain/time.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { ConnectLine } from './connect-line.ts';

/** Cameras in a line, and who of them was let in so far. */
function scene() {
  const clock = new FakeClock();
  const line = new ConnectLine(clock);
  const entered: string[] = [];
  const places = new Map<string, Disposable>();
  const come = (keys: readonly string[], signal = new AbortController().signal): Promise<unknown> => Promise.allSettled(keys.map(async (key) => {
    places.set(key, await line.enter(key, signal));
    entered.push(key);
  }));
  return { clock, line, entered, come: (keys: readonly string[], signal?: AbortSignal): void => void come(keys, signal), leave: (key: string): void => places.get(key)?.[Symbol.dispose]() };
}
const some = (name: string, count: number): readonly string[] => Array.from({ length: count }, (_, i) => `${name}${i + 1}`);

describe('the line of cameras to be connected', () => {
  it('lets 32 in at once, and the next as soon as one has answered', async () => {
    const { clock, come, leave, entered } = scene();
    come(some('good', 34));
    await clock.advance(0);
    const first = entered.length;
    leave('good3');
    leave('good3');
    await clock.advance(0);
    expect([first, entered.length, entered.at(-1)]).toEqual([32, 33, 'good33']);
  });

  it('keeps places free for cameras that answered last time, who go before all that were lost', async () => {
    const { clock, line, come, leave, entered } = scene();
    for (const key of some('lost', 40)) line.lost(key);
    come(some('lost', 40));
    await clock.advance(0);
    const lost = entered.length;
    come(some('good', 10));
    await clock.advance(0);
    const good = entered.slice(lost);
    leave('lost1');
    await clock.advance(0);
    expect([lost, good, entered.at(-1)]).toEqual([24, some('good', 8), 'good9']);
  });

  it('does not wait for the silent: a place is lent for half a second, and 256 lost cameras may be silent at most', async () => {
    const { clock, line, come, leave, entered } = scene();
    const dead = some('dead', 400);
    for (const key of dead) line.lost(key);
    come(dead);
    await clock.advance(0);
    const counts = [entered.length];
    await clock.advance(500);
    counts.push(entered.length);
    await clock.advance(seconds(30));
    counts.push(entered.length);
    come(['good']);
    await clock.advance(0);
    leave('dead7');
    await clock.advance(0);
    expect([counts, entered.slice(256)]).toEqual([[24, 48, 256], ['good', 'dead257']]);
  });

  it('forgets who does not want to wait any more', async () => {
    const { clock, line, come, leave, entered } = scene();
    come(some('good', 32));
    const stop = new AbortController();
    come(['leaves'], stop.signal);
    come(['stays']);
    stop.abort();
    await clock.advance(0);
    leave('good1');
    await clock.advance(0);
    expect([entered.slice(32), await line.enter('late', stop.signal).catch((error: Error) => error.message)]).toEqual([['stays'], 'The stream was closed before it opened.']);
  });
});

describe('how patient a lost camera is', () => {
  it.each([
    ['one alone', 1, 0, seconds(2)], ['the last of a thousand', 1_000, 999, seconds(2)], ['the hundredth from the end', 100, 0, seconds(4)], ['the first of a thousand', 1_000, 0, seconds(30)],
  ])('%s', (_name, count, at, longest) => {
    const { line } = scene();
    for (const key of some('lost', count)) line.lost(key);
    expect(line.patienceOf(`lost${at + 1}`)).toEqual({ first: 500, longest });
  });
  it('is its own again once those lost after it are back', () => {
    const { line } = scene();
    for (const key of some('lost', 200)) line.lost(key);
    for (const key of some('lost', 200).slice(1)) line.found(key);
    line.lost('lost1');
    expect([line.patienceOf('lost1').longest, line.away]).toEqual([seconds(2), 1]);
  });
});
