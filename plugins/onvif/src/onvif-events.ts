import { setTimeout as wait } from 'node:timers/promises';
import { HubError, type CameraEvents, type Credentials, type EventObserver, type Milliseconds } from '@matpho/core/sdk';
import { parseDeviceUrl } from './camera-url.ts';
import type { Reach } from './describe-camera.ts';
import { isTheAnswers, OnvifDevice } from './device.ts';
import { motionIn } from './motion-message.ts';
import { PullPoint } from './pull-point.ts';

const renewEvery: Milliseconds = 60_000;
/** Firmware that answers at once with nothing is asked no oftener, and one that is full of news neither. */
const calmPause: Milliseconds = 1_000;
const busyPause: Milliseconds = 200;
const lastWordWithin: Milliseconds = 3_000;
/** Rules of one camera that see something at the same time; more is a flood. */
const mostRules = 64;

/** Hears of motion by ONVIF's event service. */
export class OnvifEvents implements CameraEvents {
  readonly provider = 'onvif';
  readonly #reach: Reach;
  constructor(reach: Reach) {
    this.#reach = reach;
  }

  async listen(deviceUri: string, credentials: Credentials, observer: EventObserver, signal: AbortSignal): Promise<void> {
    const url = parseDeviceUrl(deviceUri);
    const { clock, addresses } = this.#reach;
    const device = new OnvifDevice(url, credentials, clock, addresses, signal);
    const point = await subscribe(device);
    try {
      observer.listening();
      await follow(point, observer, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await leave(point, (until) => new OnvifDevice(url, credentials, clock, addresses, until));
    }
  }
}

async function subscribe(device: OnvifDevice): Promise<PullPoint> {
  await device.readClock();
  try {
    await device.findServices();
    if (!device.has('events')) throw new HubError('events-unsupported', 'The camera has no event service.');
    return await PullPoint.open(device);
  } catch (cause) {
    if (isTheAnswers(cause)) throw new HubError('events-unsupported', 'The camera does not let its events be pulled.', { cause });
    throw cause;
  }
}

/** Until the signal aborts or the camera says something that cannot be understood: then it is asked from the beginning. */
async function follow(point: PullPoint, observer: EventObserver, signal: AbortSignal): Promise<void> {
  const rules = new Set<string>();
  let renewedAt = performance.now();
  while (!signal.aborted) {
    const askedAt = performance.now();
    const words = motionIn(await point.pull());
    for (const { rule, isOn } of words) {
      if (isOn === undefined) observer.motion(undefined);
      else tell(rules, rule, isOn, observer);
    }
    if (performance.now() - renewedAt > renewEvery) {
      renewedAt = performance.now();
      // Some firmware takes each pull for a renewal and declines this one; if it means what it says the next pull fails.
      await point.renew().catch((error: unknown) => { if (!isTheAnswers(error)) throw error; });
    }
    const pause = words.length > 0 ? busyPause : calmPause;
    await wait(Math.max(0, pause - (performance.now() - askedAt)), undefined, { signal });
  }
}

/** Several rules see the same motion; it is over when the last of them says so. */
function tell(rules: Set<string>, rule: string, isOn: boolean, observer: EventObserver): void {
  const before = rules.size;
  if (!isOn) rules.delete(rule);
  else if (before < mostRules) rules.add(rule);
  if ((before === 0) !== (rules.size === 0)) observer.motion(rules.size > 0);
}

/** Cameras have room for few who listen: the place is given back, with a word of our own that outlives the signal for a moment. */
async function leave(point: PullPoint, conversation: (until: AbortSignal) => OnvifDevice): Promise<void> {
  const line = new AbortController();
  const late = setTimeout(() => line.abort(new HubError('camera-unreachable', 'The camera did not answer in time.')), lastWordWithin);
  try {
    const device = conversation(line.signal);
    await device.readClock();
    await point.by(device).unsubscribe();
  } catch {
    // It forgets us by itself in two minutes.
  } finally {
    clearTimeout(late);
  }
}
