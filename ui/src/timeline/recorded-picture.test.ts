import type { PlaybackEvent, PlaybackHello, PlaybackSay } from '@matpho/core/api';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PlaybackWorld } from './playback-socket.ts';
import { RecordedPicture, type BufferLike, type VideoLike } from './recorded-picture.ts';
import { common, missing, unite, type Spans } from './spans.ts';

const origin = 1_000_000_000_000;
const at = (ms: number): number => origin + ms;

class Socket extends EventTarget {
  binaryType: BinaryType = 'blob';
  readonly sent: string[] = [];
  closed = false;
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
  hub(event: PlaybackEvent | ArrayBuffer): void {
    this.dispatchEvent(new MessageEvent('message', { data: event instanceof ArrayBuffer ? event : JSON.stringify(event) }));
  }
  get says(): PlaybackSay[] {
    return this.sent.slice(1).map((text) => JSON.parse(text) as PlaybackSay);
  }
}
/** A browser's buffer that needs no browser: a fragment of `n` bytes is n·100 ms. */
class Buffer implements BufferLike {
  ranges: Spans = [];
  busy = false;
  readonly formats: string[] = [];
  closed = false;
  next = 0;
  format(mime: string): void {
    this.formats.push(mime);
  }
  append(bytes: ArrayBuffer): void {
    this.ranges = unite([...this.ranges, { from: this.next, to: this.next + bytes.byteLength * 100 }]);
    this.next += bytes.byteLength * 100;
  }
  remove(from: number, to: number): void {
    this.ranges = missing(this.ranges, [{ from, to }]);
  }
  close(): void {
    this.closed = true;
  }
}

/** The least of an fMP4 that tells times (ISO/IEC 14496-12 §8). */
function boxOf(kind: string, ...parts: readonly (number | readonly number[])[]): number[] {
  const inside = parts.flatMap((part) => (typeof part === 'number' ? [part >>> 24, (part >>> 16) & 255, (part >>> 8) & 255, part & 255] : [...part]));
  const size = inside.length + 8;
  return [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255, ...Array.from(kind, (letter) => letter.charCodeAt(0)), ...inside];
}
const initOf = (timescale: number): ArrayBuffer => Uint8Array.from(boxOf('moov', boxOf('trak', boxOf('tkhd', 0, 0, 0, 1), boxOf('mdia', boxOf('mdhd', 0, 0, 0, timescale))))).buffer;
const fragmentOf = (start: number, durations: readonly number[]): ArrayBuffer => Uint8Array.from(boxOf('moof', boxOf('traf', boxOf('tfhd', 0, 1), boxOf('tfdt', 0, start), boxOf('trun', 0x100, durations.length, ...durations)))).buffer;

describe('one recorded picture', () => {
  let sockets: Socket[];
  let later: (() => void)[];
  let buffer: Buffer;
  let reports: { full(): void; failed(): void };
  let video: VideoLike & { currentTime: number; seeking: boolean; readyState: number; paused: boolean; playbackRate: number };
  let stills: number[];
  const hello: PlaybackHello = { camera: 'gate', from: at(0), to: at(3_600_000), role: 'main', plays: ['h264'], audio: false };
  const socket = (): Socket => sockets.at(-1) as Socket;
  const opened: PlaybackEvent = { type: 'opened', viewing: 'v1', from: at(0), to: at(3_600_000), origin, until: null, watermark: null, own: true, made: 'sent' };

  beforeEach(() => {
    [sockets, later, stills, buffer] = [[], [], [], new Buffer()];
    video = { currentTime: 0, playbackRate: 1, seeking: false, readyState: 4, paused: true, pause: () => { video.paused = true; }, play: async () => { video.paused = false; } };
  });
  function open(given: Partial<PlaybackHello> = {}, hasMse = true): RecordedPicture {
    const world: PlaybackWorld = { connect: () => { const next = new Socket(); sockets.push(next); return next; }, random: () => 0, after: (_ms, then) => { later.push(then); return () => { later = later.filter((each) => each !== then); }; } };
    const picture = new RecordedPicture(video, { ...hello, ...given }, world, { changed: () => undefined, clockAt: () => 0, drawStill: (jpeg) => stills.push(jpeg.byteLength) }, hasMse ? (given_) => { reports = given_; return buffer; } : undefined);
    picture.know([{ from: at(0), to: at(3_600_000) }]);
    socket().dispatchEvent(new Event('open'));
    return picture;
  }
  /** The hub answers the last want with one fragment for all of it. */
  function give(): void {
    const want = socket().says.findLast((say) => say.type === 'want');
    if (want?.type !== 'want') throw new Error('Nothing is wanted.');
    buffer.next = want.from - origin;
    socket().hub(new ArrayBuffer((want.to - want.from) / 100));
    socket().hub({ type: 'given', id: want.id, from: want.from, to: want.to, gaps: [] });
  }

  it('says hello, asks for a short piece, then for more, one at a time', () => {
    const picture = open();
    expect(JSON.parse(socket().sent[0] ?? '')).toEqual(hello);
    socket().hub(opened);
    picture.follow(at(5_000), 1, false);
    picture.follow(at(5_000), 1, false);
    expect(socket().says).toEqual([{ type: 'want', id: 1, from: at(5_000), to: at(9_000), pace: 'all', replace: false }]);
    socket().hub({ type: 'format', mime: 'video/mp4; codecs="avc1.640028"', width: 1_280, height: 720 });
    socket().hub(new ArrayBuffer(8));
    give();
    picture.follow(at(5_000), 1, false);
    expect([buffer.formats, buffer.ranges, socket().says.at(-1)]).toEqual([['video/mp4; codecs="avc1.640028"'], [{ from: 5_000, to: 9_000 }], { type: 'want', id: 2, from: at(9_000), to: at(19_000), pace: 'all', replace: false }]);
  });

  it('stands exactly at the instant, and is said to show only when it does', () => {
    const picture = open();
    const seen = [picture.standing(at(5_000))];
    socket().hub(opened);
    picture.follow(at(5_000), 1, false);
    seen.push(picture.standing(at(5_000)));
    give();
    video.seeking = true;
    seen.push(picture.standing(at(5_000)));
    video.seeking = false;
    seen.push(picture.standing(at(5_000)), picture.standing(at(4_000_000)));
    expect([seen, video.currentTime]).toEqual([['loads', 'loads', 'loads', 'shows', 'nothing'], 5]);
  });

  it('plays, led by its speed, and jumps when it is far off', () => {
    const picture = open();
    socket().hub(opened);
    picture.follow(at(5_000), 1, false);
    give();
    video.currentTime = 5.9;
    picture.follow(at(6_000), 1, true);
    expect([video.paused, video.playbackRate]).toEqual([false, 1.15]);
    picture.follow(at(7_500), 1, true);
    expect(video.currentTime).toBe(7.5);
  });

  it('after a jump what was wanted before is wanted no more', () => {
    const picture = open();
    socket().hub(opened);
    picture.follow(at(5_000), 1, false);
    picture.follow(at(900_000), 1, false);
    expect(socket().says.at(-1)).toEqual({ type: 'want', id: 2, from: at(900_000), to: at(904_000), pace: 'all', replace: true });
  });

  it('knows the frame beside the one that is shown, by the times in the fragments', () => {
    const picture = open();
    socket().hub(opened);
    picture.follow(at(5_000), 1, false);
    socket().hub({ type: 'format', mime: 'video/mp4; codecs="avc1.640028"', width: 1_280, height: 720 });
    socket().hub(initOf(1_000));
    socket().hub(fragmentOf(5_000, [40, 200, 40]));
    expect([picture.frameBeside(at(5_002), 1), picture.frameBeside(at(5_100), 1), picture.frameBeside(at(5_100), -1), picture.frameBeside(at(5_240), -1), picture.frameBeside(at(5_245), 1), picture.frameBeside(at(4_000), 1)]).toEqual([at(5_042), at(5_242), at(5_002), at(5_042), undefined, undefined]);
  });

  it('lets go of what lies far behind', () => {
    const picture = open();
    socket().hub(opened);
    for (let now = 0; now < 120_000; now += 4_000) {
      picture.follow(at(now), 1, true);
      if (socket().says.length > sockets.length - 1) give();
    }
    expect(buffer.ranges[0]?.from).toBeGreaterThan(80_000);
  });

  it('fetches key pictures anew when it goes fast, and everything again when it does not', () => {
    const picture = open();
    socket().hub(opened);
    picture.follow(at(5_000), 1, true);
    give();
    picture.follow(at(5_000), 8, true);
    const first = socket().says.at(-1);
    give();
    picture.follow(at(6_000), 1, true);
    expect([first, socket().says.at(-1)]).toMatchObject([{ pace: 'keys', from: at(5_000), to: at(9_000) }, { pace: 'all', from: at(6_000) }]);
  });

  it('a hole that the hub tells of is none to wait for, and its cause is known', () => {
    const picture = open();
    socket().hub(opened);
    picture.follow(at(5_000), 1, false);
    socket().hub({ type: 'given', id: 1, from: at(5_000), to: at(9_000), gaps: [{ from: at(5_000), to: at(8_000), cause: 'offline' }] });
    expect([picture.standing(at(6_000)), picture.holeAt(at(6_000))?.cause, picture.footage[1]?.from]).toEqual(['nothing', 'offline', at(8_000)]);
  });

  it('a want that came to nothing is not asked for again and again', () => {
    const picture = open();
    socket().hub(opened);
    picture.follow(at(5_000), 1, false);
    socket().hub({ type: 'problem', id: 1, problem: { code: 'footage-damaged', message: '' } });
    picture.follow(at(5_000), 1, false);
    expect(socket().says.map((say) => (say.type === 'want' ? say.from : 0))).toEqual([at(5_000), at(9_000)]);
  });

  it('a lost line comes back by itself and goes on where it was', () => {
    const picture = open();
    socket().hub(opened);
    picture.follow(at(5_000), 1, false);
    give();
    socket().dispatchEvent(new Event('close'));
    expect([picture.isLost, later.length]).toEqual([true, 1]);
    later.pop()?.();
    socket().dispatchEvent(new Event('open'));
    socket().hub(opened);
    picture.follow(at(5_000), 1, false);
    expect([sockets.length, picture.isLost, socket().says[0]]).toMatchObject([2, false, { from: at(9_000) }]);
  });

  it('before its footage begins it asks once for what comes, not again and again', () => {
    const picture = open();
    picture.know([{ from: at(2_000), to: at(60_000) }]);
    socket().hub(opened);
    for (let i = 0; i < 5; i += 1) picture.follow(at(0), 1, false);
    give();
    for (let i = 0; i < 5; i += 1) picture.follow(at(0), 1, false);
    expect(socket().says).toMatchObject([{ from: at(2_000), to: at(6_000), replace: false }, { from: at(6_000), replace: false }]);
  });

  it('an approval for one viewing is not opened twice', () => {
    const picture = open({ ask: 'ask-1', unit: 'u' });
    socket().hub(opened);
    socket().dispatchEvent(new Event('close'));
    expect([picture.over?.reason, later]).toEqual(['source', []]);
  });

  it('when the owner takes it back nothing stays', () => {
    const picture = open();
    socket().hub(opened);
    picture.follow(at(5_000), 1, false);
    give();
    socket().hub({ type: 'ended', reason: 'revoked', problem: { code: 'consent-ended', message: '' } });
    expect([picture.over?.reason, buffer.closed, socket().closed, picture.standing(at(5_000)), picture.footage, later]).toEqual(['revoked', true, true, 'nothing', [], []]);
  });

  it('a full buffer keeps only what is about to be seen', () => {
    const picture = open();
    socket().hub(opened);
    buffer.ranges = [{ from: 0, to: 100_000 }];
    video.currentTime = 50;
    reports.full();
    expect(common(buffer.ranges, { from: 0, to: 1e9 })).toEqual([{ from: 48_000, to: 60_000 }]);
    expect(picture.over).toBeUndefined();
  });

  it('a browser that cannot play it gets single pictures, one at a time', () => {
    const picture = open({}, false);
    socket().hub(opened);
    picture.follow(at(5_000), 1, true);
    picture.follow(at(6_000), 1, true);
    socket().hub({ type: 'still', id: 1, at: at(4_980), bytes: 7 });
    socket().hub(new ArrayBuffer(7));
    picture.follow(at(6_500), 1, true);
    expect([socket().says, stills, picture.standing(at(6_500)), picture.shownAt]).toEqual([[{ type: 'still', id: 1, at: at(5_000) }, { type: 'still', id: 2, at: at(6_500) }], [7], 'shows', at(4_980)]);
  });

  it('when its decoder gives up it goes on with single pictures', () => {
    const picture = open();
    socket().hub(opened);
    reports.failed();
    picture.follow(at(5_000), 1, true);
    expect([picture.isStills, socket().says]).toEqual([true, [{ type: 'still', id: 1, at: at(5_000) }]]);
  });
});
