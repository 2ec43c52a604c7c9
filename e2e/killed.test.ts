import { setTimeout as sleep } from 'node:timers/promises';
import { cameraGear, openCamera, type SimulatedCamera } from '@matpho/simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HubCaller } from './hub-caller.fixture.ts';
import { findFfmpeg, newFolder, startHubProcess, type RunningHub } from './running-hub.fixture.ts';

interface Line { readonly viewing: string; readonly to: number | null; readonly endReason: string | null }
const password = 'mot-hai-ba-bon-nam';

/** The hub is killed at many instants of the two things that matter: a picture that opens, and a permission that is taken back. */
describe('kill -9', () => {
  let camera: SimulatedCamera;
  let hub: RunningHub;
  let lan: HubCaller;
  let tuan: HubCaller;
  let id = '';
  let unit = '';
  let owner = '';

  beforeAll(async () => {
    camera = await openCamera({ id: 'alley', name: 'Đầu ngõ', password: 'camera-1234', onvif: false }, cameraGear(findFfmpeg()));
    hub = await startHubProcess(await newFolder());
    lan = new HubCaller(hub.origin);
    const consent = (await lan.call<{ sha256: { vi: string } }>('GET /api/privacy-notice')).sha256.vi;
    const account = (login: string) => ({ consent, name: `Người tên ${login}`, login, password, language: 'vi' });
    await lan.call('POST /api/set-up', { ...account('lan'), code: hub.setUpCode, ownerKind: 'household', ownerName: 'Nhà cô Lan' });
    owner = (await lan.call<{ memberships: { owner: string }[] }>('GET /api/session')).memberships[0]?.owner ?? '';
    unit = (await lan.call<{ id: string }>('POST /api/units', { name: 'Công an phường Bồ Xuyên', kind: 'ward_police' })).id;
    const join = async (by: HubCaller, role: string, officerNo: string, login: string): Promise<HubCaller> => {
      const { link } = await by.call<{ link: string }>('POST /api/invitations', { kind: 'officer', unit, role, officerNo });
      const officer = new HubCaller(hub.origin);
      await officer.call('POST /api/invitations/accept', { token: new URL(link).hash.replace('#invite=', ''), ...account(login) });
      return officer;
    };
    const leader = await join(lan, 'unit_leader', '100-001', 'chihuy');
    tuan = await join(leader, 'duty_officer', '217-482', 'trucban');
    const enrolment = await lan.call<{ id: string }>('POST /api/enrolments', { kind: 'rtsp', main: camera.rtspUri('main'), sub: camera.rtspUri('sub'), username: camera.user, password: camera.password });
    id = (await lan.call<{ id: string }>(`POST /api/enrolments/${enrolment.id}/confirm`, { owner, mine: true, name: 'Đầu ngõ', place: '', direction: null })).id;
  });
  afterAll(async () => {
    await hub?.[Symbol.asyncDispose]();
    await camera?.close();
  });

  async function give(): Promise<string> {
    const draft = { owner, cameras: [id], who: { unit }, preset: 'nights', mode: 'standing', days: 30, access: { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1440 }] } };
    const { sentence } = await lan.call<{ sentence: { vi: string } }>('POST /api/grants/preview', draft);
    return (await lan.call<{ id: string }>('POST /api/grants', { ...draft, sentence: sentence.vi })).id;
  }
  const look = () => tuan.watch({ camera: id, transport: 'mse', unit, purpose: 'crime' });
  async function killAndRestart(): Promise<void> {
    const { folder } = hub;
    await hub.kill('SIGKILL');
    hub = await startHubProcess(folder);
    lan.origin = tuan.origin = hub.origin;
  }
  /** What must be true after any crash: the log proves itself, nobody is still watching, no line is left open, and nothing was seen that is not on record. */
  async function expectWhole(viewings: readonly (string | undefined)[]): Promise<void> {
    const [seal, watching, lines] = await Promise.all([lan.call<{ intact: boolean }>('POST /api/ledger/check'), lan.call<unknown[]>('GET /api/watching'), lan.call<Line[]>('GET /api/ledger')]);
    expect([seal.intact, watching, lines.filter(({ to }) => to === null)]).toEqual([true, [], []]);
    for (const viewing of viewings) if (viewing !== undefined) expect(lines.map((line) => line.viewing)).toContain(viewing);
  }

  test('while a picture opens: what reached anybody is on record, and no session lives on', async () => {
    await give();
    let played = 0;
    for (const after of [0, 2, 5, 9, 15, 25, 60, 400]) {
      const watching = look();
      await watching.sent;
      await sleep(after);
      await killAndRestart();
      await watching.over;
      if (watching.bytes > 0) played += 1;
      expect(watching.bytes > 0 && watching.viewing === undefined).toBe(false);
      await expectWhole([watching.viewing]);
    }
    // The last one had time to be seen, or the kills say nothing.
    expect(played).toBeGreaterThan(0);
  }, 120_000);

  test('while she takes it back: a no that was answered stays a no, and one that was not is not half done', async () => {
    let answered = 0;
    for (const after of [0, 1, 3, 6, 12, 300]) {
      const grants = await lan.call<{ id: string; revokedAt: number | null }[]>('GET /api/grants');
      const grant = grants.find(({ revokedAt }) => revokedAt === null)?.id ?? await give();
      const watching = look();
      await watching.playing;
      const revoking = lan.send(`DELETE /api/grants/${grant}`).catch(() => undefined);
      await sleep(after);
      await killAndRestart();
      const answer = await revoking;
      await watching.over;
      await expectWhole([watching.viewing]);
      const row = (await lan.call<{ id: string; revokedAt: number | null }[]>('GET /api/grants')).find((each) => each.id === grant);
      if (answer?.status === 200) {
        answered += 1;
        expect(row?.revokedAt).not.toBeNull();
      }
      // Whichever it is, the door agrees with the records.
      const again = look();
      await Promise.race([again.playing, again.over]);
      expect(again.bytes > 0).toBe(row?.revokedAt === null);
      again.close();
    }
    expect(answered).toBeGreaterThan(0);
  }, 120_000);
});
