/** Nearer than this, s, a picture is where it belongs. */
const fine = 0.015;
/** Further than this it jumps; nearer it is led there by its speed, which nobody sees. */
const jump = 0.35;
/** Browsers refuse more. */
const fastest = 16;
const slowest = 0.0625;

export interface Steering {
  readonly rate: number;
  readonly jump: boolean;
}

/**
 * How one picture of several is kept with the clock.
 * @param ahead s that it is ahead of the clock; below zero it is late
 * @param rate at which the clock runs, above zero
 */
export function steer(ahead: number, rate: number): Steering {
  const off = Math.abs(ahead);
  if (off > jump * Math.max(1, rate)) return { rate, jump: true };
  if (off < fine * Math.max(1, rate)) return { rate, jump: false };
  const led = rate * (1 - Math.min(0.3, Math.max(-0.3, (ahead / Math.max(1, rate)) * 1.5)));
  // In tenths of a hundredth: a new rate for every frame would be no rate.
  return { rate: Math.min(fastest, Math.max(slowest, Math.round(led * 200) / 200)), jump: false };
}
