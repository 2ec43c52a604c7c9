import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, afterEach, describe, expect, it } from 'vitest';
import { id } from '../domain/ids.ts';
import { hours, seconds } from '../domain/time.ts';
import { an, byAn, byLan, ward, type CopyingExporter } from '../exports/export-place.fixture.ts';
import { bagFiles } from '../proof/bag/bag-files.ts';
import { Evidence } from '../proof/bag/records.ts';
import { house, lan, morning } from '../recordings/footage.fixture.ts';
import { HubError } from '../sdk/errors.ts';
import { BagFolder } from './bag-folder.ts';
import { bagPlace, type BagPlace } from './bag-place.fixture.ts';
import { enterSeal } from './bag-seal.ts';
import type { Order } from './evidence-desk.ts';
import { theHub } from './custody.ts';

let place: BagPlace;
beforeEach(async () => { place = await bagPlace(); });
afterEach(async () => { await place[Symbol.asyncDispose](); });

const own: Order = { person: lan, pieces: [{ request: byLan(morning + 12_000, morning + 18_000), owner: house }] };
const officers: Order = { person: an, office: { unit: ward, unitName: 'Công an phường', officerNo: '123-456' }, pieces: [{ request: byAn(morning + 12_000, morning + 18_000), owner: house }] };
const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (failure: unknown) => (failure instanceof HubError ? failure.code : String(failure)));
const onDisk = async (): Promise<string[]> => (await readdir(join(place.path, 'evidence'))).toSorted();
const status = async (bag: string): Promise<string | undefined> => (await place.rows.find(bag))?.status;
const asked = async (order: Order, desk = place.desk): Promise<string> => {
  const answer = await desk.ask(order);
  if ('refused' in answer) throw answer.error;
  return answer.id;
};
/** Holds the exporter before its first file until `go`. */
function held(exporter: CopyingExporter): { readonly reached: Promise<void>; readonly go: () => void } {
  let go = (): void => {};
  let at = (): void => {};
  const reached = new Promise<void>((resolve) => { at = resolve; });
  const free = new Promise<void>((resolve) => { go = resolve; });
  exporter.between = async () => { at(); await free; };
  return { reached, go };
}

describe('the evidence desk', () => {
  it('gives an officer exactly what is permitted, made of the recordings, which stay with the owner', async () => {
    const bag = await place.made(officers);
    const evidence = Evidence.parse(JSON.parse((await place.folder.readWhole(bag.id, bagFiles.evidence)).toString()));
    const paths = (await place.folder.list(bag.id)).map(({ path }) => path).filter((path) => path.startsWith('data/') && !path.startsWith('data/records'));
    expect([bag.status, bag.route, bag.originals, paths, evidence.originals, evidence.unit, evidence.officerNo]).toEqual(['done', 'R1', 'with-owner', ['data/playable/cong.mp4', 'data/playable/cong-2.mp4'].slice(0, paths.length), 'with-owner', 'Công an phường', '123-456']);
    expect(evidence.pieces[0]?.segments.map(({ part, file, loggedAt }) => [part, file, loggedAt !== null])).toEqual([['within', null, true]]);
    expect(evidence.pieces[0]?.files.map(({ derivative }) => derivative)).toEqual(['cut']);
    const grant = JSON.parse((await place.folder.readWhole(bag.id, bagFiles.grant)).toString()) as { grants: { id: string; pieces: number[] }[] };
    expect(grant.grants.map((each) => [each.id, each.pieces])).toEqual([['g1', [1]]]);
    // The ledger knows how much was handed over.
    const [line] = await place.at.store.read.selectFrom('viewing').select(['seconds', 'bytes', 'end_reason']).where('person', '=', an).execute();
    expect([line?.seconds, (line?.bytes ?? 0) > 1_000, line?.end_reason]).toEqual([6, true, 'viewer']);
  });

  it('makes nothing after a no, and tells it as the gate does', async () => {
    await place.at.revoke();
    const answer = await place.desk.ask(officers);
    expect(['refused' in answer, await place.rows.toDo(), await onDisk()]).toEqual([true, [], []]);
    expect([await codeOf(place.desk.ask({ ...own, pieces: [] })), await codeOf(place.desk.ask({ ...own, pieces: [{ request: byLan(morning, morning + hours(3)), owner: house }] })), await codeOf(place.desk.ask({ ...own, pieces: [{ request: byLan(morning - hours(2), morning - hours(1)), owner: house }] }))]).toEqual(['bad-request', 'export-too-long', 'no-footage']);
  });

  it('is not made of a recorded file that was put in the place of another', async () => {
    const rows = await place.at.store.read.selectFrom('segment').select('path').orderBy('from_at').execute();
    const [before = '', within = ''] = rows.map(({ path }) => join(place.at.recordings, path));
    // Whole, playable, of the same camera: and not what was written then.
    await copyFile(before, within);
    const [hers, his] = [await place.made(own), await place.made(officers)];
    expect([hers.status, hers.error, his.status, his.error, await onDisk()]).toEqual(['failed', 'footage-damaged', 'failed', 'footage-damaged', []]);
  });

  it('keeps its number and its order where the clock was set back between two bags', async () => {
    const first = await place.made(own);
    place.at.clock.set(place.at.clock.now() - hours(1) / 2);
    const second = await place.made(own);
    const of = async (bag: string): Promise<boolean[]> => { const lines = await place.custody.of(bag); return lines.map(({ event }, i) => event.n === i + 1); };
    expect([first.id, second.id, first.status, second.status, second.sha256 !== first.sha256, await of(first.id), await of(second.id)]).toEqual(['EV-2026-000001', 'EV-2026-000002', 'done', 'done', true, [true, true], [true, true]]);
  });

  it('leaves no half bag when a permission ends while it is made', async () => {
    const { reached, go } = held(place.at.exporter);
    const bag = await asked(officers);
    await reached;
    await place.at.revoke();
    go();
    await place.desk.idle();
    const row = await place.rows.find(bag);
    expect([row?.status, row?.error, await onDisk()]).toEqual(['failed', 'consent-ended', []]);
  });

  it('lets her stop it, and keeps the number for good', async () => {
    const { reached, go } = held(place.at.exporter);
    const bag = await asked(own);
    await reached;
    const stopped = place.desk.cancel(bag, theHub, lan);
    go();
    await stopped;
    await place.desk.idle();
    place.at.exporter.between = async () => {};
    const next = await place.made(own);
    await place.desk.cancel(next.id, theHub, lan);
    const last = await place.made(own);
    expect([await status(bag), await status(next.id), last.id, await onDisk()]).toEqual(['cancelled', 'destroyed', 'EV-2026-000003', ['EV-2026-000003', 'EV-2026-000003.files.json']]);
    expect((await place.custody.of(next.id)).map(({ event }) => event.event)).toEqual(['create', 'seal', 'destroy']);
  });

  it('begins again after a sudden stop, and leaves nothing of what was half made', async () => {
    const { reached, go } = held(place.at.exporter);
    const bag = await asked(own);
    await reached;
    const closing = place.desk.close();
    go();
    await closing;
    // As kill -9 leaves it.
    await mkdir(join(place.path, 'evidence', `${bag}.part`, 'data'), { recursive: true });
    await writeFile(join(place.path, 'evidence', `${bag}.part`, 'data/half'), 'half');
    place.at.exporter.between = async () => {};
    const again = place.restarted();
    await again.start();
    await again.idle();
    expect([await status(bag), await onDisk(), (await place.custody.of(bag)).map(({ event }) => event.event)]).toEqual(['done', [bag, `${bag}.files.json`], ['create', 'seal']]);
  });

  it('does not begin an officer\'s again after a stop in which her grant ended', async () => {
    const { reached, go } = held(place.at.exporter);
    const bag = await asked(officers);
    await reached;
    const closing = place.desk.close();
    go();
    await closing;
    await place.at.revoke();
    place.at.exporter.between = async () => {};
    const again = place.restarted();
    await again.start();
    await again.idle();
    expect([await status(bag), await onDisk(), await codeOf(place.hand.file((await place.rows.find(bag))!, { person: an, by: theHub }))]).toEqual(['failed', [], 'not-found']);
  });

  it('finishes, and does not make anew, what the log already has', async () => {
    let sealed = '';
    let die = (_: Error): void => {};
    let tell = (): void => {};
    const isSealed = new Promise<void>((resolve) => { tell = resolve; });
    // Stops dead right after the log entry.
    const stamps = { url: 'http://127.0.0.1:9/', ca: '' };
    const proofs = { openedFor: place.at.log.openedFor.bind(place.at.log), verifierKey: place.at.log.verifierKey };
    const dying = place.restarted({ stamps, audit: { ...proofs, inclusionProof: async (seq, owners) => {
      const row = await place.at.store.read.selectFrom('evidence_bag').select('sha256').executeTakeFirst();
      if (row?.sha256) { sealed = row.sha256; tell(); await new Promise((_, reject) => { die = reject; }); }
      return place.at.log.inclusionProof(seq, owners);
    } } });
    await place.desk.close();
    await dying.start();
    const bag = await asked(own, dying);
    await isSealed;
    const closing = dying.close();
    die(new Error('killed'));
    await closing;
    expect(await onDisk()).toEqual([`${bag}.files.json`, `${bag}.part`]);
    const again = place.restarted();
    await again.start();
    await again.idle();
    const row = await place.rows.find(bag);
    expect([row?.status, row?.sha256, await onDisk(), (await place.custody.of(bag)).filter(({ event }) => event.event === 'seal').length]).toEqual(['done', sealed, [bag, `${bag}.files.json`], 1]);
    // A second seal of one number is refused.
    expect(await codeOf(enterSeal(place.parts, { files: [] } as never, row!, 'a'.repeat(64)))).toBe('conflict');
  });

  it('never gives a number twice, also when the database was put back from a backup', async () => {
    const made = await Promise.all([1, 2, 3].map(async () => asked(own)));
    await place.desk.idle();
    expect(new Set(made).size).toBe(3);
    await mkdir(join(place.path, 'evidence', 'EV-2026-000041'));
    const again = place.restarted();
    await again.start();
    expect(await asked(own, again)).toBe('EV-2026-000042');
    await again.idle();
  });

  it('says that the disk is full, and keeps nothing', async () => {
    const full = new HubError('disk-full', 'no room');
    class FullFolder extends BagFolder {
      override async begin(): Promise<never> { throw full; }
    }
    const desk = place.restarted({ folder: new FullFolder(join(place.path, 'evidence')) });
    await desk.start();
    await place.desk.close();
    const bag = await asked(own, desk);
    await desk.idle();
    expect([(await place.rows.find(bag))?.error, await onDisk()]).toEqual(['disk-full', []]);
  });

  it('keeps an officer\'s bag for a day and only while the grant stands; the house\'s own as long as she likes', async () => {
    const hand = { person: an, by: { side: 'unit' as const, name: 'An', unit: 'Công an phường', officerNo: '123-456' } };
    const [hers, his] = [await place.made(own), await place.made(officers)];
    expect(await codeOf(place.hand.file(his, hand))).toBe('done');
    expect(await codeOf(place.hand.file(his, { ...hand, person: lan }))).toBe('not-allowed');
    await place.at.clock.advance(hours(24) + seconds(1));
    expect(await codeOf(place.hand.file(his, hand))).toBe('consent-ended');
    await place.desk.tidy();
    expect([await status(his.id), await status(hers.id), await onDisk(), (await place.custody.of(his.id)).at(-1)?.event.note]).toEqual(['destroyed', 'done', [hers.id, `${hers.id}.files.json`], 'hết 24 giờ']);
    await place.desk.forget(hers.pieces[0]!.camera);
    expect([await status(hers.id), await onDisk()]).toEqual(['destroyed', []]);
  });

  it('cuts a download when the grant is revoked, and has written it down before the first byte', async () => {
    const bag = await place.made(officers);
    const { read, bytes } = await place.hand.file(bag, { person: an, by: { side: 'unit', name: 'An', unit: 'Công an phường', officerNo: '123-456' } });
    const reader = read(0, bytes)[Symbol.asyncIterator]();
    await reader.next();
    expect((await place.custody.of(bag.id)).at(-1)?.event).toMatchObject({ event: 'copy', by: { name: 'An', officerNo: '123-456' } });
    await place.at.revoke();
    const rest = read(10, bytes)[Symbol.asyncIterator]();
    expect(await codeOf(rest.next())).toBe('consent-ended');
    await reader.return?.();
    const entries = await place.at.log.entriesFor(bag.pieces[0]!.camera, { limit: 5, types: ['bag.copied'] });
    expect(entries[0]?.body).toMatchObject({ bag: bag.id, event: 'copy', person: id('an') });
  });
});
