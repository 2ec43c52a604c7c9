import { describe, expect, it } from 'vitest';
import { id, type CameraId } from '../domain/ids.ts';
import { days, hours } from '../domain/time.ts';
import { forecast, type KeptCamera } from './forecast.ts';
import { brokenPolicy, type PolicyFacts } from './policy-check.ts';

const now = Date.UTC(2026, 10, 21);
const gate = id<CameraId>('gate');
const yard = id<CameraId>('yard');
const GB = 1e9;
/** 10 GB a day, all of it kept for three days. */
const camera = (change: Partial<KeptCamera> = {}): KeptCamera => ({ camera: gate, days: 7, bytes: 1_000 * GB, kept: 30 * GB, oldest: now - days(3), recent: 10 * GB, window: days(1), ...change });

describe('how long the footage of a camera stays', () => {
  it.each<[string, KeptCamera, number, { days: number | undefined; limit: string; oldest: number | undefined }]>([
    ['as many days as were asked for', camera(), 1_000 * GB, { days: 7, limit: 'days', oldest: 4 }],
    ['as its share of bytes lasts', camera({ bytes: 50 * GB }), 1_000 * GB, { days: 5, limit: 'bytes', oldest: 2 }],
    ['as the disks last', camera(), 40 * GB, { days: 4, limit: 'hub', oldest: 1 }],
    ['the oldest is due now', camera({ oldest: now - days(9) }), 1_000 * GB, { days: 7, limit: 'days', oldest: 0 }],
    ['a camera that began an hour ago counts by its hour', camera({ recent: GB, window: hours(1), bytes: 48 * GB, oldest: now - hours(1) }), 1_000 * GB, { days: 2, limit: 'bytes', oldest: 2 - 1 / 24 }],
    ['one of five minutes does not explode', camera({ recent: 0.1 * GB, window: hours(1) / 12, days: 365 }), 24 * GB, { days: 10, limit: 'hub', oldest: 7 }],
    ['a camera that is off keeps what it has for its days', camera({ recent: 0 }), 1_000 * GB, { days: undefined, limit: 'days', oldest: 4 }],
    ['nothing at all', camera({ recent: 0, kept: 0, oldest: undefined }), 1_000 * GB, { days: undefined, limit: 'days', oldest: undefined }],
  ])('%s', (_, one, capacity, expected) => {
    const found = forecast({ now, cameras: [one], capacity }).cameras.get(gate);
    expect({ days: found?.days, limit: found?.limit, oldest: found?.oldestGoesAt === undefined ? undefined : (found.oldestGoesAt - now) / days(1) }).toEqual({ ...expected, ...(expected.days === undefined ? {} : { days: expect.closeTo(expected.days, 6) as number }), ...(expected.oldest === undefined ? {} : { oldest: expect.closeTo(expected.oldest, 6) as number }) });
  });
});

describe('the moment at which the oldest goes', () => {
  it.each<[string, KeptCamera, number]>([['by its share of bytes', camera({ bytes: 50 * GB + 7 }), 1_000 * GB], ['by the disks', camera(), 40 * GB + 7]])('is a whole millisecond, %s', (_, one, capacity) => {
    expect(Number.isInteger(forecast({ now, cameras: [one], capacity }).cameras.get(gate)?.oldestGoesAt)).toBe(true);
  });
});

describe('how long the disks last', () => {
  it.each<[string, readonly KeptCamera[], number, number | undefined, number | undefined]>([
    ['what owners keep fits', [camera(), camera({ camera: yard })], 200 * GB, undefined, undefined],
    ['two alike share the room', [camera({ kept: 0 }), camera({ camera: yard, kept: 0 })], 100 * GB, 5, 5],
    ['one that keeps little leaves the room to the other', [camera({ kept: 0, days: 2 }), camera({ camera: yard, kept: 0, days: 30 })], 100 * GB, 8, 8],
    ['a part is taken already', [camera({ days: 30 })], 100 * GB, 10, 7],
    ['full', [camera({ days: 30, kept: 100 * GB })], 100 * GB, 10, 0],
    ['no disk is there', [camera()], 0, 0, 0],
    ['nothing is recorded', [], 0, undefined, undefined],
  ])('%s', (_, cameras, capacity, fit, fullIn) => {
    const found = forecast({ now, cameras, capacity });
    expect([found.days, found.fullIn]).toEqual([fit === undefined ? undefined : expect.closeTo(fit, 6), fullIn === undefined ? undefined : expect.closeTo(fullIn, 6)]);
  });
});

describe('what is kept against what was asked for', () => {
  const well: PolicyFacts = { now, rules: [{ camera: gate, days: 7, bytes: 10 * GB }], totals: new Map([[gate, 10 * GB]]), oldest: new Map([[gate, { from: now - days(7), to: now - days(7) + 10_000 }]]), excused: new Map(), maxBytes: 10 * GB, garbage: 0 };
  it.each<[string, Partial<PolicyFacts>, unknown[]]>([
    ['nothing is wrong', {}, []],
    ['within the hour between two looks', { oldest: new Map([[gate, { from: 0, to: now - days(7) - hours(2) }]]) }, []],
    ['too old', { oldest: new Map([[gate, { from: 0, to: now - days(7) - hours(3) }]]) }, [{ kind: 'age', camera: gate, by: hours(3) }]],
    ['too much of a camera and of the hub', { totals: new Map([[gate, 12 * GB]]) }, [{ kind: 'camera-bytes', camera: gate, by: 2 * GB }, { kind: 'hub-bytes', by: 2 * GB }]],
    ['a hold explains it', { totals: new Map([[gate, 12 * GB]]), excused: new Map([[gate, 2 * GB]]) }, []],
    ['files that cannot be deleted', { garbage: 3 }, [{ kind: 'undeleted', by: 3 }]],
    ['nothing is kept', { oldest: new Map(), totals: new Map() }, []],
  ])('%s', (_, change, expected) => {
    expect(brokenPolicy({ ...well, ...change })).toEqual(expected);
  });
});
