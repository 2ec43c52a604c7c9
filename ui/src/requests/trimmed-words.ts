import type { AskRow } from '@matpho/core/api';
import type { Words } from '../words/words.ts';

/** `14:05:10 – 14:06:00 (50 giây), tối đa 360p, không tiếng`. */
export function trimmedWords({ footage, maxHeight, audio }: NonNullable<AskRow['trimmed']>, words: Words): string {
  return [
    footage ? words.t('requests.footageIs', { from: words.time(footage.from, true), to: words.time(footage.to, true), span: words.duration(footage.to - footage.from) }) : '',
    words.t('officer.upTo', { height: maxHeight }), words.t(audio ? 'officer.withSound' : 'officer.noSound'),
  ].filter(Boolean).join(', ');
}
