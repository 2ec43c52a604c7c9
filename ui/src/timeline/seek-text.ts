import type { Zone } from './zone.ts';

const clock = /(\d{1,2})\s*(?::|h|g(?:iờ)?)\s*(?:(\d{1,2})\s*(?:(?::|p(?:hút)?|m(?:in)?)\s*(?:(\d{1,2})\s*(?:s|giây)?)?)?)?/iu;
const date = /(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?/u;
const half = 43_200_000;

/**
 * What a person wrote for a moment: `14:05:22`, `14h05`, `14 giờ 05 phút`, `14:05:22 ngày 21/11`, `21/11/2026 8:30`, `hôm qua 23:10`.
 * Without a day it is the day shown; a date without a year is its last one that is not to come.
 * @param shown any instant of the day that is shown
 * @returns ms since 1970; undefined when it is not a moment
 */
export function readMoment(text: string, zone: Zone, shown: number, now: number): number | undefined {
  const written = text.normalize('NFC').trim();
  const dated = date.exec(written);
  const rest = dated ? `${written.slice(0, dated.index)} ${written.slice(dated.index + dated[0].length)}` : written;
  const timed = clock.exec(rest);
  if (!timed && !dated) return undefined;
  const time = { hour: Number(timed?.[1] ?? 0), minute: Number(timed?.[2] ?? 0), second: Number(timed?.[3] ?? 0) };
  if (!dated) return zone.instant({ ...zone.civil(dayMeant(rest, zone, shown, now)), ...time });
  const [day, month] = [Number(dated[1]), Number(dated[2])];
  const { year } = zone.civil(now);
  if (dated[3]) return zone.instant({ year: Number(dated[3]), month, day, ...time });
  const thisYear = zone.instant({ year, month, day, ...time });
  return thisYear !== undefined && thisYear <= zone.addDays(zone.dayOf(now), 1) ? thisYear : zone.instant({ year: year - 1, month, day, ...time });
}

function dayMeant(text: string, zone: Zone, shown: number, now: number): number {
  if (/hôm qua|yesterday/iu.test(text)) return zone.dayOf(now) - half;
  return /hôm nay|today/iu.test(text) ? now : shown;
}
