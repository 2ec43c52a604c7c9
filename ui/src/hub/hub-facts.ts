import type { HubFact } from '@matpho/core/api';

export type FactName = HubFact['fact'];
/** The stream's state; `caught-up` is told once after every reconnection, because facts may have been missed. */
export type Link = 'connecting' | 'open' | 'lost';
type Source = Pick<EventSource, 'close' | 'readyState'> & EventTarget;
const closed = 2;
// A record, so that the compiler misses a fact that is not here.
const every: Readonly<Record<FactName, true>> = { watching: true, notice: true, ask: true, case: true, grant: true, emergency: true, camera: true, found: true, export: true, plugin: true, session: true };
const names: ReadonlySet<string> = new Set(Object.keys(every));

/** What changed in the hub, as it happens (`GET /api/events`). Carries no content: a listener asks again for what it shows. */
export class HubFacts {
  link: Link = 'lost';
  private readonly open: () => Source;
  private readonly later: (run: () => void, ms: number) => () => void;
  private readonly listeners = new Set<(fact: HubFact | 'caught-up') => void>();
  private readonly linkListeners = new Set<(link: Link) => void>();
  private source: Source | undefined;
  private cancelRetry: (() => void) | undefined;
  private failures = 0;
  private wasOpen = false;

  /** `open` makes the EventSource; `later` is setTimeout that returns its cancel. */
  constructor(open: () => Source, later: (run: () => void, ms: number) => () => void) {
    this.open = open;
    this.later = later;
  }

  /** Calls back for the named facts, and after every reconnection. Returns the way to stop. */
  on(facts: readonly FactName[], heard: (fact: HubFact | 'caught-up') => void): () => void {
    const listener = (fact: HubFact | 'caught-up'): void => {
      if (fact === 'caught-up' || facts.includes(fact.fact)) heard(fact);
    };
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  onLink(heard: (link: Link) => void): () => void {
    this.linkListeners.add(heard);
    return () => this.linkListeners.delete(heard);
  }

  start(): void {
    if (this.source) return;
    this.tellLink('connecting');
    const source = this.open();
    this.source = source;
    source.addEventListener('open', () => {
      this.failures = 0;
      this.tellLink('open');
      if (this.wasOpen) this.tell('caught-up');
      this.wasOpen = true;
    });
    source.addEventListener('message', (message) => {
      const fact = readFact((message as MessageEvent<unknown>).data);
      if (fact) this.tell(fact);
    });
    source.addEventListener('error', () => {
      this.tellLink('lost');
      // The browser retries by itself until a reply that is no event stream closes the source for good (HTML §9.2.3).
      if (source.readyState === closed) this.retry();
    });
  }

  stop(): void {
    this.cancelRetry?.();
    this.cancelRetry = undefined;
    this.source?.close();
    this.source = undefined;
    this.wasOpen = false;
    this.tellLink('lost');
  }

  private retry(): void {
    this.source?.close();
    this.source = undefined;
    this.failures += 1;
    this.cancelRetry = this.later(() => this.start(), Math.min(30_000, 1000 * 2 ** Math.min(this.failures, 5)));
  }

  private tell(fact: HubFact | 'caught-up'): void {
    for (const listener of this.listeners) listener(fact);
  }

  private tellLink(link: Link): void {
    if (this.link === link) return;
    this.link = link;
    for (const listener of this.linkListeners) listener(link);
  }
}

/** A fact from the stream's text, or nothing if it is not one. */
export function readFact(data: unknown): HubFact | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(data);
    if (typeof value !== 'object' || value === null || !('fact' in value) || typeof value.fact !== 'string' || !names.has(value.fact)) return undefined;
    return { id: null, notice: null, ...value } as HubFact;
  } catch {
    return undefined;
  }
}
