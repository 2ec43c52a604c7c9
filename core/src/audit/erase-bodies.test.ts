import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeDigest } from '../base/node-digest.ts';
import { nodeVerify } from '../base/node-verify.ts';
import { id, type CameraId, type OwnerId, type ViewingId } from '../domain/ids.ts';
import { checkExport, type LogVerdict } from '../proof/index.ts';
import type { Erasure } from './audit-log.ts';
import { rangesOf } from './erase-bodies.ts';
import { auditPlace, type AuditPlace } from './testing/audit-place.fixture.ts';
import { addHouse } from './testing/house.fixture.ts';

const lan = id<OwnerId>('o-lan');
const gate = id<CameraId>('c-gate');
const yard = id<CameraId>('c-yard');

let place: AuditPlace;
beforeEach(async () => {
  place = await auditPlace();
  await addHouse(place.store, lan, [gate, yard]);
  for (let n = 0; n < 40; n += 1) {
    const camera = n % 4 === 0 ? undefined : n % 4 === 1 ? yard : gate;
    await place.log.append(undefined, { type: camera ? 'session.closed' : 'member.joined', at: n, ...(camera ? { camera } : {}), body: { ...(camera ? {} : { owner: lan }), viewing: `v-${n % 8}`, officer: `296-${n}` } });
  }
});
afterEach(async () => { await place[Symbol.asyncDispose](); });

const erase = (erasure: Erasure): Promise<number> => place.store.write((trx) => place.log.erase(trx, erasure, 'left'));
async function exported(kept?: string): Promise<{ readonly text: string; readonly verdict: LogVerdict }> {
  const pieces: Uint8Array[] = [];
  for await (const piece of await place.log.exportFor(lan)) pieces.push(piece);
  const verdict = await checkExport((async function* () { yield* pieces.map((piece) => Uint8Array.from(piece)); })(), { digest: nodeDigest, verify: nodeVerify, kept });
  return { text: Buffer.concat(pieces).toString(), verdict };
}
const left = async (): Promise<number[]> => (await place.store.read.selectFrom('audit_body').select('seq').orderBy('seq').execute()).map(({ seq }) => seq).filter((seq) => seq < 40);

describe('erasing private bodies', () => {
  it.each<[string, Erasure, number]>([
    ['of one camera', { cameras: [gate] }, 20], ['of one camera, named twice', { cameras: [gate, gate] }, 20], ['of two cameras', { cameras: [gate, yard] }, 30], ['of the household itself', { owner: lan }, 10], ['of everything that is hers', { owner: lan, cameras: [gate, yard] }, 40],
    ['before an instant', { cameras: [gate], to: 20 }, 10], ['of a span of time', { cameras: [gate, yard], owner: lan, from: 10, to: 20 }, 10], ['of one viewing', { viewing: { camera: gate, viewing: id<ViewingId>('v-2') } }, 5],
    ['of nothing', {}, 0], ['of a stranger\'s camera', { cameras: [id<CameraId>('c-none')] }, 0],
  ])('%s leaves the tree as it was, and says so', async (_, erasure, count) => {
    const before = await place.log.checkpoint();
    expect(await erase(erasure)).toBe(count);
    expect((await left()).length).toBe(40 - count);
    expect(await place.log.verify()).toMatchObject({ sound: true });
    const { verdict, text } = await exported(before);
    expect(verdict).toMatchObject({ fault: undefined, erased: count, continues: 40 });
    expect([...text.matchAll(/\{"erased":true\}/g)].length).toBe(count);
  });

  it('twice finds nothing the second time, and never erases its own record', async () => {
    expect([await erase({ cameras: [gate] }), await erase({ cameras: [gate], owner: lan }), await erase({ cameras: [gate, yard], owner: lan })]).toEqual([20, 10, 10]);
    const { verdict } = await exported();
    expect(verdict).toMatchObject({ fault: undefined, erased: 40, bodies: 3 });
  });

  it('stands or falls with the transaction it is done in', async () => {
    await expect(place.store.write(async (trx) => {
      await place.log.erase(trx, { cameras: [gate] }, 'left');
      throw new Error('the footage could not be removed');
    })).rejects.toThrow('footage');
    expect([(await left()).length, await place.log.size()]).toEqual([40, 40]);
  });

  it('by anybody else is told from an erasure on record', async () => {
    await erase({ cameras: [gate], to: 20 });
    await place.store.write((rows) => rows.deleteFrom('audit_body').where('seq', '=', 30).execute());
    expect((await exported()).verdict.fault).toEqual({ what: 'erased-unrecorded', camera: gate, cameraSeq: 15, line: expect.any(Number) as number });
    await erase({ cameras: [gate] });
    // A later erasure of the rest does not cover for it.
    expect((await exported()).verdict.fault).toMatchObject({ what: 'erased-unrecorded', cameraSeq: 15 });
  });
});

describe('runs of neighbours', () => {
  it.each([[[], []], [[5], [[5, 5]]], [[3, 1, 2, 2], [[1, 3]]], [[1, 2, 4, 6, 7], [[1, 2], [4, 4], [6, 7]]]])('%j is %j', (numbers, ranges) => {
    expect(rangesOf(numbers)).toEqual(ranges);
  });
});
