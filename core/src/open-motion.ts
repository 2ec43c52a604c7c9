import type { OwnedScope } from './base/scope.ts';
import { readCredentials } from './cameras/camera-credentials.ts';
import { CameraEvents, type Hearing } from './cameras/camera-events.ts';
import type { CameraRecord } from './cameras/camera-registry.ts';
import { MotionLog } from './cameras/motion-log.ts';
import type { Hub } from './compose.ts';
import type { CameraId } from './domain/ids.ts';
import type { RecordingPlan } from './domain/recording.ts';
import type { Instant } from './domain/time.ts';
import { lastAlive } from './recordings/recorder-states.ts';
import { alwaysOn, modeAt, neverOn, recordedUntil } from './recordings/plan.ts';

export interface Motions {
  /** To be called with all cameras at the start and whenever one of them changes: those that are recorded are listened to, and no others. */
  follow(cameras: readonly CameraRecord[]): void;
  hearing(camera: CameraId): Hearing;
}

/**
 * What cameras notice, on a composed hub: written down, and told to the recorder, in the hours in which the camera is recorded. When nothing is recorded nothing is known of what moved.
 * @param tell the recorder: something began to move, or is over
 */
export async function openMotion(hub: Hub, tell: (camera: CameraId, isOn: boolean, at: Instant) => void, scope: OwnedScope): Promise<Motions> {
  const { store, clock, timers, contributions, vault, events } = hub;
  const log = hub.log.room('cameras');
  let plans: ReadonlyMap<CameraId, RecordingPlan> = new Map();
  const motions = new MotionLog({ store, clock, timers, log, recordedUntil: (camera, from) => recordedUntil(plans.get(camera) ?? alwaysOn, from), began: (camera, at) => events.emit('motion.began', { camera, at }), ended: (camera, at) => events.emit('motion.ended', { camera, at }) });
  await motions.open(await lastAlive(store));
  scope.defer(() => motions.close());

  const ears = scope.use(new CameraEvents({
    contributions, timers, random: Math.random, log, credentials: (camera) => readCredentials(vault, camera),
    heard: (camera, isOn) => {
      const at = clock.now();
      tell(camera, isOn ?? true, at);
      if (isOn === undefined) tell(camera, false, at);
      const plan = plans.get(camera);
      if (plan && modeAt(plan, at) !== 'off') motions.heard(camera, isOn);
      else motions.end(camera);
    },
    silent: (camera) => {
      tell(camera, false, clock.now());
      motions.silent(camera);
    },
  }));
  ears.start();
  hub.watch.onMotion((provider, nativeId, isOn) => ears.told(provider, nativeId, isOn));
  scope.use(events.on('camera.changed', ({ camera }) => { if (ears.hearing(camera).status !== 'listening') ears.again(camera); }));
  return {
    follow: (cameras) => {
      // What moves on where nothing is recorded any more is over now, by the hours it began under.
      for (const { id, recordPlan } of cameras) if (modeAt(recordPlan ?? neverOn, clock.now()) === 'off') motions.end(id);
      const recorded = cameras.filter(({ recordPlan }) => recordPlan !== undefined && recordPlan.mode !== 'off');
      plans = new Map(recorded.flatMap(({ id, recordPlan }) => (recordPlan ? [[id, recordPlan] as const] : [])));
      ears.follow(recorded);
    },
    hearing: (camera) => ears.hearing(camera),
  };
}
