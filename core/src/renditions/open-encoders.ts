import { readdir } from 'node:fs/promises';
import type { Timers } from '../base/clock.ts';
import type { OwnedScope } from '../base/scope.ts';
import type { FfmpegRunner } from '../ffmpeg/ffmpeg-runner.ts';
import type { Clock } from '../sdk/services.ts';
import { candidates } from './encoder.ts';
import { Encoders, type EncoderSetting } from './encoders.ts';

/** Begins to try what this machine has as soon as ffmpeg is found; nobody waits for it. */
export function openEncoders(ffmpeg: FfmpegRunner, setting: EncoderSetting, clock: Clock, timers: Timers, scope: OwnedScope): Encoders {
  const encoders = new Encoders({ ffmpeg, setting, clock, timers, candidates: async () => candidates(process.platform, await readdir('/dev/dri').catch(() => [])) });
  // Without an ffmpeg there is nothing to try.
  const tried = ffmpeg.ready().then(() => encoders.probe(scope.signal)).catch(() => {});
  scope.defer(() => tried);
  return encoders;
}
