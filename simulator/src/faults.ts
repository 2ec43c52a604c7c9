import { GARBAGE, SDP_LIES } from './conduct.ts';
import type { SimulatedCamera } from './simulated-camera.ts';

/** Faults by name, for the control port: the same words as the README. */
type Fault = (camera: SimulatedCamera, given: Readonly<Record<string, unknown>>) => void | Promise<void>;

export class UnknownFault extends Error {}

const numberIn = (value: unknown, low: number, high: number, otherwise: number): number => {
  if (value === undefined) return otherwise;
  if (typeof value !== 'number' || !(value >= low && value <= high)) throw new UnknownFault(`A number from ${low} to ${high} is wanted`);
  return value;
};

const FAULTS: Readonly<Record<string, Fault>> = {
  drop: (camera) => camera.drop(),
  stall: (camera) => camera.stall(),
  wrongPassword: (camera, { password = 'another-password' }) => camera.setPassword(String(password)),
  // Answered at once: the caller sees the camera come back for itself.
  reboot: (camera, { seconds }) => void camera.reboot(numberIn(seconds, 0, 3_600, 5)).catch(() => undefined),
  sdpLies: (camera, { lies }) => {
    const found = SDP_LIES.filter((lie) => Array.isArray(lies) && lies.includes(lie));
    if (found.length === 0) throw new UnknownFault(`Lies are a list of ${SDP_LIES.join(', ')}`);
    camera.lieInSdp(...found);
  },
  clockSkew: (camera, { ms }) => camera.skewClock(numberIn(ms, -1e13, 1e13, -3_600_000)),
  garbage: (camera, { kind = 'rtsp' }) => {
    const found = GARBAGE.find((each) => each === kind);
    if (found === undefined) throw new UnknownFault(`Garbage is one of ${GARBAGE.join(', ')}`);
    camera.answerGarbage(found);
  },
  changeParameters: (camera, { role }) => camera.changeParameters(role === 'sub' ? 'sub' : 'main'),
  changeCodec: (camera, { role }) => camera.changeCodec(role === 'sub' ? 'sub' : 'main'),
  changeSource: (camera, { role }) => camera.changeSource(role === 'sub' ? 'sub' : 'main'),
  jumpTime: (camera, { ms, role }) => camera.jumpTime(numberIn(ms, -1e9, 1e9, 3_600_000), role === 'sub' ? 'sub' : 'main'),
  motion: (camera, { seconds }) => camera.move(numberIn(seconds, 0.1, 3_600, 5)),
  heal: (camera) => camera.heal(),
};

export const FAULT_NAMES: readonly string[] = Object.keys(FAULTS);

/** @throws UnknownFault when there is no such fault or its values are out of bounds. */
export const applyFault = async (camera: SimulatedCamera, name: string, given: unknown): Promise<void> => {
  const fault = Object.hasOwn(FAULTS, name) ? FAULTS[name] : undefined;
  if (fault === undefined) throw new UnknownFault(`A fault is one of ${FAULT_NAMES.join(', ')}`);
  await fault(camera, typeof given === 'object' && given !== null ? { ...given } : {});
};
