import { id, type CameraId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';

/** Which of a camera's streams a file holds. */
export type SegmentRole = 'main' | 'sub';

/** `<camera>/2026-01-31/07/1769843112345.mp4`, of the smaller stream `1769843112345-sub.mp4`, in UTC, relative to the recordings folder; found and understood without the hub. */
export function segmentPath(camera: CameraId, from: Instant, role: SegmentRole = 'main'): string {
  const at = new Date(from).toISOString();
  return `${camera}/${at.slice(0, 10)}/${at.slice(11, 13)}/${from}${role === 'sub' ? '-sub' : ''}.mp4`;
}

/** What stands before a path of a disk: nothing for the first one, `usb1:` for others. */
export function shelfOf(disk: string): string {
  return disk === 'main' ? '' : `${disk}:`;
}
export function diskOfPath(path: string): string {
  const end = path.indexOf(':');
  return end < 0 ? 'main' : path.slice(0, end);
}
/** The path on its disk. */
export function withinDisk(path: string): string {
  return path.slice(path.indexOf(':') + 1);
}

/** Undefined for a path the recorder did not make. @param path without what stands for its disk */
export function readSegmentPath(path: string): { readonly camera: CameraId; readonly from: Instant; readonly role: SegmentRole } | undefined {
  const [, camera, from, sub] = /^([A-Za-z0-9_-]{1,64})\/\d{4}-\d\d-\d\d\/\d\d\/(\d{1,16})(-sub)?\.mp4$/.exec(path) ?? [];
  if (camera === undefined || from === undefined) return undefined;
  const of = { camera: id<CameraId>(camera), from: Number(from), role: sub === undefined ? 'main' : 'sub' } as const;
  return Number(from) <= 8.64e15 && segmentPath(of.camera, of.from, of.role) === path ? of : undefined;
}

/** The folder of the hour, for comparing: later hours sort after earlier ones. */
export function hourOf(from: Instant): string {
  return new Date(from).toISOString().slice(0, 13).replace('T', '/');
}
