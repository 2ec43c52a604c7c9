import { expect, test } from 'vitest';
import type { EndReason } from '../domain/consent.ts';
import { id, type CameraId } from '../domain/ids.ts';
import type { MediaFormat, RtpUnit } from '../domain/media.ts';
import { Contributions } from '../kernel/contributions.ts';
import { fragment } from '../media/fmp4.ts';
import type { KnownPerson } from '../people/signed-in.ts';
import { HubError } from '../sdk/errors.ts';
import { PeerTransport } from '../sdk/ports.ts';
import type { ViewSink } from '../streams/view.ts';
import type { LiveOutcome, LiveViewer, ViewingFacts } from '../viewing/live-viewings.ts';
import type { LiveWish } from '../viewing/opening.ts';
import { PeerViewings, type PeerSide } from './peer-viewings.ts';

const wish = { camera: id<CameraId>('cong'), role: 'main', audio: false } as const;
const coded = (codec: 'h264' | 'h265' = 'h264', sps = 1): MediaFormat => ({ video: { codec, clockRate: 90_000, parameterSets: [Uint8Array.of(0x67, sps)] } });
const picture = (n: number, key = false): Uint8Array => fragment(n, [{ track: 'video', decodeTicks: n * 3_600, duration: 3_600, shownAfter: 0, key, parts: [Buffer.from([0, 0, 0, 2, key ? 0x65 : 0x41, n])], size: 6 }]);

/** A viewing that a test feeds, and a player whose connection is made by hand. */
function scene({ plays = ['h264'] as readonly ('h264' | 'h265')[], refuse = undefined as HubError | undefined } = {}) {
  const contributions = new Contributions();
  const sent: RtpUnit[] = [];
  const line: { signal?: AbortSignal; leave: () => void; come: () => void } = { leave: () => {}, come: () => {} };
  contributions.add(PeerTransport, 'webrtc', {
    id: 'webrtc', plays: () => plays,
    connect: async (_offer, _media, signal) => {
      line.signal = signal;
      if (refuse) throw refuse;
      await new Promise<void>((resolve) => { line.come = resolve; });
      return { answer: 'v=0 answer', send: (unit) => { sent.push(unit); }, pending: () => 77, gone: new Promise<void>((resolve) => { line.leave = resolve; }) };
    },
  });
  const view: { wish?: LiveWish; sink?: ViewSink; end: (reason: EndReason) => void } = { end: () => {} };
  const viewings = {
    watch: async (_by: KnownPerson, wanted: LiveWish, viewer: LiveViewer, signal: AbortSignal): Promise<LiveOutcome> => {
      view.wish = wanted;
      const sink = view.sink = viewer.opened({} as ViewingFacts);
      return new Promise((resolve) => {
        view.end = (reason) => {
          sink.ended(reason);
          resolve({ ended: reason });
        };
        signal.addEventListener('abort', () => view.end('viewer'), { once: true });
      });
    },
  };
  const told: unknown[] = [];
  const side: PeerSide = { opened: () => told.push('opened'), answer: (sdp) => told.push(sdp), waiting: (error) => told.push(error.code), ended: (reason, failure) => told.push([reason, failure?.code, line.signal?.aborted]) };
  const peers = new PeerViewings(viewings, contributions);
  const stop = new AbortController();
  const watch = (): Promise<LiveOutcome> => peers.watch({} as KnownPerson, wish, { transport: 'webrtc', sdp: 'v=0' }, side, stop.signal);
  const format = (media?: MediaFormat): void => view.sink?.format({ mime: '', init: new Uint8Array(), width: 1, height: 1, media });
  const show = (n: number, key = false): void => { const bytes = picture(n, key); view.sink?.media(bytes, { track: 'video', bytes, key }); };
  return { sent, line, view, told, stop, peers, watch, format, show };
}
const settled = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

test('what came before the connection goes out from the newest key picture on, then each as it comes', async () => {
  const { sent, line, view, told, watch, format, show } = scene();
  const over = watch();
  format(coded());
  for (const [n, key] of [[1, true], [2, false], [3, true], [4, false]] as const) show(n, key);
  expect([sent, view.sink?.pending(), view.wish?.plays, view.wish?.transport]).toEqual([[], 0, ['h264'], undefined]);
  line.come();
  await settled();
  show(5);
  expect([sent.map(({ ticks, key }) => [ticks, key]), view.sink?.pending()]).toEqual([[[10_800, true], [14_400, false], [18_000, false]], 77]);
  view.end('revoked');
  show(6);
  // The connection is closed before anybody is told that it is over.
  expect([await over, told, sent.length]).toEqual([{ ended: 'revoked' }, ['opened', 'v=0 answer', ['revoked', undefined, true]], 3]);
});
test('a player that leaves, or whose page leaves, ends the viewing', async () => {
  const left = scene();
  const over = left.watch();
  left.format(coded());
  left.line.come();
  await settled();
  left.line.leave();
  const closed = scene();
  const also = closed.watch();
  closed.format(coded());
  closed.stop.abort(new Error('The page went away.'));
  expect([await over, await also, closed.line.signal?.aborted]).toEqual([{ ended: 'viewer' }, { ended: 'viewer' }, true]);
});
test('new parameter sets change nothing; another codec ends it so that it is opened anew', async () => {
  const { line, told, watch, format } = scene();
  const over = watch();
  format(coded());
  line.come();
  await settled();
  format(coded('h264', 2));
  expect(told).toEqual(['opened', 'v=0 answer']);
  format(coded('h265'));
  await expect(over).rejects.toMatchObject({ code: 'stream-changed' });
  expect(told.at(-1)).toEqual(['viewer', 'stream-changed', true]);
});
test('what the player cannot take is said with its code', async () => {
  const refused = scene({ refuse: new HubError('stream-unsupported', 'No H.264.') });
  const over = refused.watch();
  refused.format(coded());
  await expect(over).rejects.toMatchObject({ code: 'stream-unsupported' });
  const formless = scene();
  const nothing = formless.watch();
  formless.format();
  await expect(nothing).rejects.toMatchObject({ code: 'stream-unsupported' });
  const deaf = scene({ plays: [] });
  await expect(deaf.watch()).rejects.toMatchObject({ code: 'stream-unsupported' });
  // Nobody was asked for consent.
  expect(deaf.view.wish).toBeUndefined();
});
test('only what a running plugin sends is there', async () => {
  const { peers, stop } = scene();
  expect([peers.has('webrtc'), peers.has('mpeg1')]).toEqual([true, false]);
  const side = { opened: () => {}, answer: () => {}, waiting: () => {}, ended: () => {} };
  await expect(peers.watch({} as KnownPerson, wish, { transport: 'other', sdp: '' }, side, stop.signal)).rejects.toMatchObject({ code: 'stream-unsupported' });
});
