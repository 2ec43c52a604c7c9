import type { CameraId } from '../domain/ids.ts';

/** Names are paths, so that all secrets of one camera or plugin go together. A part never holds a slash: else one could reach into another's. */
function part(text: string): string {
  if (!/^[\w.:-]{1,200}$/.test(text)) throw new TypeError('A part of a secret\'s name holds only letters, digits and _ . : -');
  return text;
}

export const secretNames = {
  /** JSON `Credentials`. */
  cameraCredentials: (camera: CameraId): string => `camera/${part(camera)}/credentials`,
  ofCamera: (camera: CameraId): string => `camera/${part(camera)}/`,
  pluginField: (plugin: string, field: string): string => `plugin/${part(plugin)}/${part(field)}`,
  ofPlugin: (plugin: string): string => `plugin/${part(plugin)}/`,
  /** A program's password: Digest needs it as it is. */
  app: (app: string): string => `app/${part(app)}/password`,
  hub: (name: string): string => `hub/${part(name)}`,
} as const;
