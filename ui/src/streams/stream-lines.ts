import type { StreamRow } from '@matpho/core/api';
import type { Words } from '../words/words.ts';

export type Line = readonly [name: string, value: string];

/** What is known of a stream, line by line; what is not known has none. */
export function streamLines(stream: StreamRow, words: Words, now: number): readonly Line[] {
  const { t } = words;
  const lines: Line[] = [];
  const size = stream.width !== null && stream.height !== null ? `${stream.width}×${stream.height}` : '';
  const format = [size, codecName(stream.codec)].filter(Boolean).join(' ');
  if (format !== '') lines.push([t('streams.format'), format]);
  if (stream.kilobits !== null && stream.fps !== null) lines.push([t('streams.speed'), t('streams.rate', { rate: rateText(stream.kilobits, words), fps: words.number(stream.fps) })]);
  if (stream.lossPercent !== null) lines.push([t('streams.loss'), stream.lossPercent === 0 ? t('streams.lossNone') : t('streams.lossSome', { percent: words.number(stream.lossPercent), lost: words.number(stream.lost ?? 0) })]);
  if (stream.jitterMs !== null) lines.push([t('streams.jitter'), t('streams.ms', { value: words.number(stream.jitterMs) })]);
  if (stream.gopSeconds !== null && stream.gopPictures !== null) {
    const age = stream.keyAgeMs === null ? '' : `, ${t('streams.keyAge', { age: words.number(Math.round(stream.keyAgeMs / 100) / 10) })}`;
    lines.push([t('streams.gop'), `${t('streams.gopText', { seconds: words.number(stream.gopSeconds), pictures: words.number(stream.gopPictures) })}${age}`]);
  }
  if (stream.transport !== null) lines.push([t('streams.way'), [t(`streams.${stream.transport}`), stream.encrypted ? t('streams.encrypted') : ''].filter(Boolean).join(', ')]);
  if (stream.clock !== null) lines.push([t('streams.clock'), t(`streams.clock_${stream.clock}`)]);
  lines.push([t('streams.reconnects'), stream.reconnects === 0 ? t('streams.reconnectsNone') : t('streams.reconnectsSome', { count: stream.reconnects })]);
  if (stream.since !== null) lines.push([t('streams.since'), words.moment(stream.since, now)]);
  return lines;
}

export function rateText(kilobits: number, words: Words): string {
  return kilobits >= 1_000 ? words.t('streams.megabits', { value: words.number(Math.round(kilobits / 100) / 10) }) : words.t('streams.kilobits', { value: words.number(Math.round(kilobits)) });
}
export const codecName = (codec: string | null): string => (codec === null || codec === 'other' ? '' : codec.toUpperCase().replace(/^H(?=26)/, 'H.'));
