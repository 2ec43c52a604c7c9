import { randomUUID } from 'node:crypto';
import type { SuspensionCause } from '../domain/emergency.ts';
import type { EmergencyParts } from './emergency-parts.ts';
import { committeeLeaders, othersIn, unitName, type StoredEmergency, type Write } from './emergency-rows.ts';
import { suspendedNews } from './emergency-words.ts';

/** The unit loses the right, from the next reading on. @returns what sends the notices */
export async function suspend(trx: Write, { log, clock, notices }: Pick<EmergencyParts, 'log' | 'clock' | 'notices'>, row: StoredEmergency, cause: SuspensionCause): Promise<() => void> {
  const at = clock.now();
  const suspension = randomUUID();
  await trx.insertInto('emergency_suspension').values({ id: suspension, unit: row.unit, emergency: row.id, cause, since: at, lifted_by: null, lifted_at: null, lifted_words: null }).execute();
  await log.append(trx, { type: 'emergency.suspended', at, body: { suspension, unit: row.unit, emergency: row.id, cause } });
  const news = suspendedNews(await unitName(trx, row.unit), cause);
  const tells = [await notices.queue(trx, await othersIn(trx, row.unit, []), news), await notices.queue(trx, await committeeLeaders(trx), { ...news, link: '/oversight/emergencies' })];
  return () => tells.forEach((tell) => tell());
}
