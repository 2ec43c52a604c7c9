import type { BagRow, evidenceRoutes } from '../../api/evidence.ts';
import { refusalClass } from '../../consent/reasons.ts';
import { HubProblem } from '../../base/hub-problem.ts';
import type { BagHand, Hand } from '../../evidence/bag-hand.ts';
import type { BagKeys } from '../../evidence/bag-keys.ts';
import type { BagRecord, BagRows } from '../../evidence/bag-rows.ts';
import { readKeyPair, readPkcs12 } from '../../evidence/certificates.ts';
import type { Custody } from '../../evidence/custody.ts';
import type { EvidenceDesk, WantedPiece } from '../../evidence/evidence-desk.ts';
import { id, type CameraId } from '../../domain/ids.ts';
import { requireCamera } from '../../people/asker.ts';
import { keepers, ownersOf } from '../../people/roles.ts';
import type { HeldOffice, SignedIn } from '../../people/signed-in.ts';
import { HubError } from '../../sdk/errors.ts';
import type { Call, Handlers } from '../call.ts';
import { bagRow } from '../bag-row.ts';
import { handOf } from '../hand-of.ts';
import type { HubServices } from '../hub-services.ts';
import { asMember, asOfficer } from './export-routes.ts';

export interface EvidenceRoom {
  readonly desk: EvidenceDesk;
  readonly hand: BagHand;
  readonly rows: BagRows;
  readonly custody: Custody;
  readonly keys: BagKeys;
  /** Of the time-stamp service; null where none is set. */
  readonly stampUrl: string | null;
  /** Of a written request: her office in the unit it is of, where she may see it; and all of these. */
  readonly officeFor: (request: string, by: SignedIn) => Promise<HeldOffice | undefined>;
  readonly requestsOf: (by: SignedIn) => Promise<readonly string[]>;
}
type ById = Call<(typeof evidenceRoutes)['GET /api/evidence/:id']>;

export function evidenceHandlers(hub: HubServices, room: EvidenceRoom): Handlers<typeof evidenceRoutes> {
  const { desk, hand, rows, custody, keys } = room;
  const shown = async (bag: string, { by, language }: Pick<ById, 'by' | 'language'>): Promise<BagRow> => {
    const { row } = await found(bag, by);
    return bagRow(row, await custody.of(bag), by, language);
  };
  const handIn = async (row: BagRecord, by: SignedIn): Promise<Hand | undefined> => handOf(row, by, row.request === null ? undefined : await room.officeFor(row.request, by));
  const found = async (bag: string, by: SignedIn): Promise<{ readonly row: BagRecord; readonly as: Hand }> => {
    const row = await rows.find(bag);
    const as = row && await handIn(row, by);
    if (!row || !as) throw new HubError('not-found', 'There is no such bag.');
    return { row, as };
  };
  const certificate = async () => ({ ...(await keys.facts()), timestamp: room.stampUrl });

  return {
    'POST /api/evidence': async (call) => {
      const { by, body } = call;
      const pieces: WantedPiece[] = [];
      // Of an area ask each piece goes under the approval of its own camera.
      const agreed = body.ask === undefined ? [] : await hub.asks.fetchable(body.ask, by.person);
      for (const { camera: name, from, to } of body.pieces) {
        const camera = await hub.registry.find(id<CameraId>(name));
        const isOwn = body.unit === undefined && by.memberships.some(({ owner }) => owner === camera?.owner);
        const approval = agreed.find((each) => each.camera === camera?.id)?.id ?? body.ask;
        const wish = { ...body, camera: name, from, to, ...(approval !== undefined && { ask: approval }) };
        pieces.push({ request: isOwn && camera ? await asMember(hub, by, camera, wish) : await asOfficer(hub, by, camera, wish), owner: requireCamera(camera).owner });
      }
      const isOfficer = pieces.some(({ request }) => request.as === 'officer');
      if (isOfficer && pieces.some(({ request }) => request.as === 'member')) throw new HubError('bad-request', 'A bag is her own footage, or an officer\'s; not both.');
      const office = isOfficer ? by.offices.find(({ unit }) => unit === pieces[0]?.request.ask.who.units[0]) : undefined;
      const answer = await desk.ask({
        person: by.person, pieces, ...(office && { office: { unit: office.unit, unitName: office.unitName, officerNo: office.officerNo } }), ...(body.ask !== undefined && { ask: id(body.ask) }), ...(body.receiver && { receiver: body.receiver }),
      });
      if (!('refused' in answer)) return shown(answer.id, call);
      if (!isOfficer) throw answer.error;
      throw new HubProblem(answer.error.code, answer.error.message, { reasons: [refusalClass(answer.decision) ?? 'not_now'] });
    },
    'GET /api/evidence': async ({ by, language }) => {
      const seen = await rows.seenBy(by.person, ownersOf(by, keepers), await room.requestsOf(by));
      const shownTo = await Promise.all(seen.map(async (row) => ((await handIn(row, by)) ? [bagRow(row, await custody.of(row.id), by, language)] : [])));
      return shownTo.flat();
    },
    'GET /api/evidence/:id': async (call) => shown(call.params.id, call),
    'DELETE /api/evidence/:id': async ({ by, params }) => {
      const { row, as } = await found(params.id, by);
      if (row.person !== by.person) throw new HubError('not-allowed', 'The bag was made by somebody else.');
      await desk.cancel(row.id, as.by, by.person);
    },
    'GET /api/evidence/:id/file': async ({ by, params }) => {
      const { row, as } = await found(params.id, by);
      return hand.file(row, as);
    },
    'GET /api/evidence/:id/minutes': async ({ by, params }) => {
      const { row, as } = await found(params.id, by);
      return { name: `bien-ban-${row.id}.pdf`, type: 'application/pdf', parts: await hand.minutes(row, as) };
    },
    'POST /api/evidence/:id/check': async (call) => {
      const { row, as } = await found(call.params.id, call.by);
      await hand.check(row, as);
      return shown(row.id, call);
    },
    'POST /api/evidence/:id/custody': async (call) => {
      const { row, as } = await found(call.params.id, call.by);
      await hand.note(row, as, call.body.event, call.body.note);
      return shown(row.id, call);
    },
    'POST /api/evidence/:id/receipt': async (call) => {
      const { row, as } = await found(call.params.id, call.by);
      await hand.receipt(row, as, Buffer.from(call.body.p7s, 'base64'));
      return shown(row.id, call);
    },
    'POST /api/evidence/:id/stamp': async (call) => {
      const { row, as } = await found(call.params.id, call.by);
      await hand.stamp(row, as);
      return shown(row.id, call);
    },
    'POST /api/evidence/:id/unwrap': async ({ by, params }) => {
      const { row, as } = await found(params.id, by);
      return hand.unwrap(row, as);
    },
    'GET /api/evidence-certificate': async () => certificate(),
    'PUT /api/evidence-certificate': async ({ by, body }) => {
      const now = hub.clock.now();
      await keys.install('key' in body ? readKeyPair(body.key, body.chain, now) : await readPkcs12(Buffer.from(body.pkcs12, 'base64'), body.password, now), by.person);
      return certificate();
    },
    'DELETE /api/evidence-certificate': async ({ by }) => {
      await keys.uninstall(by.person);
      return certificate();
    },
  };
}
