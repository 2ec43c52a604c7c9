import { describe, expect, it } from 'vitest';
import { id, type CameraId } from '../domain/ids.ts';
import { days, hours, minutes } from '../domain/time.ts';
import { heldUntil, problemOfPaper, typeOfScan } from './written-paper.ts';

const now = Date.UTC(2026, 0, 15, 5);
const good = { cameras: [id<CameraId>('gate')], intervals: [[now - hours(5), now - hours(3)]] as const, deadline: now + days(3), destroyBy: now + days(90) };
const cameras = (n: number): CameraId[] => Array.from({ length: n }, (_, at) => id<CameraId>(`c${at}`));

describe('a paper', () => {
  it.each<[string | undefined, Partial<typeof good> | object]>([
    [undefined, {}], [undefined, { cameras: cameras(8), intervals: [[now - hours(2), now], [now - hours(9), now - hours(7)], [now - hours(4), now - hours(2)]] }],
    ['no-camera', { cameras: [] }], ['too-many-cameras', { cameras: cameras(9) }], ['no-interval', { intervals: [] }], ['too-many-intervals', { intervals: [1, 2, 3, 4, 5].map((n) => [now - hours(n * 2), now - hours(n * 2) + minutes(1)]) }],
    ['interval-reversed', { intervals: [[now - 1, now - 2]] }], ['interval-reversed', { intervals: [[now - 1, now - 1]] }], ['interval-reversed', { intervals: [[Number.NaN, now]] }], ['interval-too-long', { intervals: [[now - hours(3), now - hours(1) + 1]] }],
    ['interval-not-past', { intervals: [[now - 1, now + 1]] }], ['interval-too-old', { intervals: [[now - days(90) - 1, now - days(90)]] }], ['intervals-overlap', { intervals: [[now - hours(2), now - hours(1)], [now - hours(3), now - hours(2) + 1]] }],
    ['deadline-past', { deadline: now }], ['deadline-far', { deadline: now + days(60) + 1 }], ['destruction-before-deadline', { destroyBy: now + days(3) }], ['destruction-far', { destroyBy: now + days(731) }],
  ])('has this problem: %s', (problem, change) => {
    expect(problemOfPaper({ ...good, ...change }, now)).toBe(problem);
  });

  it('locks footage for 30 days after its deadline, and never longer than 90', () => {
    expect([heldUntil(now + days(3), now), heldUntil(now + days(61), now)]).toEqual([now + days(33), now + days(90)]);
  });
});

describe('a scan', () => {
  it.each<[string, string, string | undefined]>([
    ['%PDF-1.7', '', 'application/pdf'], ['', 'ffd8ffe0', 'image/jpeg'], ['', '89504e470d0a1a0a00', 'image/png'],
    ['MZ', '', undefined], ['<html><script>', '', undefined], ['GIF89a', '', undefined], ['', '504b0304', undefined], ['%PDF', '', undefined], ['', '', undefined], [' %PDF-1.7', '', undefined],
  ])('that begins with %s %s is %s, whatever it is called', (text, hex, type) => {
    expect(typeOfScan(Buffer.concat([Buffer.from(text), Buffer.from(hex, 'hex')]))).toBe(type);
  });
});
