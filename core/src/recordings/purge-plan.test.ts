import { describe, expect, it } from 'vitest';
import { id, type CameraId } from '../domain/ids.ts';
import type { Segment } from '../domain/recording.ts';
import { days, hours } from '../domain/time.ts';
import { shortBytes } from './disk-guard.ts';
import { planPurge, type PurgeFacts } from './purge-plan.ts';

const now = Date.UTC(2026, 10, 21);
const gate = id<CameraId>('gate');
const yard = id<CameraId>('yard');
/** One file of 10 bytes, `age` hours before now. */
function at(camera: CameraId, age: number): Segment {
  return { camera, from: now - hours(age) - 10_000, to: now - hours(age), bytes: 10, sha256: `${camera}${age}` };
}
const files = new Map([[gate, [at(gate, 100), at(gate, 50), at(gate, 10)]], [yard, [at(yard, 80), at(yard, 5)]]]);
const all: PurgeFacts<Segment> = {
  now, rules: [{ camera: gate, days: 7, bytes: 1_000 }, { camera: yard, days: 7, bytes: 1_000 }], totals: new Map([[gate, 30], [yard, 20]]), oldest: files, maxBytes: undefined, short: new Map(), diskOf: ({ sha256 }) => (sha256 === 'yard80' ? 'usb1' : 'main'), isHeld: () => false,
};
const main = (bytes: number): ReadonlyMap<string, number> => new Map([['main', bytes]]);
const rule = (camera: CameraId, byDays: number, bytes: number) => ({ camera, days: byDays, bytes });

describe('what goes', () => {
  const table: [string, Partial<PurgeFacts<Segment>>, [string, string][]][] = [
    ['nothing while every rule is met', {}, []],
    ['what is too old', { rules: [rule(gate, 3, 1_000), rule(yard, 7, 1_000)] }, [['gate100', 'days']]],
    ['the oldest beyond a camera\'s share', { rules: [rule(gate, 7, 15), rule(yard, 7, 1_000)] }, [['gate100', 'camera-bytes'], ['gate50', 'camera-bytes']]],
    ['all of a camera that is to keep nothing', { rules: [rule(gate, 7, 0), rule(yard, 7, 1_000)] }, [['gate100', 'camera-bytes'], ['gate50', 'camera-bytes'], ['gate10', 'camera-bytes']]],
    ['the oldest of all beyond the hub\'s share', { maxBytes: 25 }, [['gate100', 'hub-bytes'], ['yard80', 'hub-bytes'], ['gate50', 'hub-bytes']]],
    ['no more than the disk is short of', { short: main(15), diskOf: () => 'main' }, [['gate100', 'disk'], ['yard80', 'disk']]],
    ['of several full disks the oldest, wherever it lies, until one has room', { short: new Map([['main', 15], ['usb1', 15]]) }, [['gate100', 'disk'], ['yard80', 'disk'], ['gate50', 'disk']]],
    ['nothing more once another disk has room', { short: new Map([['main', 10], ['usb1', 1_000]]) }, [['gate100', 'disk']]],
    ['bytes and files beyond 4 GB', { rules: [rule(gate, 7, 1e13), rule(yard, 7, 1e13)], maxBytes: 6e9, totals: new Map([[gate, 5e9 + 30], [yard, 1e9]]), oldest: new Map([[gate, [{ ...at(gate, 100), bytes: 5e9 }]], [yard, []]]) }, [['gate100', 'hub-bytes']]],
    ['never the last day for the disk\'s sake', { short: main(1_000), diskOf: () => 'main' }, [['gate100', 'disk'], ['yard80', 'disk'], ['gate50', 'disk']]],
    ['what went by age counts for the disk', { rules: [rule(gate, 3, 1_000), rule(yard, 7, 1_000)], short: main(10) }, [['gate100', 'days']]],
    ['nothing that is in use', { rules: [rule(gate, 1, 0), rule(yard, 7, 1_000)], isHeld: ({ sha256 }) => sha256 === 'gate100' }, [['gate50', 'days'], ['gate10', 'camera-bytes']]],
    ['bytes that are not listed count too', { rules: [rule(gate, 7, 100), rule(yard, 7, 1_000)], totals: new Map([[gate, 115], [yard, 20]]) }, [['gate100', 'camera-bytes'], ['gate50', 'camera-bytes']]],
    ['a camera without a rule keeps its own', { rules: [] }, []],
  ];
  it.each(table)('%s', (_, facts, expected) => {
    expect(planPurge({ ...all, ...facts }).map(({ segment, why }) => [segment.sha256, why])).toEqual(expected);
  });
});

describe('room that must stay', () => {
  it.each([
    [{ free: 50, total: 1_000 }, { keepFreeBytes: 10, keepFreePercent: 5 }, 0],
    [{ free: 49, total: 1_000 }, { keepFreeBytes: 10, keepFreePercent: 5 }, 1],
    [{ free: 60, total: 1_000 }, { keepFreeBytes: 100, keepFreePercent: 5 }, 40],
    [{ free: 0, total: 1_000 }, { keepFreeBytes: 0, keepFreePercent: 0 }, 0],
  ])('of %o under %o the disk is short of %i', (room, keep, short) => {
    expect(shortBytes(room, keep)).toBe(short);
  });
});

it('days are whole days of hours', () => {
  expect(planPurge({ ...all, now: now + days(7) - hours(100), rules: [rule(gate, 7, 1_000)] }).map(({ segment }) => segment.sha256)).toEqual(['gate100']);
  expect(planPurge({ ...all, now: now + days(7) - hours(100) - 1, rules: [rule(gate, 7, 1_000)] })).toEqual([]);
});
