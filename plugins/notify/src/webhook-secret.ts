import { randomBytes } from 'node:crypto';
import type { PluginStorage, Slot } from '@matpho/core/sdk';
import { z } from 'zod';

const slot: Slot<string> = { name: 'webhook-secret', parse: (stored) => z.string().min(16).parse(stored), sealed: true };

/** The setting, or else one secret made at the first start and kept. */
export async function webhookSecret(setting: string | undefined, storage: PluginStorage): Promise<string> {
  if (setting !== undefined) return setting;
  const kept = await storage.read(slot);
  if (kept !== undefined) return kept;
  const made = randomBytes(32).toString('base64url');
  await storage.write(slot, made);
  return made;
}
