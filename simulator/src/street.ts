import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CameraSpec } from './camera-spec.ts';
import type { Announced } from './discovery/messages.ts';
import { Responder } from './discovery/responder.ts';
import { cameraGear, openCamera } from './simulated-camera.ts';
import type { SimulatedCamera } from './simulated-camera.ts';

export interface StreetOptions {
  readonly cameras: readonly CameraSpec[];
  /** Path of the program. */
  readonly ffmpeg: string;
  /** The address every camera listens on. Default 127.0.0.1. */
  readonly host?: string;
  /** Where WS-Discovery is heard and answered. Default ['127.0.0.1']. */
  readonly interfaces?: readonly string[];
  /** A folder of .mp4 files: cameras without footage of their own show them in turn. */
  readonly clips?: string;
  /** Default true. */
  readonly discovery?: boolean;
  /** Default 3702. */
  readonly discoveryPort?: number;
}

// Cameras opened at the same time.
const AT_ONCE = 32;

/** A street of cameras, running. Made by `startStreet`. */
export class Street implements AsyncDisposable {
  readonly cameras: readonly SimulatedCamera[];
  readonly #responder: Responder | undefined;

  constructor(cameras: readonly SimulatedCamera[], responder: Responder | undefined) {
    this.cameras = cameras;
    this.#responder = responder;
  }

  camera(id: string): SimulatedCamera | undefined {
    return this.cameras.find(({ spec }) => spec.id === id);
  }

  async close(): Promise<void> {
    await Promise.all(this.cameras.map((camera) => camera.close()));
    await this.#responder?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * Opens every camera and announces those that speak ONVIF.
 * @throws Error when a port is taken, a clip cannot be read, or two cameras share an id; nothing stays open then
 */
export const startStreet = async (options: StreetOptions): Promise<Street> => {
  const { host = '127.0.0.1', interfaces = ['127.0.0.1'], clips } = options;
  const specs = await withClips(options.cameras, clips);
  if (new Set(specs.map(({ id }) => id)).size < specs.length) throw new Error('Two cameras of the street have the same id');
  const gear = cameraGear(options.ffmpeg, { host, ...(clips !== undefined && { clips }) });
  const cameras: SimulatedCamera[] = [];
  const announced = (camera: SimulatedCamera): Announced => ({
    endpointReference: camera.endpointReference,
    scopes: camera.scopes,
    addresses: (host === '0.0.0.0' ? interfaces : [host]).flatMap((address) => camera.deviceUriAt(address) ?? []),
  });
  const responder = options.discovery === false ? undefined : new Responder({
    port: options.discoveryPort ?? 3702,
    interfaces,
    devices: () => cameras.filter((camera) => camera.isOn && camera.deviceUri !== undefined).map(announced),
  });
  const street = new Street(cameras, responder);
  try {
    for (let from = 0; from < specs.length; from += AT_ONCE) {
      const opened = await Promise.allSettled(specs.slice(from, from + AT_ONCE).map((spec) => openCamera(spec, gear)));
      for (const result of opened) if (result.status === 'fulfilled') cameras.push(result.value);
      const failed = opened.find((result) => result.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    }
    await responder?.open();
  } catch (error) {
    await street.close();
    throw error;
  }
  for (const camera of cameras) {
    if (camera.deviceUri === undefined) continue;
    responder?.sayHello(announced(camera));
    camera.onPower((on) => (on ? responder?.sayHello(announced(camera)) : responder?.sayBye(announced(camera))));
  }
  return street;
};

const withClips = async (specs: readonly CameraSpec[], clips: string | undefined): Promise<readonly CameraSpec[]> => {
  if (clips === undefined) return specs;
  const files = (await readdir(clips)).filter((file) => file.endsWith('.mp4')).toSorted();
  return specs.map((spec, i) => {
    const file = files[i % Math.max(1, files.length)];
    return spec.footage !== undefined || file === undefined ? spec : { ...spec, footage: { kind: 'clip', file: join(clips, file) } };
  });
};
