import { purposeWords } from '../access/ask-sentence.ts';
import { letterPaper } from '../documents/letter.ts';
import type { OwnerId, PersonId } from '../domain/ids.ts';
import type { Language } from '../domain/people.ts';
import type { Instant } from '../domain/time.ts';
import { letterFacts } from '../oversight/letter-facts.ts';
import type { Month } from '../oversight/months.ts';
import type { HubServices } from './hub-services.ts';
import { actionNames } from './ledger-words.ts';

/** The letter of one month as a PDF, made anew each time; that it was made is in the log whose seal it carries. */
export async function monthlyLetter(hub: Pick<HubServices, 'store' | 'audit' | 'clock' | 'tz' | 'hubName'>, owner: OwnerId, month: Month, by: PersonId, language: Language): Promise<Buffer> {
  const at = hub.clock.now();
  await hub.audit.append(undefined, { type: 'letter.made', at, body: { by, owner, month: month.name } });
  const [facts, note] = await Promise.all([letterFacts(hub.store, owner, month), hub.audit.checkpoint()]);
  const [, size = '0', root = ''] = note.split('\n');
  const format = new Intl.DateTimeFormat('vi-VN', { timeZone: hub.tz, day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const moment = (instant: Instant): string => format.format(instant);
  const { lines, longest, ...counts } = facts;
  return letterPaper({
    ...counts, hubName: hub.hubName, month: month.name.split('-').toReversed().join('/'), madeAt: at, seal: { size: Number(size), root, at: moment(at) }, longest: longest && { ...longest, at: moment(longest.at) },
    lines: lines.map(({ action, purpose, ...line }) => ({ ...line, what: actionNames[action], purpose: purpose === null ? null : purposeWords[purpose] })),
  }, language);
}
