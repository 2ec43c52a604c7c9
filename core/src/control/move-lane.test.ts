import { describe, expect, test } from 'vitest';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { handsOff, MoveLane, moveLasts } from './move-lane.ts';

function camera() {
  const clock = new FakeClock();
  const said: string[] = [];
  const answers: (() => void)[] = [];
  const failures: unknown[] = [];
  const lane = new MoveLane({
    reins: {
      move: ({ x, y, zoom }, lasts) => {
        said.push(`${x} ${y} ${zoom} for ${lasts}`);
        return new Promise((resolve) => { answers.push(resolve); });
      },
      stop: () => { said.push('stop'); return Promise.resolve(); },
    },
    clock, timers: clock, failed: (error) => failures.push(error),
  });
  const answered = async (): Promise<void> => {
    answers.shift()?.();
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { clock, lane, said, failures, answered };
}
const left = { x: -1, y: 0, zoom: 0 };
const up = { x: 0, y: 1, zoom: 0 };
const nearer = { x: 0, y: 0, zoom: 1 };

describe('one hand on the motors', () => {
  test('tells the camera to turn for a time that a dead hub cannot outlast', () => {
    const { lane, said } = camera();
    lane.move(left);
    expect([said, moveLasts <= 2_000, handsOff < moveLasts]).toEqual([['-1 0 0 for 1500'], true, true]);
  });

  test('of what is wished while the camera is slow, only the newest is said', async () => {
    const { lane, said, clock, answered } = camera();
    lane.move(left);
    for (let at = 0; at < 50; at += 1) lane.move(up);
    lane.move(nearer);
    await answered();
    expect(said).toHaveLength(1);
    await clock.advance(100);
    expect(said).toEqual(['-1 0 0 for 1500', '0 0 1 for 1500']);
  });

  test('stops when the hand says nothing any more, and not before', async () => {
    const { lane, said, clock, answered } = camera();
    lane.move(left);
    await answered();
    await clock.advance(handsOff - 1);
    lane.move(left);
    await answered();
    await clock.advance(handsOff - 1);
    expect(said).not.toContain('stop');
    await clock.advance(1);
    expect(said.at(-1)).toBe('stop');
  });

  test('a stop also forgets what was still to be said', async () => {
    const { lane, said, clock, answered } = camera();
    lane.move(left);
    lane.move(up);
    await lane.stop();
    await answered();
    await clock.advance(10_000);
    expect(said).toEqual(['-1 0 0 for 1500', 'stop']);
  });

  test('closed, it stops what may move, in the same turn, and moves nothing again', async () => {
    const { lane, said, clock, answered } = camera();
    lane.move(left);
    const closing = lane.close();
    expect(said.at(-1)).toBe('stop');
    await closing;
    await answered();
    lane.move(up);
    await clock.advance(10_000);
    expect(said).toEqual(['-1 0 0 for 1500', 'stop']);
  });

  test('closed without having moved anything, it says nothing', async () => {
    const { lane, said } = camera();
    await lane.close();
    expect(said).toEqual([]);
  });

  test('a stop that the camera refuses is said again, also when the hand is gone', async () => {
    const clock = new FakeClock();
    const said: string[] = [];
    let refusals = 4;
    const lane = new MoveLane({ reins: { move: () => { said.push('move'); return Promise.resolve(); }, stop: () => { said.push('stop'); return (refusals -= 1) >= 0 ? Promise.reject(new Error('busy')) : Promise.resolve(); } }, clock, timers: clock, failed: () => {} });
    lane.move(left);
    const stopping = lane.stop();
    const failed = expect(stopping).rejects.toThrow('busy');
    for (let at = 0; at < 3; at += 1) await clock.advance(300);
    await failed;
    // It may still be turning, so closing tells it once more.
    const closing = lane.close();
    await clock.advance(300);
    await closing;
    expect(said).toEqual(['move', 'stop', 'stop', 'stop', 'stop', 'stop']);
  });

  test('a thousand stops are one while it is on its way', async () => {
    const clock = new FakeClock();
    const waiting: (() => void)[] = [];
    const lane = new MoveLane({ reins: { move: () => Promise.resolve(), stop: () => new Promise((resolve) => { waiting.push(resolve); }) }, clock, timers: clock, failed: () => {} });
    lane.move(left);
    const all = Promise.all(Array.from({ length: 1_000 }, () => lane.stop()));
    expect(waiting).toHaveLength(1);
    waiting[0]?.();
    await all;
    void lane.stop();
    expect(waiting).toHaveLength(2);
  });

  test('counts how long it moved', async () => {
    const { lane, clock, answered } = camera();
    lane.move(left);
    await answered();
    await clock.advance(500);
    expect(lane.moved).toBe(500);
    await lane.stop();
    await clock.advance(5_000);
    expect(lane.moved).toBe(500);
  });

  test('a command that fails is told, and the next one is tried', async () => {
    const clock = new FakeClock();
    const failures: unknown[] = [];
    let tries = 0;
    const lane = new MoveLane({ reins: { move: () => { tries += 1; return Promise.reject(new Error('away')); }, stop: () => Promise.resolve() }, clock, timers: clock, failed: (error) => failures.push(error) });
    lane.move(left);
    await new Promise((resolve) => { setImmediate(resolve); });
    await clock.advance(100);
    lane.move(up);
    await new Promise((resolve) => { setImmediate(resolve); });
    expect([tries, failures.length]).toEqual([2, 2]);
  });
});
