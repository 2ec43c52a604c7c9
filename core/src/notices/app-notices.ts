import type { CameraId, PersonId } from '../domain/ids.ts';
import type { Store } from '../store/open-store.ts';
import { keepersOf } from './keepers-of.ts';
import type { NoticeDesk } from './notice-desk.ts';

/** Whoever lets a program see cameras of a house tells the others who answer for it (THREATS 7). */
export class AppNotices {
  readonly #store: Store;
  readonly #desk: Pick<NoticeDesk, 'tell'>;
  constructor(store: Store, desk: Pick<NoticeDesk, 'tell'>) {
    this.#store = store;
    this.#desk = desk;
  }

  async made({ name, person, cameras, isHouses }: { readonly name: string; readonly person: PersonId; readonly cameras: readonly CameraId[]; readonly isHouses: boolean }): Promise<void> {
    // What an officer's program may see, grants already say; each of its viewings is told by itself.
    if (!isHouses || cameras.length === 0) return;
    const rows = await this.#store.read.selectFrom('camera').select(['name', 'owner']).where('id', 'in', cameras).orderBy('name').execute();
    const by = (await this.#store.read.selectFrom('person').select('name').where('id', '=', person).executeTakeFirstOrThrow()).name;
    for (const owner of new Set(rows.map((row) => row.owner))) {
      const others = (await keepersOf(this.#store, owner)).filter((keeper) => keeper !== person);
      if (others.length === 0) continue;
      const list = rows.filter((row) => row.owner === owner).map((row) => row.name).join(', ');
      await this.#desk.tell(others, {
        kind: 'app.made', link: '/ledger', title: { vi: `${by} đã cho phần mềm “${name}” xem camera`, en: `${by} let the program “${name}” see cameras` },
        body: { vi: `Phần mềm này xem được: ${list}. Mỗi lần nó xem đều có trong sổ.`, en: `It can see: ${list}. Every time it looks is in the ledger.` },
      });
    }
  }
}
