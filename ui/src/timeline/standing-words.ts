import type { GapRow, TimelinePage } from '@matpho/core/api';
import type { Words } from '../words/words.ts';
import { spanAt } from './spans.ts';
import type { Zone } from './zone.ts';

type Page = Pick<TimelinePage, 'spans' | 'gaps' | 'covered' | 'events' | 'holds'>;
/** What there is of a camera at an instant. */
export type There = { readonly is: 'footage' | 'event' | 'kept' | 'future' | 'uncovered' | 'unknown' } | { readonly is: 'gap'; readonly gap: GapRow };

export function thereAt(page: Page | undefined, at: number, now: number): There {
  if (!page) return { is: 'unknown' };
  if (at > now) return { is: 'future' };
  if (!spanAt(page.covered, at)) return { is: 'uncovered' };
  if (spanAt(page.spans, at)) return { is: page.events.some((event) => at >= event.from && at < (event.to ?? now)) ? 'event' : spanAt(page.holds, at) ? 'kept' : 'footage' };
  const gap = spanAt(page.gaps, at);
  return gap ? { is: 'gap', gap } : { is: 'unknown' };
}

/** `có hình`, `không có hình 02:10–02:34: mất điện hoặc mất mạng`. */
export function sayThere(there: There, words: Words): string {
  const { t } = words;
  if (there.is !== 'gap') return t(`timeline.is_${there.is}`);
  return t('timeline.noPicture', { span: sayPeriod(there.gap, words), cause: t(`timeline.cause_${there.gap.cause}`) });
}

/** `02:10–02:34`; with seconds where it is shorter than two minutes. */
export function sayPeriod({ from, to }: { readonly from: number; readonly to: number }, words: Words): string {
  const short = to - from < 120_000;
  return `${words.time(from, short)}–${words.time(to, short)}`;
}

/** `14 giờ 05 phút 22 giây, có hình`: the strip's value as a person would say it. */
export function sayInstant(at: number, there: readonly There[], zone: Zone, words: Words): string {
  const { hour, minute, second } = zone.civil(at);
  const clock = words.t('timeline.instant', { hour, minute: String(minute).padStart(2, '0'), second: String(second).padStart(2, '0') });
  if (there.length <= 1) return `${clock}, ${there[0] ? sayThere(there[0], words) : words.t('timeline.is_unknown')}`;
  const shown = there.filter(({ is }) => is === 'footage' || is === 'event' || is === 'kept').length;
  return `${clock}, ${words.t('timeline.someShow', { shown, all: there.length })}`;
}

/** What stands at an instant on the whole wall: of one camera all, of several those without a picture. */
export function sayWall(cameras: readonly { readonly name: string; readonly there: There }[], words: Words): string {
  const without = cameras.filter(({ there }) => there.is === 'gap' || there.is === 'unknown' || there.is === 'uncovered');
  const text = cameras.length === 1 ? sayThere(cameras[0]?.there ?? { is: 'unknown' }, words)
    : without.length === 0 || without.length > 3 ? words.t('timeline.someShow', { shown: cameras.length - without.length, all: cameras.length })
      : without.map(({ name, there }) => words.t('timeline.notSeen', { camera: name, what: sayThere(there, words) })).join('; ');
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
