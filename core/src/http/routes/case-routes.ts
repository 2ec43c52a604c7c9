import type { caseRoutes } from '../../api/cases.ts';
import { askSentence } from '../../access/ask-sentence.ts';
import { exampleOf, parseCasePattern } from '../../access/case-pattern.ts';
import { areaOf, type Ground } from '../../access/area.ts';
import type { AreaDraft } from '../../access/area-asks.ts';
import { id, type CameraId, type UnitId } from '../../domain/ids.ts';
import { HubError } from '../../sdk/errors.ts';
import type { UnitCaseTable } from '../../store/schema.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import { askerFor, plainAsker } from '../../people/asker.ts';
import type { Call, Handlers } from '../call.ts';
import { areaAskRows, caseBagRows, caseRows, noteRows } from '../case-rows.ts';
import type { HubServices } from '../hub-services.ts';
import { officerAskRows, officerLedgerRow } from '../ledger-rows.ts';
import { keepers, officeIn, ownCamera } from '../../people/roles.ts';

type AreaBody = Call<(typeof caseRoutes)['POST /api/officer/area-asks']>['body'];

export function caseHandlers(hub: HubServices): Handlers<typeof caseRoutes> {
  /** A leader of this very unit: elsewhere she may be an officer like any other. */
  function leads(by: SignedIn, unit: string): UnitId {
    const asker = askerFor(by, id<UnitId>(unit));
    if (officeIn(by, asker.unit).role !== 'unit_leader') throw new HubError('not-allowed', 'Only the leader of the unit does this.');
    return asker.unit;
  }
  const serves = (by: SignedIn, unit: string): UnitId => askerFor(by, id<UnitId>(unit)).unit;
  async function oneRow(row: UnitCaseTable, by: SignedIn) {
    const [made] = await caseRows(hub.store, [row], by.person, hub.clock.now());
    if (!made) throw new HubError('internal', 'The case is not there.');
    return made;
  }
  async function find(caseId: string, unit: UnitId): Promise<UnitCaseTable> {
    const row = await hub.cases.find(caseId, unit);
    if (!row) throw new HubError('not-found', 'The unit has no such case.');
    return row;
  }
  async function patternOf(unit: UnitId) {
    const pattern = await hub.cases.pattern(unit);
    const tokens = pattern === null ? undefined : parseCasePattern(pattern);
    return { pattern, example: tokens ? exampleOf(tokens, hub.cases.year) : null };
  }
  const draftOf = ({ position, radiusM, polygon, footage, ...body }: AreaBody): AreaDraft => ({ ...body, area: groundOf({ position, radiusM, polygon }), footage: footage && [footage.from, footage.to] });

  return {
    'GET /api/officer/cases': async ({ by, query }) => caseRows(hub.store, await hub.cases.ofUnit(serves(by, query.unit), query.which), by.person, hub.clock.now()),
    'POST /api/officer/cases': async ({ by, body }) => {
      const { unit, position, happened, ...draft } = body;
      return oneRow(await hub.cases.open(serves(by, unit), { ...draft, at: position ?? undefined, happened: [happened.from, happened.to] }, by.person), by);
    },
    'GET /api/officer/cases/:id': async ({ by, params, query }) => {
      const unit = serves(by, query.unit);
      const row = await find(params.id, unit);
      const now = hub.clock.now();
      const [made, notes, asks, areas, lines, bags] = await Promise.all([
        oneRow(row, by), hub.cases.notes(row.id), hub.asks.ofCase(unit, row.case_no), hub.areaAsks.ofCase(row.id), hub.ledger.ofUnit(unit, { caseNo: row.case_no, limit: 200 }), caseBagRows(hub.store, unit, row.case_no, by.person),
      ]);
      return { case: made, notes: await noteRows(hub.store, notes), asks: await officerAskRows(hub.store, asks, hub.tz, now), areaAsks: await areaAskRows(hub, areas, by.person, now), viewings: lines.map(officerLedgerRow), bags };
    },
    'POST /api/officer/cases/:id/notes': async ({ by, params, body }) => {
      const note = await hub.cases.note(params.id, serves(by, body.unit), by.person, body.text);
      return { id: note.id, by: by.name, at: note.at, text: note.text };
    },
    'POST /api/officer/cases/:id/countersign': async ({ by, params, body }) => oneRow(await hub.cases.countersign(params.id, leads(by, body.unit), by.person), by),
    'POST /api/officer/cases/:id/close': async ({ by, params, body }) => {
      const row = await hub.cases.close(params.id, serves(by, body.unit), by.person, body.outcome, body.note);
      // The owners are spared the rest.
      await hub.areaAsks.withdrawCase(row.id, by.person);
      await hub.asks.withdrawCase(row.unit, row.case_no, by.person);
      return oneRow(row, by);
    },
    'GET /api/officer/case-pattern': async ({ by, query }) => patternOf(serves(by, query.unit)),
    'PUT /api/officer/case-pattern': async ({ by, body }) => {
      const unit = leads(by, body.unit);
      await hub.cases.setPattern(unit, body.pattern, by.person);
      return patternOf(unit);
    },
    'GET /api/officer/area-asks': async ({ by, query }) => {
      const unit = serves(by, query.unit);
      return areaAskRows(hub, (await hub.areaAsks.ofPerson(by.person)).filter((area) => area.unit === unit), by.person, hub.clock.now());
    },
    'POST /api/officer/area-asks/preview': async ({ by, body }) => {
      const who = askerFor(by, id<UnitId>(body.unit));
      areaOf(groundOf(body));
      const { case_no: caseNo } = await hub.cases.requireOpen(who.unit, body.caseNo);
      const ask = { action: body.action, purpose: body.purpose, caseNo, rendition: { maxHeight: 720, maxFps: 30, audio: false, masks: new Set<never>() }, ...(body.footage ? { footage: [body.footage.from, body.footage.to] as const } : {}) };
      return { sentence: askSentence({ unit: who.unitName, officerNo: who.officerNo, role: officeIn(by, who.unit).role, camera: '…', ask, tz: hub.tz }) };
    },
    'POST /api/officer/area-asks': async ({ by, body }) => {
      const who = askerFor(by, id<UnitId>(body.unit));
      const made = await hub.areaAsks.make(plainAsker(who), who.unit, who.officerNo, officeIn(by, who.unit).role, draftOf(body));
      const [row] = await areaAskRows(hub, [made], by.person, hub.clock.now());
      if (!row) throw new HubError('internal', 'The area ask is not there.');
      return row;
    },
    'DELETE /api/officer/area-asks/:id': async ({ by, params }) => hub.areaAsks.withdraw(params.id, by.person),
    'GET /api/cameras/:id/holds': async ({ by, params }) => {
      const camera = ownCamera(by, await hub.registry.find(id<CameraId>(params.id)), keepers);
      return (await hub.holds.ofCamera(camera.id)).map((hold) => ({ id: hold.id, camera: hold.camera, from: hold.from_at, to: hold.to_at, reason: hold.reason, placedAt: hold.placed_at, until: hold.until, bytes: hold.bytes }));
    },
  };
}

function groundOf({ position, radiusM, polygon }: Pick<AreaBody, 'position' | 'radiusM' | 'polygon'>): Ground {
  if (polygon && !position && radiusM === undefined) return { corners: polygon };
  if (!polygon && position && radiusM !== undefined) return { ...position, radiusM };
  throw new HubError('bad-request', 'An area is a circle, or corners; not both.');
}
