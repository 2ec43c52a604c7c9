import { days } from '../domain/time.ts';
import type { Instant, Milliseconds } from '../domain/time.ts';

const day = days(1);
const keptCells = 2_048;
const keptZones = 256;

/** A stretch of time with one offset from UTC. `end` is a transition or the end of a UTC day, whichever comes first. */
interface Stretch {
  readonly offset: Milliseconds;
  readonly end: Instant;
}
interface Cell {
  readonly before: Milliseconds;
  readonly after: Milliseconds;
  /** Where `before` becomes `after`; the end of the day when it does not. */
  readonly turn: Instant;
}

/** One IANA zone. Remembers the offsets of UTC days it was asked about; what it remembers never changes an answer. */
export class Zone {
  readonly #format: Intl.DateTimeFormat;
  readonly #cells = new Map<number, Cell>();
  #lastIndex = NaN;
  #last: Cell = { before: 0, after: 0, turn: 0 };

  constructor(format: Intl.DateTimeFormat) {
    this.#format = format;
  }

  /** What to add to `t` to read the wall clock as if it were UTC. */
  offset(t: Instant): Milliseconds {
    const cell = this.#cell(Math.floor(t / day));
    return t < cell.turn ? cell.before : cell.after;
  }

  stretch(t: Instant): Stretch {
    const index = Math.floor(t / day);
    const cell = this.#cell(index);
    return t < cell.turn ? { offset: cell.before, end: cell.turn } : { offset: cell.after, end: (index + 1) * day };
  }

  #cell(index: number): Cell {
    if (index !== this.#lastIndex) {
      this.#last = this.#cells.get(index) ?? this.#keep(index, this.#measure(index * day, (index + 1) * day));
      this.#lastIndex = index;
    }
    return this.#last;
  }

  #keep(index: number, cell: Cell): Cell {
    if (this.#cells.size >= keptCells) this.#cells.clear();
    this.#cells.set(index, cell);
    return cell;
  }

  /** Bisection: tzdb has no day with two transitions. */
  #measure(start: Instant, end: Instant): Cell {
    const before = this.#read(start);
    const after = this.#read(end);
    if (before === after) return { before, after, turn: end };
    let low = start;
    let high = end;
    while (high - low > 1) {
      const middle = low + Math.floor((high - low) / 2);
      if (this.#read(middle) === before) low = middle;
      else high = middle;
    }
    return { before, after, turn: high };
  }

  #read(t: Instant): Milliseconds {
    const [month = 1, date = 1, year = 1970, hour = 0, minute = 0, second = 0] = (this.#format.format(t).match(/\d+/g) ?? []).map(Number);
    return Date.UTC(year, month - 1, date, hour, minute, second) - Math.floor(t / 1_000) * 1_000;
  }
}

// A memo of a pure function: making an Intl.DateTimeFormat costs a thousand times more than using one.
const zones = new Map<string, Zone | undefined>();

/** Undefined for a name that is no IANA zone. */
export function zoneOf(name: string): Zone | undefined {
  const known = zones.get(name);
  if (known !== undefined || zones.has(name)) return known;
  if (zones.size >= keptZones) zones.clear();
  const made = make(name);
  zones.set(name, made);
  return made;
}

function make(name: string): Zone | undefined {
  // `undefined` would silently mean the zone of this machine.
  if (typeof name !== 'string' || name === '') return undefined;
  try {
    return new Zone(new Intl.DateTimeFormat('en-US', {
      timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    }));
  } catch {
    return undefined;
  }
}
