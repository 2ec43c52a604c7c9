import type { AuditLog } from '../audit/audit-log.ts';
import type { Decision } from '../domain/consent.ts';
import type { CameraId, GrantId, PersonId, UnitId, ViewingId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from '../store/open-store.ts';
import type { ViewingTable } from '../store/schema.ts';
import type { AuditTrail, DecidedEntry, EndedEntry } from './gate-ports.ts';
import { refusalClass } from './reasons.ts';

type Write = Parameters<Parameters<Store['write']>[0]>[0];
interface AskerNames { readonly name: string; readonly unit: UnitId | null; readonly unitName: string | null; readonly officerNo: string | null }

/** Every answer of the gate in the audit log, and every viewing in the ledger, in one transaction. */
export class LedgerTrail implements AuditTrail {
  readonly #store: Store;
  readonly #log: Pick<AuditLog, 'append'>;
  constructor(store: Store, log: Pick<AuditLog, 'append'>) {
    this.#store = store;
    this.#log = log;
  }

  async decided({ viewing, at, as, ask, route, decision, approval, release, program }: DecidedEntry): Promise<void> {
    await this.#store.write(async (trx) => {
      const who = await this.#asker(trx, ask.who.person, ask.who.units[0]);
      const facts = {
        viewing, route: route ?? null, action: ask.action, person: ask.who.person, unit: who.unit, officerNo: who.officerNo, purpose: as === 'member' ? null : ask.purpose, caseNo: ask.caseNo ?? null,
        footage: ask.footage ?? null, rendition: { ...ask.rendition, masks: [...ask.rendition.masks].toSorted() }, effect: decision.effect, grant: decision.grant ?? null, reasons: reasonsOf(decision), ...(program === undefined ? {} : { program }),
      };
      const isOpened = decision.effect === 'permit' && route !== undefined;
      await this.#log.append(trx, { type: isOpened ? 'session.opened' : 'decision', camera: ask.camera, at, body: facts });
      if (!isOpened) return as === 'officer' ? countRefused(trx, ask, who, at) : undefined;
      const { owner } = await trx.selectFrom('camera').select('owner').where('id', '=', ask.camera).executeTakeFirstOrThrow();
      await trx.insertInto('viewing').values({
        id: viewing, camera: ask.camera, owner, person: ask.who.person, person_name: who.name, unit: who.unit, unit_name: who.unitName, officer_no: who.officerNo, route, action: ask.action,
        purpose: facts.purpose, case_no: facts.caseNo, grant_id: facts.grant, footage_from: ask.footage?.[0] ?? null, footage_to: ask.footage?.[1] ?? null,
        obligations: JSON.stringify(decision.obligations), opened_at: at, closed_at: null, end_reason: null, seconds: 0, bytes: 0, mark: null, obligations_met: null,
        ask: approval ?? null, emergency: route === 'R3' ? await emergencyOf(trx, ask.camera, facts.grant) : null, request: release?.split('.')[0] ?? null, program: program ?? null,
      }).execute();
    });
  }

  async ended(entries: readonly EndedEntry[]): Promise<void> {
    await this.#store.write(async (trx) => {
      for (const entry of entries) await this.#close(trx, entry);
    });
  }

  async #close(trx: Write, { viewing, permit, endedAt, reason, watched }: EndedEntry): Promise<void> {
    const line = await trx.selectFrom('viewing').select(['person', 'unit', 'officer_no', 'purpose', 'case_no', 'seconds', 'bytes']).where('id', '=', viewing).executeTakeFirst();
    // Where nobody says what was watched, what was counted on the way stands.
    const seconds = Math.round(watched?.seconds ?? line?.seconds ?? 0);
    const bytes = Math.round(watched?.bytes ?? line?.bytes ?? 0);
    // Unknown unless whoever delivered says so.
    const { obligationsMet = null, mark = null } = watched ?? {};
    await this.#log.append(trx, { type: 'session.closed', camera: permit.ask.camera, at: endedAt, body: { viewing, ...whoAndWhy(line), reason, seconds, bytes, obligationsMet, mark } });
    await trx.updateTable('viewing').set({ closed_at: endedAt, end_reason: reason, seconds, bytes, mark, obligations_met: obligationsMet === null ? null : obligationsMet ? 1 : 0 }).where('id', '=', viewing).execute();
  }

  /**
   * What was open when the hub stopped without closing. Nothing was delivered after its last counted second,
   * so it ends there. Called once, before anything is admitted.
   */
  async closeLeftOpen(now: Instant): Promise<number> {
    return this.#store.write(async (trx) => {
      const open = await trx.selectFrom('viewing').select(['id', 'camera', 'person', 'unit', 'officer_no', 'purpose', 'case_no', 'opened_at', 'seconds', 'bytes']).where('closed_at', 'is', null).orderBy('opened_at').execute();
      for (const { id, camera, opened_at, seconds, bytes, ...line } of open) {
        const at = opened_at + Math.round(seconds * 1_000);
        await this.#log.append(trx, { type: 'session.closed', camera, at: now, body: { viewing: id, ...whoAndWhy(line), reason: 'shutdown', endedAt: at, seconds, bytes, obligationsMet: null, mark: null } });
        await trx.updateTable('viewing').set({ closed_at: at, end_reason: 'shutdown' }).where('id', '=', id).execute();
      }
      return open.length;
    });
  }

  /** Written every some seconds, so that a power cut loses little of what the ledger knows. */
  async count(open: readonly { readonly viewing: ViewingId; readonly seconds: number; readonly bytes: number }[]): Promise<void> {
    if (open.length === 0) return;
    await this.#store.write(async (trx) => {
      for (const { viewing, seconds, bytes } of open) await trx.updateTable('viewing').set({ seconds: Math.round(seconds), bytes: Math.round(bytes) }).where('id', '=', viewing).where('closed_at', 'is', null).execute();
    });
  }

  async #asker(trx: Write, person: PersonId, unit: UnitId | undefined): Promise<AskerNames> {
    const found = await trx.selectFrom('person').select('name').where('id', '=', person).executeTakeFirst();
    const office = unit === undefined ? undefined : await trx.selectFrom('officer').innerJoin('unit', 'unit.id', 'officer.unit').select(['unit.id', 'unit.name', 'officer.officer_no']).where('officer.person', '=', person).where('officer.unit', '=', unit).orderBy('officer.since', 'desc').executeTakeFirst();
    return { name: found?.name ?? '', unit: office?.id ?? null, unitName: office?.name ?? null, officerNo: office?.officer_no ?? null };
  }
}

/** Under which emergency her grant is open just now. */
async function emergencyOf(trx: Write, camera: CameraId, grant: GrantId | null): Promise<string | null> {
  if (grant === null) return null;
  const row = await trx.selectFrom('emergency_camera').innerJoin('emergency', 'emergency.id', 'emergency_camera.emergency').select('emergency.id').where('emergency.status', '=', 'running').where('emergency_camera.camera', '=', camera).where('emergency_camera.grant_id', '=', grant)
    .where('emergency_camera.stopped_at', 'is', null).orderBy('emergency.opened_at', 'desc').limit(1).executeTakeFirst();
  return row?.id ?? null;
}
/** The owner reads how often somebody was refused; every single one is in the log. */
async function countRefused(trx: Write, { camera, who: { person } }: DecidedEntry['ask'], { unit, unitName, officerNo }: AskerNames, at: Instant): Promise<void> {
  const known = await trx.selectFrom('camera').select('owner').where('id', '=', camera).executeTakeFirst();
  if (!known) return;
  const hour = Math.floor(at / 3_600_000) * 3_600_000;
  await trx.insertInto('refused_try').values({ camera, person, hour, owner: known.owner, unit, unit_name: unitName, officer_no: officerNo, tries: 1, last_at: at })
    .onConflict((conflict) => conflict.columns(['camera', 'person', 'hour']).doUpdateSet((row) => ({ tries: row('refused_try.tries', '+', 1), last_at: at }))).execute();
}

/** Every session entry names officer number, unit, case and purpose (CONSENT §8). */
function whoAndWhy(line: Pick<ViewingTable, 'person' | 'unit' | 'officer_no' | 'purpose' | 'case_no'> | undefined): object {
  return { person: line?.person ?? null, unit: line?.unit ?? null, officerNo: line?.officer_no ?? null, purpose: line?.purpose ?? null, caseNo: line?.case_no ?? null };
}

function reasonsOf(decision: Decision): object {
  return { codes: decision.why.map(({ code }) => code), class: refusalClass(decision) ?? null };
}
