import { z } from 'zod';
import type { CameraId } from '../domain/ids.ts';
import type { Credentials } from '../sdk/ports.ts';
import type { Vault } from '../vault/vault.ts';

const stored = z.object({ username: z.string(), password: z.string() });
const nameOf = (camera: CameraId): string => `camera/${camera}/credentials`;

export async function readCredentials(vault: Vault, camera: CameraId): Promise<Credentials | undefined> {
  const text = await vault.get(nameOf(camera));
  return text === undefined ? undefined : stored.parse(JSON.parse(text));
}
export async function keepCredentials(vault: Vault, camera: CameraId, credentials: Credentials): Promise<void> {
  await vault.put(nameOf(camera), JSON.stringify(credentials));
}
export async function forgetCredentials(vault: Vault, camera: CameraId): Promise<void> {
  await vault.remove(nameOf(camera));
}
