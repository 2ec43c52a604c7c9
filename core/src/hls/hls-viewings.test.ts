import { describe, expect, it } from 'vitest';
import { fragment } from '../media/fmp4.ts';
import type { SignedIn } from '../people/signed-in.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import type { FarSeat } from '../streams/uplink.ts';
import type { Viewable, ViewSink } from '../streams/view.ts';
import type { LiveOutcome, LiveViewings } from '../viewing/live-viewings.ts';
import type { LiveWish } from '../viewing/opening.ts';
import { HlsViewing } from './hls-viewing.ts';
import { HlsViewings } from './hls-viewings.ts';

const person = (name: string, session = `${name}-1`): SignedIn => ({ person: name, session }) as unknown as SignedIn;
const wish = {} as LiveWish;
const client = new AbortController().signal;

/** Everybody is let in to the same picture; ten a second, a key picture every two seconds. */
function scene(line?: Partial<FarSeat>) {
  const clock = new FakeClock();
  const from = {} as Viewable;
  const sinks = new Set<ViewSink>();
  let count = 0;
  const watch = (async (_by, _wish, viewer, signal) => new Promise<LiveOutcome>((resolve) => {
    const about = { permit: { id: `v${count += 1}`, obligations: { audio: false } }, watermark: null, from, seat: line } as unknown as Parameters<typeof viewer.opened>[0];
    const sink = viewer.opened(about);
    sinks.add(sink);
    sink.format({ mime: 'video/mp4', init, width: 2, height: 2, media: { video: { codec: 'h264', clockRate: 90_000, parameterSets: [] } } });
    signal.addEventListener('abort', () => {
      sinks.delete(sink);
      sink.ended('viewer');
      resolve({ ended: 'viewer' });
    });
  })) satisfies LiveViewings['watch'];
  const hls = new HlsViewings({ viewings: { watch }, clock, timers: clock });
  let n = 0;
  const play = async (seconds: number): Promise<void> => {
    for (let step = 0; step < seconds * 10; step += 1, n += 1) {
      const [decodeTicks, duration, key] = [n * 9_000, 9_000, n % 20 === 0];
      const bytes = fragment(n + 1, [{ track: 'video', decodeTicks, duration, key, parts: [Uint8Array.of(0, 0, 0, 1, 7)], size: 5 }]);
      for (const sink of sinks) sink.media(bytes, { track: 'video', key, at: clock.now(), decodeTicks, duration, bytes });
      await clock.advance(100);
    }
  };
  const open = async (by: SignedIn): Promise<HlsViewing> => {
    const viewing = await hls.open(by, wish);
    if (!(viewing instanceof HlsViewing)) throw new Error('refused');
    return viewing;
  };
  return { clock, hls, play, open };
}
const init = Uint8Array.of(1, 2, 3);

describe('a viewing by HLS', () => {
  it('ends twenty seconds after the last request, and not before; nothing of it is left', async () => {
    const { clock, hls, play, open } = scene();
    const viewing = await open(person('lan'));
    await play(15);
    await viewing.playlist({}, client);
    await play(18);
    const before = hls.counts;
    await play(5);
    expect([before, hls.counts, clock.pending]).toEqual([{ viewings: 1, segmenters: 1 }, { viewings: 0, segmenters: 0 }, 0]);
    await expect(viewing.playlist({}, client)).rejects.toMatchObject({ code: 'viewing-ended' });
    await expect(viewing.file('i0.mp4', client)).rejects.toMatchObject({ code: 'viewing-ended' });
  });

  it('stays while somebody waits, shares its segments, and says with each answer until when it may go out', async () => {
    const { hls, play, open } = scene();
    const [one, other] = [await open(person('lan')), await open(person('minh'))];
    const waiting = one.playlist({}, client);
    await play(6);
    const text = await waiting;
    const { until } = await one.file('s1.m4s', client);
    const others = (await other.file('s1.m4s', client)).until;
    const hanging = one.playlist({ msn: 4 }, client).then(() => 'answered', (failure: { code: string }) => failure.code);
    hls.sessionEnded('lan-1');
    expect([text.includes('s0.m4s'), until.aborted, others.aborted, await hanging, hls.counts]).toEqual([true, true, false, 'viewing-ended', { viewings: 1, segmenters: 1 }]);
  });

  it('is nobody else\'s, and neither another session\'s of hers', async () => {
    const { hls, open } = scene();
    const viewing = await open(person('lan'));
    const failure = expect.objectContaining({ code: 'not-found' });
    expect(hls.of(person('lan'), viewing.id)).toBe(viewing);
    for (const by of [person('lan', 'lan-2'), person('minh')]) expect(() => hls.of(by, viewing.id)).toThrow(failure);
  });

  it('is opened so often by one person and no more, however many sessions and however fast', async () => {
    const { hls } = scene();
    const tries = await Promise.allSettled(Array.from({ length: 60 }, (_, n) => hls.open(person('lan', `lan-${n}`), wish)));
    const refused = tries.flatMap((each) => (each.status === 'rejected' ? [(each.reason as { code: string }).code] : []));
    expect([hls.counts.viewings, refused.length, new Set(refused), (await hls.open(person('minh'), wish)) instanceof HlsViewing]).toEqual([32, 28, new Set(['too-many-requests']), true]);
  });

  it('waits for the line out of the house, and says so when it waits too long', async () => {
    let wait = 0;
    const { clock, play, open } = scene({ waitFor: () => wait, sent: () => {} });
    const viewing = await open(person('lan'));
    await play(5);
    wait = 9_000;
    await expect(viewing.file('s0.m4s', client)).rejects.toMatchObject({ code: 'uplink-full' });
    wait = 500;
    let came = false;
    const file = viewing.file('s0.m4s', client).finally(() => { came = true; });
    await clock.advance(400);
    const early = came;
    wait = 0;
    await clock.advance(200);
    await file;
    expect([early, came]).toEqual([false, true]);
  });
});
