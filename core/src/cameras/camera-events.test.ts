import { expect, it } from 'vitest';
import { id, type CameraId } from '../domain/ids.ts';
import { minutes } from '../domain/time.ts';
import { Contributions } from '../kernel/contributions.ts';
import { HubError } from '../sdk/errors.ts';
import { CameraEvents as Port, CameraProvider, type CameraObserver, type Credentials, type EventObserver } from '../sdk/ports.ts';
import { FakeClock } from '../sdk/testing/fake-clock.ts';
import { FakeLog } from '../sdk/testing/fake-log.ts';
import { CameraEvents, type HeardCamera } from './camera-events.ts';
import { CameraWatch } from './camera-watch.ts';

const gate = id<CameraId>('gate');
const camera: HeardCamera = { id: gate, provider: 'onvif', nativeId: 'n1', deviceUri: 'http://10.0.0.5/' };
/** A plugin that a test plays. */
class FakeEars implements Port {
  readonly provider = 'onvif';
  readonly calls: { readonly deviceUri: string; readonly credentials: Credentials; readonly observer: EventObserver; readonly signal: AbortSignal; readonly fail: (failure: unknown) => void }[] = [];
  listen(deviceUri: string, credentials: Credentials, observer: EventObserver, signal: AbortSignal): Promise<void> {
    return new Promise((_, reject) => { this.calls.push({ deviceUri, credentials, observer, signal, fail: reject }); });
  }
}
async function scene() {
  const contributions = new Contributions();
  const clock = new FakeClock();
  const log = new FakeLog();
  const heard: unknown[] = [];
  const events = new CameraEvents({ contributions, timers: clock, random: () => 0.5, log, credentials: async () => ({ username: 'admin', password: 'p' }), heard: (_, isOn) => heard.push(isOn), silent: () => heard.push('silent') });
  events.start();
  const plugin = new FakeEars();
  const running = contributions.add(Port, 'onvif', plugin);
  events.follow([camera]);
  await clock.advance(0);
  return { contributions, clock, log, heard, events, plugin, running };
}

it('listens to the cameras it is given, with their credentials, and to no others', async () => {
  const one = await scene();
  const [call] = one.plugin.calls;
  expect([call?.deviceUri, call?.credentials, one.events.hearing(gate)]).toEqual(['http://10.0.0.5/', { username: 'admin', password: 'p' }, { status: 'trying', because: undefined }]);
  call?.observer.listening();
  call?.observer.motion(true);
  one.events.follow([camera]);
  await one.clock.advance(0);
  expect([one.plugin.calls.length, one.events.hearing(gate).status, one.heard]).toEqual([1, 'listening', [true]]);
  one.events.follow([{ ...camera, provider: 'other' }]);
  call?.observer.motion(false);
  expect([call?.signal.aborted, one.events.hearing(gate).status, one.heard]).toEqual([true, 'deaf', [true, 'silent']]);
});

it('asks again ever less often, says so once, and leaves in peace a camera that tells nothing or takes no password', async () => {
  const one = await scene();
  for (let turn = 0; turn < 3; turn += 1) {
    one.plugin.calls.at(-1)?.fail(new HubError('camera-unreachable', 'no'));
    await one.clock.advance(minutes(6));
  }
  expect([one.plugin.calls.length, one.log.lines.length, one.events.hearing(gate)]).toEqual([4, 1, { status: 'trying', because: 'camera-unreachable' }]);
  one.plugin.calls.at(-1)?.fail(new HubError('events-unsupported', 'no'));
  await one.clock.advance(minutes(6));
  expect([one.plugin.calls.length, one.events.hearing(gate).status]).toEqual([4, 'deaf']);
  await one.clock.advance(minutes(60));
  one.plugin.calls.at(-1)?.fail(new HubError('camera-wrong-password', 'no'));
  await one.clock.advance(minutes(5));
  expect(one.plugin.calls.length).toBe(5);
  one.events.again(gate);
  await one.clock.advance(0);
  expect(one.plugin.calls.length).toBe(6);
  one.events[Symbol.dispose]();
  expect([one.plugin.calls.at(-1)?.signal.aborted, one.clock.pending]).toEqual([true, 0]);
});

it('goes with its plugin and comes back with it', async () => {
  const one = await scene();
  one.running[Symbol.dispose]();
  expect([one.plugin.calls[0]?.signal.aborted, one.events.hearing(gate).status]).toEqual([true, 'deaf']);
  one.contributions.add(Port, 'onvif', one.plugin);
  await one.clock.advance(0);
  expect(one.plugin.calls.length).toBe(2);
});

it('passes on what a provider hears by itself, of cameras that are listened to', async () => {
  const one = await scene();
  const watch = new CameraWatch(one.contributions, one.log, () => {}, one.clock);
  watch.onMotion((provider, nativeId, isOn) => one.events.told(provider, nativeId, isOn));
  watch.start();
  let observer: CameraObserver | undefined;
  one.contributions.add(CameraProvider, 'onvif', { watch: (given: CameraObserver) => { observer = given; return new Promise<void>(() => {}); }, probe: async () => [], describe: () => { throw new Error('not asked'); }, picture: () => { throw new Error('not asked'); } });
  await one.clock.advance(0);
  observer?.motion('n1', 5);
  observer?.motion('n2', 5, true);
  observer?.motion('n1', 5, false);
  expect(one.heard).toEqual([undefined, false]);
  watch[Symbol.dispose]();
});
