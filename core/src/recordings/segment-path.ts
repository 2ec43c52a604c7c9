import { id, type CameraId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';

/** `<camera>/2026-01-31/07/1769843112345.mp4`, in UTC, relative to the recordings folder; found and understood without the hub. */
export function segmentPath(camera: CameraId, from: Instant): string {
  const at = new Date(from).toISOString();
  return `${camera}/${at.slice(0, 10)}/${at.slice(11, 13)}/${from}.mp4`;
}

/** Undefined for a path the recorder did not make. */
export function readSegmentPath(path: string): { readonly camera: CameraId; readonly from: Instant } | undefined {
  const [, camera, from] = /^([A-Za-z0-9_-]{1,64})\/\d{4}-\d\d-\d\d\/\d\d\/(\d{1,16})\.mp4$/.exec(path) ?? [];
  if (camera === undefined || from === undefined) return undefined;
  const of = { camera: id<CameraId>(camera), from: Number(from) };
  return Number(from) <= 8.64e15 && segmentPath(of.camera, of.from) === path ? of : undefined;
}

/** The folder of the hour, for comparing: later hours sort after earlier ones. */
export function hourOf(from: Instant): string {
  return new Date(from).toISOString().slice(0, 13).replace('T', '/');
}
