import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, BenchRun } from './bench.ts';
import { enrol, newPassword, setUp, type Householder } from './furnish.ts';
import { camerasRunning, startHub } from './hub.ts';
import { HubClient } from './hub-client.ts';
import { LiveViewer } from './live-viewer.ts';
import { percentile } from './statistics.ts';
import { startStreet } from './street.ts';

/** A grant lets two people watch at once. So: as many grants a camera as its viewers need, and one pause of the whole household that ends them all. */
const viewersPerGrant = 2;
interface Plan {
  readonly cameras: number;
  readonly officers: number;
  readonly rounds: number;
  /** Viewers a camera, measured one after the other. */
  readonly crowds: readonly number[];
}
/** In ms, one of each view. */
interface Round {
  readonly reply: number;
  /** Last media byte after the pause was asked for, and after the hub's reply; 0 when it came before. */
  readonly fromRequest: readonly number[];
  readonly fromReply: readonly number[];
  /** From the asking to the hub's word that the view has ended. */
  readonly told: readonly number[];
}
const usual: Plan = { cameras: 25, officers: 9, rounds: 4, crowds: [2, 8] };
const quick: Plan = { cameras: 3, officers: 2, rounds: 1, crowds: [2] };
const seenFragments = 10;
const closesWithin = 10_000;

/** When an owner says stop: how long until the last byte of a picture reached anybody. */
export const cut: Bench = {
  about: 'Time from an owner pausing her sharing to the last media byte at 50 and at 200 officers\' views',
  async run(run) {
    const plan = run.quick ? quick : usual;
    const street = await startStreet(run, plan.cameras);
    const hub = await startHub(run, join(run.folder, 'hub'));
    const householder = await setUp(hub);
    const grants = Math.ceil(Math.max(...plan.crowds) / viewersPerGrant);
    run.say(`Enrolling ${plan.cameras} cameras, giving ${plan.cameras * grants} grants, inviting ${plan.officers} officers`);
    const cameras = await enrol(householder, street);
    const { unit, officers } = await inviteOfficers(householder.client, plan.officers);
    for (const camera of cameras) for (let n = 0; n < grants; n += 1) await share(householder, camera, unit);
    await camerasRunning(householder.client, cameras.length);

    for (const crowd of plan.crowds) {
      const views = crowd * cameras.length;
      const rounds: Round[] = [];
      for (let round = 1; round <= plan.rounds; round += 1) {
        const times = await oneRound(householder, unit, officers, cameras, crowd);
        rounds.push(times);
        run.say(`${views} views, ${round} of ${plan.rounds}: the reply after ${times.reply.toFixed(1)} ms, the last byte of all ${Math.max(...times.fromRequest).toFixed(1)} ms after the request, the last told ${Math.max(...times.told).toFixed(1)} ms after`);
      }
      report(run, 'cut.', views, rounds.flatMap(({ fromRequest }) => fromRequest));
      report(run, 'cut.after_reply_', views, rounds.flatMap(({ fromReply }) => fromReply));
      report(run, 'cut.told_', views, rounds.flatMap(({ told }) => told));
    }
  },
};

function report(run: BenchRun, name: string, views: number, times: readonly number[]): void {
  for (const percent of [50, 99]) run.figure({ name: `${name}p${percent}_ms_${views}`, value: percentile(times, percent), unit: 'ms', n: times.length });
}

async function oneRound({ client, owner, password }: Householder, unit: string, officers: readonly HubClient[], cameras: readonly string[], crowd: number): Promise<Round> {
  const viewers: LiveViewer[] = [];
  try {
    for (const [i, camera] of cameras.flatMap((each) => Array.from({ length: crowd }, () => each)).entries()) {
      const officer = officers[i % officers.length];
      if (officer) viewers.push(new LiveViewer(officer, { camera, unit, purpose: 'crime' }));
    }
    await Promise.all(viewers.map((viewer) => viewer.firstPictureAt()));
    while (viewers.some(({ fragments, endedWith }) => fragments < seenFragments && endedWith === undefined)) await sleep(20);
    // Not in step with the pictures.
    await sleep(200 + Math.random() * 400);

    const askedAt = performance.now();
    const { id } = await client.call('POST /api/pauses', { body: { owner } });
    const repliedAt = performance.now();
    await Promise.race([Promise.all(viewers.map(({ over }) => over)), sleep(closesWithin, undefined, { ref: false })]);
    const otherwise = viewers.filter(({ endedWith }) => endedWith !== 'paused');
    if (otherwise.length > 0) throw new Error(`${otherwise.length} of ${viewers.length} views were not ended by the pause (${String(otherwise[0]?.endedWith)}).`);

    // Lifting widens: she proves who she is.
    await client.call('POST /api/session/proof', { body: { password } });
    await client.call('DELETE /api/pauses/:id', { params: { id } });
    const since = (start: number): number[] => viewers.map(({ lastMediaAt }) => Math.max(0, lastMediaAt - start));
    return { reply: repliedAt - askedAt, fromRequest: since(askedAt), fromReply: since(repliedAt), told: viewers.map(({ endedAt }) => endedAt - askedAt) };
  } finally {
    await Promise.all(viewers.map((viewer) => viewer[Symbol.asyncDispose]()));
  }
}

/** A unit with a leader and officers, each in a session of their own. */
export async function inviteOfficers(operator: HubClient, count: number): Promise<{ readonly unit: string; readonly officers: readonly HubClient[] }> {
  const { id: unit } = await operator.call('POST /api/units', { body: { name: 'Công an phường Bồ Xuyên', kind: 'ward_police' } });
  const invite = async (by: HubClient, role: 'unit_leader' | 'duty_officer', no: number): Promise<HubClient> => {
    const { link } = await by.call('POST /api/invitations', { body: { kind: 'officer', unit, role, officerNo: `100-${String(no).padStart(3, '0')}` } });
    const client = new HubClient(operator.origin);
    const { sha256 } = await client.call('GET /api/privacy-notice');
    await client.call('POST /api/invitations/accept', { body: { consent: sha256.vi, token: new URL(link).hash.replace(/^#invite=/, ''), login: `bench-officer-${no}`, name: `Cán bộ ${no}`, password: newPassword(), language: 'vi' } });
    return client;
  };
  const leader = await invite(operator, 'unit_leader', 1);
  const officers: HubClient[] = [leader];
  for (let no = 2; no <= count; no += 1) officers.push(await invite(leader, 'duty_officer', no));
  return { unit, officers };
}

/** A standing grant to look at one camera live, at any hour. */
async function share({ client, owner }: Householder, camera: string, unit: string): Promise<void> {
  const draft = { owner, cameras: [camera], who: { unit }, preset: 'on_incident' as const, days: 30, actions: ['live' as const], caseRequired: false };
  const { sentence } = await client.call('POST /api/grants/preview', { body: draft });
  await client.call('POST /api/grants', { body: { ...draft, sentence: sentence.vi } });
}
