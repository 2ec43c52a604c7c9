/** A stretch of time, ms since 1970; `to` is not part of it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
/** The narrowest view of the strip: one second. */
const narrowest = 1_000;

/** The view inside its limits, as wide as it was where that fits. */
export function inside(view: Span, limits: Span): Span {
  const width = Math.min(Math.max(view.to - view.from, narrowest), limits.to - limits.from);
  const from = Math.min(Math.max(view.from, limits.from), limits.to - width);
  return { from, to: from + width };
}

/** Narrower (`factor` below 1) or wider around an instant, which stays where it is on the strip. */
export function zoomed(view: Span, about: number, factor: number, limits: Span): Span {
  const width = Math.min(Math.max((view.to - view.from) * factor, narrowest), limits.to - limits.from);
  const share = (about - view.from) / (view.to - view.from);
  const from = about - share * width;
  return inside({ from, to: from + width }, limits);
}

export const moved = (view: Span, by: number, limits: Span): Span => inside({ from: view.from + by, to: view.to + by }, limits);

/** The view that shows an instant: the same when it does, else moved so that it stands a quarter in. */
export function showing(view: Span, at: number, limits: Span): Span {
  if (at >= view.from && at <= view.to) return view;
  return moved(view, at - view.from - (view.to - view.from) / 4, limits);
}

export const xOf = (view: Span, at: number, width: number): number => ((at - view.from) / (view.to - view.from)) * width;
export const timeAt = (view: Span, x: number, width: number): number => view.from + (x / width) * (view.to - view.from);
/** ms that it lasts. */
export const spanOf = ({ from, to }: Span): number => to - from;

const second = 1_000;
/** An interval to begin with around an instant: whole seconds, some minutes at most, nothing that is to come. */
export function marksAround(at: number, view: Span, limits: Span, now: number): Span {
  const half = Math.max(second, Math.min(spanOf(view) / 6, 300_000));
  const to = Math.floor(Math.min(limits.to, now, at + half) / second) * second;
  return { from: Math.min(Math.max(limits.from, Math.round((at - half) / second) * second), to - second), to };
}
