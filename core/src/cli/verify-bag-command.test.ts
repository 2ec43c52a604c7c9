import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timeAuthority, type TimeAuthority } from '../evidence/time-authority.fixture.ts';
import { timeStamp } from '../evidence/time-stamp.ts';
import { ownSigner, smallBag, zipOf, type SmallBag } from '../proof/bag/small-bag.fixture.ts';
import { verifyBagCommand } from './verify-bag-command.ts';

const token = 'signatures/tagmanifest.p7s.tsr';
const p7s = 'signatures/tagmanifest.p7s';
const video = 'data/original/cong/20261122T020310Z.mp4';

/** The three commands of the design, and nothing of ours. */
const script = `sha256sum --quiet -c tagmanifest-sha256.txt && sha256sum --quiet -c manifest-sha256.txt \\
  && openssl cms -verify -binary -inform DER -in signatures/tagmanifest.p7s -content tagmanifest-sha256.txt -CAfile signatures/chain.pem -purpose any -out /dev/null \\
  && { test ! -e signatures/tagmanifest.p7s.tsr || openssl ts -verify -data signatures/tagmanifest.p7s -in signatures/tagmanifest.p7s.tsr -CAfile "$TSA"; }`;

describe('matpho verify', () => {
  let folder: string;
  let tsa: TimeAuthority;
  let bag: SmallBag;
  let stamped: SmallBag;
  let other: SmallBag;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'matpho-verify-'));
    tsa = await timeAuthority();
    const now = Date.now();
    const own = await ownSigner(now);
    await writeFile(join(folder, 'root.pem'), own.root);
    bag = await smallBag({ now, signer: own.signer });
    other = await smallBag({ now });
    const { response } = await timeStamp({ url: tsa.url, ca: tsa.ca }, bag.get(p7s) as Buffer);
    stamped = new Map([...bag, [token, response]]);
  });
  afterAll(async () => {
    await tsa?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  let made = 0;
  async function laidOut(files: SmallBag): Promise<string> {
    const at = join(folder, String((made += 1)), 'EV-2026-000143');
    for (const folders of new Set([...files.keys()].map((path) => dirname(path)))) await mkdir(join(at, folders), { recursive: true });
    await Promise.all([...files].map(([path, bytes]) => writeFile(join(at, path), bytes)));
    return at;
  }
  const foreign = (at: string): boolean => spawnSync('sh', ['-c', script], { cwd: at, env: { ...process.env, TSA: tsa.caFile } }).status === 0;
  async function ours(at: string, ...more: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
    let said = '';
    const code = await verifyBagCommand({ args: [at, ...more], env: { LANG: 'en' }, say: (text) => { said += text; } });
    return { code, said };
  }
  const flipped = (files: SmallBag, path: string, at: number): SmallBag => {
    const bytes = Buffer.from(files.get(path) as Buffer);
    bytes[at] = (bytes[at] ?? 0) ^ 0x01;
    return new Map([...files, [path, bytes]]);
  };
  const without = (files: SmallBag, ...paths: readonly string[]): SmallBag => new Map([...files].filter(([path]) => !paths.includes(path)));
  const moved = (files: SmallBag, from: string, to: string): SmallBag => new Map([...without(files, from, to), [to, files.get(from) as Buffer], ...(files.has(to) ? [[from, files.get(to) as Buffer] as const] : [])]);

  it('agrees with sha256sum and openssl on the bag as it was made, in a folder and in a ZIP', async () => {
    for (const files of [bag, stamped]) {
      const at = await laidOut(files);
      expect([foreign(at), (await ours(at, '--tsa', tsa.caFile, '--ca', join(folder, 'root.pem'))).code]).toEqual([true, 0]);
    }
    const zip = join(folder, 'EV-2026-000143.zip');
    await writeFile(zip, zipOf(stamped));
    const unpacked = join(folder, 'unpacked');
    expect([spawnSync('unzip', ['-q', zip, '-d', unpacked]).status, foreign(join(unpacked, 'EV-2026-000143'))]).toEqual([0, true]);
    expect((await ours(zip, '--tsa', tsa.caFile)).said).toContain('THE BAG IS SOUND: nothing changed');
  });

  it('agrees with them on every kind of tampering', async () => {
    const last = (path: string): number => (stamped.get(path)?.length ?? 1) - 1;
    const rows: Readonly<Record<string, SmallBag>> = {
      ...Object.fromEntries([...stamped.keys()].filter((path) => !path.startsWith('signatures/')).flatMap((path) => (/original|manifest/.test(path) ? [0, Math.floor(last(path) / 2), last(path)] : [Math.floor(last(path) / 2)]).map((at) => [`flip ${path} ${at}`, flipped(stamped, path, at)]))),
      ...Object.fromEntries([...stamped.keys()].filter((path) => !/bag\.tlog|\.tsr$/.test(path)).map((path) => [`without ${path}`, without(stamped, path)])),
      'renamed': moved(stamped, video, 'data/original/cong/renamed.mp4'), 'two films changed places': moved(stamped, video, 'data/playable/cong.mp4'),
      'cut short': new Map([...stamped, [video, (stamped.get(video) as Buffer).subarray(0, -1)]]), 'one byte more': new Map([...stamped, [video, Buffer.concat([stamped.get(video) as Buffer, Buffer.of(0)])]]), 'empty': new Map([...stamped, [video, Buffer.alloc(0)]]),
      'a line of the manifest gone, with its file': new Map([...without(stamped, video), ['manifest-sha256.txt', Buffer.from(String(stamped.get('manifest-sha256.txt')).replace(/.*20310Z.*\n/, ''))]]),
      'the signature of another hub': new Map([...stamped, [p7s, other.get(p7s) as Buffer]]), 'the chain of another hub': new Map([...stamped, ['signatures/chain.pem', other.get('signatures/chain.pem') as Buffer]]),
      'the manifests of another bag': new Map([...stamped, ...['tagmanifest-sha256.txt', 'manifest-sha256.txt'].map((path) => [path, other.get(path) as Buffer] as const)]),
      'the signature of another hub without token': without(new Map([...stamped, [p7s, other.get(p7s) as Buffer]]), token),
      'a token over something else': new Map([...bag, [token, (await timeStamp({ url: tsa.url, ca: tsa.ca }, Buffer.from('else'))).response]]),
    };
    const found: Record<string, readonly [boolean, boolean]> = {};
    const at = await laidOut(stamped);
    for (const [name, files] of Object.entries(rows)) {
      const changed = [...new Set([...files.keys(), ...stamped.keys()])].filter((path) => files.get(path) !== stamped.get(path));
      const put = (path: string, bytes: Buffer | undefined): Promise<void> => (bytes ? writeFile(join(at, path), bytes) : rm(join(at, path)));
      for (const path of changed) await put(path, files.get(path));
      found[name] = [foreign(at), (await ours(at, '--tsa', tsa.caFile)).code === 0];
      for (const path of changed) await put(path, stamped.get(path));
    }
    expect(foreign(at)).toBe(true);
    expect(Object.keys(found).length).toBeGreaterThan(50);
    expect(Object.entries(found).filter(([, [theirs, mine]]) => theirs || mine)).toEqual([]);
  });

  it.each([[p7s, 47], [token, 67]])('agrees with openssl byte for byte on %s', async (path, step) => {
    const files = path === p7s ? bag : stamped;
    const at = await laidOut(files);
    const differing: number[] = [];
    for (let i = 0; i < (files.get(path)?.length ?? 0); i += step) {
      await writeFile(join(at, path), flipped(files, path, i).get(path) as Buffer);
      // Where OpenSSL does not look, at bytes that mean nothing, this may be the stricter one; never the other way.
      if (!foreign(at) && (await ours(at, '--tsa', tsa.caFile)).code === 0) differing.push(i);
    }
    expect(differing).toEqual([]);
  });

  it.each([p7s, token])('reads the signature in %s to the byte, as openssl does', async (path) => {
    const files = path === p7s ? bag : stamped;
    const bytes = files.get(path) as Buffer;
    // RFC 3279 §2.2.3: two numbers in a sequence. It says that it is a byte shorter or longer, or something else.
    const octets = Array.from(bytes.keys()).findLast((i) => bytes[i] === 0x04 && bytes[i + 2] === 0x30 && bytes[i + 4] === 0x02 && (bytes[i + 1] ?? 0) === (bytes[i + 3] ?? 0) + 2) ?? expect.fail();
    const at = await laidOut(files);
    for (const [place, bit] of [[2, 0x08], [3, 0x01], [4, 0x01], [4, 0x10]] as const) {
      const changed = Buffer.from(bytes);
      changed[octets + place] = (changed[octets + place] ?? 0) ^ bit;
      await writeFile(join(at, path), changed);
      expect([place, foreign(at), (await ours(at, '--tsa', tsa.caFile)).code]).toEqual([place, false, 1]);
    }
  });

  it('does not take a token with a broken certificate in it, also where nobody needs that one', async () => {
    const name = Buffer.from('Test TSA root');
    const response = stamped.get(token) as Buffer;
    const at = await laidOut(stamped);
    for (const [back, bit] of [[-1, 0x80], [2, 0x08], [2, 0x80]] as const) {
      const changed = Buffer.from(response);
      const i = changed.lastIndexOf(name) - back;
      changed[i] = (changed[i] ?? 0) ^ bit;
      await writeFile(join(at, token), changed);
      expect([back, foreign(at), (await ours(at, '--tsa', tsa.caFile)).code]).toEqual([back, false, 1]);
    }
  });

  it('sees what the three commands do not: a file more, a link', async () => {
    const at = await laidOut(bag);
    await writeFile(join(at, 'data/original/cong/more.mp4'), 'x');
    expect([foreign(at), await ours(at).then(({ code, said }) => [code, said.includes('data/original/cong/more.mp4: This file is in no manifest')])]).toEqual([true, [1, true]]);
    const linked = await laidOut(bag);
    await rename(join(linked, video), join(folder, 'elsewhere.mp4'));
    await symlink(join(folder, 'elsewhere.mp4'), join(linked, video));
    expect([foreign(linked), (await ours(linked)).code]).toEqual([true, 1]);
  });

  it('says what it found in one object of JSON', async () => {
    const report = JSON.parse((await ours(await laidOut(bag), '--json')).said) as { verdict: string; id: string; findings: { code: string; text: { vi: string } }[] };
    expect([report.verdict, report.id, report.findings.find(({ code }) => code === 'root')?.text.vi.startsWith('Gốc của chứng thư')]).toEqual(['sound', 'EV-2026-000143', true]);
  });

  it('ends with 2 when there is nothing it can check', async () => {
    const sealed = join(folder, 'EV-2026-000143.zip.enc');
    await writeFile(sealed, Buffer.alloc(64, 9));
    const roots = [await ours(join(folder, 'nowhere')), await ours(sealed), await ours('--what')];
    expect(roots.map(({ code, said }) => [code, said.split('\n')[0]?.slice(0, 22)])).toEqual([[2, 'Cannot read ' + join(folder, 'nowhere').slice(0, 10)], [2, 'THE BAG IS ENCRYPTED: '], [2, 'Cannot read : Unknown ']]);
  });

  it('does not pass on what a terminal would obey', async () => {
    const at = await laidOut(bag);
    await writeFile(join(at, 'data/\u001b[2Jx'), 'x');
    expect((await ours(at)).said).not.toContain('\u001b');
  });
});
