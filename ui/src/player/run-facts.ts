import type { LiveEvent } from '@matpho/core/api';
import type { Failure, Path, Preference } from './choose-path.ts';
import type { PictureFacts } from './picture-player.ts';
import type { Level, Sample, Slow } from './throughput.ts';

type Opened = Extract<LiveEvent, { type: 'opened' }>;
/** How a picture comes at this moment, for whoever wants to know. */
export interface RunFacts {
  readonly path: Path;
  readonly preference: Preference;
  readonly level: Level;
  /** What made it less than the best. */
  readonly because: Slow | null;
  /** The way that was left, and why. */
  readonly left: { readonly path: Path; readonly why: Failure } | null;
  readonly codec: string | undefined;
  readonly width: number;
  readonly height: number;
  /** Pictures a second, and kbit/s, over the last few seconds. */
  readonly fps: number | undefined;
  readonly kbits: number | undefined;
  readonly delayMs: number | undefined;
  readonly made: Opened['made'] | undefined;
  readonly role: Opened['role'] | undefined;
}

/** `H.264` of `video/mp4; codecs="avc1.64001f"`, or what a way always carries. */
export function codecOf(path: Path, mime: string | undefined): string | undefined {
  if (path === 'mpeg1') return 'MPEG-1';
  if (path === 'mjpeg' || path === 'stills') return 'JPEG';
  if (mime?.includes('avc1')) return 'H.264';
  if (mime?.includes('hvc1') || mime?.includes('hev1')) return 'H.265';
  return path === 'webrtc' ? 'H.264' : undefined;
}

/** Counts that only grow, read once a second. */
export interface Reading {
  readonly at: number;
  /** By the hub's socket. */
  readonly bytes: number;
  readonly facts: PictureFacts;
}
/** What happened between two readings of one connection. */
export function sampleOf(before: Reading, now: Reading): Sample {
  const grown = (from: number, to: number): number => Math.max(0, to - from);
  const { facts } = now;
  return {
    seconds: grown(before.at, now.at) / 1000,
    bytes: grown(before.bytes, now.bytes) + grown(before.facts.bytes ?? 0, facts.bytes ?? 0),
    mediaSeconds: facts.newest === undefined || before.facts.newest === undefined ? undefined : grown(before.facts.newest, facts.newest),
    stalls: grown(before.facts.stalls, facts.stalls), shown: grown(before.facts.shown, facts.shown), dropped: grown(before.facts.dropped, facts.dropped),
    lost: facts.lost,
  };
}

/** Over the last samples. */
export function ratesOf(samples: readonly Sample[]): { readonly fps: number | undefined; readonly kbits: number | undefined } {
  const seconds = samples.reduce((sum, each) => sum + each.seconds, 0);
  if (seconds < 0.9) return { fps: undefined, kbits: undefined };
  return { fps: samples.reduce((sum, each) => sum + each.shown, 0) / seconds, kbits: samples.reduce((sum, each) => sum + each.bytes, 0) * 8 / 1000 / seconds };
}
