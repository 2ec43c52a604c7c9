import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { corpusOf, home, joinPackets, splitPackets } from './corpus.ts';
import { fuzz, readOnce } from './fuzz.ts';
import { mutate, mutatePackets } from './mutate.ts';
import { Random } from './random.ts';
import type { Load, Target } from './target.ts';
import { allTargets, inputsFor } from './targets.ts';

const inputs = 12_000;
const patience = 300_000;
const load: Load = async <M>(source: string) => await import(join(home, '..', `${source}.ts`)) as M;
const { HubError } = await load<typeof import('../../core/src/sdk/errors.js')>('core/src/sdk/errors');
const targets = await allTargets(load);
const folderOf = ({ name }: Target): string => name.replaceAll(/[^a-z0-9]+/g, '-');

describe('hostile bytes are an answer or a coded error', () => {
  test.each(targets.map((target) => [target.name, target] as const))('%s', async (_, target) => {
    const { findings, inputs: read } = await fuzz(target, { seed: 7, inputs: inputsFor(target, targets, inputs), answer: HubError });
    expect(findings.map(({ index, what, message }) => `#${index} ${what}: ${message}`)).toEqual([]);
    expect(read).toBe(inputsFor(target, targets, inputs));
  }, patience);

  const known = targets.flatMap((target) => corpusOf('regressions', folderOf(target)).map(({ name, bytes }) => [`${target.name}: ${name}`, target, bytes] as const));
  test.each(known)('what once was found: %s', async (_, target, bytes) => {
    const failure = await readOnce(target, bytes, 1);
    expect(failure === undefined || failure instanceof HubError || target.allows?.(failure) === true ? undefined : failure).toBeUndefined();
  });
  test('nothing that once was found lies where no reader looks', () => {
    const folders = targets.map(folderOf);
    expect(readdirSync(join(home, 'regressions')).filter((folder) => !folders.includes(folder))).toEqual([]);
  });
  test('every capture is read as it was captured, by a reader that takes it', async () => {
    const refused: string[] = [];
    for (const target of targets.filter(({ name }) => ['sdp', 'h.264 parameter sets', 'h.265 parameter sets', 'flv', 'onvif xml', 'facade soap and token'].includes(name))) {
      for (const { name, bytes } of corpusOf('corpus', target.corpus)) {
        const failure = await readOnce(target, bytes, 1);
        // A description without a picture, and an answer that is a web page.
        if (failure !== undefined && !(failure instanceof HubError && failure.code === 'camera-no-video')) refused.push(`${target.name} ${name}: ${String(failure)}`);
      }
    }
    expect(refused).toEqual([]);
  });
});

describe('the fuzzer', () => {
  const target = (readIt: Target['read']): Target => ({ name: 'made up', sources: [], corpus: 'aac-config', kind: 'bytes', words: ['x'], grammar: fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => Buffer.from(bytes)), share: 1, read: readIt });
  const found = async (readIt: Target['read'], more: { readonly inputs?: number; readonly hangAfterMs?: number } = {}) => (await fuzz(target(readIt), { seed: 1, inputs: 300, answer: HubError, mostFindings: 1, ...more })).findings.map(({ what }) => what);

  it('tells of what is thrown, what does not end, what does not settle and what is kept', async () => {
    const kept: Buffer[] = [];
    expect([
      await found(() => {}), await found((input) => { if (input.length === 4) throw new RangeError('out of range'); }), await found(() => { throw new HubError('camera-broken-answer', 'no'); }),
      await found((input) => { if (input.length === 4) for (;;); }, { hangAfterMs: 100 }), await found((input) => (input.length === 4 ? new Promise<void>(() => {}) : undefined)),
      await found(() => void kept.push(Buffer.alloc(64 * 1024)), { inputs: 500 }),
    ]).toEqual([[], ['threw'], [], ['hung'], ['hung'], ['grew']]);
  });
  it('makes the same inputs of the same seed, and others of another', async () => {
    const inputsOf = async (seed: number): Promise<string[]> => {
      const seen: string[] = [];
      await fuzz(target((input, random) => void seen.push(`${input.toString('hex')} ${random.word()}`)), { seed, inputs: 200, answer: HubError });
      // On a busy machine a slow one is read again.
      return [...new Set(seen)];
    };
    const [first, again, other] = [await inputsOf(1), await inputsOf(1), await inputsOf(2)];
    expect([again, first.filter((input) => other.some((each) => each.split(' ')[0] === input.split(' ')[0])).length < first.length / 2, first.length > 150]).toEqual([first, true, true]);
  });
  it('changes what it is given, never the capture itself, and keeps packets packets', () => {
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { minLength: 1, maxLength: 8 }), fc.integer(), (all, seed) => {
      const bytes = joinPackets(all);
      const before = Buffer.from(bytes);
      const changed = mutatePackets(bytes, new Random(seed), [bytes]);
      mutate(bytes, new Random(seed), [bytes], ['w']);
      expect([bytes.equals(before), joinPackets(splitPackets(changed)).equals(changed), splitPackets(bytes).map((packet) => [...packet])]).toEqual([true, true, all.map((packet) => [...packet])]);
    }), { numRuns: 300 });
  });
});
