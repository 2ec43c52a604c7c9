import { describe, expect, it } from 'vitest';
import { HubFacts, readFact } from './hub-facts.ts';

class FakeSource extends EventTarget {
  readyState = 0;
  closed = false;
  say(what: 'open' | 'error'): void {
    this.dispatchEvent(new Event(what));
  }
  send(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
  close(): void {
    this.closed = true;
  }
}
function started(): { facts: HubFacts; sources: FakeSource[]; timers: { run: () => void; ms: number }[]; last: () => FakeSource } {
  const sources: FakeSource[] = [];
  const timers: { run: () => void; ms: number }[] = [];
  const facts = new HubFacts(() => { const source = new FakeSource(); sources.push(source); return source; }, (run, ms) => { timers.push({ run, ms }); return () => timers.splice(0); });
  facts.start();
  const last = (): FakeSource => { const source = sources.at(-1); if (!source) throw new Error('No source was opened.'); return source; };
  return { facts, sources, timers, last };
}

describe('the facts of the hub', () => {
  it('tells a listener only the facts it named', () => {
    const { facts, last } = started();
    const heard: unknown[] = [];
    facts.on(['camera'], (fact) => heard.push(fact));
    last().say('open');
    last().send('{"fact":"ask","id":"a1"}');
    last().send('{"fact":"camera","id":"c1"}');
    expect(heard).toEqual([{ fact: 'camera', id: 'c1', notice: null }]);
  });

  it('says "caught-up" after a reconnection, not at the first opening', () => {
    const { facts, last } = started();
    const heard: unknown[] = [];
    facts.on([], (fact) => heard.push(fact));
    last().say('open');
    expect(heard).toEqual([]);
    last().say('error');
    expect(facts.link).toBe('lost');
    last().say('open');
    expect(heard).toEqual(['caught-up']);
  });

  it('opens a new source, later each time, once the browser gave up', () => {
    const { sources, timers, last } = started();
    for (const _ of [1, 2, 3]) {
      last().readyState = 2;
      last().say('error');
      timers.at(-1)?.run();
    }
    expect(sources.length).toBe(4);
    expect(timers.map(({ ms }) => ms)).toEqual([2000, 4000, 8000]);
  });

  it('stops: closes the source and waits no more', () => {
    const { facts, timers, last } = started();
    last().readyState = 2;
    last().say('error');
    facts.stop();
    expect([timers.length, facts.link]).toEqual([0, 'lost']);
  });

  it('forgets a listener that left', () => {
    const { facts, last } = started();
    const heard: unknown[] = [];
    facts.on(['ask'], (fact) => heard.push(fact))();
    last().send('{"fact":"ask","id":null}');
    expect(heard).toEqual([]);
  });

  it.each(['', 'not json', '{}', '{"fact":"rumour"}', 'null', 7])('takes %j for no fact', (data) => {
    expect(readFact(data)).toBeUndefined();
  });
});
