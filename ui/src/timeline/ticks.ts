import type { Span } from './view-window.ts';
import type { Zone } from './zone.ts';

const [second, minute, hour] = [1_000, 60_000, 3_600_000];
/** ms between ticks, each with how many of them one label stands for. */
const steps: readonly (readonly [number, number])[] = [
  [100, 10], [500, 4], [second, 5], [2 * second, 5], [5 * second, 3], [5 * second, 6], [10 * second, 6], [30 * second, 4], [minute, 5], [2 * minute, 5], [5 * minute, 3], [5 * minute, 6], [15 * minute, 4], [30 * minute, 4], [hour, 3], [hour, 6], [3 * hour, 4],
];
/** Room for `14:05:22` and air, CSS px. */
const labelWidth = 62;
const tickWidth = 7;

export interface Tick {
  readonly at: number;
  readonly label: 'none' | 'minute' | 'second';
}

/** Where ticks and times stand on the strip, on round civil times of the zone. */
export function ticksOf(view: Span, width: number, zone: Zone): readonly Tick[] {
  const perMs = width / (view.to - view.from);
  const [step, every] = steps.find(([ms, count]) => ms * perMs >= tickWidth && ms * count * perMs >= labelWidth) ?? [6 * hour, 2];
  const label = step * every < minute ? 'second' : 'minute';
  const ticks: Tick[] = [];
  const offset = zone.offset(view.from);
  for (let local = Math.ceil((view.from + offset) / step) * step; ticks.length < 400; local += step) {
    // Across a change of the clocks the round times move; the strip does not.
    const at = local - (step >= hour ? zone.offset(local - offset) : offset);
    if (at >= view.to) break;
    ticks.push({ at, label: local % (step * every) === 0 ? label : 'none' });
  }
  return ticks;
}

/** Middle of a label in a strip `width` wide, moved in from its edges; nothing where it would touch the one that ends at `taken`. All in CSS px. */
export function labelAt(x: number, half: number, width: number, taken: number): number | undefined {
  const middle = Math.min(Math.max(x, half + 1), width - half - 1);
  return middle - half < taken + 8 ? undefined : middle;
}
