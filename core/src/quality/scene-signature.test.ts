import { describe, expect, it } from 'vitest';
import { brightnessOf, lookHeight, lookWidth, measure } from './picture-measure.ts';
import { common, likeness, packed, signatureBytes, signatureOf, slopesIn, unpacked, type SceneSignature } from './scene-signature.ts';
import { blurred, flat, hidden, noisy, scene, shifted } from './scenes.fixture.ts';

const of = (look: Uint8Array): SceneSignature => signatureOf(brightnessOf(look), lookWidth, lookHeight);

describe('the signature of a scene', () => {
  it('is 288 bytes, and the same after it was kept', () => {
    const signature = of(scene(1));
    expect([packed(signature).length, signatureBytes, unpacked(packed(signature))]).toEqual([288, 288, signature]);
  });
  it('is like itself whatever the noise and the light, and like no other scene', () => {
    const whole = of(scene(1));
    const like = (look: Uint8Array): number | undefined => likeness(whole, of(look));
    expect([like(scene(1)), like(flat(90))]).toEqual([expect.closeTo(1, 6), undefined]);
    expect(Math.min(like(noisy(scene(1), 1))!, like(blurred(scene(1), 1))!, like(hidden(scene(1), 0.3))!)).toBeGreaterThan(0.6);
    expect(Math.max(...[2, 3, 4, 5].map((seed) => like(scene(seed))!), like(shifted(scene(1), 20))!)).toBeLessThan(0.3);
  });
  it('of some looks is what most of them have', () => {
    const [street, lorry] = [of(scene(1)), of(hidden(scene(1), 0.6))];
    expect([common([street, lorry, street]), slopesIn(common([1, 2, 3, 4, 5, 6].map((seed) => of(scene(seed))))) < slopesIn(street) / 2]).toEqual([street, true]);
  });
});

describe('the measures of a picture', () => {
  it.each([['by day', scene(1), 'day'], ['with a third of its light', flat(40), 'dim'], ['without colour', scene(1, 0), 'infrared']] as const)('tell its light: %s', (_name, look, light) => {
    expect(measure(look).light).toBe(light);
  });
  it('tell how fine it is drawn', () => {
    const [sharp, soft] = [measure(scene(1)), measure(blurred(scene(1), 4))];
    expect([soft.detail < sharp.detail * 0.4, soft.spread > sharp.spread * 0.5, measure(flat(7))]).toEqual([true, true, expect.objectContaining({ mean: 7, spread: 0, detail: 0 })]);
  });
});
