import { passedOver, paths, preferences, type Failure, type Path, type Preference } from './choose-path.ts';

type Kept = Pick<Storage, 'getItem' | 'setItem'>;
const failuresKey = 'mp-path-failures';
const preferenceKey = 'mp-path';

/** What this device remembers of how pictures reach it: what was chosen, and what lately failed. No camera is named. A browser that stores nothing is no error. */
export class PathMemory {
  private readonly storage: Kept | undefined;
  private readonly now: () => number;
  private chosen: Preference | undefined;

  constructor(storage: Kept | undefined, now: () => number) {
    this.storage = storage;
    this.now = now;
  }

  /** Undefined while nothing was chosen. */
  get preference(): Preference | undefined {
    const text = this.read(preferenceKey);
    return preferences.find((each) => each === text) ?? this.chosen;
  }
  set preference(value: Preference) {
    this.chosen = value;
    this.write(preferenceKey, value);
    // Whoever chooses anew wants it tried anew.
    this.write(failuresKey, '{}');
  }

  /** @param codec of the camera, where it is known: what does not play one may play the other */
  failed(codec: string | undefined): ReadonlySet<Path> {
    const kept = this.failures();
    return new Set(paths.filter((path) => (kept[`${path}/${codec ?? ''}`] ?? 0) > this.now()));
  }
  remember(path: Path, codec: string | undefined, failure: Failure): void {
    if (passedOver[failure] === 0) return;
    const now = this.now();
    const still = Object.entries(this.failures()).filter(([, until]) => until > now);
    this.write(failuresKey, JSON.stringify({ ...Object.fromEntries(still), [`${path}/${codec ?? ''}`]: now + passedOver[failure] }));
  }

  private failures(): Readonly<Record<string, number>> {
    try {
      const kept: unknown = JSON.parse(this.read(failuresKey) ?? '{}');
      if (typeof kept !== 'object' || kept === null) return {};
      return Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
    } catch {
      return {};
    }
  }
  private read(name: string): string | null {
    try {
      return this.storage?.getItem(name) ?? null;
    } catch {
      return null;
    }
  }
  private write(name: string, value: string): void {
    try {
      this.storage?.setItem(name, value);
    } catch {
      // Private windows may refuse; the choice then lasts as long as the page.
    }
  }
}

/** Access itself throws where a browser forbids storage. */
export function deviceMemory(): PathMemory {
  let storage: Storage | undefined;
  try {
    storage = globalThis.localStorage;
  } catch {
    storage = undefined;
  }
  return new PathMemory(storage, () => Date.now());
}
