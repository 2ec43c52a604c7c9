import { beforeEach, expect, test } from 'vitest';
import type { HubFact } from '../api/hub.ts';
import { hubFacts } from '../api/hub.ts';
import { id, type PersonId } from '../domain/ids.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { EventStreams } from './event-stream.ts';

const lan = id<PersonId>('lan');
const minh = id<PersonId>('minh');
const fact = (about: string): HubFact => ({ fact: 'camera', id: about, notice: null });
let clock: FakeClock;
let streams: EventStreams;
beforeEach(() => {
  clock = new FakeClock();
  streams = new EventStreams(clock, { kept: 3, readersPerPerson: 2, people: 2 });
});

/** A page: what it was sent, and the end of its stream. */
function page(person: PersonId, lastId?: string) {
  const seen: { id: string; about: string | null }[] = [];
  const closing = new AbortController();
  let beats = 0;
  const ended = streams.run(person, { lastId, send: (eventId, data) => void seen.push({ id: eventId, about: (data as HubFact).id }), beat: () => { beats += 1; } }, closing.signal);
  return { seen, ended, leave: () => closing.abort(), get beats() { return beats; }, get about() { return seen.map((s) => s.about); } };
}

test('each person is told her own facts', async () => {
  const [hers, his] = [page(lan), page(minh)];
  streams.push(lan, fact('a'));
  streams.pushAll((person) => person === minh, fact('b'));
  streams.pushAll(() => true, fact('c'));
  streams.push(id('nobody'), fact('d'));
  expect([hers.about, his.about, streams.listening]).toEqual([['a', 'c'], ['b', 'c'], [lan, minh]]);
  hers.leave();
  his.leave();
  await Promise.all([hers.ended, his.ended]);
  expect([streams.listening, clock.pending]).toEqual([[], 0]);
});

test('a page that comes back is told what it missed, once', async () => {
  const first = page(lan);
  streams.push(lan, fact('a'));
  first.leave();
  await first.ended;
  streams.push(lan, fact('b'));
  streams.push(lan, fact('c'));
  const second = page(lan, first.seen[0]?.id);
  const third = page(lan, second.seen.at(-1)?.id);
  expect([second.about, third.about]).toEqual([['b', 'c'], []]);
  second.leave();
  third.leave();
});

test('a page that was away too long, or from another run of the hub, is told to ask for everything', async () => {
  const first = page(lan);
  streams.push(lan, fact('a'));
  first.leave();
  for (const about of ['b', 'c', 'd', 'e', 'f']) streams.push(lan, fact(about));
  const [late, other, strange] = [page(lan, first.seen[0]?.id), page(minh, 'abcdefgh-5'), page(minh, '99')];
  expect([late.seen.length, other.seen.length, strange.seen.length]).toEqual([hubFacts.length, hubFacts.length, hubFacts.length]);
});

test('one person\'s oldest stream ends over the limit', async () => {
  const pages = [page(lan), page(lan), page(lan)];
  await pages[0]?.ended;
  streams.push(lan, fact('a'));
  expect(pages.map((p) => p.about)).toEqual([[], ['a'], ['a']]);
});

test('those longest away are forgotten first', async () => {
  const gone = page(lan);
  streams.push(lan, fact('a'));
  gone.leave();
  await gone.ended;
  page(minh);
  page(id('tuan'));
  expect(page(lan, gone.seen[0]?.id).seen.length).toBe(hubFacts.length);
});

test('a stream beats every 15 s and not after its end', async () => {
  const open = page(lan);
  await clock.advance(30_000);
  open.leave();
  await open.ended;
  await clock.advance(30_000);
  expect(open.beats).toBe(2);
});
