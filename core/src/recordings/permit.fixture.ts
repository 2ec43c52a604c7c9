import { FfmpegRunner } from '../ffmpeg/ffmpeg-runner.ts';
import type { Obligations, Permit, Route } from '../domain/consent.ts';
import { id, type MaskId, type ViewingId } from '../domain/ids.ts';
import { ffmpegBin } from '../media/clips.fixture.ts';
import { gateCamera, lan } from './footage.fixture.ts';

export const realFfmpeg = new FfmpegRunner({ path: ffmpegBin, version: 'test', from: 'PATH' });
export const vouching = { vouches: () => true };

/** What a gate would give, for rooms below it. */
export function permitFor(route: Route, footage: readonly [number, number], changes: Partial<Obligations> = {}, signal = new AbortController().signal): Permit<'clip'> {
  const obligations: Obligations = { maxHeight: 4_320, maxFps: 240, audio: route === 'R0', masks: [], watermark: false, store: 'case', ...changes };
  const ask = { who: { person: lan, units: [], roles: [], certs: [] }, camera: gateCamera, action: 'clip', rendition: { ...obligations, masks: new Set<MaskId>() }, footage, purpose: 'crime' } as const;
  return { id: id<ViewingId>('v1'), ask, route, obligations, until: Infinity, signal } as unknown as Permit<'clip'>;
}
