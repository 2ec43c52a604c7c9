import type { recordRoutes } from '../../api/records.ts';
import { id, type GrantId } from '../../domain/ids.ts';
import type { Language } from '../../domain/people.ts';
import type { Instant } from '../../domain/time.ts';
import { slipPaper } from '../../documents/slip-paper.ts';
import type { KnownPerson } from '../../people/signed-in.ts';
import { isValid, type ConsentBook, type ConsentRecord } from '../../records/consent-book.ts';
import { dataExport } from '../../records/data-export.ts';
import type { Leavings } from '../../records/leavings.ts';
import { noticeHash, noticeParagraphs, noticeVersion, notLegalAdvice } from '../../records/privacy-notice.ts';
import type { Purges } from '../../records/purges.ts';
import { consentReceipt, grantReceipt, receiptId } from '../../records/receipts.ts';
import type { ReceiptSigner } from '../../records/receipt-signer.ts';
import type { Signs } from '../../records/signs.ts';
import { zipStream } from '../../records/zip-stream.ts';
import { HubError } from '../../sdk/errors.ts';
import type { DocumentAnswer, Handlers } from '../call.ts';
import { grantForPaper } from '../grant-for-paper.ts';
import type { HubServices } from '../hub-services.ts';
import { ownersOf } from '../../people/roles.ts';
import { leavingHandlers } from './leaving-routes.ts';
import { signHandlers } from './sign-routes.ts';

/** Consent records and receipts, signs, leaving: what these routes hand on to. */
export interface RecordsDesk {
  readonly consents: ConsentBook;
  readonly receipts: ReceiptSigner;
  readonly signs: Signs;
  readonly leavings: Leavings;
  readonly purges: Purges;
}
type RecordTable = typeof recordRoutes;
type ConsentKeys = 'GET /api/privacy-notice' | 'GET /api/consents' | 'POST /api/consents' | 'DELETE /api/consents/:id' | 'GET /api/consents/:id/receipt' | 'GET /api/grants/:id/receipt' | 'GET /api/grants/:id/slip' | 'GET /api/receipt-keys' | 'GET /api/my-data';

export function recordHandlers(hub: HubServices, desk: RecordsDesk): Handlers<RecordTable> {
  return { ...consentHandlers(hub, desk), ...signHandlers(hub, desk.signs), ...leavingHandlers(hub, desk) };
}

function consentHandlers(hub: HubServices, { consents, receipts }: RecordsDesk): Pick<Handlers<RecordTable>, ConsentKeys> {
  const row = (record: ConsentRecord) => ({
    id: record.id, state: record.state, valid: isValid(record.state), noticeVersion: record.notice.version, current: consents.isCurrent(record), language: record.notice.language, events: record.events.map(({ state, at, method }) => ({ state, at, method })),
  });
  /** The receipt to read, and its signature over the very same words. */
  const signed = async (name: string, receipt: object): Promise<DocumentAnswer> => {
    const jws = await receipts.sign(receipt);
    return { name: `${name}.json`, type: 'application/json; charset=utf-8', parts: Buffer.from(`${JSON.stringify({ receipt, jws }, undefined, 2)}\n`) };
  };
  const ownGrant = async (by: KnownPerson, grant: string) => await grantForPaper(hub.store, id<GrantId>(grant), ownersOf(by));

  return {
    'GET /api/privacy-notice': async () => ({ version: noticeVersion, sha256: { vi: noticeHash('vi'), en: noticeHash('en') }, paragraphs: { vi: [...noticeParagraphs.vi], en: [...noticeParagraphs.en] }, notAdvice: notLegalAdvice }),
    'GET /api/consents': async ({ by }) => (await consents.of(by.person)).map(row),
    'POST /api/consents': async ({ by, body }) => {
      const record = await consents.renew(by.person, body.notice);
      await hub.gate.recheck({ person: by.person });
      return row(record);
    },
    'DELETE /api/consents/:id': async ({ by, params }) => {
      const record = await consents.withdraw(by.person, params.id);
      // What an officer had open under her name ends with it.
      await hub.gate.recheck({ person: by.person });
      return row(record);
    },
    'GET /api/consents/:id/receipt': async ({ by, params, origin }) => {
      const record = (await consents.of(by.person)).find((each) => each.id === params.id);
      if (!record) throw new HubError('not-found', 'It is no record of hers.');
      return await signed(`matpho-${receiptId(record.id, 1, record.events.length)}`, consentReceipt(record, { hubName: hub.hubName, origin }, hub.clock.now()));
    },
    'GET /api/grants/:id/receipt': async ({ by, params, origin }) => {
      const of = await ownGrant(by, params.id);
      return await signed(`matpho-${of.receipt}`, grantReceipt(of, { hubName: hub.hubName, origin }, hub.clock.now()));
    },
    'GET /api/grants/:id/slip': async ({ by, params, origin, language }) => {
      const { grant, to, sentence, signedBy, signedAt, revokedAt, receipt } = await ownGrant(by, params.id);
      const at = (instant: Instant): string => clockTime(instant, language, hub.tz);
      const parts = await slipPaper({
        language, to, signedBy, receipt, sentence: sentence[language], signedAt: at(signedAt), from: at(grant.when.from), until: at(grant.when.until), stoppedAt: revokedAt === null ? undefined : at(revokedAt),
        link: `${origin}/grant/${grant.id}`, notAdvice: notLegalAdvice, at: hub.clock.now(),
      });
      return { name: `matpho-${receipt}.pdf`, type: 'application/pdf', parts };
    },
    'GET /api/receipt-keys': async () => ({ keys: receipts.keys.map((key) => ({ ...key })) }),
    'GET /api/my-data': async ({ by }) => {
      const at = hub.clock.now();
      await hub.audit.append(undefined, { type: 'data.exported', at, body: { by: by.person } });
      return { name: `matpho-du-lieu-${new Date(at).toISOString().slice(0, 10)}.zip`, type: 'application/zip', parts: zipStream(dataExport(hub.store, { person: by.person, owners: ownersOf(by, ['owner']) }, at), new Date(at)) };
    },
  };
}

/** `14:05 22/11/2026`: as it is written by hand, in both languages. */
function clockTime(at: Instant, language: Language, timeZone: string): string {
  const parts = new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', { timeZone, hour: '2-digit', minute: '2-digit', day: '2-digit', month: '2-digit', year: 'numeric', hourCycle: 'h23' }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('hour')}:${of('minute')} ${of('day')}/${of('month')}/${of('year')}`;
}
