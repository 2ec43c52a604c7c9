import type { oversightRoutes } from '../../api/oversight.ts';
import type { Seal, sharingRoutes } from '../../api/sharing.ts';
import { readPlace } from '../../consent/ledger-place.ts';
import type { LedgerFilter } from '../../consent/ledger.ts';
import type { SealReport } from '../../consent/ledger-seal.ts';
import type { Purpose, Route } from '../../domain/consent.ts';
import { errorCodes } from '../../domain/error-codes.ts';
import { id, type CameraId, type OwnerId, type UnitId } from '../../domain/ids.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { logFileName, logFileTypes, logParts } from '../ledger-export.ts';
import { ledgerRow } from '../ledger-rows.ts';
import { monthlyLetter } from '../monthly-letter.ts';
import { keepers, membershipOf, ownersOf } from '../../people/roles.ts';
import type { z } from 'zod';

type LedgerKeys = Extract<keyof typeof sharingRoutes, `${string}/api/ledger${string}`>;
type MoreKeys = Extract<keyof typeof oversightRoutes, `${string}/api/ledger${string}`>;

/** What is asked of a log, as the ledger understands it. */
export function filterOf(query: { readonly camera?: string | undefined; readonly unit?: string | undefined; readonly officerNo?: string | undefined; readonly purpose?: Purpose | undefined; readonly route?: Route | undefined; readonly caseNo?: string | undefined; readonly from?: number | undefined; readonly to?: number | undefined }): LedgerFilter {
  const { camera, unit, officerNo, purpose, route, caseNo, from, to } = query;
  return { camera: camera === undefined ? undefined : id<CameraId>(camera), unit: unit === undefined ? undefined : id<UnitId>(unit), officerNo, purpose, route, caseNo, from, to };
}
export function placeOf(before: string | undefined): ReturnType<typeof readPlace> {
  return before === undefined ? undefined : readPlace(before);
}

export function ledgerHandlers(hub: HubServices): Pick<Handlers<typeof sharingRoutes>, LedgerKeys> {
  const shown = (seal: SealReport): z.input<typeof Seal> => ({ ...seal, problem: seal.intact ? null : { vi: errorCodes['log-damaged'].vi, en: errorCodes['log-damaged'].en } });

  return {
    'GET /api/ledger': async ({ by, query }) => (await hub.ledger.ofOwners(ownersOf(by), { ...filterOf(query), before: placeOf(query.before), own: query.own === '1', limit: query.limit })).map(ledgerRow),
    'GET /api/ledger/seal': async () => shown(hub.seal.last ?? await hub.seal.check()),
    'POST /api/ledger/check': async () => shown(await hub.seal.check()),
  };
}

/** The rest of what a household does with its ledger: choose among who looked, take it out, read its letters. */
export function ownLedgerHandlers(hub: HubServices): Pick<Handlers<typeof oversightRoutes>, MoreKeys> {
  return {
    'GET /api/ledger/people': async ({ by }) => [...await hub.ledger.whoLooked(ownersOf(by))],
    'GET /api/ledger/refused': async ({ by, query }) => {
      const rows = await hub.ledger.refusedTries(ownersOf(by), filterOf(query));
      if (rows.length === 0) return [];
      const names = new Map((await hub.store.read.selectFrom('camera').select(['id', 'name']).where('owner', 'in', ownersOf(by)).execute()).map(({ id: camera, name }) => [camera, name]));
      return rows.map(({ hour, last_at, camera, unit_name, officer_no, tries }) => ({ hour, lastAt: last_at, camera, cameraName: names.get(camera) ?? '', unit: unit_name, officerNo: officer_no, tries }));
    },
    'GET /api/ledger/export': async ({ by, query, language }) => {
      const { format, own, ...filters } = query;
      const owners = ownersOf(by);
      const at = hub.clock.now();
      await hub.audit.append(undefined, { type: 'ledger.exported', at, body: { by: by.person, side: 'owner', format, own: own === '1', filters } });
      const wish = { side: 'owner', format, language, tz: hub.tz, at, filters: { ...filters, own: own === '1' } } as const;
      return { name: logFileName(wish), type: logFileTypes[format], parts: logParts({ ...wish, page: (before, limit) => hub.ledger.ofOwners(owners, { ...filterOf(filters), before, limit, own: own === '1' }) }) };
    },
    'GET /api/ledger/letters': async ({ by }) => [...await hub.oversight.letters.list(ownersOf(by, keepers))],
    'GET /api/ledger/letter': async ({ by, query, language }) => {
      const { owner } = membershipOf(by, id<OwnerId>(query.owner), keepers);
      const month = await hub.oversight.letters.past(owner, query.month).catch((cause: unknown) => {
        if (cause instanceof RangeError) throw new HubError('not-found', 'There is no letter of this month.', { cause });
        throw cause;
      });
      return { name: `thu-thang-${month.name}.pdf`, type: 'application/pdf', parts: await monthlyLetter(hub, owner, month, by.person, language) };
    },
  };
}
