import type { MaskFacts } from '../consent/masks.ts';
import type { Store } from '../store/open-store.ts';
import { keepersOf } from './keepers-of.ts';
import type { NoticeDesk } from './notice-desk.ts';

/** To the others who answer for the camera: nobody uncovers a part of its picture behind their back (THREATS 7). What covers more is told to nobody. */
export async function tellMaskWidened(store: Store, desk: Pick<NoticeDesk, 'tell'>, { camera, owner, by, name, widened }: MaskFacts['mask.changed']): Promise<void> {
  if (!widened) return;
  const others = (await keepersOf(store, owner)).filter((person) => person !== by);
  if (others.length === 0) return;
  const [person, row] = await Promise.all([
    store.read.selectFrom('person').select('name').where('id', '=', by).executeTakeFirstOrThrow(), store.read.selectFrom('camera').select('name').where('id', '=', camera).executeTakeFirstOrThrow(),
  ]);
  await desk.tell(others, {
    kind: 'mask.widened', link: `/camera/${camera}`,
    title: { vi: `${person.name} đã mở bớt vùng che của camera ${row.name}`, en: `${person.name} uncovered part of the camera ${row.name}` },
    body: { vi: `Vùng che “${name}” đã được thu nhỏ hoặc bỏ đi: từ nay người bạn cho phép thấy được nhiều hơn.`, en: `The covered area “${name}” was made smaller or removed: whoever you let watch sees more from now on.` },
  });
}
