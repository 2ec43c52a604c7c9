import { approvedAsk } from '../../access/ask-json.ts';
import { bestOffer } from '../../access/officer-offers.ts';
import type { maskRoutes, MaskRow } from '../../api/masks.ts';
import type { CameraRecord } from '../../cameras/camera-registry.ts';
import type { Mask } from '../../consent/masks.ts';
import { ownAsk } from '../../consent/owner-access.ts';
import { refusalClass } from '../../consent/reasons.ts';
import { isRefusal } from '../../consent/refusal.ts';
import type { Ask } from '../../domain/consent.ts';
import { id, type AskId, type CameraId, type UnitId } from '../../domain/ids.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import { HubError } from '../../sdk/errors.ts';
import { askerFor, plainAsker, requireCamera } from '../../people/asker.ts';
import type { Call, Handlers } from '../call.ts';
import { proofLasts } from '../guard.ts';
import { HubProblem } from '../../base/hub-problem.ts';
import type { HubServices } from '../hub-services.ts';
import { keepers, ownCamera } from '../../people/roles.ts';

type Wish = Call<(typeof maskRoutes)['POST /api/officer/snapshots']>['body'];
/** What the hub takes at most, as the owner's own pictures do. */
const asItIs = { maxHeight: 4_320, maxFps: 60, audio: false } as const;

export function maskHandlers(hub: HubServices): Handlers<typeof maskRoutes> {
  const find = async (by: SignedIn, camera: string): Promise<CameraRecord> => ownCamera(by, await hub.registry.find(id<CameraId>(camera)), keepers);
  const rowOf = async ({ id: mask, version, name, polygons, staff, drawnBy, drawnAt }: Mask): Promise<MaskRow> => {
    const person = await hub.store.read.selectFrom('person').select('name').where('id', '=', drawnBy).executeTakeFirst();
    return { id: mask, version, name, polygons: polygons.map((polygon) => [...polygon]), staff, drawnBy: person?.name ?? '', drawnAt };
  };

  return {
    'GET /api/cameras/:id/masks': async ({ by, params }) => Promise.all((await hub.masks.ofCamera((await find(by, params.id)).id)).map(rowOf)),
    'POST /api/cameras/:id/masks': async ({ by, params, body }) => {
      const camera = await find(by, params.id);
      return rowOf(await hub.masks.draw(camera.id, camera.owner, body, by.person));
    },
    'PUT /api/cameras/:id/masks/:mask': async ({ by, params, body }) => {
      const camera = await find(by, params.id);
      return rowOf(await hub.masks.change(camera.id, params.mask, body, by.person, (widened) => {
        if (widened) requireWidener(by, camera, hub.clock.now());
      }));
    },
    'DELETE /api/cameras/:id/masks/:mask': async ({ by, params }) => {
      const camera = ownCamera(by, await hub.registry.find(id<CameraId>(params.id)), ['owner']);
      await hub.masks.remove(camera.id, params.mask, by.person);
    },
    'GET /api/cameras/:id/masks/picture': async ({ by, params }) => {
      const camera = await find(by, params.id);
      const masks = new Set((await hub.masks.ofCamera(camera.id)).map(({ laidAs }) => laidAs));
      return taken(hub, { as: 'member', ask: ownAsk(by.person, camera.id, 'snapshot', { ...asItIs, masks }) }, '');
    },
    'POST /api/officer/snapshots': async ({ by, body }) => {
      const office = askerFor(by, id<UnitId>(body.unit));
      const camera = requireCamera(await hub.registry.find(id<CameraId>(body.camera)));
      return taken(hub, { as: 'officer', ask: await officersAsk(hub, by, camera, office, body) }, `${office.unitName} · ${office.officerNo}`);
    },
  };
}

/** Only the registered owner shows more, and only after she proved who she is. @throws HubError `not-allowed`, `fresh-sign-in` */
function requireWidener(by: SignedIn, camera: CameraRecord, now: number): void {
  ownCamera(by, camera, ['owner']);
  const age = now - by.provedAt;
  if (age < 0 || age >= proofLasts) throw new HubError('fresh-sign-in', 'Showing more needs a fresh proof.');
}

async function officersAsk(hub: HubServices, by: SignedIn, camera: CameraRecord, office: ReturnType<typeof askerFor>, { purpose, caseNo: typed, ask: approved }: Wish): Promise<Ask<'snapshot'>> {
  const who = plainAsker(office);
  if (approved !== undefined) {
    const row = await hub.asks.find(id<AskId>(approved));
    const ask = row && approvedAsk(row);
    // Also of another unit of hers: the mark in the picture names the unit that asked.
    if (!row || !ask || row.person !== by.person || row.unit !== office.unit || row.camera !== camera.id || ask.action !== 'snapshot') throw new HubError('not-found', 'There is no such ask.');
    if (ask.caseNo !== undefined) await hub.cases.requireOpen(row.unit, ask.caseNo);
    return ask as Ask<'snapshot'>;
  }
  if (purpose === undefined) throw new HubError('bad-request', 'An officer says for what purpose.');
  const caseNo = typed === undefined ? undefined : (await hub.cases.requireOpen(office.unit, typed)).case_no;
  const offer = await bestOffer(hub.records, who, camera.id, 'snapshot', { purpose, caseNo }, hub.clock.now());
  // Nothing is offered: the gate says no and writes it down.
  return offer?.ask ?? { who, camera: camera.id, action: 'snapshot', rendition: { maxHeight: 720, maxFps: 30, audio: false, masks: new Set() }, purpose, ...(caseNo === undefined ? {} : { caseNo }) };
}

/** Under a permit of its own that ends with it; the ledger has it as a second of looking. */
async function taken(hub: HubServices, request: { readonly as: 'member' | 'officer'; readonly ask: Ask<'snapshot'> }, mark: string): Promise<Uint8Array> {
  const permit = await hub.gate.admit(request);
  if (isRefusal(permit)) {
    if (request.as === 'member') throw permit.error;
    throw new HubProblem(permit.error.code, permit.error.message, { reasons: [refusalClass(permit.decision) ?? 'not_now'] });
  }
  let watched = { seconds: 0, bytes: 0, obligationsMet: null as boolean | null, mark: null as 'pixels' | null };
  try {
    const still = await hub.stills.take(permit, mark);
    watched = { seconds: 1, bytes: still.length, obligationsMet: true, mark: mark === '' ? null : 'pixels' };
    return still;
  } finally {
    await hub.gate.end(permit, 'viewer', watched);
  }
}
