import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { port } from '../sdk/service.ts';
import { Contributions } from './contributions.ts';

const Hat = port<string>('hat', { vi: 'mũ', en: 'hat' });
const Shoe = port<string>('shoe', { vi: 'giày', en: 'shoe' });

describe('contributions', () => {
  it('are there from when they are added until they are withdrawn, each under its own port', () => {
    const all = new Contributions();
    const straw = all.add(Hat, 'farm', 'straw');
    all.add(Hat, 'town', 'felt');
    expect([all.all(Hat).map(({ from, value }) => `${from} ${value}`), all.all(Shoe)]).toEqual([['farm straw', 'town felt'], []]);
    straw[Symbol.dispose]();
    straw[Symbol.dispose]();
    expect(all.all(Hat).map(({ value }) => value)).toEqual(['felt']);
  });

  it('are told at once and after each change, until the watching ends', () => {
    const all = new Contributions();
    const seen: number[] = [];
    const watching = all.watch(Hat, () => seen.push(all.all(Hat).length));
    const straw = all.add(Hat, 'farm', 'straw');
    all.add(Shoe, 'farm', 'boot');
    straw[Symbol.dispose]();
    watching[Symbol.dispose]();
    all.add(Hat, 'town', 'felt');
    expect(seen).toEqual([0, 1, 0]);
  });

  it('carry their plugin\'s name into everything their calls lead to, and not into what the hub does about a change', async () => {
    const all = new Contributions();
    const heard: (string | undefined)[] = [];
    all.watch(Hat, () => heard.push(all.current()));
    all.within('farm', () => all.add(Hat, 'farm', 'straw'));
    const [straw] = all.all(Hat);
    const later = await straw?.call(async () => { await sleep(1); return all.current(); });
    const hub = straw?.call(() => all.outside(() => all.current()));
    expect([heard, later, hub, all.current()]).toEqual([[undefined, undefined], 'farm', undefined, undefined]);
  });

  it('hear the hub\'s signals under their own name, with the hub\'s reason', () => {
    const all = new Contributions();
    all.add(Hat, 'farm', 'straw');
    const [straw] = all.all(Hat);
    const hub = new AbortController();
    const heard: unknown[] = [];
    const signal = straw?.signal(hub.signal);
    signal?.addEventListener('abort', () => heard.push(all.current(), signal.reason));
    hub.abort('enough');
    expect([heard, straw?.signal(hub.signal).aborted]).toEqual([['farm', 'enough'], true]);
  });
});
