import type { AuditLog } from '../audit/audit-log.ts';
import type { PersonId, UnitId } from '../domain/ids.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';

type Write = Parameters<Parameters<Store['write']>[0]>[0];

/** The units' cases (vụ việc). An officer opens one by naming its number; the log says who did. */
export class Cases {
  readonly #store: Store;
  readonly #log: Pick<AuditLog, 'append'>;
  readonly #clock: Clock;
  constructor(store: Store, log: Pick<AuditLog, 'append'>, clock: Clock) {
    this.#store = store;
    this.#log = log;
    this.#clock = clock;
  }

  /** Nothing happens when the unit has this case already, open or closed: a closed one stays closed. */
  async open(unit: UnitId, caseNo: string, by: PersonId): Promise<void> {
    if (!await this.isKnown(unit, caseNo)) await this.#store.write((trx) => this.openIn(trx, unit, caseNo, by));
  }
  /** As `open`, as part of a larger write. */
  async openIn(trx: Write, unit: UnitId, caseNo: string, by: PersonId): Promise<void> {
    const at = this.#clock.now();
    const { numInsertedOrUpdatedRows } = await trx.insertInto('unit_case').values({ unit, case_no: caseNo, opened_by: by, opened_at: at, closed_at: null }).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
    if (numInsertedOrUpdatedRows) await this.#log.append(trx, { type: 'case.opened', at, body: { by, unit, caseNo } });
  }
  /** Open or closed. */
  async isKnown(unit: UnitId, caseNo: string): Promise<boolean> {
    return await this.#store.read.selectFrom('unit_case').select('case_no').where('unit', '=', unit).where('case_no', '=', caseNo).executeTakeFirst() !== undefined;
  }
}
