import { describe, expect, it } from 'vitest';
import type { GapCause, RecorderWord } from '../domain/recording.ts';
import { gapsOf, type GapFacts } from './gaps.ts';

/** Minutes, so that a table can be read. */
type Span = readonly [from: number, to: number];
const at = (minute: number): number => Math.round(minute * 60_000);
const told = (spans: readonly Span[], states: readonly (readonly [number, RecorderWord])[], [from, to]: Span, facts: { readonly now?: number; readonly gone?: readonly (readonly [number, number, 'retention' | 'removed' | 'damaged'])[]; readonly open?: Span; readonly known?: number } = {}): (readonly [number, number, GapCause])[] => {
  const more: GapFacts = {
    now: at(facts.now ?? 10_000), gone: (facts.gone ?? []).map(([begin, end, cause]) => ({ from: at(begin), to: at(end), cause })),
    ...(facts.open ? { open: { from: at(facts.open[0]), to: at(facts.open[1]) } } : {}), ...(facts.known === undefined ? {} : { known: at(facts.known) }),
  };
  return gapsOf(spans.map(([begin, end]) => ({ from: at(begin), to: at(end) })), states.map(([minute, state]) => ({ at: at(minute), state })), at(from), at(to), more).map(({ from: begin, to: end, cause }) => [begin / 60_000, end / 60_000, cause]);
};
const second = 1 / 60;

describe('the causes of gaps', () => {
  it('finds none where there is footage, and none shorter than a second', () => {
    expect(told([[0, 60]], [[0, 'recording']], [0, 60])).toEqual([]);
    expect(told([[0, 30], [30 + 0.9 * second, 60]], [[0, 'recording']], [0, 60])).toEqual([]);
  });
  it('names each stretch by what the recorder did in it', () => {
    const states = [[0, 'recording'], [10, 'offline'], [15, 'recording'], [20, 'hours'], [25, 'events'], [31, 'disk'], [40, 'recording'], [50, 'off']] as const;
    expect(told([[0, 10], [15, 20], [40, 50]], states, [0, 60])).toEqual([[10, 15, 'offline'], [20, 25, 'hours'], [25, 31, 'events'], [31, 40, 'disk'], [50, 60, 'off']]);
  });
  it('gives the moments at the edges, when the hub had not noticed yet, to what is beside them', () => {
    expect(told([[0, 10 - 3 * second], [15 + 2 * second, 60]], [[0, 'recording'], [10, 'offline'], [15, 'recording']], [0, 60])).toEqual([[10 - 3 * second, 15 + 2 * second, 'offline']]);
    expect(told([[0, 10], [20, 60]], [[0, 'recording'], [10 - 4 * second, 'hub_off'], [20 - 3 * second, 'offline'], [20, 'recording']], [0, 60])).toEqual([[10, 20, 'hub_off']]);
  });
  it('calls a short silence the camera\'s, and a long one nobody explained unknown', () => {
    expect(told([[0, 10], [10 + 6 * second, 20], [30, 60]], [[0, 'recording']], [0, 60])).toEqual([[10, 10 + 6 * second, 'offline'], [20, 30, 'unknown']]);
  });
  it('tells what was deleted from what was never there', () => {
    expect(told([[40, 60]], [[0, 'recording'], [10, 'offline'], [20, 'recording']], [0, 60], { gone: [[0, 10, 'retention'], [20, 35, 'retention'], [35, 40, 'damaged']] })).toEqual([[0, 10, 'retention'], [10, 20, 'offline'], [20, 35, 'retention'], [35, 40, 'damaged']]);
  });
  it('says off before anything was ever recorded, and unknown where footage is older than the words', () => {
    expect(told([[30, 60]], [[30, 'recording']], [0, 60], { known: 30 })).toEqual([[0, 30, 'off']]);
    expect(told([[20, 25], [30, 60]], [[30, 'recording']], [15, 60], { known: 5 })).toEqual([[15, 20, 'unknown'], [25, 30, 'unknown']]);
    expect(told([], [], [0, 60])).toEqual([[0, 60, 'off']]);
  });
  it('a clock that jumped forward leaves an hour nobody lived through', () => {
    expect(told([[0, 10], [70, 90]], [[0, 'recording'], [10, 'clock'], [70, 'recording']], [0, 90])).toEqual([[10, 70, 'clock']]);
  });
  it('a clock that was set back: what was written later counts, also for hours that had words already', () => {
    const states = [[0, 'recording'], [75, 'offline'], [90, 'recording'], [40, 'clock'], [40, 'recording'], [50, 'events'], [120, 'recording']] as const;
    expect(told([[0, 75], [90, 100], [120, 130]], states, [0, 130])).toEqual([[75, 90, 'events'], [100, 120, 'events']]);
  });
  it('is silent about the future, about the file being written, and about one that was closed this moment', () => {
    const recording = [[0, 'recording']] as const;
    expect(told([[0, 10]], recording, [0, 60], { now: 10.1, open: [10, 10.1] })).toEqual([]);
    expect(told([[0, 10]], recording, [0, 60], { now: 10 + 12 * second, open: [10 + 10 * second, 10 + 12 * second] })).toEqual([]);
    expect(told([[0, 10]], recording, [0, 60], { now: 20, open: [15, 20] })).toEqual([[10, 15, 'unknown']]);
    expect(told([[0, 10]], [[0, 'recording'], [10, 'off']], [0, 60], { now: 30 })).toEqual([[10, 30, 'off']]);
    expect(told([], recording, [60, 120], { now: 30 })).toEqual([]);
  });
  it('covers what is missing exactly, whatever the words say', () => {
    const words: readonly RecorderWord[] = ['recording', 'off', 'hours', 'events', 'offline', 'disk', 'hub_off', 'clock'];
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (let round = 0; round < 300; round += 1) {
      const spans: Span[] = [];
      for (let minute = random(5); minute < 60; minute += 3 + random(10)) spans.push([minute, Math.min(60, minute + 1 + random(2))]);
      const states = Array.from({ length: random(12) }, () => [random(60), words[random(words.length)] ?? 'off'] as const);
      const gaps = told(spans, states, [0, 60]);
      const minutes = [...spans, ...gaps].reduce((sum, [from, to]) => sum + to - from, 0);
      expect(minutes).toBeCloseTo(60, 6);
      for (const [n, [from, to]] of gaps.entries()) expect([to > from, from >= (gaps[n - 1]?.[1] ?? 0)]).toEqual([true, true]);
    }
  });
});
