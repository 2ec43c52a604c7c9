import { describe, expect, it } from 'vitest';
import { frameSamples, TalkPacer } from './talk-pacer.ts';

const samples = (count: number, value = 0x55): Uint8Array => new Uint8Array(count).fill(value);
const shape = (frames: ReturnType<TalkPacer['due']>): unknown => frames.map(({ sound, ticks, first }) => [sound.length, ticks, first]);

describe('the pace of speech', () => {
  it('gives a frame every 20 ms, however the sound came', () => {
    const pacer = new TalkPacer();
    pacer.push(samples(1_000), 0);
    expect(shape(pacer.due(0))).toEqual([[160, 0, true]]);
    expect(shape(pacer.due(19))).toEqual([]);
    expect(shape(pacer.due(60))).toEqual([[160, 160, false], [160, 320, false], [160, 480, false]]);
    expect(pacer.waiting).toBe(1_000 - 4 * frameSamples);
  });
  it('keeps what is less than a frame until the rest comes, in order', () => {
    const pacer = new TalkPacer();
    pacer.push(samples(100, 1), 0);
    expect(pacer.due(0)).toEqual([]);
    pacer.push(samples(100, 2), 5);
    expect([...pacer.due(5)[0]?.sound ?? []]).toEqual([...samples(100, 1), ...samples(60, 2)]);
  });
  it('begins a new talkspurt after silence, where the clock is by then', () => {
    const pacer = new TalkPacer();
    pacer.push(samples(160), 0);
    expect(shape(pacer.due(0))).toEqual([[160, 0, true]]);
    pacer.due(500);
    pacer.push(samples(320), 1_000);
    expect(shape(pacer.due(1_020))).toEqual([[160, 8_160, true]]);
    expect(shape(pacer.due(1_040))).toEqual([[160, 8_320, false]]);
  });
  it('never keeps more than a second, and the oldest goes first', () => {
    const pacer = new TalkPacer();
    for (let at = 0; at < 100; at += 1) pacer.push(samples(800, at), 0);
    pacer.push(samples(50_000, 200), 0);
    expect([pacer.waiting, pacer.due(0)[0]?.sound[0]]).toEqual([8_000, 200]);
  });
  it('does not care for what the caller does with its bytes later', () => {
    const pacer = new TalkPacer();
    const own = samples(160, 7);
    pacer.push(own, 0);
    own.fill(9);
    expect(pacer.due(0)[0]?.sound[0]).toBe(7);
  });
});
