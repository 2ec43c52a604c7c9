import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { storedHouse, house, lan, an, neighbours, type StoredHouse } from '../consent/test/stored-house.fixture.ts';
import { id, type CameraId } from '../domain/ids.ts';
import { minutes } from '../domain/time.ts';
import { Contributions } from '../kernel/contributions.ts';
import { HubError } from '../sdk/errors.ts';
import { CameraProvider, type CameraDetails, type CameraObserver } from '../sdk/ports.ts';
import { FakeLog } from '../sdk/testing/fake-log.ts';
import { openVault } from '../vault/vault.ts';
import { readCredentials } from './camera-credentials.ts';
import { CameraRegistry } from './camera-registry.ts';
import { CameraWatch } from './camera-watch.ts';
import { Enrolments, type Candidate, type LookAtStream } from './enrolment.ts';

const credentials = { username: 'admin', password: 'mật-khẩu 9/@' };
const about = { owner: house, name: 'Cổng trước', place: 'ngõ 12', direction: 90 };
const sources = [{ role: 'main', uri: 'rtsp://192.168.1.20/main' }, { role: 'sub', uri: 'rtsp://192.168.1.20/sub' }] as const;
const found: Candidate = { kind: 'found', provider: 'onvif', nativeId: 'urn:uuid:1' };
const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (failure: unknown) => (failure instanceof HubError ? failure.code : String(failure)));

/** The way from found to mine, with a camera that a test plays. */
async function scene(at: StoredHouse) {
  const { store } = at.place;
  const vault = await openVault({ store, keyFile: join(at.place.folder, 'vault.key') });
  const contributions = new Contributions();
  const registry = new CameraRegistry(store, vault, at.log);
  const watch = new CameraWatch(contributions, new FakeLog(), () => {}, at.clock);
  let observer: CameraObserver | undefined;
  const camera = { details: { sources, snapshotUri: 'http://192.168.1.20/still' } as CameraDetails, picture: async (): Promise<Uint8Array> => Uint8Array.of(1) };
  const running = contributions.add(CameraProvider, 'onvif', {
    watch: async (to) => { observer = to; await new Promise(() => {}); },
    probe: async () => [],
    describe: async (_uri, { password }) => { if (password !== credentials.password) throw new HubError('camera-wrong-password', 'no'); return camera.details; },
    picture: () => camera.picture(),
  });
  watch.start();
  await at.clock.advance(0);
  observer?.found({ nativeId: 'urn:uuid:1', provider: 'x', name: 'Front', address: '192.168.1.20', deviceUri: 'http://192.168.1.20/onvif' });
  const looks: string[] = [];
  const fails = new Set<string>();
  const look: LookAtStream = async ({ uri }) => {
    looks.push(uri);
    if (fails.has(uri)) throw new HubError('camera-no-video', 'nothing comes');
    return { width: 1_920, height: 1_080, fps: 25, codec: 'h264', hasAudio: false, picture: Uint8Array.of(2) };
  };
  const enrolments = new Enrolments(watch, registry, look, at.clock, at.clock);
  /** Everything any table holds, except sealed secrets. */
  const rows = async (): Promise<string> => JSON.stringify([await store.read.selectFrom('camera').selectAll().execute(), await at.bodies(id<CameraId>('x'), 'camera.enrolled'), await store.read.selectFrom('audit_entry').select('entry').execute(), await store.read.selectFrom('secret').select('name').execute()]);
  return { vault, registry, watch, camera, looks, fails, enrolments, running, rows, store };
}

describe('enrolling a camera', () => {
  it('proves with its credentials that it is hers, and on her word makes it so, credentials in the vault only', async () => {
    await using at = await storedHouse();
    const one = await scene(at);
    const enrolment = await one.enrolments.begin(lan, found, credentials);
    expect([enrolment.picture, enrolment.details.sources, one.looks]).toEqual([Uint8Array.of(2), sources.map((source) => ({ ...source, width: 1_920, height: 1_080, fps: 25, codec: 'h264', hasAudio: false })), sources.map(({ uri }) => uri)]);
    const camera = await one.enrolments.confirm(enrolment.id, lan, about);
    expect([await one.registry.find(camera.id), await readCredentials(one.vault, camera.id), (await at.types()).at(-1)]).toEqual([camera, credentials, 'camera.enrolled']);
    expect(camera).toMatchObject({ ...about, confirmedAt: at.clock.now(), provider: 'onvif', nativeId: 'urn:uuid:1', snapshotUri: 'http://192.168.1.20/still', recording: 'off' });
    expect(await one.rows()).not.toMatch(/mật|m%E1%BA%ADt/);
    expect(await codeOf(one.enrolments.confirm(enrolment.id, lan, about))).toBe('not-found');
  });

  it('is on record with who looked before there is a picture; without the entry nothing is kept', async () => {
    await using at = await storedHouse();
    const one = await scene(at);
    at.log.isBroken = true;
    await expect(one.enrolments.begin(lan, found, credentials)).rejects.toThrow('the disk is full');
    expect([await at.types(), at.clock.pending]).toEqual([[], 0]);
    at.log.isBroken = false;
    await one.enrolments.begin(lan, found, credentials);
    const { seq, body } = await one.store.read.selectFrom('audit_body').selectAll().executeTakeFirstOrThrow();
    expect([await at.types(), JSON.parse(at.place.parts.sealer.open(`audit/${seq}`, body))]).toEqual([['camera.looked-at'], { by: lan, address: '192.168.1.20', provider: 'onvif', nativeId: 'urn:uuid:1' }]);
  });

  it('keeps the maker and the model a camera tells, cut to a bearable length', async () => {
    await using at = await storedHouse();
    const one = await scene(at);
    one.camera.details = { ...one.camera.details, maker: 'Imou', model: 'x'.repeat(5_000) };
    const { id: enrolment } = await one.enrolments.begin(lan, found, credentials);
    const { maker, model } = await one.enrolments.confirm(enrolment, lan, about);
    expect([maker, model]).toEqual(['Imou', 'x'.repeat(200)]);
  });

  it('belongs to who began it: another neither sees, confirms nor drops it', async () => {
    await using at = await storedHouse();
    const one = await scene(at);
    const { id: enrolment } = await one.enrolments.begin(lan, found, credentials);
    expect([await codeOf(one.enrolments.confirm(enrolment, an, { ...about, owner: neighbours }))]).toEqual(['not-found']);
    expect(() => one.enrolments.find(enrolment, an)).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(() => one.enrolments.forget(enrolment, an)).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(one.enrolments.find(enrolment, lan).by).toBe(lan);
  });

  it('is over after 15 minutes, or when she drops it', async () => {
    await using at = await storedHouse();
    const one = await scene(at);
    const first = await one.enrolments.begin(lan, found, credentials);
    const second = await one.enrolments.begin(lan, found, credentials);
    one.enrolments.forget(second.id, lan);
    await at.clock.advance(minutes(15) - 1);
    expect(one.enrolments.find(first.id, lan)).toBe(first);
    await at.clock.advance(1);
    expect([await codeOf(one.enrolments.confirm(first.id, lan, about)), await codeOf(one.enrolments.confirm(second.id, lan, about)), at.clock.pending]).toEqual(['not-found', 'not-found', 0]);
  });

  it('of one device is done once, also by two at the same moment, and nothing is left of the second', async () => {
    await using at = await storedHouse();
    const one = await scene(at);
    const [a, b] = await Promise.all([one.enrolments.begin(lan, found, credentials), one.enrolments.begin(an, found, credentials)]);
    const answers = await Promise.all([codeOf(one.enrolments.confirm(a.id, lan, about)), codeOf(one.enrolments.confirm(b.id, an, about))]);
    expect([answers.toSorted(), await codeOf(one.enrolments.begin(lan, found, credentials)), (await one.vault.names('camera/')).length]).toEqual([['camera-taken', 'done'], 'camera-taken', 1]);
  });

  it('leaves a sub stream out that does not play, and fails without a main one', async () => {
    await using at = await storedHouse();
    const one = await scene(at);
    one.fails.add('rtsp://192.168.1.20/sub');
    expect((await one.enrolments.begin(lan, found, credentials)).details.sources.map(({ role }) => role)).toEqual(['main']);
    one.fails.add('rtsp://192.168.1.20/main');
    expect(await codeOf(one.enrolments.begin(lan, found, credentials))).toBe('camera-no-video');
    one.fails.clear();
    one.camera.details = { sources: [sources[1]] };
    expect(await codeOf(one.enrolments.begin(lan, found, credentials))).toBe('camera-no-video');
    one.camera.details = { sources: [] };
    expect(await codeOf(one.enrolments.begin(lan, found, credentials))).toBe('camera-no-video');
  });

  it('tells a wrong password, a camera that was never found, and goes on without a still', async () => {
    await using at = await storedHouse();
    const one = await scene(at);
    expect(await codeOf(one.enrolments.begin(lan, found, { username: 'admin', password: 'wrong' }))).toBe('camera-wrong-password');
    expect(await codeOf(one.enrolments.begin(lan, { ...found, nativeId: 'urn:uuid:2' }, credentials))).toBe('not-found');
    one.camera.picture = () => { throw new Error('no still'); };
    expect(await codeOf(one.enrolments.begin(lan, found, credentials))).toBe('done');
    one.running[Symbol.dispose]();
    expect(await codeOf(one.enrolments.begin(lan, found, credentials))).toBe('not-found');
  });

  it('takes credentials out of the addresses that a camera answers with', async () => {
    await using at = await storedHouse();
    const one = await scene(at);
    one.camera.details = { sources: [{ role: 'main', uri: 'rtsp://admin:secret@192.168.1.20/main?x=1' }], snapshotUri: `http://192.168.1.20/still?pwd=${encodeURIComponent(credentials.password)}` };
    const { details } = await one.enrolments.begin(lan, found, credentials);
    expect([details.sources[0]?.uri, details.snapshotUri]).toEqual(['rtsp://192.168.1.20/main?x=1', undefined]);
    one.camera.details = { sources: [{ role: 'main', uri: `rtsp://192.168.1.20/user=admin&password=${encodeURIComponent(credentials.password)}` }] };
    expect(await codeOf(one.enrolments.begin(lan, found, credentials))).toBe('camera-broken-answer');
  });

  it('by a typed address refuses one that is not RTSP or has credentials in it, and never repeats it', async () => {
    await using at = await storedHouse();
    const one = await scene(at);
    const typed = async (main: string, sub?: string): Promise<string> => one.enrolments.begin(lan, { kind: 'rtsp', main, sub }, credentials).then(({ nativeId }) => nativeId, (failure: HubError) => `${failure.code} ${failure.message}`);
    const answers = await Promise.all([typed('rtsp://admin:swordfish@192.168.1.30/main'), typed('http://192.168.1.30/'), typed('not an address'), typed('rtsp://192.168.1.30/main', 'rtsp://u:swordfish@192.168.1.30/sub'), typed(`rtsp://192.168.1.30/main?password=${encodeURIComponent(credentials.password)}`)]);
    expect(answers.map((answer) => answer.split(' ')[0])).toEqual(['bad-request', 'bad-request', 'bad-request', 'bad-request', 'bad-request']);
    expect([answers.join().includes('swordfish'), answers.join().includes('password='), one.looks]).toEqual([false, false, []]);
    expect(await typed('rtsp://192.168.1.30:8554/main?channel=1', '')).toBe('192.168.1.30:8554/main?channel=1');
  });
});

describe('an address with a login in it', () => {
  it.each(['live?user=admin&password=xyz', 'live?Usr=admin', 'user=admin_password=xyz_channel=1_stream=0.sdp', 'live?channel=1&pwd=', 'live?p%61ssword=xyz', 'live#token=abc', 'videoMain?loginpas=888888'])('rtsp://…/%s is refused, also while the fields are empty', async (rest) => {
    await using at = await storedHouse();
    const one = await scene(at);
    const begun = one.enrolments.begin(lan, { kind: 'rtsp', main: `rtsp://192.168.1.30/${rest}` }, { username: '', password: '' });
    expect([await codeOf(begun), one.looks]).toEqual(['bad-request', []]);
  });
});

describe('new credentials of a camera that is here', () => {
  it('are tried on its main stream, and a no of the camera is told', async () => {
    await using at = await storedHouse();
    const one = await scene(at);
    const { id: enrolment } = await one.enrolments.begin(lan, found, credentials);
    const mine = await one.enrolments.confirm(enrolment, lan, about);
    one.looks.splice(0);
    await one.enrolments.tryCredentials(mine, credentials);
    one.fails.add('rtsp://192.168.1.20/main');
    expect([await codeOf(one.enrolments.tryCredentials(mine, credentials)), one.looks, at.clock.pending]).toEqual(['camera-no-video', ['rtsp://192.168.1.20/main', 'rtsp://192.168.1.20/main'], 0]);
  });
});

describe('enrolments that wait', () => {
  it('are fifteen for one person; another has places of her own', async () => {
    await using at = await storedHouse();
    const one = await scene(at);
    for (let n = 0; n < 15; n += 1) await one.enrolments.begin(lan, found, credentials);
    expect([await codeOf(one.enrolments.begin(lan, found, credentials)), await codeOf(one.enrolments.begin(an, found, credentials))]).toEqual(['too-many-requests', 'done']);
  });
});

describe('the registry', () => {
  const enrolled = async (at: StoredHouse) => {
    const one = await scene(at);
    const { id: enrolment } = await one.enrolments.begin(lan, found, credentials);
    return { ...one, mine: await one.enrolments.confirm(enrolment, lan, about) };
  };

  it('removes the camera and its credentials together, once; the row stays for the ledger, and the device can be enrolled again', async () => {
    await using at = await storedHouse();
    const { registry, vault, mine, enrolments, store } = await enrolled(at);
    at.log.isBroken = true;
    await expect(registry.remove(mine.id, lan, 5)).rejects.toThrow();
    expect([(await registry.find(mine.id))?.id, await readCredentials(vault, mine.id)]).toEqual([mine.id, credentials]);
    at.log.isBroken = false;
    await registry.remove(mine.id, lan, 5);
    expect([await registry.find(mine.id), await readCredentials(vault, mine.id), await codeOf(registry.remove(mine.id, lan, 6)), await codeOf(registry.setCredentials(mine.id, credentials, lan, 6)), await vault.names('camera/')]).toEqual([undefined, undefined, 'not-found', 'not-found', []]);
    expect(await store.read.selectFrom('camera').select(['name', 'removed_at']).where('id', '=', mine.id).execute()).toEqual([{ name: 'Cổng trước', removed_at: 5 }]);
    expect((await at.types()).slice(-1)).toEqual(['camera.removed']);
    expect(await codeOf(enrolments.begin(lan, found, credentials))).toBe('done');
  });

  it('keeps new credentials only with the entry that says so', async () => {
    await using at = await storedHouse();
    const { registry, vault, mine } = await enrolled(at);
    at.log.isBroken = true;
    await expect(registry.setCredentials(mine.id, { username: 'admin', password: 'newer' }, lan, 5)).rejects.toThrow();
    at.log.isBroken = false;
    expect(await readCredentials(vault, mine.id)).toEqual(credentials);
    await registry.setCredentials(mine.id, { username: 'admin', password: 'newer' }, lan, 5);
    expect([(await readCredentials(vault, mine.id))?.password, JSON.stringify(await at.bodies(mine.id, 'camera.changed'))]).toEqual(['newer', JSON.stringify([{ by: lan, what: 'credentials' }])]);
  });

  it('changes what was named and nothing else, and lists each owner her own', async () => {
    await using at = await storedHouse();
    const { registry, mine } = await enrolled(at);
    await registry.change(mine.id, {}, lan, 6);
    await registry.change(mine.id, { name: 'Cổng sau', direction: null, recordDays: 3, recording: 'continuous' }, lan, 7);
    expect(await at.bodies(mine.id, 'camera.changed')).toEqual([{ by: lan, what: 'settings', set: { name: 'Cổng sau', direction: null, recordDays: 3, recording: 'continuous' } }]);
    expect(await registry.find(mine.id)).toEqual({ ...mine, name: 'Cổng sau', direction: undefined, recordDays: 3, recording: 'continuous', recordPlan: { mode: 'continuous', preMs: 5_000, postMs: 15_000, sub: false } });
    expect([(await registry.ofOwners([house])).length, (await registry.ofOwners([neighbours])).map((camera) => camera.owner), await registry.ofOwners([])]).toEqual([3, [neighbours], []]);
  });
});
