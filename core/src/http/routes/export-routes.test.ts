import { describe, expect, it } from 'vitest';
import { writeAsk } from '../../access/ask-json.ts';
import { askHash } from '../../consent/ask-hash.ts';
import type { Grant } from '../../domain/consent.ts';
import { id, type AskId, type PersonId } from '../../domain/ids.ts';
import type { MemberRole } from '../../domain/people.ts';
import { minutes } from '../../domain/time.ts';
import { an, byAn, exportPlace, grant, recordedTo, ward, type ExportPlace } from '../../exports/export-place.fixture.ts';
import type { SignedIn } from '../../people/signed-in.ts';
import { gateCamera, house, lan, morning } from '../../recordings/footage.fixture.ts';
import { HubError } from '../../sdk/errors.ts';
import { HubProblem } from '../../base/hub-problem.ts';
import type { HubServices } from '../hub-services.ts';
import { exportHandlers } from './export-routes.ts';

const nobody: SignedIn = { person: id<PersonId>('x'), login: 'x', name: 'X', language: 'vi', operator: false, memberships: [], offices: [], session: 's', provedAt: 0 };
const inHouse = (role: MemberRole): SignedIn => ({ ...nobody, person: lan, memberships: [{ owner: house, ownerName: 'Nhà số 5', ownerKind: 'household', role }] });
const officer: SignedIn = { ...nobody, person: an, offices: [{ unit: ward, unitName: 'Công an phường', unitKind: 'ward_police', role: 'duty_officer', officerNo: '123-456' }] };
const wish = { camera: gateCamera, from: morning, to: recordedTo };

interface Door {
  post(by: SignedIn, body: object): Promise<{ readonly id: string; readonly status: string; readonly cameraName: string }>;
  list(by: SignedIn): Promise<readonly { readonly id: string; readonly status: string; readonly problem: unknown }[]>;
  readonly cases: string[];
}
function door(place: ExportPlace): Door {
  const cases: string[] = [];
  const { store, records, clock } = place;
  const hub = {
    store, records, clock,
    registry: { find: async (camera: string) => (camera === gateCamera ? { id: gateCamera, owner: house } : undefined) },
    asks: { find: async (ask: AskId) => store.read.selectFrom('ask').selectAll().where('id', '=', ask).executeTakeFirst() },
    cases: {
      requireOpen: async (_: string, caseNo: string) => {
        cases.push(caseNo);
        if (caseNo !== 'VA-12') throw new HubError('case-unknown', 'There is no such case.');
      },
    },
  } as unknown as HubServices;
  const handlers = exportHandlers(hub, place.desk);
  const call = (by: SignedIn, body?: object) => ({ by, body, language: 'vi' }) as never;
  return { cases, post: (by, body) => handlers['POST /api/exports'](call(by, body)), list: (by) => handlers['GET /api/exports'](call(by)) };
}
async function problem(work: Promise<unknown>): Promise<unknown> {
  return work.then(() => 'fine', (error: unknown) => (error instanceof HubProblem ? [error.code, error.reasons] : error instanceof HubError ? error.code : error));
}

describe('the house', () => {
  it('exports its own footage as it was recorded, and sees its exports', async () => {
    await using place = await exportPlace();
    await place.desk.start();
    const { post, list } = door(place);
    const row = await post(inHouse('manager'), wish);
    expect([row.status, row.cameraName]).toEqual(['waiting', 'Cổng']);
    await place.desk.idle();
    expect(await list(inHouse('manager'))).toMatchObject([{ id: row.id, status: 'done', problem: null }]);
    expect(await list(officer)).toEqual([]);
    expect(await place.store.read.selectFrom('viewing').select(['route', 'action', 'purpose']).executeTakeFirst()).toEqual({ route: 'R0', action: 'clip', purpose: null });
  });

  it('does not let those export who only watch, nor strangers', async () => {
    await using place = await exportPlace();
    const { post } = door(place);
    expect(await problem(post(inHouse('viewer'), wish))).toBe('not-allowed');
    expect(await problem(post(nobody, wish))).toBe('not-found');
    expect(await problem(post(inHouse('owner'), { ...wish, camera: 'other' }))).toBe('not-found');
  });
});

describe('an officer', () => {
  it('exports under a standing grant, saying for which unit and why, under a case the unit has', async () => {
    await using place = await exportPlace();
    await place.desk.start();
    const { post, list, cases } = door(place);
    const { id: job } = await post(officer, { ...wish, unit: ward, purpose: 'crime', caseNo: 'VA-12' });
    await place.desk.idle();
    expect((await list(officer)).map((row) => [row.id, row.status])).toEqual([[job, 'done']]);
    expect(await place.store.read.selectFrom('viewing').select(['route', 'purpose', 'case_no', 'officer_no']).executeTakeFirst()).toEqual({ route: 'R1', purpose: 'crime', case_no: 'VA-12', officer_no: '123-456' });
    expect(cases).toEqual(['VA-12']);
    expect(await problem(post(officer, { ...wish, unit: ward, purpose: 'crime', caseNo: 'VA-13' }))).toBe('case-unknown');
  });

  it('must say why', async () => {
    await using place = await exportPlace();
    expect(await problem(door(place).post(officer, { ...wish, unit: ward }))).toBe('bad-request');
  });

  it('learns only the class of a refusal, which is on record', async () => {
    await using place = await exportPlace({ ...grant, what: { ...grant.what, actions: ['live'] } });
    expect(await problem(door(place).post(officer, { ...wish, unit: ward, purpose: 'crime' }))).toEqual(['consent-refused', ['not_shared']]);
    expect((await place.log.entriesFor(gateCamera, { limit: 1, types: ['decision'] }))[0]?.body).toMatchObject({ action: 'clip', effect: 'deny', person: an });
  });

  it('exports exactly what the owner said yes to, once', async () => {
    const eachTime: Grant = { ...grant, mode: 'ask', limits: { ...grant.limits, watermark: true } };
    await using place = await exportPlace(eachTime);
    await place.desk.start();
    const { ask } = byAn(morning + 2_000, morning + 5_000);
    const now = place.clock.now();
    await place.store.write((trx) => trx.insertInto('ask').values({
      id: id<AskId>('a1'), grant_id: grant.id, grant_version: 1, owner: house, camera: gateCamera, person: an, unit: ward, officer_no: '123-456', body: writeAsk(ask), hash: askHash(ask), message: '', status: 'approved',
      created_at: now - 10, lapses_at: now + minutes(30), decided_by: lan, decided_at: now, approved_until: now + minutes(30), used_at: null,
    }).execute());
    const { post, list } = door(place);
    expect(await problem(post(officer, { ...wish, unit: ward, purpose: 'crime' }))).toEqual(['needs-approval', ['needs_owner']]);
    // Whatever else she types, the approved interval is what she gets.
    await post(officer, { ...wish, unit: ward, ask: 'a1' });
    await place.desk.idle();
    expect((await list(officer))[0]).toMatchObject({ status: 'done', from: morning + 2_000, to: morning + 5_000 });
    expect((await place.log.entriesFor(gateCamera, { limit: 1, types: ['clip.exported'] }))[0]?.body).toMatchObject({ changed: true });
    expect(await problem(post(officer, { ...wish, unit: ward, ask: 'a1' }))).toEqual(['needs-approval', ['needs_owner']]);
    expect(await problem(post({ ...officer, person: lan }, { ...wish, unit: ward, ask: 'a1' }))).toBe('not-found');
  });
});
