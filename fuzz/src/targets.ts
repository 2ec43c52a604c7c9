import { mediaTargets } from './media-targets.ts';
import { onvifTargets } from './onvif-targets.ts';
import { rtspTargets } from './rtsp-targets.ts';
import type { Load, Target } from './target.ts';

/** Every reader of bytes that come from cameras, programs and files. */
export async function allTargets(load: Load): Promise<readonly Target[]> {
  return [...await rtspTargets(load), ...await mediaTargets(load), ...await onvifTargets(load)];
}
/** So many of `inputs` for each, by its share. */
export function inputsFor(target: Target, targets: readonly Target[], inputs: number): number {
  return Math.max(1, Math.round((inputs * target.share) / targets.reduce((sum, { share }) => sum + share, 0)));
}
