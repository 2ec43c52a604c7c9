import { webcrypto } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeDigest } from '../../base/node-digest.ts';
import { nodeVerify } from '../../base/node-verify.ts';
import { days } from '../../domain/time.ts';
import { StreamDigest } from '../sha256.ts';
import type { BagEntry, BagSource } from './bag-source.ts';
import { checkBag, type BagReport, type CheckBagOptions } from './check-bag.ts';
import { checkEvidence } from './check-evidence.ts';
import { ownSigner, smallBag, sourceOf, type SmallBag } from './small-bag.fixture.ts';

const now = Date.parse('2026-11-22T09:00:00Z');
const options: CheckBagOptions = { newHasher: () => new StreamDigest(), digest: nodeDigest, verify: nodeVerify, crypto: webcrypto as typeof globalThis.crypto, now };
const grave = ({ findings }: BagReport): string[] => findings.filter(({ level }) => level === 'fail' || level === 'warn').map(({ code, path }) => (path === undefined ? code : `${code} ${path}`));
const more = (path: string, kind: BagEntry['kind'] = 'file'): BagEntry => ({ path, kind, size: 1, open: async function* () { yield Buffer.from('x'); } });

describe('an evidence bag', () => {
  let bag: SmallBag;
  let root: string;
  beforeAll(async () => {
    const own = await ownSigner(now);
    root = own.root;
    bag = await smallBag({ now, signer: own.signer });
  });
  const plus = (...entries: BagEntry[]): BagSource => ({ name: 'bag', entries: [...sourceOf(bag).entries, ...entries] });

  it('is sound as the hub made it, and says so in both languages', async () => {
    const report = await checkBag(sourceOf(bag), options);
    expect(report.verdict).toBe('sound');
    expect(report.findings.map(({ code }) => code)).toEqual(['root', 'derivative', 'gap', 'token-none', 'camera-clock', 'files-whole', 'signed', 'papers', 'segments-same', 'custody', 'proofs']);
    expect(report.findings.find(({ code }) => code === 'gap')?.text).toEqual({ vi: 'Cổng: không có hình từ 15:00:20 ngày 22/11/2026 (UTC+07:00) đến 15:01:00 ngày 22/11/2026 (UTC+07:00) (camera mất kết nối).', en: 'Cổng: no pictures from 2026-11-22 15:00:20 (UTC+07:00) to 2026-11-22 15:01:00 (UTC+07:00) (the camera was not connected).' });
    expect(report.findings.every(({ text: { vi, en } }) => !/\{\w+\}/.test(vi + en))).toBe(true);
    expect([report.id, report.signer?.rootName, report.custody.length]).toEqual(['EV-2026-000143', 'Mat Pho nha co Lan evidence CA', 2]);
  });

  it.each<[string, (bag: SmallBag) => BagSource | void, string[]]>([
    ['climbs out of its folder', () => plus(more('EV-2026-000143/../evil.sh')), ['name EV-2026-000143/../evil.sh']],
    ['begins at the root', () => plus(more('/etc/passwd')), ['name /etc/passwd']],
    ['has a backslash', () => plus(more('EV-2026-000143\\..\\evil.exe')), ['name EV-2026-000143\\..\\evil.exe']],
    ['names a drive', () => plus(more('C:evil.exe')), ['name C:evil.exe']],
    ['names a device of Windows', () => plus(more('EV-2026-000143/data/con.mp4')), ['name EV-2026-000143/data/con.mp4']],
    ['has letters outside of ASCII', () => plus(more('EV-2026-000143/data/cổng.mp4')), ['name EV-2026-000143/data/cổng.mp4']],
    ['has a link', () => plus(more('EV-2026-000143/data/link', 'link')), ['link EV-2026-000143/data/link']],
    ['lies beside the folder', () => plus(more('readme.txt')), ['outside readme.txt']],
    ['differs from another in case only', () => plus(more('EV-2026-000143/DATA/playable/cong.mp4')), ['name-twice EV-2026-000143/DATA/playable/cong.mp4']],
    ['stands twice', () => plus(more('EV-2026-000143/bagit.txt')), ['name-twice EV-2026-000143/bagit.txt']],
  ])('is refused when a name %s', async (_, spoil, codes) => {
    const report = await checkBag(spoil(bag) ?? sourceOf(bag), options);
    expect([report.verdict, grave(report)]).toEqual(['broken', codes]);
  });

  it('passes over what a computer adds by itself, and says so', async () => {
    const report = await checkBag(plus(more('EV-2026-000143/.DS_Store'), more('__MACOSX/EV-2026-000143/._data')), options);
    expect([report.verdict, report.findings.filter(({ code }) => code === 'litter').length]).toEqual(['sound', 2]);
  });

  it.each<[string, Parameters<typeof smallBag>[0]['spoil'], string[]]>([
    ['an original is not what the recorder logged', (files) => void files.set('data/original/cong/20261122T020300Z.mp4', Buffer.from('other')), ['custody-films data/records/custody.jsonl', 'file-other data/playable', 'original data/original']],
    ['evidence.json is not well formed', (files) => void files.set('data/records/evidence.json', Buffer.from('{}')), ['evidence-malformed data/records/evidence.json']],
    ['a custody line is changed', (files) => void files.set('data/records/custody.jsonl', Buffer.from(String(files.get('data/records/custody.jsonl')).replace('"n":2', '"n":3'))), ['custody-broken data/records/custody.jsonl']],
    ['the decision is left out', (files) => void files.delete('data/records/decision.jws'), ['no-decision data/records/decision.jws']],
    ['the decision\'s signature is changed', (files) => void files.set('data/records/decision.jws', Buffer.from(String(files.get('data/records/decision.jws')).replace(/.{4}$/, 'AAAA'))), ['jws-false data/records/decision.jws']],
    ['a proof is of another entry', (files) => void files.set('data/records/log/export.tlog-proof', files.get('data/records/log/decision-1.tlog-proof') as Buffer), ['proof-body data/records/log/export.body.json']],
    ['a film is spoken of nowhere', (files) => void files.set('data/playable/other.mp4', Buffer.from('x')), ['custody-films data/records/custody.jsonl', 'file-unnamed data/playable/other.mp4']],
    ['another certificate lies beside it', (files) => void files.set('signatures/hub.crt', files.get('signatures/chain.pem') as Buffer), ['certificate-other signatures/hub.crt']],
  ])('is refused although it is signed anew, when %s', async (_, spoil, codes) => {
    const report = await checkBag(sourceOf(await smallBag({ now, ...(spoil ? { spoil } : {}) })), options);
    expect(report.verdict).toBe('broken');
    for (const code of codes.filter((each) => !each.endsWith('data/playable'))) expect(grave(report).some((found) => found.startsWith(code)), `${code} in ${grave(report).join(', ')}`).toBe(true);
  });

  it('says which segments the hub did not record itself, and vouches for the others only', async () => {
    const report = await checkBag(sourceOf(bag), options);
    const evidence = report.evidence!;
    const manifest = new Map(evidence.pieces.flatMap(({ files }) => files.map(({ path, sha256 }) => [path, sha256] as const)));
    const fetched = { ...evidence, pieces: evidence.pieces.map((piece) => ({ ...piece, segments: piece.segments.map((segment, i) => ({ ...segment, origin: i === 0 ? 'outside' as const : segment.origin })) })) };
    const found = checkEvidence(fetched, manifest);
    expect(found.filter(({ code }) => code === 'fetched-later' || code === 'segments-same').map(({ code, level, text }) => [code, level, /\d/.exec(text.vi)?.[0]])).toEqual([['fetched-later', 'warn', '1'], ['segments-same', 'ok', '1']]);
    const forgotten = { ...evidence, pieces: evidence.pieces.map((piece) => ({ ...piece, segments: piece.segments.map((segment) => ({ ...segment, loggedAt: null, logEntry: null })) })) };
    expect(checkEvidence(forgotten, manifest).map(({ code }) => code)).toEqual(['derivative', 'not-logged', 'gap']);
  });

  it('is told from another of the same number by its root', async () => {
    const other = await smallBag({ now });
    expect([(await checkBag(sourceOf(bag), { ...options, roots: root })).verdict, grave(await checkBag(sourceOf(other), { ...options, roots: root }))]).toEqual(['sound', ['root-other signatures/chain.pem']]);
    expect((await checkBag(sourceOf(other), options)).sha256).not.toBe((await checkBag(sourceOf(bag), options)).sha256);
    const mixed = new Map([...bag, ['signatures/tagmanifest.p7s', other.get('signatures/tagmanifest.p7s') as Buffer]]);
    expect(grave(await checkBag(sourceOf(mixed), options))).toEqual(['signature-content signatures/tagmanifest.p7s']);
  });

  it('does not hold when its certificate has ended and nobody says when it was signed', async () => {
    expect(grave(await checkBag(sourceOf(bag), { ...options, now: now + days(26 * 365) }))).toEqual(['chain-time signatures/chain.pem']);
    expect(grave(await checkBag(sourceOf(bag), { ...options, now: now - days(9) }))).toEqual(['chain-time signatures/chain.pem']);
  });

  it('says that the log was not checked where the browser knows no Ed25519', async () => {
    const report = await checkBag(sourceOf(bag), { ...options, verify: async () => true, isLogAble: false });
    expect([report.verdict, grave(report)]).toEqual(['limited', ['proof-unable']]);
  });

  it('says what is no bag, and what are two', async () => {
    expect(grave(await checkBag({ name: 'x', entries: [more('a.txt')] }, options))).toEqual(['no-bag']);
    expect(grave(await checkBag({ name: 'x', entries: [...sourceOf(bag).entries, ...sourceOf(bag, 'EV-2026-000144/').entries] }, options))).toEqual(['several-bags']);
  });

  it('stops when it is told to', async () => {
    await expect(checkBag(sourceOf(bag), { ...options, signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop');
  });
});
