import type { ErrorCode } from '../domain/error-codes.ts';
import type { CameraId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { ExportedFile } from '../sdk/ports.ts';
import type { ExportJob } from './export-rows.ts';

/** A camera that was asked for with others and not given. */
export interface LeftOut {
  readonly camera: CameraId;
  readonly code: ErrorCode;
}

/** `about.json` at the top of an archive: which cameras are in it, and which are not and why. Each camera's own stands beside its film. */
export function aboutBundle(rows: readonly ExportJob[], madeAt: Instant): string {
  const [first] = rows;
  const leftOut = JSON.parse(first?.left_out ?? '[]') as readonly LeftOut[];
  const about = {
    timeZone: 'Asia/Ho_Chi_Minh',
    requested: first ? { from: new Date(first.from_at).toISOString(), to: new Date(first.to_at).toISOString() } : null,
    cameras: rows.filter(({ status }) => status === 'done').map((row) => ({ camera: row.camera, name: row.camera_name, files: (JSON.parse(row.files) as readonly ExportedFile[]).map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })) })),
    missing: [...leftOut.map(({ camera, code }) => ({ camera, why: code })), ...rows.filter(({ status }) => status !== 'done').map((row) => ({ camera: row.camera, name: row.camera_name, why: row.error ?? row.status }))],
    madeAt: new Date(madeAt).toISOString(),
  };
  return `${JSON.stringify(about, undefined, 2)}\n`;
}
