import { execFileSync } from 'node:child_process';
import { createHash, webcrypto } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byLan } from '../exports/export-place.fixture.ts';
import { nodeDigest } from '../base/node-digest.ts';
import { nodeVerify } from '../base/node-verify.ts';
import { bagFiles } from '../proof/bag/bag-files.ts';
import { checkBag } from '../proof/bag/check-bag.ts';
import { sourceOf } from '../proof/bag/small-bag.fixture.ts';
import { StreamDigest } from '../proof/sha256.ts';
import { house, lan, morning } from '../recordings/footage.fixture.ts';
import { HubError } from '../sdk/errors.ts';
import { BagHand, type Hand } from './bag-hand.ts';
import { bagPlace, type BagPlace } from './bag-place.fixture.ts';
import type { BagRecord } from './bag-rows.ts';
import { readKeyPair, readPkcs12 } from './certificates.ts';
import { timeAuthority, type TimeAuthority } from './time-authority.fixture.ts';

let authority: TimeAuthority;
let place: BagPlace;
let folder: string;
let bag: BagRecord;
const hand: Hand = { person: lan, by: { side: 'owner', name: 'Nhà số 5', unit: null, officerNo: null } };
const run = (...args: string[]): Buffer => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (failure: unknown) => (failure instanceof HubError ? failure.code : String(failure)));
async function read(of: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of of) parts.push(part);
  return Buffer.concat(parts);
}
/** A certificate nobody else has. */
function newCertificate(name: string, kind: string[] = ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']): string {
  run('req', '-x509', '-newkey', ...kind, '-nodes', '-keyout', `${name}.key`, '-out', `${name}.crt`, '-subj', `/CN=${name}`, '-days', '3650', '-utf8');
  return readFileSync(join(folder, `${name}.crt`), 'utf8');
}
const again = async (): Promise<BagRecord> => (await place.rows.find(bag.id))!;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'matpho-hand-'));
  authority = await timeAuthority();
  place = await bagPlace();
  bag = await place.made({ person: lan, pieces: [{ request: byLan(morning + 12_000, morning + 18_000), owner: house }] });
});
afterAll(async () => {
  await place?.[Symbol.asyncDispose]();
  await authority?.[Symbol.asyncDispose]();
});

describe('a bag in people\'s hands', () => {
  it('goes out as a ZIP from any byte on, and one download that goes on is one copy', async () => {
    const { bytes, read: open, name } = await place.hand.file(bag, hand);
    const whole = await read(open(0, bytes));
    const rest = await read(open(5_003, bytes));
    expect([name, whole.length, bytes === bag.bytes, rest.equals(whole.subarray(5_003))]).toEqual(['EV-2026-000001.zip', bytes, true, true]);
    writeFileSync(join(folder, name), whole);
    expect(execFileSync('python3', ['-m', 'zipfile', '-t', join(folder, name)]).toString()).toContain('Done testing');
    expect((await place.custody.of(bag.id)).filter(({ event }) => event.event === 'copy').length).toBe(1);
  });

  it('takes the receiver\'s signature over its tag manifest once, and no other', async () => {
    newCertificate('receiver');
    writeFileSync(join(folder, 'tags'), await place.folder.readWhole(bag.id, bagFiles.tagManifest));
    writeFileSync(join(folder, 'other'), 'something else');
    const sign = (what: string): Buffer => run('cms', '-sign', '-binary', '-in', what, '-outform', 'DER', '-signer', 'receiver.crt', '-inkey', 'receiver.key', '-md', 'sha256');
    const before = await place.folder.readWhole(bag.id, bagFiles.signature);
    expect([await codeOf(place.hand.receipt(bag, hand, sign('other'))), await codeOf(place.hand.receipt(bag, hand, Buffer.from('no signature')))]).toEqual(['signature-invalid', 'signature-invalid']);
    await place.hand.receipt(bag, hand, sign('tags'));
    expect([await codeOf(place.hand.receipt(bag, hand, sign('tags'))), (await place.folder.readWhole(bag.id, bagFiles.signature)).equals(before), (await again()).bytes! > bag.bytes!]).toEqual(['conflict', true, true]);
    expect((await place.custody.of(bag.id)).at(-1)?.event).toMatchObject({ event: 'receipt', note: expect.stringMatching(/^CN=receiver; SHA-256 [0-9a-f]{64}$/) as string, before: bag.sha256, after: bag.sha256 });
  });

  it('is stamped later, once, by a service whose answer counts', async () => {
    const stamping = new BagHand({ ...place.parts, stamps: authority });
    expect(await codeOf(place.hand.stamp(bag, hand))).toBe('not-ready');
    authority.spoil = () => 503;
    const down = await codeOf(stamping.stamp(bag, hand));
    authority.spoil = (answer) => Buffer.concat([answer.subarray(0, -4), Buffer.of(1, 2, 3, 4)]);
    const forged = await codeOf(stamping.stamp(bag, hand));
    await using other = await timeAuthority();
    authority.spoil = undefined;
    const stranger = await codeOf(new BagHand({ ...place.parts, stamps: { url: authority.url, ca: other.ca } }).stamp(bag, hand));
    expect([down, forged, stranger, (await again()).stamped]).toEqual(['timestamp-failed', 'timestamp-failed', 'timestamp-failed', 'none']);
    await stamping.stamp(bag, hand);
    writeFileSync(join(folder, 'p7s'), await place.folder.readWhole(bag.id, bagFiles.signature));
    writeFileSync(join(folder, 'tsr'), await place.folder.readWhole(bag.id, bagFiles.token));
    expect([(await again()).stamped, await codeOf(stamping.stamp(bag, hand)), run('ts', '-verify', '-data', 'p7s', '-in', 'tsr', '-CAfile', authority.caFile).length]).toEqual(['late', 'conflict', expect.any(Number)]);
  });

  it.each([['P-256', ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']], ['RSA', ['rsa:2048']]])('closed to a receiver opens with her key (%s) and openssl alone, and its key is given only on record', async (kind, how) => {
    const certificate = newCertificate(`to-${kind}`, how);
    const closed = await place.made({ person: lan, receiver: { name: 'Điều tra viên Tư', certificate }, pieces: [{ request: byLan(morning + 12_000, morning + 18_000), owner: house }] });
    const { name, bytes, read: open } = await place.hand.file(closed, hand);
    const sealed = await read(open(0, bytes));
    const from = 12_345;
    expect([name, sealed.subarray(0, 2).toString() === 'PK', (await read(open(from, bytes))).equals(sealed.subarray(from))]).toEqual([`${closed.id}.zip.enc`, false, true]);
    const { key, commands } = await place.hand.unwrap(closed, hand);
    writeFileSync(join(folder, 'key.b64'), key);
    writeFileSync(join(folder, name), sealed);
    for (const end of ['crt', 'key']) writeFileSync(join(folder, `receiver.${end}`), readFileSync(join(folder, `to-${kind}.${end}`)));
    execFileSync('sh', ['-ec', commands], { cwd: folder });
    const plain = await place.hand.bytes(closed);
    const hashOf = (of: Buffer): string => createHash('sha256').update(of).digest('hex');
    expect(hashOf(readFileSync(join(folder, `${closed.id}.zip`)))).toBe(hashOf(await read(plain.read(0, plain.bytes))));
    expect((await place.custody.of(closed.id)).map(({ event }) => event.event)).toEqual(['create', 'seal', 'copy', 'unwrap']);
    expect(await codeOf(place.hand.unwrap(bag, hand))).toBe('conflict');
  });

  it('writes down what people say they did with it', async () => {
    for (const event of ['open', 'hand-over', 'return', 'destroy'] as const) await place.hand.note(bag, hand, event, `vì ${event}`);
    expect((await place.custody.of(bag.id)).slice(-4).map(({ event: { event, note, after } }) => [event, note, after === bag.sha256])).toEqual([['open', 'vì open', true], ['hand-over', 'vì hand-over', true], ['return', 'vì return', true], ['destroy', 'vì destroy', false]]);
  });
});

describe('the certificate of the hub', () => {
  it('is its own until one of a licensed authority is installed, with what leads to its root', async () => {
    const now = Date.now() + 2_000;
    newCertificate('root');
    run('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=Hub to 5/O=Licensed');
    run('x509', '-req', '-in', 'leaf.csr', '-CA', 'root.crt', '-CAkey', 'root.key', '-set_serial', '7', '-days', '20', '-out', 'leaf.crt');
    const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
    const refused = [[text('root.key'), text('leaf.crt')], [text('leaf.key'), text('leaf.crt')], ['no key', text('leaf.crt')]].map(([key = '', chain = '']) => codeOf((async () => readKeyPair(key, chain, now))()));
    expect(await Promise.all(refused)).toEqual(['certificate-invalid', 'certificate-invalid', 'certificate-invalid']);
    expect(await codeOf((async () => readKeyPair(text('leaf.key'), text('leaf.crt') + text('root.crt'), now + 4e12))())).toBe('certificate-invalid');
    run('pkcs12', '-export', '-in', 'leaf.crt', '-inkey', 'leaf.key', '-certfile', 'root.crt', '-out', 'leaf.p12', '-passout', 'pass:mat-khau');
    expect(await codeOf(readPkcs12(readFileSync(join(folder, 'leaf.p12')), 'wrong', now))).toBe('certificate-invalid');

    const own = await place.keys.facts();
    await place.keys.install(await readPkcs12(readFileSync(join(folder, 'leaf.p12')), 'mat-khau', now), 'op');
    expect([own.kind, own.subject, (await place.keys.facts()).kind, (await place.keys.facts()).issuer]).toEqual(['own', 'CN=Mat Pho test hub', 'installed', 'CN=root']);
    const made = await place.made({ person: lan, pieces: [{ request: byLan(morning + 12_000, morning + 18_000), owner: house }] });
    const target = await place.unpacked(made);
    execFileSync('sh', ['verify.sh'], { cwd: target, stdio: 'pipe' });
    // Under a root somebody has from elsewhere.
    execFileSync('openssl', ['cms', '-verify', '-binary', '-inform', 'DER', '-in', bagFiles.signature, '-content', bagFiles.tagManifest, '-CAfile', join(folder, 'root.crt'), '-purpose', 'any', '-out', '/dev/null'], { cwd: target, stdio: 'pipe' });
    // Through an authority in between, as licensed ones have it: all of it lies in chain.pem; who has the root from elsewhere checks it in a step of its own (docs/evidence.md).
    writeFileSync(join(folder, 'ca.ext'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n');
    for (const [name, by, more] of [['middle', 'root', ['-extfile', 'ca.ext']], ['under', 'middle', []]] as const) {
      run('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
      run('x509', '-req', '-in', `${name}.csr`, '-CA', `${by}.crt`, '-CAkey', `${by}.key`, '-set_serial', '9', '-days', '20', '-out', `${name}.crt`, ...more);
    }
    await place.keys.install(readKeyPair(text('under.key'), text('root.crt') + text('under.crt') + text('middle.crt'), Date.now() + 2_000), 'op');
    const under = await place.made({ person: lan, pieces: [{ request: byLan(morning + 12_000, morning + 18_000), owner: house }] });
    const through = await place.unpacked(under);
    const files = new Map(await Promise.all((await place.folder.list(under.id)).map(async ({ path }) => [path, await place.folder.readWhole(under.id, path)] as const)));
    execFileSync('sh', ['verify.sh'], { cwd: through, stdio: 'pipe' });
    execFileSync('openssl', ['verify', '-purpose', 'any', '-CAfile', join(folder, 'root.crt'), '-untrusted', bagFiles.chain, bagFiles.certificate], { cwd: through, stdio: 'pipe' });
    const report = await checkBag(sourceOf(files, `${under.id}/`), { newHasher: () => new StreamDigest(), digest: nodeDigest, verify: nodeVerify, crypto: webcrypto as typeof globalThis.crypto, now: Date.now() + 2_000, roots: text('root.crt') });
    expect(report.findings.filter(({ level }) => level === 'fail').map(({ code }) => code)).toEqual([]);
    await place.keys.uninstall('op');
    expect([(await place.keys.facts()).fingerprint, await place.parts.vault.get(`evidence/old/${own.fingerprint}`)]).toEqual([own.fingerprint, own.chain]);
  });
});
