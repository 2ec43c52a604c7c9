import { z } from 'zod';
import type { CameraId } from '../domain/ids.ts';
import type { Credentials } from '../sdk/ports.ts';
import type { Vault } from '../vault/vault.ts';

type Rows = Parameters<Vault['remove']>[1] & {};

const stored = z.object({ username: z.string(), password: z.string() });
const nameOf = (camera: CameraId): string => `camera/${camera}/credentials`;

export async function readCredentials(vault: Vault, camera: CameraId): Promise<Credentials | undefined> {
  const text = await vault.get(nameOf(camera));
  return text === undefined ? undefined : stored.parse(JSON.parse(text));
}
/** Together with the camera's other rows, or not at all. */
export async function keepCredentials(vault: Vault, camera: CameraId, credentials: Credentials, trx: Rows): Promise<void> {
  await vault.put(nameOf(camera), JSON.stringify(credentials), trx);
}
export async function forgetCredentials(vault: Vault, camera: CameraId, trx: Rows): Promise<void> {
  await vault.remove(nameOf(camera), trx);
}
