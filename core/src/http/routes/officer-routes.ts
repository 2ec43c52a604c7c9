import type { sharingRoutes } from '../../api/sharing.ts';
import { listedAs } from '../../access/listed-as.ts';
import { askSentence } from '../../access/ask-sentence.ts';
import { bestOffer, officerOffers } from '../../access/officer-offers.ts';
import type { Interval } from '../../domain/consent.ts';
import { id, type AskId, type CameraId, type UnitId } from '../../domain/ids.ts';
import { HubError } from '../../sdk/errors.ts';
import { askerFor, plainAsker } from '../../people/asker.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { officerAskRows, officerLedgerRow } from '../ledger-rows.ts';
import { officeIn } from '../../people/roles.ts';
import { filterOf, placeOf } from './ledger-routes.ts';

type OfficerKeys = Extract<keyof typeof sharingRoutes, `${string}/api/officer/${string}`>;

export function officerHandlers(hub: HubServices): Pick<Handlers<typeof sharingRoutes>, OfficerKeys> {
  return {
    'GET /api/officer/cameras': async ({ by, query }) => {
      const who = plainAsker(askerFor(by, id<UnitId>(query.unit)));
      const now = hub.clock.now();
      const rows = await Promise.all((await hub.registry.all()).map(async (camera) => {
        const offers = await officerOffers(hub.records, who, camera.id, now);
        if (offers.length === 0) return [];
        const owner = await hub.store.read.selectFrom('owner').select('kind').where('id', '=', camera.owner).executeTakeFirstOrThrow();
        const shown = listedAs({ ownerKind: owner.kind, hasPosition: camera.latitude !== undefined, mayNow: offers.some(({ effect }) => effect === 'permit') });
        if (shown === 'not') return [];
        const online = offers.some(({ action, effect }) => action === 'live' && effect === 'permit') ? ['running', 'connecting'].includes(hub.health.of(camera.id).state) : null;
        return [{ camera: camera.id, name: camera.name, place: shown === 'with-place' ? camera.place : '', ownerKind: owner.kind, online, offers: offers.map(({ until, purposes, ...offer }) => ({ ...offer, purposes: [...purposes], until: until ?? null })) }];
      }));
      return rows.flat();
    },
    'GET /api/officer/asks': async ({ by }) => officerAskRows(hub.store, await hub.asks.ofPerson(by.person), hub.tz, hub.clock.now()),
    'POST /api/officer/asks/preview': async ({ by, body }) => {
      const who = askerFor(by, id<UnitId>(body.unit));
      const camera = await hub.registry.find(id<CameraId>(body.camera));
      const caseNo = body.caseNo === undefined ? undefined : (await hub.cases.requireOpen(who.unit, body.caseNo)).case_no;
      const about = { purpose: body.purpose, caseNo, footage: interval(body.footage) };
      const offer = camera && await bestOffer(hub.records, plainAsker(who), camera.id, body.action, about, hub.clock.now());
      if (!camera || !offer) throw new HubError('consent-refused', 'No grant lets this be asked.');
      return { sentence: askSentence({ unit: who.unitName, officerNo: who.officerNo, role: officeIn(by, who.unit).role, camera: camera.name, ask: offer.ask, tz: hub.tz }) };
    },
    'POST /api/officer/asks': async ({ by, body }) => {
      const who = askerFor(by, id<UnitId>(body.unit));
      const ask = await hub.asks.make(plainAsker(who), who.unit, who.officerNo, { camera: id<CameraId>(body.camera), action: body.action, purpose: body.purpose, caseNo: body.caseNo, message: body.message, footage: interval(body.footage) });
      const [row] = await officerAskRows(hub.store, [ask], hub.tz, hub.clock.now());
      if (!row) throw new HubError('internal', 'The ask was made and is not there.');
      return row;
    },
    'DELETE /api/officer/asks/:id': async ({ by, params }) => hub.asks.withdraw(id<AskId>(params.id), by.person),
    'GET /api/officer/viewings': async ({ by, query }) => (await hub.ledger.ofOfficer(by.person, { ...filterOf(query), before: placeOf(query.before), limit: query.limit })).map(officerLedgerRow),
  };
}

function interval(footage: { readonly from: number; readonly to: number } | undefined): Interval | undefined {
  return footage && [footage.from, footage.to];
}
