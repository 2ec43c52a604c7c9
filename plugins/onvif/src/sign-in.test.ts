import { describe, expect, it } from 'vitest';
import { nextSignIn, whyRefused, type Refusals, type SignIn } from './sign-in.ts';

const refusals = (some: Partial<Refusals>): Refusals => ({ tried: ['digest', 'token'], digestRefused: false, expired: false, ...some });

describe('the next way to sign in', () => {
  it.each<readonly [string, Partial<Refusals>, SignIn | undefined]>([
    ['a token after Digest', { tried: ['digest'] }, 'token'],
    ['a token after Digest was answered and refused', { tried: ['digest'], digestRefused: true }, 'token'],
    ['nothing after both when the clocks agree', { offsetMs: 1_000 }, undefined],
    ['the hub\'s own time when the clocks differ', { offsetMs: -3_600_000 }, 'token-hub-time'],
    ['nothing when the clocks differ but Digest has already refused', { offsetMs: -3_600_000, digestRefused: true }, undefined],
    ['nothing after all three', { tried: ['digest', 'token', 'token-hub-time'], offsetMs: -3_600_000 }, undefined],
    ['nothing when the camera does not tell its time', {}, undefined],
  ])('is %s', (_, some, expected) => {
    expect(nextSignIn(refusals(some))).toBe(expected);
  });
});

describe('a final refusal', () => {
  it.each<readonly [string, Partial<Refusals>, string]>([
    ['is the password\'s when Digest refused, whatever the clock', { digestRefused: true, offsetMs: 9_999_999, expired: true }, 'camera-wrong-password'],
    ['is the password\'s when the clocks agree', { offsetMs: 500, driftMs: 900 }, 'camera-wrong-password'],
    ['is the password\'s when the camera does not tell its time', {}, 'camera-wrong-password'],
    ['is the password\'s at one minute', { offsetMs: 60_000 }, 'camera-wrong-password'],
    ['is the clock\'s beyond one minute', { offsetMs: -60_001 }, 'camera-clock-off'],
    ['is the clock\'s when the camera says so', { expired: true }, 'camera-clock-off'],
    ['is the clock\'s when it jumps', { offsetMs: 0, driftMs: -5_001 }, 'camera-clock-off'],
  ])('%s', (_, some, expected) => {
    expect(whyRefused(refusals(some))).toBe(expected);
  });
});
