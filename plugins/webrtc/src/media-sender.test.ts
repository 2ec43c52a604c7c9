import { expect, test } from 'vitest';
import type { RtpUnit } from '@matpho/core/sdk';
import { readFeedback } from './feedback.ts';
import { MediaSender } from './media-sender.ts';
import { packetOf, type Packet } from './player.fixture.ts';
import { TrackSender } from './track-sender.ts';

/** A sender whose time is turned by hand. */
function bench() {
  let now = 1_000_000;
  const waiting: { readonly at: number; readonly run: () => void }[] = [];
  const sent: Packet[] = [];
  const raw: Buffer[] = [];
  const transmit = (packet: Buffer): boolean => {
    raw.push(Buffer.from(packet));
    if (packet[1] !== 200) sent.push(packetOf(Buffer.from(packet)));
    return true;
  };
  const video = new TrackSender({ ssrc: 7, payloadType: 108, clockRate: 90_000, firstSequence: 65_534, timeOffset: 2 ** 32 - 100, playoutDelay: 5 }, transmit);
  const audio = new TrackSender({ ssrc: 8, payloadType: 8, clockRate: 8_000, firstSequence: 0, timeOffset: 0, playoutDelay: undefined }, transmit);
  const sender = new MediaSender({
    video, audio, cname: 'abc',
    time: {
      now: () => now,
      after: (ms, then) => {
        const entry = { at: now + ms, run: then };
        waiting.push(entry);
        return () => { const at = waiting.indexOf(entry); if (at >= 0) waiting.splice(at, 1); };
      },
    },
  });
  const turn = (ms: number): void => {
    const until = now + ms;
    for (let due = next(); due && due.at <= until; due = next()) {
      waiting.splice(waiting.indexOf(due), 1);
      now = due.at;
      due.run();
    }
    now = until;
  };
  const next = () => waiting.toSorted((a, b) => a.at - b.at)[0];
  return { sender, sent, raw, turn, waiting };
}
const picture = (n: number, more: Partial<RtpUnit> = {}): RtpUnit => ({ track: 'video', ticks: n * 3_600, key: false, payloads: [Buffer.from([n])], ...more });
const key = (n: number): RtpUnit => picture(n, { key: true });
const numbers = (sent: readonly Packet[]): number[] => sent.map(({ payload }) => payload[0] ?? -1);

test('nothing goes out before the player is there; then the group, with times close together up to the newest', () => {
  const { sender, sent } = bench();
  for (const unit of [key(0), picture(1), key(2), picture(3), picture(4)]) sender.send(unit);
  expect(sent).toEqual([]);
  sender.connected();
  expect([numbers(sent), sent.map(({ time }) => (time + 100) >>> 0), sent.map(({ sequence }) => sequence)]).toEqual([[2, 3, 4], [14_220, 14_310, 14_400], [65_534, 65_535, 0]]);
});
test('a player that is there before any picture begins with a key picture', () => {
  const { sender, sent } = bench();
  sender.connected();
  for (const unit of [picture(1), picture(2), key(3), picture(4)]) sender.send(unit);
  expect(numbers(sent)).toEqual([3, 4]);
});
test('a key picture that is asked for comes with the next picture, once a second at most, and never goes back in time', () => {
  const { sender, sent, turn } = bench();
  sender.connected();
  for (const unit of [key(1), picture(2)]) sender.send(unit);
  sender.wantsKey();
  sender.send(picture(3));
  sender.wantsKey();
  sender.send(picture(4));
  expect(numbers(sent)).toEqual([1, 2, 1, 2, 3, 4]);
  turn(1_000);
  sender.wantsKey();
  sender.send(key(5));
  sender.send(picture(6));
  expect(numbers(sent).slice(6)).toEqual([5, 6]);
  expect(sent.every(({ time }, i) => i === 0 || ((time - (sent[i - 1]?.time ?? 0)) >>> 0) < 2 ** 31 && time !== sent[i - 1]?.time)).toBe(true);
});
test('a line that loses a quarter gets key pictures alone, until it is well again', () => {
  const { sender, sent } = bench();
  sender.connected();
  for (const unit of [key(1), picture(2)]) sender.send(unit);
  sender.lost(0.3);
  for (const unit of [picture(3), key(4), picture(5)]) sender.send(unit);
  sender.lost(0.1);
  sender.send(picture(6));
  sender.lost(0.01);
  for (const unit of [picture(7), key(8), picture(9)]) sender.send(unit);
  expect(numbers(sent)).toEqual([1, 2, 4, 8, 9]);
});
test('much at once is spread over time, and told as pending', () => {
  const { sender, sent, turn } = bench();
  sender.connected();
  const large = picture(1, { key: true, payloads: Array.from({ length: 100 }, () => Buffer.alloc(1_000)) });
  sender.send(large);
  const [first, told] = [sent.length, sender.pending];
  turn(4);
  const second = sent.length;
  turn(100);
  expect([first, told, second, sent.length, sender.pending, sent.filter(({ marker }) => marker).length]).toEqual([33, 100_000, 66, 100, 0, 1]);
});
test('lost packets are sent again as they were, as long as they are remembered, and not without end', () => {
  const { sender, raw, turn } = bench();
  sender.connected();
  sender.send(key(1));
  sender.missing('video', [65_534, 17]);
  expect([raw.length, raw[1]?.toString('hex') === raw[0]?.toString('hex')]).toEqual([2, true]);
  sender.missing('video', Array.from({ length: 5_000 }, () => 65_534));
  expect(raw.length).toBeLessThan(2_100);
  turn(1_000);
  const before = raw.length;
  sender.missing('video', [65_534]);
  expect(raw.length).toBe(before + 1);
});
test('reports tie sound and picture to one clock, and everything ends with the sender', () => {
  const { sender, raw, turn, waiting } = bench();
  sender.connected();
  sender.send(key(10));
  sender.send({ track: 'audio', ticks: 3_200, key: false, payloads: [Buffer.alloc(160)] });
  turn(1_000);
  const [video, audio] = raw.filter((packet) => packet[1] === 200);
  const at = (report: Buffer | undefined): number => report?.readUInt32BE(16) ?? 0;
  // 400 ms of media when it began, a second later.
  expect([(at(video) + 100) >>> 0, at(audio), video?.subarray(8, 16).toString('hex') === audio?.subarray(8, 16).toString('hex'), video?.subarray(38, 41).toString()]).toEqual([126_000, 11_200, true, 'abc']);
  sender[Symbol.dispose]();
  const before = raw.length;
  sender.send(key(20));
  turn(5_000);
  expect([raw.length, waiting.length, sender.pending]).toEqual([before, 0, 0]);
});
test('every packet asks to be shown at once', () => {
  const { sender, raw } = bench();
  sender.connected();
  sender.send(key(1));
  expect(raw[0]?.subarray(12, 20).toString('hex')).toBe('bede000152000000');
});

test.each<[string, string, object]>([
  ['lost packets by number and mask', '81cd000300000000000000070010000500ff', { missing: [16, 17, 19] }],
  ['a picture that was lost', '81ce00020000000000000007', { wantsKey: true }],
  ['a full intra request', '84ce000400000000000000000000000701000000', { wantsKey: true }],
  ['a report of a quarter lost, behind another packet', '80c900010000000181c9000700000001000000074000000000000000000000000000000000000000', { loss: 0.25 }],
  ['what is about another source', '81ce00020000000000000009', {}], ['torn bytes', '81ce0002000000', {}], ['foreign bytes', '0102030405060708090a', {}], ['a length beyond the end', '81cd00ff0000000000000007', {}],
])('feedback: %s', (_, hex, said) => {
  expect(readFeedback(Buffer.from(hex, 'hex'), 7)).toEqual({ missing: [], wantsKey: false, loss: undefined, ...said });
});
