import { describe, expect, it } from 'vitest';
import { KeyRepeats } from './key-repeats.ts';
import { randomOf } from './scenes.fixture.ts';

const bytes = (seed: number, size = 20_000): Uint8Array => { const random = randomOf(seed); return Uint8Array.from({ length: size }, () => random() * 256); };
/** A key picture every 2 s; what is said after each second one, as it changes: `44 loop`. */
function hears(picture: (n: number) => Uint8Array, seconds = 120, between = 30_000): readonly string[] {
  const repeats = new KeyRepeats();
  const said: string[] = [];
  let last = 'no';
  for (let n = 0; n * 2 < seconds; n += 1) {
    repeats.key(picture(n), n * 2_000);
    repeats.other(between);
    const now = repeats.at(n * 2_000);
    if (now !== last) said.push(`${n * 2} ${now}`);
    last = now;
  }
  return said;
}

describe('key pictures that come again', () => {
  it.each<readonly [string, readonly string[], readonly string[]]>([
    ['never, are a living scene', hears(bytes), []],
    ['after 10 s, are a loop, told in half a minute', hears((n) => bytes(n % 5)), ['30 loop']],
    ['after 40 s, are a loop, told in less than a minute', hears((n) => bytes(n % 20)), ['44 loop']],
    ['after two minutes and more, are a loop too', hears((n) => bytes(n % 70), 300), ['144 loop']],
    ['at once, with much between them, are a loop of one group of pictures', hears(() => bytes(1)), ['30 loop']],
    ['at once, with nothing between them, are a picture that stands still', hears(() => bytes(1), 60, 200), ['30 still']],
    ['in the dark, where little is coded, say nothing', hears(() => bytes(1, 800)), []],
    ['once, by chance, say nothing', hears((n) => bytes(n === 30 ? 3 : n)), []],
    ['and then no more, are over', hears((n) => bytes(n < 25 ? n % 5 : n)), ['30 loop', '50 no']],
  ])('%s', (_name, said, expected) => {
    expect(said).toEqual(expected);
  });

  it('are told by bytes inside the picture: what a fragment counts up before it says nothing', () => {
    const repeats = new KeyRepeats();
    for (let n = 0; n < 30; n += 1) {
      const fragment = Uint8Array.from([...bytes(n, 120), ...bytes(n % 5)]);
      repeats.key(fragment, n * 2_000);
    }
    expect(repeats.at(60_000)).toBe('loop');
  });
  it('are not counted over a new connection', () => {
    const repeats = new KeyRepeats();
    for (let n = 0; n < 30; n += 1) repeats.key(bytes(n % 5), n * 2_000);
    repeats.broken();
    expect(repeats.at(60_000)).toBe('no');
  });
});
