import type { Span } from './view-window.ts';

/** Stretches of time as a set: sorted, apart, none empty. */
export type Spans = readonly Span[];

export function unite(spans: Spans): Spans {
  const united: { from: number; to: number }[] = [];
  for (const { from, to } of spans.filter((span) => span.to > span.from).toSorted((a, b) => a.from - b.from)) {
    const last = united.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else united.push({ from, to });
  }
  return united;
}

export const common = (spans: Spans, { from, to }: Span): Spans => spans.map((span) => ({ from: Math.max(span.from, from), to: Math.min(span.to, to) })).filter((span) => span.to > span.from);

export const spanAt = <S extends Span>(spans: readonly S[], at: number): S | undefined => spans.find((span) => at >= span.from && at < span.to);

/** What of `wanted` is not in `held`. */
export function missing(wanted: Spans, held: Spans): Spans {
  let left: Span[] = [...wanted];
  for (const { from, to } of held) left = left.flatMap((span) => [{ from: span.from, to: Math.min(span.to, from) }, { from: Math.max(span.from, to), to: span.to }].filter((part) => part.to > part.from));
  return left;
}
