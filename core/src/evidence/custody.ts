import type { Transaction } from 'kysely';
import type { AuditLog, AuditType } from '../audit/audit-log.ts';
import { canonicalJson, sha256Hex } from '../base/canonical-json.ts';
import type { CameraId, OwnerId, PersonId } from '../domain/ids.ts';
import type { CustodyEvent, CustodyLine } from '../proof/bag/records.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { Database } from '../store/schema.ts';
import type { BagKeys } from './bag-keys.ts';

export type CustodyWord = CustodyEvent['event'];
export interface CustodyFact {
  readonly bag: string;
  readonly event: CustodyWord;
  readonly by: CustodyEvent['by'];
  readonly person: PersonId | null;
  readonly note?: string;
  /** SHA-256 of the tag manifest before and after. */
  readonly before: string | null;
  readonly after: string | null;
}
export const theHub: CustodyEvent['by'] = { side: 'hub', name: 'Mắt Phố', unit: null, officerNo: null };
const entries: Readonly<Record<CustodyWord, AuditType>> = {
  create: 'bag.made', seal: 'bag.sealed', check: 'bag.checked', copy: 'bag.copied', 'hand-over': 'bag.handed-over', open: 'bag.opened', return: 'bag.returned', destroy: 'bag.destroyed', stamp: 'bag.stamped', receipt: 'bag.receipt', unwrap: 'bag.unwrapped',
};
export interface Recorded {
  readonly line: CustodyLine;
  /** Of the entry in the log, by house. */
  readonly seqs: ReadonlyMap<OwnerId, number>;
}

/** Who had a bag and what was done with it: each line signed, naming the one before by its hash, and in the log of every house that is in the bag. */
export class Custody {
  readonly #store: Store;
  readonly #audit: Pick<AuditLog, 'append'>;
  readonly #clock: Clock;
  readonly #keys: Pick<BagKeys, 'signer'>;
  constructor(store: Store, audit: Pick<AuditLog, 'append'>, clock: Clock, keys: Pick<BagKeys, 'signer'>) {
    this.#store = store;
    this.#audit = audit;
    this.#clock = clock;
    this.#keys = keys;
  }

  /** @param about more for the log alone: what of it is for which house; @param also in the same transaction */
  async record(fact: CustodyFact, about: (owner: OwnerId) => object = () => ({}), also?: (trx: Transaction<Database>) => Promise<void>): Promise<Recorded> {
    const signer = await this.#keys.signer();
    return this.#store.write(async (trx) => {
      const { bag, event, by, person, note = '', before, after } = fact;
      const last = await trx.selectFrom('custody_event').select(['n', 'jws']).where('bag', '=', bag).orderBy('n', 'desc').limit(1).executeTakeFirst();
      const at = this.#clock.now();
      const line: CustodyEvent = { format: 'matpho-custody/1', bag, n: (last?.n ?? 0) + 1, at: new Date(at).toISOString(), event, by, note, before, after, prev: last ? sha256Hex(last.jws) : null };
      const body = canonicalJson(line);
      const jws = await signer.jws('matpho-custody', body);
      await trx.insertInto('custody_event').values({ bag, n: line.n, at, event, person, body, jws }).execute();
      await also?.(trx);
      const seqs = new Map<OwnerId, number>();
      const inBag = await houses(trx, bag);
      for (const [owner, camera] of inBag) {
        // Who of a house it was is for that house alone.
        const isTold = by.side !== 'owner' || inBag.size === 1 || await isOf(trx, owner, person);
        const { seq } = await this.#audit.append(trx, { type: entries[event], camera, owner, at, body: { bag, event, by, person: isTold ? person : null, note, sha256: after ?? before, custody: sha256Hex(jws), owner, ...about(owner) } });
        seqs.set(owner, seq);
      }
      return { line: { event: line, jws }, seqs };
    });
  }
  async of(bag: string): Promise<readonly CustodyLine[]> {
    const rows = await this.#store.read.selectFrom('custody_event').select(['body', 'jws']).where('bag', '=', bag).orderBy('n').execute();
    return rows.map(({ body, jws }) => ({ event: JSON.parse(body) as CustodyEvent, jws }));
  }
}

async function isOf(rows: Transaction<Database>, owner: OwnerId, person: PersonId | null): Promise<boolean> {
  return person !== null && await rows.selectFrom('member').select('person').where('owner', '=', owner).where('person', '=', person).where('ended_at', 'is', null).executeTakeFirst() !== undefined;
}
/** Each house in the bag, with one of its cameras. */
async function houses(rows: Transaction<Database>, bag: string): Promise<ReadonlyMap<OwnerId, CameraId>> {
  const pieces = await rows.selectFrom('evidence_piece').select(['owner', 'camera']).where('bag', '=', bag).orderBy('n', 'desc').execute();
  return new Map(pieces.map(({ owner, camera }) => [owner, camera]));
}
