import { describe, expect, it } from 'vitest';
import type { Source } from '../domain/camera.ts';
import type { Rendition } from '../domain/consent.ts';
import type { MaskId } from '../domain/ids.ts';
import type { VideoCodec } from '../domain/media.ts';
import { rateOf, rungFor } from '../media/ladder.ts';
import { decodable, deliveryOf } from './delivery.ts';

const main: Source = { role: 'main', uri: 'rtsp://a/1', height: 1_080, fps: 25, codec: 'h264' };
const sub: Source = { role: 'sub', uri: 'rtsp://a/2', height: 360, fps: 15, codec: 'h264' };
const both = { sources: [main, sub] };
const all: Rendition = { maxHeight: 4_320, maxFps: 240, audio: false, masks: new Set() };
const told = (delivery: ReturnType<typeof deliveryOf>): string => (delivery ? `${delivery.source.role} ${delivery.remade ? 'anew' : 'sent'} ${delivery.maxHeight}@${delivery.maxFps}` : 'none');

describe('how somebody gets what she may have', () => {
  it.each([
    ['as it is', both, all, 'main', undefined, 'main sent 1080@25'],
    ['the sub stream where that is wanted', both, all, 'sub', undefined, 'sub sent 360@15'],
    ['the sub stream where an owner\'s cap wants it', both, { ...all, maxHeight: 720 }, 'main', undefined, 'sub sent 360@15'],
    ['the sub stream where there is no room for more', both, all, 'main', 480, 'sub sent 360@15'],
    ['all of it where there is room', both, all, 'main', 2_160, 'main sent 1080@25'],
    ['smaller, from the smallest stream, where none fits', both, all, 'main', 300, 'sub anew 240@10'],
    ['on the rung below the room', { sources: [main] }, all, 'main', 700, 'main anew 480@25'],
    ['on the lowest rung, and not below', { sources: [main] }, all, 'main', 90, 'main anew 144@8'],
    ['as it is where it could not be smaller', { sources: [{ ...main, height: 144 }] }, all, 'main', 90, 'main sent 144@25'],
    ['never above what is allowed, whatever room there is', { sources: [main] }, { ...all, maxHeight: 200, maxFps: 7 }, 'main', 480, 'main anew 200@7'],
    ['never above what is allowed, on the lowest rung too', { sources: [main] }, { ...all, maxHeight: 200, maxFps: 8 }, 'main', 120, 'main anew 144@8'],
    ['masked, on a rung', { sources: [main] }, { ...all, masks: new Set(['m' as MaskId]) }, 'main', 480, 'main anew 480@25'],
    ['masked, from the stream that fits', both, { ...all, masks: new Set(['m' as MaskId]) }, 'main', 480, 'sub anew 360@15'],
    ['nothing without a stream', { sources: [] }, all, 'main', 480, 'none'],
  ] as const)('%s', (_, camera, allowed, role, room, expected) => {
    expect(told(deliveryOf(camera, allowed, role, room))).toBe(expected);
  });

  it.each([
    ['h264', ['h264'], main, 'main sent 1080@25'],
    ['h265', ['h264'], main, 'main anew 1080@25'],
    ['h265', ['h264', 'h265'], main, 'main sent 1080@25'],
    ['mjpeg', ['h264', 'h265'], main, 'main anew 1080@25'],
    ['h265', ['h264'], { ...main, height: 2_160 }, 'main anew 1080@25'],
    ['other', ['h264'], main, 'main sent 1080@25'],
    [undefined, ['h264'], main, 'main sent 1080@25'],
  ] as const)('a camera that sends %s, for a player of %s', (codec, plays, source, expected) => {
    const delivery = deliveryOf({ sources: [source] }, all, 'main');
    expect(told(delivery && decodable(delivery, codec, plays as readonly VideoCodec[]))).toBe(expected);
  });

  it('costs less on every rung than on the one above', () => {
    const heights = [4_320, 1_080, 720, 480, 360, 240, 144];
    const rates = heights.map((height) => rateOf(height, rungFor(height).fps));
    expect(rates).toEqual(rates.toSorted((a, b) => b - a));
    expect([rungFor(90), rates.at(-1), rateOf(240, 40)]).toEqual([{ height: 144, fps: 8, rate: 100 }, 100, 440]);
  });
});
