import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What the process that was started with `--import` of this file says when it is asked `loop-delay`, `rss` or `restart-loop-delay`. */
export interface LoopDelay {
  /** Beyond the sampling interval, ms. */
  readonly p99Ms: number;
  readonly maxMs: number;
}
export interface Resident {
  /** After a full garbage collection. */
  readonly rssBytes: number;
  readonly heapBytes: number;
  /** Buffers and what native code holds for objects. */
  readonly outsideBytes: number;
}

const everyMs = 10;
const delay = monitorEventLoopDelay({ resolution: everyMs });
delay.enable();
const beyond = (ns: number): number => Math.max(0, ns / 1e6 - everyMs);

process.on('message', (asked) => {
  if (asked === 'restart-loop-delay') {
    delay.reset();
    process.send?.({});
  }
  if (asked === 'loop-delay') process.send?.({ p99Ms: beyond(delay.percentile(99)), maxMs: beyond(delay.max) } satisfies LoopDelay);
  if (asked === 'rss') {
    // Twice: what the first finds to finalize is only gone after the second.
    for (let n = 0; n < 2; n += 1) globalThis.gc?.();
    const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
    process.send?.({ rssBytes: rss, heapBytes: heapUsed, outsideBytes: external + arrayBuffers } satisfies Resident);
  }
});
// The hub ends by itself when it is told to; this listener is no reason to stay.
process.channel?.unref();
