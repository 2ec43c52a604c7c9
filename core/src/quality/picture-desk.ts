import type { Emitter } from '../base/emitter.ts';
import type { CameraHealth } from '../cameras/camera-health.ts';
import type { ConsentDesk } from '../consent/consent-desk.ts';
import type { CameraId, RestrictionId } from '../domain/ids.ts';
import type { PictureFact } from '../domain/picture.ts';
import { hours, type Instant } from '../domain/time.ts';
import { keepersOf } from '../notices/keepers-of.ts';
import type { NoticeDesk } from '../notices/notice-desk.ts';
import type { HubEvents } from '../sdk/events.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { PictureBook } from './picture-book.ts';
import type { PictureWatch } from './picture-watch.ts';
import { noticeOf } from './picture-words.ts';

export interface PictureDeskParts {
  readonly store: Store;
  readonly book: PictureBook;
  readonly desk: Pick<ConsentDesk, 'pause'>;
  readonly notices: Pick<NoticeDesk, 'tell'>;
  readonly health: Pick<CameraHealth, 'picture'>;
  readonly events: Emitter<HubEvents>;
  readonly clock: Clock;
}
/** The same trouble of the same camera is told once in this time. That sharing was paused is always told. */
const tellEvery = hours(6);

/** What follows from a picture: the house is told, and a camera that shows another scene than was shared is shared no more until its owner says so. */
export class PictureDesk {
  readonly #parts: PictureDeskParts;
  readonly #told = new Map<string, Instant>();
  constructor(parts: PictureDeskParts) {
    this.#parts = parts;
  }

  async began(camera: CameraId, facts: readonly PictureFact[]): Promise<void> {
    const row = await this.#parts.store.read.selectFrom('camera').select(['name', 'owner']).where('id', '=', camera).where('removed_at', 'is', null).executeTakeFirst();
    if (!row) return;
    const paused = facts.includes('moved') && await this.#pause(camera, row.owner);
    const now = this.#parts.clock.now();
    const news = facts.filter((fact) => (fact === 'moved' ? paused : now - (this.#told.get(`${camera}/${fact}`) ?? -Infinity) >= tellEvery));
    if (news.length === 0) return;
    const people = await keepersOf(this.#parts.store, row.owner);
    for (const fact of news) {
      await this.#parts.notices.tell(people, { kind: 'camera.picture', ...noticeOf(fact, row.name), link: `/camera/${camera}` });
      this.#told.set(`${camera}/${fact}`, now);
    }
  }
  forget(camera: CameraId): void {
    for (const key of this.#told.keys()) if (key.startsWith(`${camera}/`)) this.#told.delete(key);
  }

  /** @returns whether it was not paused before */
  async #pause(camera: CameraId, owner: Parameters<ConsentDesk['pause']>[0]): Promise<boolean> {
    const { book, desk, events } = this.#parts;
    if (await book.pauseOf(camera)) return false;
    await desk.pause(owner, [camera], null, async (trx, { id }) => {
      await trx.insertInto('picture_pause').values({ camera, restriction: id }).onConflict((conflict) => conflict.column('camera').doUpdateSet({ restriction: id })).execute();
    });
    events.emit('grant.changed', { owner, cameras: [camera] });
    return true;
  }
}

/** What the pages and the wiring are given of the room. */
export interface PictureQuality {
  readonly watch: PictureWatch;
  pauseOf(camera: CameraId): Promise<RestrictionId | undefined>;
}
