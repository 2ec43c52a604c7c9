import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { id, type CameraId, type UnitId } from '../domain/ids.ts';
import { days } from '../domain/time.ts';
import { builtForNode } from '../store/testing/built-for-node.fixture.ts';
import type { Store } from '../store/open-store.ts';
import { BodyRetention } from './body-retention.ts';
import { gone, LeavingHouse } from './leaving-house.fixture.ts';
import { leavingSteps, type Leavings, type LeavingStep } from './leavings.ts';
import { Purges } from './purges.ts';

let house: LeavingHouse;
beforeEach(async () => { house = await new LeavingHouse().open(); });
afterEach(async () => house.close());
const done = async (leavings: Leavings, code: string): Promise<void> => {
  await leavings.settled();
  expect((await leavings.receipt(code)).doneAt).not.toBeNull();
};

describe('a house that leaves', () => {
  test('takes along everything of its own; the unit\'s account and the other accounts stay', async () => {
    const leavings = house.leavings();
    const { code } = await leavings.leave(house.owner, house.bayPerson);
    await done(leavings, code);
    expect(await house.left()).toEqual(gone);
    const { figures, units } = await leavings.receipt(code);
    expect([figures, units.map(({ unit, acknowledgedAt }) => [unit, acknowledgedAt])]).toEqual([{ grants: 1, cameras: 1, segments: 2, viewings: 2, bodies: expect.any(Number) as number, notices: 1, kept: [] }, [['Công an phường', null]]]);
    expect(figures.bodies).toBeGreaterThan(0);
    expect(await house.audit.verify()).toMatchObject({ sound: true });
  });

  test('is cut off from outside before the answer is given', async () => {
    let held: () => void = () => {};
    const leavings = house.leavings({ beforeStep: async (step) => { if (step === 'tell') await new Promise<void>((resolve) => { held = resolve; }); } });
    await leavings.leave(house.owner, house.bayPerson);
    const rows = await house.store.read.selectFrom('grant_version').select('revoked_at').where('owner', '=', house.owner).execute();
    expect([rows.every(({ revoked_at }) => revoked_at !== null), (await house.people.memberships.list(house.owner)).length]).toEqual([true, 0]);
    await Promise.resolve();
    held();
    await leavings.settled();
  });

  test.each(leavingSteps.filter((step) => step !== 'done' && step !== 'grants'))('stopped before %s, it comes to the same end after a restart', async (at) => {
    let stops = 0;
    const first = house.leavings({ beforeStep: async (step) => { if (step === at) { stops += 1; throw new Error('the power went'); } } });
    const { code } = await first.leave(house.owner, house.bayPerson);
    await first.settled();
    const second = house.leavings();
    await second.resume();
    await done(second, code);
    expect([stops, await house.left(), house.told]).toEqual([1, gone, ['purge.asked 1', 'house.left 1']]);
  });
  test.each<LeavingStep>(['grants', 'tell', 'cameras', 'footage', 'ledger', 'bodies', 'people'])('stopped after the work of %s and before its mark, it does it again and comes to the same end', async (at) => {
    // The mark is the one write that sets the step: it fails once.
    let broken = 0;
    const write = house.store.write.bind(house.store);
    const store: Store = Object.assign(Object.create(house.store) as Store, {
      write: (async (work: never) => await write(async (trx) => {
        const before = (await trx.selectFrom('leaving').select('step').executeTakeFirst())?.step;
        const result = await (work as (rows: typeof trx) => Promise<unknown>)(trx);
        const after = (await trx.selectFrom('leaving').select('step').executeTakeFirst())?.step;
        if (broken === 0 && before === at && after !== at) { broken += 1; throw new Error('the power went'); }
        return result;
      })) as unknown as Store['write'],
    });
    const first = house.leavings({ store });
    const begun = await first.leave(house.owner, house.bayPerson).catch(() => undefined);
    await first.settled();
    const second = house.leavings();
    await second.resume();
    await second.settled();
    expect([broken, begun === undefined, await house.left()]).toEqual([1, at === 'grants', gone]);
  });

  test('killed at any step (SIGKILL), it comes to the same end when the hub is started again', async () => {
    const program = await builtForNode(new URL('./leaving-killed.fixture.ts', import.meta.url));
    try {
      for (const at of leavingSteps.filter((step) => step !== 'done')) {
        const folder = await mkdtemp(join(tmpdir(), 'matpho-killed-leaving-'));
        const child = spawn(process.execPath, [program.file, folder, at], { stdio: ['ignore', 'pipe', 'inherit'] });
        const exited = once(child, 'exit');
        for await (const line of createInterface({ input: child.stdout })) if (line === at) child.kill('SIGKILL');
        expect([at, await exited]).toEqual([at, [null, 'SIGKILL']]);
        const after = await new LeavingHouse().reopen(folder);
        const leavings = after.leavings();
        await leavings.resume();
        await leavings.settled();
        expect([at, await after.left(), (await after.audit.verify()).sound]).toEqual([at, gone, true]);
        await after.close();
      }
    } finally {
      await program[Symbol.asyncDispose]();
    }
  }, 120_000);

  test('takes along what it wrote to units, and papers no unit knows; where footage is kept for a request, its words stay as long', async () => {
    const { store, owner, bayPerson, unit, clock } = house;
    await store.write(async (trx) => {
      for (const [request, of] of [['theirs', unit], ['held', unit], ['own', null]] as const) {
        await sql`INSERT INTO written_scan (id, person, type, bytes, sha256, created_at) VALUES (${`scan-${request}`}, ${bayPerson}, 'application/pdf', 1, ${'a'.repeat(64)}, 1)`.execute(trx);
        await sql`INSERT INTO written_request (id, owner, unit, unit_name, entered_by, person, status, document_no, case_no, purpose, deadline_at, destroy_by, scan, body, created_at, status_at)
          VALUES (${request}, ${owner}, ${of}, 'Công an phường', ${of === null ? 'owner' : 'unit'}, ${bayPerson}, 'clarifying', '1/CV', '1/2026', 'crime', 5, 6, ${`scan-${request}`}, 'sealed', 1, 1)`.execute(trx);
        await sql`INSERT INTO written_piece (request, n, camera, from_at, to_at, held, status, files) VALUES (${request}, 1, 'camera-bay', 0, 1, 0, 'asked', '[]')`.execute(trx);
        for (const [n, kind] of ['question', 'answer'].entries()) await sql`INSERT INTO written_message (request, n, at, kind, person, body) VALUES (${request}, ${n + 1}, 1, ${kind}, ${bayPerson}, 'sealed')`.execute(trx);
      }
      await sql`INSERT INTO footage_hold (id, camera, owner, from_at, to_at, reason, ref, placed_at, until, bytes) VALUES ('h', 'camera-bay', ${owner}, 60000, 90000, 'written', 'held.1', 1, ${clock.now() + days(30)}, 10)`.execute(trx);
    });
    const leavings = house.leavings();
    const { code } = await leavings.leave(owner, bayPerson);
    await done(leavings, code);
    const kept = async () => [(await store.read.selectFrom('written_message').select(['request', 'kind']).orderBy('request').orderBy('n').execute()).map(({ request, kind }) => `${request} ${kind}`), (await store.read.selectFrom('written_scan').select('id').orderBy('id').execute()).map((scan) => scan.id as string)];
    const first = await kept();
    clock.set(clock.now() + days(31));
    await new BodyRetention(store, house.audit, clock, days(365)).run();
    expect([first, await kept()]).toEqual([[['held question', 'held answer', 'theirs answer'], ['scan-held', 'scan-theirs']], [['held answer', 'theirs answer'], ['scan-held', 'scan-theirs']]]);
  });

  test('keeps exactly what a written request holds, and says so', async () => {
    await house.store.write((trx) => sql`INSERT INTO footage_hold (id, camera, owner, from_at, to_at, reason, ref, placed_at, until, bytes) VALUES ('h', 'camera-bay', ${house.owner}, 60000, 90000, 'written', 'request-7', 1, ${house.clock.now() + days(30)}, 10)`.execute(trx));
    const leavings = house.leavings();
    const before = await leavings.preview(house.owner, house.bayPerson);
    const { code } = await leavings.leave(house.owner, house.bayPerson);
    await done(leavings, code);
    const kept = [{ cameraName: 'Cổng ông Bảy', from: 60_000, to: 90_000, until: house.clock.now() + days(30), ref: 'request-7' }];
    expect([before.kept, (await leavings.receipt(code)).figures.kept, (await house.left() as { segments: unknown }).segments]).toEqual([kept, kept, [{ path: 'b.mp4' }]]);
  });

  test('begins once', async () => {
    const leavings = house.leavings();
    await leavings.leave(house.owner, house.bayPerson);
    await expect(leavings.leave(house.owner, house.bayPerson)).rejects.toMatchObject({ code: 'leaving-blocked' });
    await leavings.settled();
  });

  test('leaves whoever runs the hub her account', async () => {
    const leavings = house.leavings();
    const home = house.lan.memberships[0]!.owner;
    const { accountEnds } = await leavings.preview(home, house.lan.person);
    await leavings.leave(home, house.lan.person);
    await leavings.settled();
    const row = await house.store.read.selectFrom('person').select(['login', 'operator', 'disabled_at']).where('id', '=', house.lan.person).executeTakeFirst();
    expect([accountEnds, row, await house.people.memberships.list(home)]).toEqual([false, { login: 'lan', operator: 1, disabled_at: null }, []]);
  });

  test('the receipt opens with its code and no other', async () => {
    const leavings = house.leavings();
    await leavings.leave(house.owner, house.bayPerson);
    await leavings.settled();
    await expect(leavings.receipt('x'.repeat(43))).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a unit that is asked to destroy', () => {
  test('finds what it has by case and time, without a name; its word empties the list and shows on the receipt', async () => {
    const leavings = house.leavings();
    const { code } = await leavings.leave(house.owner, house.bayPerson);
    await leavings.settled();
    const purges = new Purges(house.store, house.audit, house.clock);
    const [purge] = await purges.ofUnits([house.unit]);
    expect([purge?.items, JSON.stringify(purge).includes('Bảy')]).toEqual([[{ kind: 'viewing', caseNo: '12/2026', at: 5, footage: null, officerNo: '217' }], false]);
    await purges.acknowledge(house.lan.person, purge!);
    const firstWord = (await leavings.receipt(code)).units[0]?.acknowledgedAt;
    await house.clock.advance(1_000);
    const again = await purges.acknowledge(house.lan.person, purge!);
    expect([again.items, firstWord, again.acknowledged_at]).toEqual([[], house.clock.now() - 1_000, house.clock.now() - 1_000]);
  });
  test('does not find another unit\'s', async () => {
    const leavings = house.leavings();
    await leavings.leave(house.owner, house.bayPerson);
    await leavings.settled();
    const purges = new Purges(house.store, house.audit, house.clock);
    const [purge] = await purges.ofUnits([house.unit]);
    await expect(purges.find(purge!.id, [id<UnitId>('other')])).rejects.toMatchObject({ code: 'not-found' });
    expect(await purges.ofUnits([])).toEqual([]);
  });
});

test('private bodies and ledger lines go at the end of their time and not before; the tree stays whole', async () => {
  const bodies = async (): Promise<number> => (await house.store.read.selectFrom('audit_body').select('seq').execute()).length;
  const retention = new BodyRetention(house.store, house.audit, house.clock, days(365));
  await house.store.write((trx) => house.audit.append(trx, { type: 'camera.changed', camera: id<CameraId>('camera-bay'), at: house.clock.now(), body: { by: house.bayPerson } }));
  // The house's other lines are of 1970.
  await house.store.write((trx) => sql`UPDATE viewing SET id = 'recent', opened_at = ${house.clock.now() - 1} WHERE id = 'own'`.execute(trx));
  await retention.run();
  const viewsBefore = await house.store.read.selectFrom('viewing').select('id').execute();
  const before = await bodies();
  await house.clock.advance(days(365) + 1);
  const erased = await retention.run();
  // What is recorded of an erasure is new.
  const views = await house.store.read.selectFrom('viewing').select('id').execute();
  expect([viewsBefore, views, erased > 0, await bodies() < before + 3, await retention.run(), (await house.audit.verify()) as unknown]).toEqual([[{ id: 'recent' }], [], true, true, 0, expect.objectContaining({ sound: true })]);
});
