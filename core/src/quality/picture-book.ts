import type { CameraId, RestrictionId } from '../domain/ids.ts';
import type { PictureCondition } from '../domain/picture.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';
import type { PictureReference } from './picture-facts.ts';
import { packed, unpacked } from './scene-signature.ts';

export interface KnownPicture {
  readonly references: readonly (PictureReference & { readonly at: Instant })[];
  readonly conditions: readonly PictureCondition[];
}

/** What is kept of pictures over a restart: numbers, never a picture. */
export class PictureBook {
  readonly #store: Store;
  constructor(store: Store) {
    this.#store = store;
  }

  async read(camera: CameraId): Promise<KnownPicture> {
    const [references, facts] = await Promise.all([
      this.#store.read.selectFrom('picture_reference').selectAll().where('camera', '=', camera).execute(),
      this.#store.read.selectFrom('picture_fact').select(['fact', 'since']).where('camera', '=', camera).execute(),
    ]);
    return { references: references.map(({ light, signature, detail, taken_at }) => ({ light, signature: unpacked(signature), detail, at: taken_at })), conditions: facts };
  }
  async learned(camera: CameraId, { light, signature, detail }: PictureReference, at: Instant): Promise<void> {
    const set = { signature: packed(signature), detail, taken_at: at };
    await this.#store.write((trx) => trx.insertInto('picture_reference').values({ camera, light, ...set }).onConflict((conflict) => conflict.columns(['camera', 'light']).doUpdateSet(set)).execute());
  }
  async are(camera: CameraId, conditions: readonly PictureCondition[]): Promise<void> {
    await this.#store.write(async (trx) => {
      await trx.deleteFrom('picture_fact').where('camera', '=', camera).execute();
      if (conditions.length > 0) await trx.insertInto('picture_fact').values(conditions.map(({ fact, since }) => ({ camera, fact, since }))).execute();
    });
  }
  /** The scene is another one from now on. */
  async forgetScene(camera: CameraId, conditions: readonly PictureCondition[]): Promise<void> {
    await this.#store.write((trx) => trx.deleteFrom('picture_reference').where('camera', '=', camera).execute());
    await this.are(camera, conditions);
  }
  async forget(camera: CameraId): Promise<void> {
    await this.#store.write(async (trx) => {
      for (const table of ['picture_reference', 'picture_fact', 'picture_pause'] as const) await trx.deleteFrom(table).where('camera', '=', camera).execute();
    });
  }

  /** The hub's own pause of this camera, while it stands. */
  async pauseOf(camera: CameraId): Promise<RestrictionId | undefined> {
    const row = await this.#store.read.selectFrom('picture_pause').innerJoin('restriction', 'restriction.id', 'picture_pause.restriction').select('restriction').where('picture_pause.camera', '=', camera).where('lifted_at', 'is', null).executeTakeFirst();
    return row?.restriction;
  }
  /** The camera whose pause this was; its row goes. */
  async lifted(restriction: RestrictionId): Promise<CameraId | undefined> {
    const row = await this.#store.read.selectFrom('picture_pause').select('camera').where('restriction', '=', restriction).executeTakeFirst();
    if (row) await this.#store.write((trx) => trx.deleteFrom('picture_pause').where('restriction', '=', restriction).execute());
    return row?.camera;
  }
}
