import { describe, expect, it } from 'vitest';
import { PictureState } from './picture-state.ts';
import { blurred, changed, flat, hidden, noisy, scene, shifted } from './scenes.fixture.ts';

const every = 10_000;
type Look = (n: number) => Uint8Array;
const street: Look = (n) => noisy(scene(1), n);
/** A state that has known the street for a minute, and what it says of the looks that follow: `20 moved`, `60 -moved`, seconds from the first of them. */
function after(looks: Look, count = 14, repeats: 'no' | 'loop' | 'still' = 'no'): { readonly said: readonly string[]; readonly state: PictureState } {
  const state = new PictureState();
  let at = 1_000_000;
  for (let n = 0; n < 6; n += 1, at += every) expect(state.look(street(n), 'no', at)).toMatchObject({ began: [], ended: [] });
  expect(state.knowsScene).toBe(true);
  const from = at;
  const said: string[] = [];
  for (let n = 0; n < count; n += 1, at += every) {
    const { began, ended } = state.look(looks(n), repeats, at);
    said.push(...began.map((fact) => `${(at - from) / 1_000} ${fact}`), ...ended.map((fact) => `${(at - from) / 1_000} -${fact}`));
  }
  return { said, state };
}

describe('of a picture that was well, it is believed', () => {
  it.each<readonly [string, Look, readonly string[]]>([
    ['nothing, while it goes on', street, []],
    ['nothing, when the light goes down', (n) => changed(street(n), (value) => value * 0.55), []],
    ['nothing, when somebody lights a lamp', (n) => changed(street(n), (value) => value * 0.8 + 50), []],
    ['nothing, when the whole sensor is noisy', (n) => noisy(scene(1), n, 16), []],
    ['nothing, when a lorry parks in front of a third of it', (n) => hidden(street(n), 0.33), []],
    ['nothing, when something hides it for one look', (n) => (n === 3 ? flat(90) : street(n)), []],
    ['nothing, when the camera changes to infrared and the scene looks another', (n) => noisy(scene(2, 0), n), []],
    ['that it is black', (n) => noisy(flat(8), n, 1), ['10 black']],
    ['that it is covered', (n) => noisy(flat(140), n, 2), ['10 covered']],
    ['that it is covered, by a hand that leaves a corner', (n) => hidden(street(n), 0.9), ['10 covered']],
    ['that it is blurred', (n) => blurred(street(n), 4), ['10 blurred']],
    ['that it was moved, in half a minute', (n) => noisy(scene(2), n), ['20 moved']],
    ['that it was turned by a tenth of the picture', (n) => noisy(shifted(scene(1), 16), n), ['20 moved']],
    ['that it was moved, whatever light it looks into', (n) => changed(noisy(scene(2), n), (value) => value * 0.3), ['20 moved']],
    ['that it is frozen, though another coder sends it', () => changed(street(3), (value, x, y) => value + ((x * y) % 37 === 0 ? 1 : 0)), ['50 frozen']],
    ['that it is well again', (n) => (n < 5 ? noisy(flat(8), n, 1) : street(n)), ['10 black', '60 -black']],
    ['that it looks where it did again', (n) => (n < 6 ? noisy(scene(2), n) : street(n)), ['20 moved', '80 -moved']],
  ])('%s', (_name, looks, said) => {
    expect(after(looks).said).toEqual(said);
  });

  it('that it repeats itself, as soon as the bytes say so, and that is not also frozen', () => {
    expect([after(street, 3, 'loop').said, after(() => street(1), 8, 'loop').said, after(street, 3, 'still').said]).toEqual([['0 looped'], ['0 looped'], ['0 frozen']]);
  });
});

describe('a night that falls slowly', () => {
  const dark = (look: Uint8Array): Uint8Array => changed(look, (value) => value * 0.35);
  /** Lamps go on and the sky goes out: in the end it is another picture. */
  const [evening, night] = [dark(scene(1)), dark(scene(2))];
  const dusk = (n: number, of: number): Uint8Array => changed(evening, (value, x, y) => value + (night[y * 160 + x]! - value) * Math.min(1, n / of));

  it('is no camera that was moved, though what is seen by lamps is nothing like dusk; and one that is moved then is', () => {
    const state = new PictureState();
    let at = 1_000_000;
    const began = (look: Uint8Array): readonly string[] => state.look(look, 'no', (at += every)).began;
    const known = Array.from({ length: 7 }, (_, n) => began(noisy(dark(scene(1)), n, 2))).flat();
    const falling = Array.from({ length: 200 }, (_, n) => began(noisy(dusk(n, 180), n, 2))).flat();
    const moved = Array.from({ length: 4 }, (_, n) => began(noisy(dark(scene(3)), n, 2))).flat();
    expect([known, falling, moved]).toEqual([[], [], ['moved']]);
  });
});

describe('what is right', () => {
  it('is learnt anew when the owner says so, and the scene before is then the wrong one', () => {
    const { state, said } = after((n) => noisy(scene(2), n), 4);
    state.accept();
    const conditions = state.conditions;
    let at = 9_000_000;
    const learned = Array.from({ length: 6 }, (_, n) => state.look(noisy(scene(2), n), 'no', (at += every)).learned).filter(Boolean);
    const back = Array.from({ length: 4 }, (_, n) => state.look(street(n), 'no', (at += every)).began).flat();
    expect([said, conditions, learned.length, back]).toEqual([['20 moved'], [], 1, ['moved']]);
  });
  it('is known again after a restart, with what was wrong', () => {
    const first = new PictureState();
    const learned = Array.from({ length: 5 }, (_, n) => first.look(street(n), 'no', n * every).learned).find(Boolean);
    const state = new PictureState([{ ...learned!, at: 5 * every }], [{ fact: 'moved', since: 1 }]);
    const said = Array.from({ length: 3 }, (_, n) => state.look(street(n), 'no', 600_000 + n * every)).map(({ began, ended }) => [...began, ...ended.map((fact) => `-${fact}`)].join());
    expect(said).toEqual(['', '-moved', '']);
  });
  it('is followed slowly: at most once a day, from a scene that is still the same', () => {
    const { state } = after(street, 1);
    const older: Look = (n) => noisy(hidden(scene(1), 0.15, 130), n);
    let at = 20 * 3_600_000;
    const sameDay = Array.from({ length: 8 }, (_, n) => state.look(older(n), 'no', (at += every)).learned).filter(Boolean).length;
    at = 30 * 3_600_000;
    const nextDay = Array.from({ length: 8 }, (_, n) => state.look(older(n), 'no', (at += every)).learned).filter(Boolean).length;
    expect([sameDay, nextDay]).toEqual([0, 1]);
  });
});
