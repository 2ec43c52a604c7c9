import { randomBytes } from 'node:crypto';
import { hubFacts, type HubFact } from '../api/hub.ts';
import type { Timers } from '../base/clock.ts';
import type { PersonId } from '../domain/ids.ts';
import { seconds } from '../domain/time.ts';
import type { EventSink } from './call.ts';

interface Told {
  readonly n: number;
  readonly fact: HubFact;
}
interface Reader {
  readonly sink: EventSink;
  readonly leave: () => void;
}
/** What one person was told lately, and who of hers listens. */
interface Channel {
  readonly told: Told[];
  readonly readers: Set<Reader>;
  /** Facts up to this number are no longer kept. */
  from: number;
}
export interface EventLimits {
  readonly kept: number;
  readonly readersPerPerson: number;
  readonly people: number;
}
const usual: EventLimits = { kept: 200, readersPerPerson: 8, people: 1_000 };
const beat = seconds(15);

/** State changes for the pages that are open: what a page missed while it was away is told when it comes back with Last-Event-ID. */
export class EventStreams {
  readonly #timers: Timers;
  readonly #limits: EventLimits;
  /** Numbers of another run of the hub mean nothing. */
  readonly #run = randomBytes(6).toString('base64url');
  readonly #channels = new Map<PersonId, Channel>();
  #last = 0;
  constructor(timers: Timers, limits: EventLimits = usual) {
    this.#timers = timers;
    this.#limits = limits;
  }

  push(person: PersonId, fact: HubFact): void {
    const channel = this.#channels.get(person);
    if (channel) this.#tell(channel, fact);
  }

  /** To everybody who passes the filter and has a page open, or had one lately. */
  pushAll(filter: (person: PersonId) => boolean, fact: HubFact): void {
    for (const [person, channel] of this.#channels) if (filter(person)) this.#tell(channel, fact);
  }

  /** People with a page open now. */
  get listening(): readonly PersonId[] {
    return [...this.#channels].flatMap(([person, { readers }]) => (readers.size > 0 ? [person] : []));
  }

  /** Serves one page until the signal aborts. Over the limit of a person her oldest stream ends. */
  async run(person: PersonId, sink: EventSink, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const channel = this.#channel(person);
    const done = new AbortController();
    const reader = { sink, leave: () => done.abort() };
    const left = ended(AbortSignal.any([signal, done.signal]));
    this.#catchUp(channel, sink);
    channel.readers.add(reader);
    if (channel.readers.size > this.#limits.readersPerPerson) {
      const [oldest] = channel.readers;
      oldest?.leave();
    }
    const beats = this.#timers.every(beat, () => sink.beat());
    try {
      await left;
    } finally {
      beats[Symbol.dispose]();
      channel.readers.delete(reader);
    }
  }

  #tell(channel: Channel, fact: HubFact): void {
    const told = { n: (this.#last += 1), fact };
    channel.told.push(told);
    const [first] = channel.told;
    if (channel.told.length > this.#limits.kept && first) {
      channel.told.shift();
      channel.from = first.n;
    }
    for (const { sink } of channel.readers) sink.send(`${this.#run}-${told.n}`, fact);
  }

  #catchUp(channel: Channel, sink: EventSink): void {
    if (sink.lastId === undefined) return;
    const [run, number] = [sink.lastId.slice(0, this.#run.length), Number(sink.lastId.slice(this.#run.length + 1))];
    const known = run === this.#run && Number.isInteger(number) && number >= channel.from && number <= this.#last;
    if (known) {
      for (const { n, fact } of channel.told) if (n > number) sink.send(`${this.#run}-${n}`, fact);
      return;
    }
    // Too long away: anything may have changed, so the page asks for everything anew.
    for (const fact of hubFacts) sink.send(`${this.#run}-${this.#last}`, { fact, id: null, notice: null });
  }

  #channel(person: PersonId): Channel {
    const known = this.#channels.get(person);
    // Set anew: a map keeps the order of insertion, so the first are the longest away.
    this.#channels.delete(person);
    for (const [other, { readers }] of this.#channels) {
      if (this.#channels.size < this.#limits.people) break;
      if (readers.size === 0) this.#channels.delete(other);
    }
    // What was told while she had no channel is not known: an older number is answered with everything.
    const channel = known ?? { told: [], readers: new Set(), from: (this.#last += 1) };
    this.#channels.set(person, channel);
    return channel;
  }
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
