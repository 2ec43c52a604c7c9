import { execFileSync, spawnSync } from 'node:child_process';
import { copyFile, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compactVerify, importX509 } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson, sha256Hex } from '../base/canonical-json.ts';
import { nodeDigest } from '../base/node-digest.ts';
import { nodeVerify } from '../base/node-verify.ts';
import { byLan } from '../exports/export-place.fixture.ts';
import { bagFiles } from '../proof/bag/bag-files.ts';
import { CustodyLine, DecisionRecord, Evidence, LogBody, TimeRecord } from '../proof/bag/records.ts';
import { checkProof } from '../proof/check-proof.ts';
import { house, lan, morning } from '../recordings/footage.fixture.ts';
import { bagPlace, type BagPlace } from './bag-place.fixture.ts';
import type { BagRecord } from './bag-rows.ts';
import { timeAuthority, type TimeAuthority } from './time-authority.fixture.ts';

let authority: TimeAuthority;
let place: BagPlace;
let bag: BagRecord;
let folder: string;
beforeAll(async () => {
  authority = await timeAuthority();
  place = await bagPlace({ stamps: authority });
  // The last file came from the camera's own memory.
  await place.at.store.write((trx) => trx.updateTable('segment').set({ origin: 'outside' }).where('from_at', '=', morning + 20_000).execute());
  bag = await place.made({ person: lan, pieces: [{ request: byLan(morning + 12_000, morning + 18_000), owner: house }] });
  folder = await place.unpacked(bag);
});
afterAll(async () => {
  await place?.[Symbol.asyncDispose]();
  await authority?.[Symbol.asyncDispose]();
});

const text = async (path: string): Promise<string> => readFile(join(folder, path), 'utf8');
const json = async (path: string): Promise<unknown> => JSON.parse(await text(path)) as unknown;
function passes(...args: readonly string[]): boolean {
  try {
    execFileSync('sh', ['-c', args.join(' ')], { cwd: folder, stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}
const code = (command: string): number | null => spawnSync('/bin/sh', ['-c', command], { cwd: folder }).status;
/** To the letter of EVIDENCE.md. */
const three = () => [
  passes('sha256sum -c tagmanifest-sha256.txt && sha256sum -c manifest-sha256.txt'),
  passes('openssl cms -verify -binary -inform DER -in signatures/tagmanifest.p7s -content tagmanifest-sha256.txt -CAfile signatures/chain.pem -purpose any -out /dev/null'),
  passes(`openssl ts -verify -data signatures/tagmanifest.p7s -in signatures/tagmanifest.p7s.tsr -CAfile ${authority.caFile}`),
];

describe('an evidence bag of the house itself', () => {
  it('is a BagIt bag with whole recorded files, the one before and the one after', async () => {
    expect([bag.status, bag.id, bag.originals, bag.stamped]).toEqual(['done', 'EV-2026-000001', 'inside', 'stamped']);
    const files = (await place.folder.list(bag.id)).map(({ path }) => path).toSorted();
    expect(files).toEqual([
      'VERIFY.txt', 'bag-info.txt', 'bagit.txt',
      'data/original/cong/20261121T015955-000Z.mp4', 'data/original/cong/20261121T020005-000Z.mp4', 'data/original/cong/20261121T020015-000Z.mp4', 'data/original/cong/init.mp4', 'data/playable/cong.mp4',
      'data/records/custody.jsonl', 'data/records/decision.jws', 'data/records/evidence.json', 'data/records/grant.json', 'data/records/grant.jws',
      'data/records/log/decision-1.body.json', 'data/records/log/decision-1.tlog-proof', 'data/records/log/export.body.json', 'data/records/log/export.tlog-proof',
      'data/records/minutes.pdf', 'data/records/notes_vi.txt', 'data/records/receipts.jws', 'data/records/time.json', 'manifest-sha256.txt',
      'signatures/bag.tlog-body.json', 'signatures/bag.tlog-proof', 'signatures/chain.pem', 'signatures/hub.crt', 'signatures/tagmanifest.p7s', 'signatures/tagmanifest.p7s.tsr', 'tagmanifest-sha256.txt', 'verify.sh',
    ]);
    expect(await text('bagit.txt')).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
    const payload = (await place.folder.list(bag.id)).filter(({ path }) => path.startsWith('data/'));
    expect(await text('bag-info.txt')).toContain(`External-Identifier: EV-2026-000001\nBagging-Date: 2026-11-21\nPayload-Oxum: ${payload.reduce((sum, { bytes }) => sum + bytes, 0)}.${payload.length}\n`);
    // Untouched: the very bytes the recorder wrote.
    const rows = await place.at.store.read.selectFrom('segment').select(['path', 'sha256']).orderBy('from_at').execute();
    const kept = await Promise.all((await readdir(join(folder, 'data/original/cong'))).filter((name) => name.startsWith('2026')).map(async (name) => sha256Hex(await readFile(join(folder, 'data/original/cong', name)))));
    expect(kept).toEqual(rows.map(({ sha256 }) => sha256));
  });

  it('passes the three foreign commands and its own script', async () => {
    expect([three(), passes(`sh verify.sh ${authority.caFile}`)]).toEqual([[true, true, true], true]);
    // From anywhere, with a root named from there; one that is not there is no false verdict.
    await copyFile(authority.caFile, join(folder, '..', 'tsa.crt'));
    expect([passes(`cd .. && sh '${folder}/verify.sh' tsa.crt`), code(`sh verify.sh nowhere.crt`), code('PATH=/nowhere /bin/sh verify.sh')]).toEqual([true, 2, 2]);
  });

  // A line that is no line any more is passed over by sha256sum: then the signature says it.
  it.each([
    ['video', 'data/original/cong/20261121T020005-000Z.mp4', 0], ['playable film', 'data/playable/cong.mp4', 0], ['records', bagFiles.evidence, 0], ['manifest', 'manifest-sha256.txt', 0],
    ['tag manifest', 'tagmanifest-sha256.txt', 1], ['tag', 'bag-info.txt', 0], ['signature', 'signatures/tagmanifest.p7s', 1], ['chain', 'signatures/chain.pem', 1], ['token', 'signatures/tagmanifest.p7s.tsr', 2],
  ])('fails after one changed byte of the %s', async (_, path, which) => {
    const whole = await readFile(join(folder, path));
    const changed = Buffer.from(whole);
    // Of a signature its value, which is its end.
    const at = path.startsWith('signatures/tag') ? whole.length - 9 : Math.floor(whole.length / 2);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await writeFile(join(folder, path), changed);
    const found = three();
    await writeFile(join(folder, path), whole);
    expect(found[which]).toBe(false);
  });

  it('fails where a file is missing, and its script where one was added', async () => {
    await writeFile(join(folder, 'data/original/cong/extra.mp4'), 'x');
    const added = passes('sh verify.sh');
    await rm(join(folder, 'data/original/cong/extra.mp4'));
    const whole = await readFile(join(folder, 'data/playable/cong.mp4'));
    await rm(join(folder, 'data/playable/cong.mp4'));
    const missing = three();
    await writeFile(join(folder, 'data/playable/cong.mp4'), whole);
    expect([added, missing, three()]).toEqual([false, [false, true, true], [true, true, true]]);
  });

  it('says in its records what is in it, each file by the hash logged when it was written', async () => {
    const evidence = Evidence.parse(await json(bagFiles.evidence));
    const time = TimeRecord.parse(await json(bagFiles.time));
    const [piece] = evidence.pieces;
    const entries = await place.at.log.openedFor(bag.pieces[0]!.camera, ['segment.closed'], 0, Infinity);
    expect([evidence.route, evidence.originals, piece?.requested, piece?.delivered, piece?.outcome, piece?.segments.map(({ part, logEntry, file }) => [part, logEntry, file?.slice(-9)])]).toEqual([
      'R0', 'inside', { from: '2026-11-21T02:00:07.000Z', to: '2026-11-21T02:00:13.000Z' }, { from: '2026-11-21T02:00:07.000Z', to: '2026-11-21T02:00:13.000Z' }, 'footage',
      [['before', entries[0]?.seq, '-000Z.mp4'], ['within', entries[1]?.seq, '-000Z.mp4'], ['after', entries[2]?.seq, '-000Z.mp4']],
    ]);
    expect(piece?.files.map(({ path, kind, derivative }) => [path.split('/').at(-1), kind, derivative])).toEqual([
      ['20261121T015955-000Z.mp4', 'original', 'no'], ['init.mp4', 'init', 'init'], ['20261121T020005-000Z.mp4', 'original', 'no'], ['20261121T020015-000Z.mp4', 'original', 'no'], ['cong.mp4', 'playable', 'remux'],
    ]);
    // What the hub did not record itself is named so, and its hours too.
    expect([piece?.segments.map(({ origin }) => origin), time.cameras[0]?.stampedBy, time.hub.offsetMs, time.hub.note.vi.includes('không tự đo'), (await text(bagFiles.notes)).includes('1 đoạn không do hub ghi mà lấy về sau')]).toEqual([['recorded', 'recorded', 'outside'], 'both', null, true, true]);
    expect(piece?.files[0]?.coding).toEqual({ video: 'avc1', audio: null, width: 160, height: 90, fps: 25 });
  });

  it('is signed for by the hub: grant, decision, custody', async () => {
    const key = await importX509(await text(bagFiles.certificate), 'ES256');
    const decision = await compactVerify(await text(bagFiles.decisionJws), key);
    const [decided] = DecisionRecord.parse(JSON.parse(Buffer.from(decision.payload).toString())).decisions;
    expect([decision.protectedHeader['typ'], decided?.route, decided?.viewing]).toEqual(['matpho-decision', 'R0', bag.pieces[0]?.viewing]);
    const kept = (await text(bagFiles.custody)).trimEnd().split('\n').map((line) => CustodyLine.parse(JSON.parse(line)));
    const all = await place.custody.of(bag.id);
    expect([kept.map(({ event }) => event.event), all.map(({ event }) => event.event)]).toEqual([['create'], ['create', 'seal', 'stamp']]);
    for (const [i, line] of all.entries()) {
      expect(Buffer.from((await compactVerify(line.jws, key)).payload).toString()).toBe(canonicalJson(line.event));
      expect(line.event.prev).toBe(i === 0 ? null : sha256Hex(all[i - 1]?.jws ?? ''));
    }
  });

  it.each([['data/records/log/decision-1', 'session.opened'], ['data/records/log/export', 'bag.made'], ['signatures/bag', 'bag.sealed']])('proves %s to be in the log', async (name, type) => {
    const proof = await text(`${name}.tlog-proof`);
    const verdict = await checkProof(proof, place.at.log.verifierKey, nodeDigest, nodeVerify);
    const { body, salt } = LogBody.parse(await json(`${name}${name.startsWith('sig') ? '.tlog-body' : '.body'}.json`));
    const entry = JSON.parse('entry' in verdict ? verdict.entry : '{}') as { type: string; body: string };
    expect([verdict.fault, entry.type, entry.body]).toEqual([undefined, type, sha256Hex(Buffer.from(salt, 'hex'), canonicalJson(body))]);
    if (type === 'bag.sealed') expect(body).toMatchObject({ bag: bag.id, sha256: sha256Hex(await text('tagmanifest-sha256.txt')) });
    if (type === 'bag.made') expect(body).toMatchObject({ bag: bag.id, evidence: sha256Hex(await text(bagFiles.evidence)) });
  });

  it('is found sound by the hub, and where a byte is changed on its disk by name', async () => {
    const by = { person: lan, by: { side: 'owner' as const, name: 'Nhà số 5', unit: null, officerNo: null } };
    await place.hand.check(bag, by);
    const path = join(place.path, 'evidence', bag.id, 'data/playable/cong.mp4');
    const whole = await readFile(path);
    await writeFile(path, Buffer.concat([whole.subarray(0, -1), Buffer.of(1 ^ (whole.at(-1) ?? 0))]));
    await place.hand.check(bag, by);
    await writeFile(path, whole);
    expect((await place.custody.of(bag.id)).slice(-2).map(({ event }) => [event.event, event.note, event.after === bag.sha256])).toEqual([['check', 'khớp / sound', true], ['check', 'sai / wrong: data/playable/cong.mp4', false]]);
  });
});
