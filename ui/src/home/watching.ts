import type { Me, WatchingRow } from '@matpho/core/api';
import type { Words } from '../words/words.ts';

/** People from outside who watch at this moment; the household's own viewings are no news to it. */
export const fromOutside = (rows: readonly WatchingRow[]): readonly WatchingRow[] => rows.filter((row) => !row.own).toSorted((a, b) => a.since - b.since);

/** `Công an phường Bồ Xuyên (số hiệu 123-456)` */
export function nameOf(row: Pick<WatchingRow, 'who' | 'unit' | 'officerNo'>, t: Words['t']): string {
  const name = row.unit ?? row.who;
  return row.officerNo ? `${name} (${t('consent.officerNo', { number: row.officerNo })})` : name;
}

/** `Công an phường đang xem camera Cổng, còn 12 phút.` Short leaves out the officer's number. */
export function sentenceOf(row: WatchingRow, words: Words, now: number, short = false): string {
  const who = nameOf(short ? { ...row, officerNo: null } : row, words.t);
  return row.until === null ? words.t('home.watchingOpen', { who, camera: row.cameraName }) : words.t('home.watching', { who, camera: row.cameraName, left: words.left(row.until, now) });
}

/** `điều tra tội phạm · hồ sơ 12/2026` */
export function purposeOf(row: Pick<WatchingRow, 'purpose' | 'caseNo'>, t: Words['t']): string {
  return [row.purpose ? t(`consent.purpose_${row.purpose}`) : '', row.caseNo ? t('consent.caseNo', { number: row.caseNo }) : ''].filter(Boolean).join(' · ');
}

const keepers: ReadonlySet<string> = new Set(['owner', 'co_owner', 'manager']);
/** The households and businesses for which she may pause, revoke and answer. */
export const keptBy = (me: Me) => me.memberships.filter((membership) => keepers.has(membership.role));
export const ownedBy = (me: Me) => me.memberships.filter((membership) => membership.role === 'owner');
