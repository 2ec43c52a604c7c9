import type { CameraId } from '../domain/ids.ts';
import { days, minutes, type Instant } from '../domain/time.ts';
import type { Text } from '../domain/people.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import { keepersOf } from './keepers-of.ts';
import type { NoticeDesk } from './notice-desk.ts';

export interface DiskNoticesParts {
  readonly desk: Pick<NoticeDesk, 'tell'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}
type DiskTrouble = 'gone' | 'foreign' | 'read-only' | 'broken';
/** As recordings/policy-check.ts finds it. */
interface Finding {
  readonly kind: 'age' | 'camera-bytes' | 'hub-bytes' | 'undeleted';
  readonly camera?: CameraId;
}
/** A plug with a loose contact is told of once. */
const sameTrouble = minutes(10);
const sameFinding = days(1);

/** What whoever runs the machine, and whoever keeps a camera, must know of disks. */
export class DiskNotices {
  readonly #parts: DiskNoticesParts;
  readonly #told = new Map<string, Instant>();
  readonly #missing = new Set<string>();
  constructor(parts: DiskNoticesParts) {
    this.#parts = parts;
  }

  /** A disk went away, or is back. */
  async changed(id: string, state: 'here' | 'full' | DiskTrouble): Promise<void> {
    const isTrouble = state !== 'here' && state !== 'full';
    if (!isTrouble) {
      if (this.#missing.delete(id)) await this.#tellOperators('disk.back', { vi: `Ổ ghi hình "${id}" đã dùng lại được`, en: `The recording disk "${id}" is back` }, { vi: 'Hình mới lại được ghi vào ổ này theo thứ tự.', en: 'New recordings go to it again in its turn.' });
      return;
    }
    if (!this.#isNew(`disk ${id}`, sameTrouble)) return;
    this.#missing.add(id);
    await this.#tellOperators('disk.gone', { vi: `Ổ ghi hình "${id}" không dùng được`, en: `The recording disk "${id}" cannot be used` }, troubles[state]);
  }

  /** What is kept differs from what was asked for, after the hub tended it. */
  async policyBroken(findings: readonly Finding[]): Promise<void> {
    const { store } = this.#parts;
    for (const { kind, camera } of findings) {
      if (!this.#isNew(`${kind} ${camera ?? ''}`, sameFinding)) continue;
      if (camera === undefined) {
        await this.#tellOperators('storage.policy', { vi: 'Hình ghi nhiều hơn mức đã đặt', en: 'More is recorded than was set' }, kind === 'undeleted' ? undeleted : hubOver);
        continue;
      }
      const row = await store.read.selectFrom('camera').select(['name', 'owner']).where('id', '=', camera).where('removed_at', 'is', null).executeTakeFirst();
      if (row) await this.#tell(await keepersOf(store, row.owner), 'storage.policy', { vi: `Hình ghi của camera ${row.name} chưa được xóa đúng hạn`, en: `Recordings of ${row.name} were not deleted in time` }, kind === 'age' ? tooOld : tooMuch, `/camera/${camera}`);
    }
  }

  #isNew(key: string, within: number): boolean {
    const now = this.#parts.clock.now();
    if (now - (this.#told.get(key) ?? -Infinity) < within) return false;
    this.#told.set(key, now);
    return true;
  }
  async #tellOperators(kind: 'disk.gone' | 'disk.back' | 'storage.policy', title: Text, body: Text): Promise<void> {
    const operators = await this.#parts.store.read.selectFrom('person').select('id').where('operator', '=', 1).where('disabled_at', 'is', null).execute();
    await this.#tell(operators.map(({ id }) => id), kind, title, body, '/operator');
  }
  async #tell(people: Parameters<NoticeDesk['tell']>[0], kind: 'disk.gone' | 'disk.back' | 'storage.policy', title: Text, body: Text, link: string): Promise<void> {
    await this.#parts.desk.tell(people, { kind, title, body, link });
  }
}

const others: Text = { vi: 'Các ổ khác vẫn ghi tiếp.', en: 'Other disks go on recording.' };
const troubles: Readonly<Record<DiskTrouble, Text>> = {
  gone: { vi: `Không thấy ổ này. Kiểm tra dây cắm và nguồn. ${others.vi}`, en: `It is not there. Check its cable and power. ${others.en}` },
  foreign: { vi: `Ở chỗ đó là một ổ khác, nên hub không ghi vào. ${others.vi}`, en: `Another disk is in its place, so nothing is written to it. ${others.en}` },
  'read-only': { vi: `Ổ này chỉ đọc được, không ghi được. ${others.vi}`, en: `It can be read and not written. ${others.en}` },
  broken: { vi: `Ổ này báo lỗi khi ghi. Có thể ổ sắp hỏng. ${others.vi}`, en: `It answers with errors and may be failing. ${others.en}` },
};
const hubOver: Text = { vi: 'Tổng dung lượng hình ghi vượt mức đã đặt cho hub dù đã dọn dẹp.', en: 'All recordings together are beyond what was set for the hub, though it was tidied.' };
const undeleted: Text = { vi: 'Có tệp hình ghi không xóa được. Kiểm tra quyền và tình trạng của ổ.', en: 'Some recorded files cannot be deleted. Check the disk and its permissions.' };
const tooOld: Text = { vi: 'Còn hình cũ hơn số ngày bạn muốn giữ. Hub sẽ thử xóa lại mỗi giờ.', en: 'Some footage is older than the days you keep. The hub tries again every hour.' };
const tooMuch: Text = { vi: 'Hình ghi vượt dung lượng bạn dành cho camera này. Hub sẽ thử xóa lại mỗi giờ.', en: 'Recordings are beyond the room you gave this camera. The hub tries again every hour.' };
