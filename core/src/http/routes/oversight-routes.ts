import type { AlertRow, NumbersPage, oversightRoutes } from '../../api/oversight.ts';
import type { Purpose } from '../../domain/consent.ts';
import { id, type UnitId } from '../../domain/ids.ts';
import type { Alert, AlertReader } from '../../oversight/alert-book.ts';
import { alertWords } from '../../oversight/alert-words.ts';
import type { Numbers } from '../../oversight/statistics.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { logFileName, logFileTypes, logParts } from '../ledger-export.ts';
import { unitLogRow } from '../ledger-rows.ts';
import { officeIn } from '../../people/roles.ts';
import { filterOf, ownLedgerHandlers, placeOf } from './ledger-routes.ts';

export function oversightHandlers(hub: HubServices): Handlers<typeof oversightRoutes> {
  return { ...ownLedgerHandlers(hub), ...logHandlers(hub), ...numberHandlers(hub) };
}

type LogKeys = 'GET /api/officer/viewings/export' | 'GET /api/officer/street' | 'PUT /api/officer/street' | 'GET /api/units/:id/viewings' | 'GET /api/units/:id/viewings/export';
function logHandlers(hub: HubServices): Pick<Handlers<typeof oversightRoutes>, LogKeys> {
  return {
    'GET /api/officer/viewings/export': async ({ by, query, language }) => {
      const { format, ...filters } = query;
      const at = hub.clock.now();
      await hub.audit.append(undefined, { type: 'ledger.exported', at, body: { by: by.person, side: 'officer', format, filters } });
      const wish = { side: 'officer', format, language, tz: hub.tz, at, filters } as const;
      return { name: logFileName(wish), type: logFileTypes[format], parts: logParts({ ...wish, page: (before, limit) => hub.ledger.ofOfficer(by.person, { ...filterOf(filters), before, limit }) }) };
    },
    'GET /api/officer/street': async ({ by }) => ({ street: await hub.oversight.streets.of(by.person) }),
    'PUT /api/officer/street': async ({ by, body }) => {
      await hub.oversight.streets.declare(by.person, body.street);
      return { street: body.street };
    },
    'GET /api/units/:id/viewings': async ({ by, params, query }) => (await hub.ledger.ofUnit(ledUnit(by, params.id), { ...filterOf(query), before: placeOf(query.before), limit: query.limit })).map(unitLogRow),
    'GET /api/units/:id/viewings/export': async ({ by, params, query, language }) => {
      const unit = ledUnit(by, params.id);
      const { format, ...filters } = query;
      const at = hub.clock.now();
      await hub.audit.append(undefined, { type: 'ledger.exported', at, body: { by: by.person, side: 'leader', unit, format, filters } });
      const wish = { side: 'leader', format, language, tz: hub.tz, at, filters } as const;
      return { name: logFileName(wish), type: logFileTypes[format], parts: logParts({ ...wish, page: (before, limit) => hub.ledger.ofUnit(unit, { ...filterOf(filters), before, limit }) }) };
    },
  };
}

type NumberKeys = 'GET /api/oversight/statistics' | 'GET /api/oversight/alerts' | 'POST /api/oversight/alerts/:id/answer' | 'GET /api/transparency';
function numberHandlers(hub: HubServices): Pick<Handlers<typeof oversightRoutes>, NumberKeys> {
  return {
    'GET /api/oversight/statistics': async ({ query }) => shown(await hub.oversight.statistics.of('oversight', query.months)),
    'GET /api/oversight/alerts': async ({ by }) => {
      const readers = readersOf(by);
      const found = new Map((await Promise.all(readers.map(async (reader) => (await hub.oversight.alerts.list(reader)).map((alert) => [alert.id, alertRow(alert, reader)] as const)))).flat());
      return [...found.values()].toSorted((a, b) => b.openedAt - a.openedAt);
    },
    'POST /api/oversight/alerts/:id/answer': async ({ by, params, body }) => {
      const [reader, other] = readersOf(by);
      if (!reader) throw new HubError('not-allowed', 'The person oversees nobody.');
      await hub.oversight.alerts.answer(reader, params.id, body.reason).catch(async (failure: unknown) => {
        if (!other) throw failure;
        await hub.oversight.alerts.answer(other, params.id, body.reason);
      });
    },
    'GET /api/transparency': async () => ({ hub: hub.hubName, numbers: shown(await hub.oversight.statistics.of('everybody', 11)) }),
  };
}

/** The unit she leads. @throws HubError `not-allowed` */
function ledUnit(by: SignedIn, unit: string): UnitId {
  const office = officeIn(by, id<UnitId>(unit));
  if (office.role !== 'unit_leader') throw new HubError('not-allowed', 'Only the leader reads the unit\'s log.');
  return office.unit;
}

/** As what she reads alerts. Who serves in a people's committee and leads a unit besides is asked on both sides, except about herself. */
function readersOf(by: SignedIn): readonly AlertReader[] {
  const { person, offices } = by;
  const units = offices.filter(({ unitKind, role }) => unitKind !== 'peoples_committee' && role === 'unit_leader').map(({ unit }) => unit);
  return [
    ...(offices.some(({ unitKind }) => unitKind === 'peoples_committee') ? [{ side: 'oversight', person } as const] : []),
    ...(units.length > 0 ? [{ side: 'leader', person, units } as const] : []),
  ];
}

function alertRow({ id: alert, kind, unit_name, officer_no, acts, from_at, to_at, cases, purposes, opened_at, answers }: Alert, { side }: AlertReader): AlertRow {
  return {
    id: alert, kind, title: alertWords[kind], unit: unit_name, officerNo: officer_no, acts, from: from_at, to: to_at, purposes: JSON.parse(purposes) as Purpose[], openedAt: opened_at,
    // Case numbers are the unit's own business.
    cases: side === 'leader' ? JSON.parse(cases) as string[] : [],
    answers: [...answers], open: !answers.some((answer) => answer.side === side && answer.at >= to_at),
  };
}

function shown({ months, byPurpose, byRoute, byUnit, ...numbers }: Numbers): NumbersPage {
  return { ...numbers, months: [...months], byPurpose: [...byPurpose], byRoute: [...byRoute], byUnit: [...byUnit] };
}
