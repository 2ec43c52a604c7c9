import { createCipheriv, X509Certificate } from 'node:crypto';
import { Lock } from '../base/lock.ts';
import type { ConsentRecords } from '../consent/gate-ports.ts';
import type { PersonId } from '../domain/ids.ts';
import { minutes } from '../domain/time.ts';
import { requireAllowed } from '../exports/export-access.ts';
import { bagFiles } from '../proof/bag/bag-files.ts';
import type { CustodyEvent } from '../proof/bag/records.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { Vault } from '../vault/vault.ts';
import { envelop, signerOf } from './bag-cms.ts';
import type { BagFolder } from './bag-folder.ts';
import type { BagRecord, BagRows } from './bag-rows.ts';
import { bagZip } from './bag-seal.ts';
import { checkBag } from './check-bag.ts';
import type { Custody } from './custody.ts';
import { keyPlace } from './evidence-desk.ts';
import { timeStamp, type TimeStampService } from './time-stamp.ts';
import { cutLayout } from '../exports/zip-layout.ts';

export interface HandParts {
  readonly store: Store;
  readonly records: ConsentRecords;
  readonly clock: Clock;
  readonly rows: BagRows;
  readonly folder: BagFolder;
  readonly custody: Custody;
  readonly vault: Pick<Vault, 'get'>;
  readonly stamps: TimeStampService | undefined;
}
/** Who acts on a bag, as its custody says it. */
export interface Hand {
  readonly person: PersonId;
  readonly by: CustodyEvent['by'];
}
export interface BagFileAnswer {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly read: (from: number, to: number) => AsyncIterable<Uint8Array>;
}
/** A download asks so often whether it is still allowed: it is cut within a second of a revocation. */
const askedEveryMs = 500;
/** A download that goes on where it broke off is the same copy. */
const sameCopy = minutes(10);
const receiverOf = ({ receiver }: Pick<BagRecord, 'receiver'>): { readonly name: string; readonly certificate: string; readonly fingerprint: string } | undefined => (receiver === null ? undefined : JSON.parse(receiver) as { name: string; certificate: string; fingerprint: string });

/** Whole bags in people's hands: fetched, opened, signed for, checked. Each act is on record first. */
export class BagHand {
  readonly #parts: HandParts;
  /** One at a time: two additions to a bag must not lose one another. */
  readonly #lock = new Lock();
  constructor(parts: HandParts) {
    this.#parts = parts;
  }

  /** The bag as a ZIP, closed to its receiver where it has one. @throws HubError `not-found`, `not-allowed`, `consent-ended` */
  async file(bag: BagRecord, hand: Hand): Promise<BagFileAnswer> {
    await this.#requireFetchable(bag, hand);
    const files = await this.#parts.folder.list(bag.id);
    const layout = bagZip(bag.id, files, bag.created_at);
    const isClosed = bag.receiver !== null;
    const paths = (name: string): string => name.slice(bag.id.length + 1);
    const plain = async function* (this: void, folder: BagFolder, from: number, to: number): AsyncGenerator<Uint8Array> {
      for (const { part, from: first, to: last } of cutLayout(layout, from, to)) {
        if ('head' in part) yield part.head.subarray(first, last);
        else yield* folder.read(bag.id, paths(part.file.name), first, last);
      }
    };
    const read = (from: number, to: number): AsyncIterable<Uint8Array> => this.#watched(bag, hand, from, isClosed ? this.#closed(bag.id, (a, b) => plain(this.#parts.folder, a, b), from, to) : plain(this.#parts.folder, from, to));
    return { name: `${bag.id}.zip${isClosed ? '.enc' : ''}`, type: isClosed ? 'application/octet-stream' : 'application/zip', bytes: layout.bytes, read };
  }
  /** The same bytes for the hub itself, which hands them on under rules of its own. */
  async bytes(bag: BagRecord): Promise<Pick<BagFileAnswer, 'name' | 'bytes' | 'read'>> {
    const layout = bagZip(bag.id, await this.#parts.folder.list(bag.id), bag.created_at);
    const { folder } = this.#parts;
    return {
      name: `${bag.id}.zip`, bytes: layout.bytes,
      read: async function* (from, to) {
        for (const { part, from: first, to: last } of cutLayout(layout, from, to)) {
          if ('head' in part) yield part.head.subarray(first, last);
          else yield* folder.read(bag.id, part.file.name.slice(bag.id.length + 1), first, last);
        }
      },
    };
  }
  /** @throws HubError `not-found`, `not-allowed`, `consent-ended` */
  async minutes(bag: BagRecord, hand: Hand): Promise<Buffer> {
    await this.#requireFetchable(bag, hand);
    return this.#parts.folder.readWhole(bag.id, bagFiles.minutes);
  }

  /** Hashes everything again. What was found is on record, whatever it is. */
  async check(bag: BagRecord, { person, by }: Hand): Promise<void> {
    requireDone(bag);
    // Names of files hold those of cameras; every house in the bag reads this line.
    const isOfSeveral = new Set(bag.pieces.map(({ owner }) => owner)).size > 1;
    const wrong = await checkBag(this.#parts.folder, bag.id, bag.sha256);
    await this.#parts.custody.record({ bag: bag.id, event: 'check', by, person, note: wrong === undefined ? 'khớp / sound' : isOfSeveral ? 'sai / wrong' : `sai / wrong: ${wrong}`, before: bag.sha256, after: wrong === undefined ? bag.sha256 : null });
  }
  /** What somebody did with it outside the hub, by her own word. */
  async note(bag: BagRecord, { person, by }: Hand, event: 'open' | 'copy' | 'hand-over' | 'return' | 'destroy', note: string): Promise<void> {
    if (bag.sha256 === null) throw new HubError('conflict', 'There is no such bag yet.');
    await this.#parts.custody.record({ bag: bag.id, event, by, person, note, before: bag.sha256, after: event === 'destroy' ? null : bag.sha256 });
  }

  /** The receiver's signature over the tag manifest. @throws HubError `signature-invalid`, `conflict` for a second one */
  async receipt(bag: BagRecord, { person, by }: Hand, p7s: Uint8Array): Promise<void> {
    await this.#lock.run(async () => {
      const { folder, custody, clock } = this.#parts;
      const now = await this.#again(bag.id);
      if (now.receipt !== null) throw new HubError('conflict', 'The bag has been signed for.');
      const signed = await signerOf(p7s, await folder.readWhole(bag.id, bagFiles.tagManifest));
      const receiver = receiverOf(now);
      if (receiver && receiver.fingerprint !== signed.fingerprint) throw new HubError('signature-invalid', 'It is not the signature of whom the bag was made for.');
      await folder.add(bag.id, bagFiles.receiver, p7s);
      await custody.record({ bag: bag.id, event: 'receipt', by, person, note: `${signed.subject}; SHA-256 ${signed.fingerprint}`, before: now.sha256, after: now.sha256 }, undefined, async (trx) => {
        await trx.updateTable('evidence_bag').set({ receipt: JSON.stringify({ at: clock.now(), subject: signed.subject }) }).where('id', '=', bag.id).execute();
      });
      await this.#measure(now);
    });
  }

  /** A token for a bag that has none. @throws HubError `conflict`, `timestamp-failed`, `not-ready` where no service is set */
  async stamp(bag: BagRecord, { person, by }: Hand): Promise<void> {
    await this.#lock.run(async () => {
      const { folder, custody, stamps } = this.#parts;
      if (!stamps) throw new HubError('not-ready', 'No time-stamp service is set.');
      const now = await this.#again(bag.id);
      if (now.stamped !== 'none') throw new HubError('conflict', 'The bag has a time-stamp.');
      const { response, at } = await timeStamp(stamps, await folder.readWhole(bag.id, bagFiles.signature));
      await folder.add(bag.id, bagFiles.token, response);
      await custody.record({ bag: bag.id, event: 'stamp', by, person, note: new Date(at).toISOString(), before: now.sha256, after: now.sha256 }, undefined, async (trx) => {
        await trx.updateTable('evidence_bag').set({ stamped: 'late' }).where('id', '=', bag.id).execute();
      });
      await this.#measure(now);
    });
  }

  /**
   * The key of a closed bag, itself closed to the receiver: only her private key opens it, and that it was given is on record first.
   * @throws HubError `conflict` for a bag that is not closed, and as `file`
   */
  async unwrap(bag: BagRecord, hand: Hand): Promise<{ readonly key: string; readonly commands: string }> {
    await this.#requireFetchable(bag, hand);
    const receiver = receiverOf(bag);
    if (!receiver) throw new HubError('conflict', 'This bag is not closed to anybody.');
    const { key, iv } = await this.#key(bag.id);
    const sealed = await envelop(Buffer.from(`key=${key}\niv=${iv}\n`), new X509Certificate(receiver.certificate));
    const { custody, clock } = this.#parts;
    await custody.record({ bag: bag.id, event: 'unwrap', by: hand.by, person: hand.person, note: `${receiver.name}; SHA-256 ${receiver.fingerprint}`, before: bag.sha256, after: bag.sha256 }, undefined, async (trx) => {
      await trx.updateTable('evidence_bag').set({ unwrapped_at: clock.now() }).where('id', '=', bag.id).where('unwrapped_at', 'is', null).execute();
    });
    return {
      key: sealed.toString('base64'),
      commands: `base64 -d key.b64 > key.p7m\nopenssl cms -decrypt -inform DER -in key.p7m -recip receiver.crt -inkey receiver.key -out key.txt\n. ./key.txt && openssl enc -d -aes-256-ctr -K "$key" -iv "$iv" -in ${bag.id}.zip.enc -out ${bag.id}.zip\n`,
    };
  }

  async* #watched(bag: BagRecord, hand: Hand, from: number, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    await this.#requireFetchable(bag, hand);
    await this.#recordCopy(bag, hand, from);
    let askedAt = performance.now();
    for await (const chunk of bytes) {
      // By a clock that nobody sets.
      if (performance.now() - askedAt > askedEveryMs) {
        await this.#requireFetchable(await this.#again(bag.id), hand);
        askedAt = performance.now();
      }
      yield chunk;
    }
  }
  /** On the disk before the first byte leaves. */
  async #recordCopy(bag: BagRecord, { person, by }: Hand, from: number): Promise<void> {
    const { store, custody, clock } = this.#parts;
    const goesOn = from > 0 && await store.read.selectFrom('custody_event').select('n').where('bag', '=', bag.id).where('event', '=', 'copy').where('person', '=', person).where('at', '>', clock.now() - sameCopy).limit(1).executeTakeFirst();
    if (goesOn) return;
    try {
      await custody.record({ bag: bag.id, event: 'copy', by, person, note: 'tải về từ hub / fetched from the hub', before: bag.sha256, after: bag.sha256 });
    } catch (cause) {
      throw new HubError('not-recorded', 'The download could not be recorded.', { cause });
    }
  }
  /** AES-256 in counter mode: any range can be begun anywhere. What is inside vouches for itself. */
  async* #closed(bag: string, plain: (from: number, to: number) => AsyncIterable<Uint8Array>, from: number, to: number): AsyncGenerator<Uint8Array> {
    const { key, iv } = await this.#key(bag);
    const block = Math.floor(from / 16);
    const counter = (BigInt(`0x${iv}`) + BigInt(block)) & ((1n << 128n) - 1n);
    const cipher = createCipheriv('aes-256-ctr', Buffer.from(key, 'hex'), Buffer.from(counter.toString(16).padStart(32, '0'), 'hex'));
    cipher.update(Buffer.alloc(from - block * 16));
    for await (const chunk of plain(from, to)) yield cipher.update(chunk);
  }
  async #key(bag: string): Promise<{ readonly key: string; readonly iv: string }> {
    const text = await this.#parts.vault.get(keyPlace(bag));
    if (text === undefined) throw new HubError('vault-locked', 'The key of this bag is gone.');
    return JSON.parse(text) as { key: string; iv: string };
  }
  /** Whoever it was made for, while what it was made under still stands: as with an export. */
  async #requireFetchable(bag: BagRecord, { person }: Hand): Promise<void> {
    if (bag.person !== person) throw new HubError('not-allowed', 'The bag was made for somebody else.');
    requireDone(bag);
    const { store, records, clock } = this.#parts;
    const { person: maker, created_at, done_at } = bag;
    for (const { camera, viewing, from_at, to_at } of bag.pieces) await requireAllowed(store, records, { camera, viewing, from_at, to_at, person: maker, created_at, done_at }, clock.now());
  }
  async #again(bag: string): Promise<BagRecord> {
    const row = await this.#parts.rows.find(bag);
    if (!row) throw new HubError('not-found', 'There is no such bag.');
    requireDone(row);
    return row;
  }
  async #measure(bag: BagRecord): Promise<void> {
    await this.#parts.rows.change(bag.id, { bytes: bagZip(bag.id, await this.#parts.folder.list(bag.id), bag.created_at).bytes });
  }
}

function requireDone({ status }: Pick<BagRecord, 'status'>): void {
  if (status === 'destroyed') throw new HubError('consent-ended', 'The bag is no longer kept.');
  if (status !== 'done') throw new HubError('not-found', 'The bag is not made.');
}
