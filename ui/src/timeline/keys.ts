/** What a key on the page asks of the player. */
export type Command =
  | { readonly do: 'toggle' | 'stop' | 'faster' | 'backwards' | 'in' | 'out' | 'start' | 'end' | 'help' | 'mark' | 'next' | 'previous' | 'live' }
  | { readonly do: 'move'; readonly ms: number }
  | { readonly do: 'frame'; readonly by: 1 | -1 }
  | { readonly do: 'focus'; readonly camera: number };
export interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

const [fiveSeconds, minute, tenMinutes] = [5_000, 60_000, 600_000];
const plain: Readonly<Record<string, Command>> = {
  ' ': { do: 'toggle' }, k: { do: 'stop' }, l: { do: 'faster' }, j: { do: 'backwards' }, '+': { do: 'in' }, '=': { do: 'in' }, '-': { do: 'out' }, home: { do: 'start' }, end: { do: 'end' }, '?': { do: 'help' }, i: { do: 'mark' }, n: { do: 'next' }, p: { do: 'previous' }, v: { do: 'live' },
  ',': { do: 'frame', by: -1 }, '.': { do: 'frame', by: 1 }, pageup: { do: 'move', ms: tenMinutes }, pagedown: { do: 'move', ms: -tenMinutes },
};

/** Arrows: five seconds; with Shift a minute; with Ctrl one frame. The rest without Ctrl, Alt or Meta, which are the browser's. */
export function commandOf({ key, shiftKey, ctrlKey, altKey, metaKey }: Pressed): Command | undefined {
  if (altKey || metaKey) return undefined;
  const side = key === 'ArrowRight' || key === 'ArrowUp' ? 1 : key === 'ArrowLeft' || key === 'ArrowDown' ? -1 : 0;
  if (side !== 0) return ctrlKey ? { do: 'frame', by: side } : { do: 'move', ms: side * (shiftKey ? minute : fiveSeconds) };
  if (ctrlKey) return undefined;
  if (/^[1-9]$/.test(key)) return { do: 'focus', camera: Number(key) - 1 };
  return plain[key.toLowerCase()];
}

export const speeds = [0.25, 0.5, 1, 2, 4, 8, 16] as const;
/** The next speed up; from backwards it turns round first. */
export function fasterThan(rate: number): number {
  return rate < 0 ? 1 : (speeds.find((speed) => speed > rate) ?? 16);
}
/** J: backwards, and faster backwards each time. */
export function backwardsFrom(rate: number): number {
  return rate > 0 ? -1 : Math.max(-16, rate * 2);
}

/** The key belongs to a field, an open dialog, or a button that it presses. */
export function isElsewhere(event: KeyboardEvent): boolean {
  return event.composedPath().some((target) => target instanceof HTMLElement && (target.matches('dialog, input, select, textarea, [contenteditable]') || ((event.key === ' ' || event.key === 'Enter') && target.matches('button, a, summary'))));
}
