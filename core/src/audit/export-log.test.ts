import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeDigest } from '../base/node-digest.ts';
import { nodeVerify } from '../base/node-verify.ts';
import { id, type CameraId, type OwnerId } from '../domain/ids.ts';
import { checkExport, checkPart, checkProof, compareCheckpoints, makeDigest, type Comparison, type LogFault, type LogVerdict } from '../proof/index.ts';
import { auditPlace, type AuditPlace } from './testing/audit-place.fixture.ts';
import { addHouse } from './testing/house.fixture.ts';
import { readTilePath } from './tile-path.ts';
import { verifierKey } from './signed-note.ts';

const lan = id<OwnerId>('o-lan');
const bay = id<OwnerId>('o-bay');
const gate = id<CameraId>('c-gate');
const yard = id<CameraId>('c-yard');
const entries = 600;
const keptAt = 300;

let place: AuditPlace;
let file: string;
let kept: string;
let key: string;
beforeAll(async () => {
  place = await auditPlace();
  await addHouse(place.store, lan, [gate]);
  await addHouse(place.store, bay, [yard]);
  for (let n = 0; n < entries; n += 1) {
    if (n === keptAt) kept = await place.log.checkpoint();
    const at = 1_000 + n;
    if (n % 3 === 0) await place.log.append(undefined, { type: 'session.closed', camera: gate, at, body: { officer: `296-${n}`, note: 'Cổng nhà “Lan”' } });
    else if (n % 3 === 1) await place.log.append(undefined, { type: 'decision', camera: yard, at, body: { officer: `113-${n}` } });
    else await place.log.append(undefined, n % 2 ? { type: 'login', at, body: { person: 'p' } } : { type: 'restriction.added', at, owner: lan, body: { by: 'p' } });
  }
  file = await exported(lan);
  key = verifierKey(place.parts.signer);
}, 60_000);
afterAll(async () => { await place[Symbol.asyncDispose](); });

async function exported(owner: OwnerId): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const piece of await place.log.exportFor(owner)) all.push(piece);
  return Buffer.concat(all).toString();
}
/** In small pieces, as a network gives it. */
async function* pieces(text: string, size = 4_099): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield Uint8Array.from(bytes.subarray(at, at + size));
}
const parts = { digest: nodeDigest, verify: nodeVerify };
/** The header alone, then the rest: so that every tile is a part. */
async function* headed(text: string, size?: number): AsyncGenerator<Uint8Array> {
  const header = text.indexOf('\n') + 1;
  yield* pieces(text.slice(0, header));
  yield* pieces(text.slice(header), size);
}
/** Every tile is its own part, and goes to a helper. */
const helpers = (ahead = 3, asked: number[] = []) => ({ ahead, least: 20_000, from: 0, check: async (bytes: Uint8Array) => { asked.push(bytes.length); return checkPart(bytes, nodeDigest); } });
const check = (text: string, more: { readonly key?: string; readonly kept?: string } = {}): Promise<LogVerdict> => checkExport(pieces(text), { ...parts, ...more });

describe('a household\'s log in one file', () => {
  it('is found whole, with everything in it counted, in pieces of any size and by both ways of hashing', async () => {
    const expected = { fault: undefined, entries, own: 300, bodies: 300, erased: 0, cameras: 1, size: entries, continues: keptAt, key };
    expect(await check(file, { key, kept })).toMatchObject(expected);
    for (const size of [1, 7, 65_536, 10_000_000]) expect(await checkExport(pieces(file, size), { ...parts, digest: makeDigest(), key, kept })).toMatchObject(expected);
  }, 60_000);

  it('is found the same by helpers, when they fail, and whatever they are asked at once', async () => {
    const alone = await check(file, { key });
    for (const size of [61, 4_099]) {
      const asked: number[] = [];
      expect(await checkExport(headed(file, size), { ...parts, key, helpers: helpers(size % 3, asked) })).toEqual(alone);
      expect(asked.length).toBe(2);
    }
    for (const fails of [async () => undefined, async () => { throw new Error('gone'); }]) expect(await checkExport(pieces(file), { ...parts, key, helpers: { ...helpers(), check: fails } })).toEqual(alone);
  });

  it('tells her own entries and bodies, and of her neighbour\'s nothing but hashes', async () => {
    expect([file.includes('c-gate'), file.includes('296-0'), file.includes('restriction.added'), file.includes('c-yard'), file.includes('113-'), file.includes('"login"')]).toEqual([true, true, true, false, false, false]);
    const his = await exported(bay);
    expect([his.includes('c-gate'), his.includes('296-'), his.includes('restriction'), his.includes('113-1')]).toEqual([false, false, false, true]);
    expect(await check(his, { key })).toMatchObject({ fault: undefined, own: 200, bodies: 200 });
  });

  it('says how far it is', async () => {
    const seen: number[] = [];
    await checkExport(pieces(file), { ...parts, onProgress: (done, of) => { if (of === entries) seen.push(done); } });
    expect([seen.length > 3, seen.at(-1), seen.toSorted((a, b) => a - b).join()]).toEqual([true, entries, seen.join()]);
  });

  it('stops when told to', async () => {
    await expect(checkExport(pieces(file), { ...parts, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});

describe('what was done to a file', () => {
  const lines = (): string[] => file.split('\n');
  const header = (change: (value: Record<string, unknown>) => object): string => [JSON.stringify(change(JSON.parse(lines()[0] ?? '') as Record<string, unknown>)), ...lines().slice(1)].join('\n');
  const note = (change: (note: string) => string): string => header((value) => ({ ...value, note: change(String(value['note'])) }));
  const lineOf = (matches: (line: string) => boolean, from = 0): number => lines().findIndex((line, i) => i >= from && matches(line));
  const edited = (at: number, change: (line: string) => string | undefined): string => lines().flatMap((line, i) => (i === at ? change(line) ?? [] : [line])).join('\n');
  const isEntry = (line: string): boolean => line.startsWith('{"at"');
  const isBody = (line: string): boolean => line.startsWith('{"body"');
  const isLeaf = (line: string): boolean => line.startsWith('{"leaf"');
  const isTile = (line: string): boolean => line.startsWith('{"tile"');
  const flip = (text: string, at: number): string => `${text.slice(0, at)}${text[at] === 'a' ? 'b' : 'a'}${text.slice(at + 1)}`;
  const swapped = (a: number, b: number): string => lines().map((line, i, all) => (i === a ? all[b] : i === b ? all[a] : line)).join('\n');

  const tampers: Readonly<Record<string, readonly [what: LogFault['what'], tamper: () => string]>> = {
    'an entry\'s instant': ['tile', () => edited(lineOf(isEntry, 40), (line) => line.replace(/"at":\d/, '"at":7'))],
    'an entry\'s type': ['tile', () => edited(lineOf(isEntry, 40), (line) => line.replace(/"type":"[a-z.]+"/, '"type":"snapshot"'))],
    'an entry\'s form': ['entry', () => edited(lineOf(isEntry, 40), (line) => line.replace(',"v":1', ', "v":1'))],
    'an entry\'s body hash': ['body', () => edited(lineOf(isEntry, 40), (line) => flip(line, line.indexOf('"body":"') + 12))],
    'an entry\'s camera': ['camera-count', () => edited(lineOf((line) => line.includes('c-gate'), 40), (line) => line.replace('c-gate', 'c-goat'))],
    'an entry\'s count': ['camera-count', () => edited(lineOf((line) => line.includes('c-gate'), 40), (line) => line.replace(/"cameraSeq":\d+/, '"cameraSeq":99'))],
    'a count told twice': ['entry', () => edited(lineOf((line) => line.includes('c-gate'), 40), (line) => line.replace(/"cameraSeq":(\d+)/, '"cameraSeq":0$1'))],
    'a leaf hash': ['tile', () => edited(lineOf(isLeaf, 40), (line) => flip(line, 20))],
    'a leaf hash after the last tile': ['not-as-signed', () => edited(lines().length - 2 - [...lines()].toReversed().slice(1).findIndex(isLeaf), (line) => flip(line, 20))],
    'the last entry': ['not-as-signed', () => edited(lines().length - 1 - [...lines()].toReversed().findIndex(isEntry), (line) => line.replace(/"at":\d/, '"at":7'))],
    'the hash of a tile': ['tile', () => edited(lineOf(isTile), (line) => flip(line, 20))],
    'a body': ['body', () => edited(lineOf((line) => line.includes('296-'), 40), (line) => line.replace('296-', '297-'))],
    'a salt': ['body', () => edited(lineOf(isBody, 40), (line) => flip(line, line.length - 10))],
    'a body taken for erased': ['erased-unrecorded', () => edited(lineOf(isBody, 40), () => '{"erased":true}')],
    'a body left out': ['malformed', () => edited(lineOf(isBody, 40), () => undefined)],
    'an entry and its body left out': ['camera-count', () => lines().filter((_, i) => { const at = lineOf((line) => line.includes('c-gate'), 40); return i !== at && i !== at + 1; }).join('\n')],
    'a leaf left out': ['malformed', () => edited(lineOf(isLeaf, 40), () => undefined)],
    'a leaf put in': ['malformed', () => edited(lineOf(isLeaf, 40), (line) => `${line}\n${line}`)],
    'two entries swapped': ['camera-count', () => swapped(lineOf((line) => line.includes('c-gate'), 40), lineOf((line) => line.includes('c-gate'), 60))],
    'two bodies swapped': ['body', () => swapped(lineOf(isBody, 40), lineOf(isBody, 60))],
    'two leaves swapped': ['tile', () => swapped(lineOf(isLeaf, 40), lineOf(isLeaf, 60))],
    'two leaves swapped after the last tile': ['not-as-signed', () => { const first = lineOf(isLeaf, lineOf(isTile, lineOf(isTile) + 1)); return swapped(first, lineOf(isLeaf, first + 1)); }],
    'a line that is none': ['malformed', () => edited(lineOf(isLeaf, 40), () => 'xyz')],
    'the end cut off': ['cut-short', () => file.slice(0, file.length / 2)],
    'its last line cut off': ['cut-short', () => lines().slice(0, -2).join('\n')],
    'the last newline cut off': ['cut-short', () => file.slice(0, -1)],
    'an entry appended': ['too-long', () => `${file}{"leaf":"${'0'.repeat(64)}"}\n`],
    'an end without a newline': ['too-long', () => `${file}{"leaf"`],
    'the size of the checkpoint': ['forged', () => note((text) => text.replace('\n600\n', '\n599\n'))],
    'the root of the checkpoint': ['forged', () => note((text) => text.replace(/\n600\n(.)/, (_, first: string) => `\n600\n${first === 'A' ? 'B' : 'A'}`))],
    'the signature of the checkpoint': ['forged', () => note((text) => { const at = text.trimEnd().length - 12; return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`; })],
    'the origin of the checkpoint': ['forged', () => note((text) => text.replace('hub.example', 'hub.examplf'))],
    'no signature': ['malformed', () => note((text) => text.slice(0, text.indexOf('\n\n') + 2))],
    'the size beside the checkpoint': ['not-as-signed', () => header((value) => ({ ...value, size: 599 }))],
    'the key in the file': ['other-key', () => header((value) => ({ ...value, key: `${String(value['key']).slice(0, -3)}AA=` }))],
    'another file altogether': ['not-a-log', () => 'Hoá đơn tiền điện tháng 11\n'],
    'nothing in it': ['not-a-log', () => ''],
    'a line without an end': ['not-a-log', () => 'x'.repeat(400_000)],
  };
  it.each(Object.entries(tampers))('is found: %s', async (_, [what, tamper]) => {
    const text = tamper();
    expect(text).not.toBe(file);
    for (const digest of [nodeDigest, makeDigest()]) expect((await checkExport(pieces(text), { ...parts, digest, key })).fault).toMatchObject({ what });
    // With helpers the verdict is the same to the last word: fault, place, line and counts.
    for (const older of [undefined, kept]) {
      const alone = await checkExport(pieces(text), { ...parts, key, kept: older });
      for (const cut of [pieces, headed]) expect(await checkExport(cut(text), { ...parts, key, kept: older, helpers: helpers() })).toEqual(alone);
    }
  });

  it('is told by its place', async () => {
    const at = lineOf((line) => line.includes('c-gate'), 100);
    const { camera, cameraSeq } = JSON.parse(lines()[at] ?? '') as { camera: string; cameraSeq: number };
    const { fault } = await check(edited(at + 1, (line) => line.replace('296-', '297-')));
    expect(fault).toEqual({ what: 'body', seq: (cameraSeq - 1) * 3, camera, cameraSeq, line: at + 2 });
    expect((await check(edited(lineOf(isLeaf, lineOf(isTile)), (line) => flip(line, 20)))).fault).toMatchObject({ what: 'tile', seq: 256 });
  });

  it('any single bit, anywhere in the file', async () => {
    const bytes = Buffer.from(file);
    const unseen: number[] = [];
    // Every kind of line many times over, and the whole header.
    const spots = [...Array.from({ length: 260 }, (_, i) => Math.floor((i * bytes.length) / 260)), ...Array.from({ length: 60 }, (_, i) => i * 9)];
    for (const spot of spots) {
      bytes[spot] = (bytes[spot] ?? 0) ^ 1;
      const { fault } = await checkExport((async function* () { yield Uint8Array.from(bytes); })(), { ...parts, key });
      // When the file was made is a remark, not part of the log.
      if (!fault && !/"madeAt":\d*$/.test(bytes.subarray(0, spot).toString())) unseen.push(spot);
      bytes[spot] = (bytes[spot] ?? 0) ^ 1;
    }
    expect(unseen).toEqual([]);
  }, 60_000);

  it('a history written anew, or an older one, by the checkpoint she kept', async () => {
    await using other = await auditPlace();
    const again = await auditPlaceSignedBy(place, other);
    expect((await checkExport(pieces(again.same), { ...parts, key })).fault).toBeUndefined();
    expect([(await check(again.same, { key, kept })).fault, (await check(again.short, { key, kept })).fault]).toEqual([{ what: 'forked', seq: keptAt - 1, line: expect.any(Number) as number }, { what: 'rolled-back', seq: 10, line: 1 }]);
    expect((await check(file, { key: verifierKey(other.parts.signer) })).fault).toEqual({ what: 'other-key', line: 1 });
  });

  /** The same key, on a hub whose entries are others. */
  async function auditPlaceSignedBy(one: AuditPlace, other: AuditPlace): Promise<{ readonly same: string; readonly short: string }> {
    const { openAuditLog } = await import('./audit-log.ts');
    const log = await openAuditLog({ ...other.parts, signer: one.parts.signer });
    const write = async (): Promise<string> => {
      const all: Uint8Array[] = [];
      for await (const piece of await log.exportFor(lan)) all.push(piece);
      return Buffer.concat(all).toString();
    };
    for (let n = 0; n < 10; n += 1) await log.append(undefined, { type: 'login', at: n, body: {} });
    const short = await write();
    for (let n = 10; n < 320; n += 1) await log.append(undefined, { type: 'login', at: n, body: {} });
    return { same: await write(), short };
  }
});

describe('a checkpoint on her phone', () => {
  const compare = async (change: Partial<Parameters<typeof compareCheckpoints>[0]> = {}): Promise<Comparison> => {
    const now = await place.log.checkpoint();
    return await compareCheckpoints({ ...parts, key, kept, keyNow: key, now, proof: async (from, to) => (await place.log.consistency(from, to)).map((hash) => hash.toString('base64')), ...change });
  };
  it('sees the log the same, grown, older, another, under another key, and no log at all', async () => {
    const now = await place.log.checkpoint();
    await using other = await auditPlace();
    await other.log.append(undefined, { type: 'login', at: 1, body: {} });
    const strange = await other.log.checkpoint();
    const strangeKey = verifierKey(other.parts.signer);
    expect([
      await compare({ kept: now }), await compare(), await compare({ kept: now, now: kept }), await compare({ proof: async () => [] }), await compare({ proof: async () => ['AAAA'] }),
      await compare({ keyNow: strangeKey, now: strange }), await compare({ now: strange }), await compare({ now: now.replace('\n600\n', '\n601\n') }), await compare({ now: '' }),
    ].map(({ is }) => is)).toEqual(['same', 'grown', 'older', 'forked', 'forked', 'key', 'key', 'unsigned', 'unsigned']);
    await expect(compare({ proof: async () => { throw new Error('the hub is away'); } })).rejects.toThrow('away');
  });
});

describe('an offline proof', () => {
  it('carries its entry for whom it is, and proves it', async () => {
    const text = await place.log.inclusionProof(300, [lan]);
    expect(text.split('\n').slice(0, 1)).toEqual(['c2sp.org/tlog-proof@v1']);
    expect(await checkProof(text, key, nodeDigest, nodeVerify)).toMatchObject({ fault: undefined, seq: 300, size: entries, entry: expect.stringContaining('"c-gate"') as string });
    expect(await checkProof(text.replace('index 300', 'index 301'), key, nodeDigest, nodeVerify)).toEqual({ fault: 'not-included' });
    expect(await checkProof(text.replace('\n600\n', '\n601\n'), key, nodeDigest, nodeVerify)).toEqual({ fault: 'forged' });
    expect(await checkProof('c2sp.org/tlog-proof@v1\nindex x\n\n', key, nodeDigest, nodeVerify)).toEqual({ fault: 'malformed' });
    expect(await checkProof(await place.log.inclusionProof(300, [bay]), key, nodeDigest, nodeVerify)).toEqual({ fault: 'no-entry' });
    await expect(place.log.inclusionProof(entries, [lan])).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('tiles', () => {
  const tile = async (level: string, ...segments: string[]) => {
    const ref = readTilePath(level, segments);
    return ref && Buffer.from(await place.log.tile(ref, [bay]));
  };
  it('hold the hashes of c2sp.org/tlog-tiles, whole and partial', async () => {
    const [zero, one, last] = await Promise.all([tile('0', '000'), tile('1', '000.p', '2'), tile('0', '002.p', '88')]);
    expect([zero?.length, one?.length, last?.length]).toEqual([256 * 32, 64, 88 * 32]);
    const { LeafTree } = await import('../proof/tree.ts');
    const tree = new LeafTree(nodeDigest);
    for (let i = 0; i < 256; i += 1) tree.addLeaf((zero ?? Buffer.alloc(0)).subarray(i * 32, i * 32 + 32));
    expect(Buffer.from(tree.root()).equals((one ?? Buffer.alloc(0)).subarray(0, 32))).toBe(true);
    await expect(tile('0', '003')).rejects.toMatchObject({ code: 'not-found' });
    await expect(tile('0', '002')).rejects.toMatchObject({ code: 'not-found' });
    await expect(tile('2', '000')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('bundle entries after their lengths, and of others only the place', async () => {
    const bundle = await tile('entries', '002.p', '88') ?? Buffer.alloc(0);
    const found: string[] = [];
    for (let at = 0; at < bundle.length; ) {
      const length = bundle.readUInt16BE(at);
      found.push(bundle.subarray(at + 2, at + 2 + length).toString());
      at += 2 + length;
    }
    expect([found.length, found.filter((text) => text === '').length, found.every((text) => text === '' || text.includes('"c-yard"'))]).toEqual([88, 88 - 29, true]);
  });

  it('are named in one way only', () => {
    expect([readTilePath('0', ['x001', '067']), readTilePath('entries', ['x001', 'x234', '067.p', '9'])]).toEqual([{ level: 0, index: 1_067, width: 256 }, { level: undefined, index: 1_234_067, width: 9 }]);
    for (const [level, ...rest] of [['0', '67'], ['0', 'x000', '067'], ['00', '067'], ['64', '000'], ['0', '067.p', '0'], ['0', '067.p', '256'], ['0', '067.p', '257'], ['0', '001', '067'], ['x', '000'], ['0', '..', '000']]) expect(readTilePath(level ?? '', rest)).toBeUndefined();
  });
});
