import { expect, test } from 'vitest';
import type { StreamRow } from '../api/streams.ts';
import { streamSentence } from './stream-words.ts';

const now = 10_000_000;
const well: StreamRow = { role: 'main', state: 'running', since: now - 3_600_000, reconnects: 0, codec: 'h264', width: 1_920, height: 1_080, kilobits: 2_000, fps: 25, claimedFps: 25, packets: 1_000, lost: 0, lossPercent: 0, jitterMs: 2, gopPictures: 50, gopSeconds: 2, keyAgeMs: 900, transport: 'tcp', encrypted: false, clock: 'camera' };

test.each<readonly [string, Partial<StreamRow> | undefined, string, string]>([
  ['that is well', {}, 'good', 'Hình tốt: 25 hình/giây, không mất gói.'],
  ['that has just begun', { fps: null, claimedFps: null, lossPercent: null }, 'good', 'Hình vừa bắt đầu đến.'],
  ['that claims nothing and sends one picture in two seconds', { fps: 0.5, claimedFps: null }, 'good', 'Hình tốt: 0,5 hình/giây, không mất gói.'],
  ['that loses a little', { lossPercent: 1.24 }, 'warn', 'Mất 1,2 % gói tin: sóng wifi yếu.'],
  ['that loses much', { lossPercent: 8.2, fps: 3 }, 'danger', 'Mất 8 % gói tin: hình sẽ vỡ. Sóng wifi yếu, hoặc dây mạng lỏng.'],
  ['that came back often, and lately', { reconnects: 4, since: now - 60_000 }, 'warn', 'Camera hay mất kết nối: 4 lần từ khi hub chạy.'],
  ['that came back often, long ago', { reconnects: 4 }, 'good', 'Hình tốt: 25 hình/giây, không mất gói.'],
  ['that is slow', { fps: 9 }, 'warn', 'Hình chậm: 9 hình/giây, camera nói là 25.'],
  ['that comes unevenly', { jitterMs: 140 }, 'warn', 'Hình đến không đều: mạng đang bận.'],
  ['that is away', { state: 'offline' }, 'danger', 'Camera không gửi hình. Hub vẫn đang thử lại.'],
  ['that connects', { state: 'connecting' }, 'quiet', 'Đang kết nối với camera.'],
  ['that nobody opened', { state: 'off' }, 'quiet', 'Chưa mở luồng hình.'],
  ['that is not there', undefined, 'quiet', 'Chưa mở luồng hình.'],
])('a stream %s', (_name, change, tone, vi) => {
  const said = streamSentence(change && { ...well, ...change }, now);
  expect([said.tone, said.text.vi, said.text.en.length > 10]).toEqual([tone, vi, true]);
});
