import type { Grant } from '../domain/consent.ts';
import type { Text } from '../domain/people.ts';
import type { Store } from '../store/open-store.ts';

/** To whom a grant is, in words: `Công an phường Bồ Xuyên`. */
export async function granteeOf(store: Store, { who }: Grant): Promise<string> {
  const [person, unit] = await Promise.all([
    who.person === undefined ? undefined : store.read.selectFrom('person').select('name').where('id', '=', who.person).executeTakeFirst(),
    who.unit === undefined ? undefined : store.read.selectFrom('unit').select('name').where('id', '=', who.unit).executeTakeFirst(),
  ]);
  return [person?.name, unit?.name].filter((name) => name !== undefined).join(', ');
}

export function givenTitle(by: string, to: string): Text {
  return { vi: `${by} đã chia sẻ camera với ${to}`, en: `${by} shared cameras with ${to}` };
}
export function revokedWords(by: string, to: string): { readonly title: Text; readonly body: Text } {
  return {
    title: { vi: `${by} đã thu hồi cho phép dành cho ${to}`, en: `${by} revoked what was shared with ${to}` },
    body: { vi: 'Không ai còn xem được theo cho phép này.', en: 'Nobody can watch under it any more.' },
  };
}
/** @param days until it ends, rounded up */
export function endingWords(to: string, days: number): { readonly title: Text; readonly body: Text } {
  return {
    title: { vi: 'Cho phép sắp hết hạn', en: 'A permission ends soon' },
    body: {
      vi: `Cho phép dành cho ${to} sẽ hết hạn sau ${days} ngày, hub không tự gia hạn.`,
      en: `What you share with ${to} ends in ${days} ${days === 1 ? 'day' : 'days'}; the hub does not renew it by itself.`,
    },
  };
}
