import type { StreamRow } from '../api/streams.ts';
import type { Text } from '../domain/people.ts';

export interface StreamSentence {
  readonly text: Text;
  readonly tone: 'good' | 'warn' | 'danger' | 'quiet';
}
const badLoss = 5;
const someLoss = 0.5;
const unevenMs = 100;
/** So many returns since the start are a habit, if the last was not long ago. */
const oftenBack = 3;
const lately = 10 * 60_000;
/** Of the pictures the camera claims to send. */
const slow = 0.6;

/** How a stream is, in one sentence: the worst of what is known. Pure. */
export function streamSentence(stream: StreamRow | undefined, now: number): StreamSentence {
  if (!stream || stream.state === 'off') return { tone: 'quiet', text: { vi: 'Chưa mở luồng hình.', en: 'The stream is not open.' } };
  if (stream.state === 'connecting') return { tone: 'quiet', text: { vi: 'Đang kết nối với camera.', en: 'Connecting to the camera.' } };
  if (stream.state !== 'running') return { tone: 'danger', text: { vi: 'Camera không gửi hình. Hub vẫn đang thử lại.', en: 'The camera sends no picture. The hub keeps trying.' } };
  const { fps, claimedFps, lossPercent, jitterMs, reconnects, since } = stream;
  if (lossPercent !== null && lossPercent >= badLoss) return { tone: 'danger', text: lossText(lossPercent, { vi: 'hình sẽ vỡ. Sóng wifi yếu, hoặc dây mạng lỏng.', en: 'pictures break up. The wifi is weak, or a cable is loose.' }) };
  if (lossPercent !== null && lossPercent >= someLoss) return { tone: 'warn', text: lossText(lossPercent, { vi: 'sóng wifi yếu.', en: 'the wifi is weak.' }) };
  if (reconnects >= oftenBack && since !== null && now - since < lately) return { tone: 'warn', text: { vi: `Camera hay mất kết nối: ${reconnects} lần từ khi hub chạy.`, en: `The camera drops out often: ${reconnects} times since the hub started.` } };
  if (fps !== null && claimedFps !== null && fps < claimedFps * slow) return { tone: 'warn', text: { vi: `Hình chậm: ${number(fps, 'vi')} hình/giây, camera nói là ${number(claimedFps, 'vi')}.`, en: `Slow: ${number(fps, 'en')} pictures a second, the camera says ${number(claimedFps, 'en')}.` } };
  if (jitterMs !== null && jitterMs >= unevenMs) return { tone: 'warn', text: { vi: 'Hình đến không đều: mạng đang bận.', en: 'Pictures come unevenly: the network is busy.' } };
  if (fps === null) return { tone: 'good', text: { vi: 'Hình vừa bắt đầu đến.', en: 'Pictures have just begun to come.' } };
  return { tone: 'good', text: { vi: `Hình tốt: ${number(fps, 'vi')} hình/giây, không mất gói.`, en: `Good picture: ${number(fps, 'en')} pictures a second, nothing lost.` } };
}

const lossText = (percent: number, why: Text): Text => ({ vi: `Mất ${number(percent, 'vi')} % gói tin: ${why.vi}`, en: `${number(percent, 'en')} % of packets are lost: ${why.en}` });
const number = (value: number, language: 'vi' | 'en'): string => (value >= 2 ? String(Math.round(value)) : String(Math.round(value * 10) / 10).replace('.', language === 'vi' ? ',' : '.'));
