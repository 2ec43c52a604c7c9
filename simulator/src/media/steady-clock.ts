/** Milliseconds since 1970 that never step back, whatever NTP does to the machine: RTP time must not jump. */
export const steadyNow = (): number => performance.timeOrigin + performance.now();
