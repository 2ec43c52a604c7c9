/** What of a timeline stands in the address bar: it can be kept, sent to a member of the house, and come back to. */
export interface TimelineAddress {
  readonly cameras: readonly string[];
  /** ms; undefined: the newest there is. */
  readonly at: number | undefined;
  /** An approved request that is to be opened. */
  readonly ask: string | undefined;
}

const isId = (text: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(text);

export function readAddress(search: string): TimelineAddress {
  const query = new URLSearchParams(search);
  const at = Number(query.get('at') ?? Number.NaN);
  const ask = query.get('ask') ?? '';
  return { cameras: query.getAll('camera').filter(isId).slice(0, 9), at: Number.isFinite(at) && at > 0 ? Math.round(at) : undefined, ask: isId(ask) ? ask : undefined };
}

export function writeAddress({ cameras, at }: Pick<TimelineAddress, 'cameras' | 'at'>): string {
  const query = new URLSearchParams(cameras.map((camera) => ['camera', camera]));
  if (at !== undefined) query.set('at', String(Math.floor(at / 1_000) * 1_000));
  return query.size > 0 ? `?${query}` : '';
}
