import { createHash, randomUUID } from 'node:crypto';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Purpose } from '../domain/consent.ts';
import type { OwnerId, PersonId, UnitId } from '../domain/ids.ts';
import { days, type Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import type { Store } from '../store/open-store.ts';
import type { OversightAlertTable } from '../store/schema-consent.ts';
import type { Act } from './act.ts';
import type { AlertKind, Finding } from './detect.ts';

type Write = Parameters<Parameters<Store['write']>[0]>[0];
export type AlertSide = 'leader' | 'oversight';
export interface AlertAnswer {
  readonly side: AlertSide;
  readonly by: string;
  readonly at: Instant;
  readonly reason: string;
}
export interface Alert extends OversightAlertTable {
  readonly kind: Exclude<AlertKind, typeof forOwners>;
  readonly unit_name: string;
  readonly answers: readonly AlertAnswer[];
}
/** Who reads: the people's committee everything, a leader her units'; nobody about herself. */
export type AlertReader = { readonly side: 'oversight'; readonly person: PersonId } | { readonly side: 'leader'; readonly person: PersonId; readonly units: readonly UnitId[] };
/** Those who oversee do not read these: a unit that knew them could write around them. */
const forOwners = 'returning' satisfies AlertKind;
/** The same pattern is one alert for so long. */
const lasts = days(14);
/** So many an officer has in 30 days at most; what comes on top is counted with the newest, so that nobody drowns one alert in a hundred. */
const mostInAMonth = 12;

/** Alerts on disk, and what those who oversee said about them. */
export class AlertBook {
  readonly #store: Store;
  readonly #log: Pick<AuditLog, 'append'>;
  readonly #clock: Clock;
  constructor(store: Store, log: Pick<AuditLog, 'append'>, clock: Clock) {
    this.#store = store;
    this.#log = log;
    this.#clock = clock;
  }

  /** Opens an alert for what was found, or adds to the one there is. Whom to tell of it is decided in `also`, in the same write. */
  async raise(person: PersonId, finding: Finding, also: (trx: Write, alert: OversightAlertTable) => Promise<void>): Promise<void> {
    const last = finding.acts.at(-1);
    if (!last) return;
    await this.#store.write(async (trx) => {
      const now = this.#clock.now();
      const subject = createHash('sha256').update(`${finding.kind}\n${person}\n${finding.subject}`).digest('hex');
      const lately = await trx.selectFrom('oversight_alert').selectAll().where('person', '=', person).where('kind', finding.kind === forOwners ? '=' : '!=', forOwners).where('opened_at', '>', now - days(30)).orderBy('opened_at', 'desc').orderBy('id').execute();
      const same = lately.find((alert) => alert.subject === subject && alert.opened_at > now - lasts) ?? (lately.length >= mostInAMonth ? lately[0] : undefined);
      const alert = same ? await grow(trx, same, finding.acts) : await this.#open(trx, { id: randomUUID(), kind: finding.kind, person, unit: last.unit, officer_no: last.officerNo, subject, ...facts(finding.acts), opened_at: now });
      await also(trx, alert);
    });
  }

  async #open(trx: Write, alert: OversightAlertTable): Promise<OversightAlertTable> {
    await trx.insertInto('oversight_alert').values(alert).execute();
    const { id, kind, person, unit, officer_no: officerNo, acts } = alert;
    await this.#log.append(trx, { type: 'alert.raised', at: alert.opened_at, body: { alert: id, kind, person, unit, officerNo, acts } });
    return alert;
  }

  /** Newest first. */
  async list(reader: AlertReader, limit = 200): Promise<readonly Alert[]> {
    if (reader.side === 'leader' && reader.units.length === 0) return [];
    let query = this.#store.read.selectFrom('oversight_alert').innerJoin('unit', 'unit.id', 'oversight_alert.unit').selectAll('oversight_alert').select('unit.name as unit_name').where('oversight_alert.kind', '!=', forOwners).where('oversight_alert.person', '!=', reader.person);
    if (reader.side === 'leader') query = query.where('oversight_alert.unit', 'in', reader.units);
    const rows = await query.orderBy('opened_at', 'desc').orderBy('oversight_alert.id').limit(limit).execute();
    if (rows.length === 0) return [];
    const answers = await this.#store.read.selectFrom('oversight_answer').innerJoin('person', 'person.id', 'oversight_answer.by_person').select(['alert', 'side', 'person.name as by', 'at', 'reason']).where('alert', 'in', rows.map(({ id }) => id)).execute();
    return rows.flatMap(({ kind, ...row }) => (kind === forOwners ? [] : [{ ...row, kind, answers: answers.filter(({ alert }) => alert === row.id).map(({ side, by, at, reason }) => ({ side, by, at, reason })) }]));
  }

  /** A later answer of the same side takes the place of the earlier one; the log keeps both. @throws HubError `not-found` */
  async answer(reader: AlertReader, alert: string, reason: string): Promise<void> {
    const at = this.#clock.now();
    await this.#store.write(async (trx) => {
      const row = await trx.selectFrom('oversight_alert').select(['unit', 'person']).where('id', '=', alert).where('kind', '!=', forOwners).executeTakeFirst();
      if (!row || row.person === reader.person || (reader.side === 'leader' && !reader.units.includes(row.unit))) throw new HubError('not-found', 'There is no such alert for this reader.');
      await trx.insertInto('oversight_answer').values({ alert, side: reader.side, by_person: reader.person, at, reason }).onConflict((conflict) => conflict.columns(['alert', 'side']).doUpdateSet({ by_person: reader.person, at, reason })).execute();
      await this.#log.append(trx, { type: 'alert.answered', at, body: { alert, side: reader.side, by: reader.person, reason } });
    });
  }
}

type Facts = Pick<OversightAlertTable, 'acts' | 'from_at' | 'to_at' | 'cases' | 'purposes'>;
function facts(acts: readonly Act[]): Facts {
  const cases = [...new Set(acts.flatMap(({ caseNo }) => (caseNo === undefined ? [] : [caseNo])))].slice(0, 20);
  const purposes = [...new Set(acts.flatMap(({ purpose }): Purpose[] => (purpose === undefined ? [] : [purpose])))];
  return { acts: acts.length, from_at: Math.min(...acts.map(({ at }) => at)), to_at: Math.max(...acts.map(({ at }) => at)), cases: JSON.stringify(cases), purposes: JSON.stringify(purposes) };
}
/** It never shrinks: what was seen once stays seen when a note is written afterwards. */
async function grow(trx: Write, alert: OversightAlertTable, acts: readonly Act[]): Promise<OversightAlertTable> {
  const seen = facts(acts);
  const fresh = acts.filter(({ at }) => at > alert.to_at).length;
  if (fresh === 0) return alert;
  const both = (a: string, b: string): string => JSON.stringify([...new Set([...JSON.parse(a) as string[], ...JSON.parse(b) as string[]])].slice(0, 20));
  const change = { acts: alert.acts + fresh, from_at: Math.min(alert.from_at, seen.from_at), to_at: seen.to_at, cases: both(alert.cases, seen.cases), purposes: both(alert.purposes, seen.purposes) };
  await trx.updateTable('oversight_alert').set(change).where('id', '=', alert.id).execute();
  return { ...alert, ...change };
}

/** Owners whose cameras are part of it. */
export function ownersIn({ acts }: Finding): readonly OwnerId[] {
  return [...new Set(acts.map(({ owner }) => owner))];
}
