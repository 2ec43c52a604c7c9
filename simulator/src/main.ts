import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { CameraSpec } from './camera-spec.ts';
import { cameraCard, openControlPort } from './control-port.ts';
import { demoCameras } from './demo-street.ts';
import { startStreet } from './street.ts';
import type { StreetOptions } from './street.ts';

/** What a street file must be: an object whose cameras, if it names any, have an id and a name. Values are taken as `StreetOptions`. */
const isStreet = (value: unknown): value is Partial<StreetOptions> =>
  typeof value === 'object' && value !== null && (!('cameras' in value) || (Array.isArray(value.cameras) && value.cameras.every(isCamera)));

const isCamera = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' && 'name' in value && typeof value.name === 'string';

const readStreet = (text: string): Partial<StreetOptions> => {
  const value: unknown = JSON.parse(text);
  if (!isStreet(value)) throw new Error('The street file wants { "cameras": [{ "id", "name", … }] }');
  return value;
};

/** A street as a process: one line of JSON on stdout when it is ready, then it runs until it is told to end. */
const run = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      file: { type: 'string' }, cameras: { type: 'string', default: '4' }, load: { type: 'boolean', default: false }, host: { type: 'string' },
      interfaces: { type: 'string' }, clips: { type: 'string' }, 'no-discovery': { type: 'boolean', default: false },
      'discovery-port': { type: 'string' }, 'control-port': { type: 'string', default: '0' },
    },
  });
  const file = values.file === undefined ? {} : readStreet(await readFile(values.file, 'utf8'));
  const clips = values.clips ?? file.clips ?? process.env['MATPHO_CLIPS'];
  const cameras: readonly CameraSpec[] = file.cameras ?? demoCameras(Number(values.cameras), values.load);
  const street = await startStreet({
    ...file,
    cameras,
    ffmpeg: process.env['FFMPEG_BIN'] ?? file.ffmpeg ?? 'ffmpeg',
    ...(values.host !== undefined && { host: values.host }),
    ...(values.interfaces !== undefined && { interfaces: values.interfaces.split(',') }),
    ...(clips !== undefined && clips !== '' && { clips }),
    ...(values['no-discovery'] && { discovery: false }),
    ...(values['discovery-port'] !== undefined && { discoveryPort: Number(values['discovery-port']) }),
  });
  const token = process.env['STREET_TOKEN'] ?? randomBytes(24).toString('base64url');
  const control = await openControlPort(street, token, Number(values['control-port']));
  // A token the caller chose is not repeated.
  const made = process.env['STREET_TOKEN'] === undefined ? { token } : {};
  process.stdout.write(`${JSON.stringify({ ready: true, control: control.uri, ...made, cameras: street.cameras.map(cameraCard) })}\n`);
  const end = (): void => {
    void Promise.all([street.close(), control.close()]).finally(() => process.exit(0));
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
};

run().catch((error: unknown) => {
  process.stderr.write(`The street could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
