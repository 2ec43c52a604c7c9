import { readFile } from 'node:fs/promises';
import type { Server } from 'node:https';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import type { Timers } from '../base/clock.ts';
import type { Config } from '../config/config.ts';
import { ConfigProblem } from '../config/config-problem.ts';
import { hours } from '../domain/time.ts';
import type { Log } from '../sdk/plugin.ts';
import type { Clock } from '../sdk/services.ts';
import { openLocalCa, type LocalCa } from './local-ca.ts';
import { ownNames } from './own-names.ts';
import type { TlsMaterial } from './server.ts';

export interface Tls {
  readonly material: TlsMaterial | null;
  readonly localCa: LocalCa | null;
  /** Reads or makes the certificate anew. */
  readonly again: () => Promise<TlsMaterial | null>;
}
export interface TlsOptions {
  readonly config: Pick<Config, 'tls' | 'dataDir' | 'listen' | 'publicOrigin'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the hub listens with. @throws HubError `bad-config` */
export async function openTls({ config, clock, log }: TlsOptions): Promise<Tls> {
  const { tls } = config;
  if (tls.mode === 'off') return { material: null, localCa: null, again: async () => null };
  if (tls.mode === 'files') {
    const again = async (): Promise<TlsMaterial> => sound({ cert: await readPem(tls.cert, 'tls.cert'), key: await readPem(tls.key, 'tls.key') }, tls.cert);
    return { material: await again(), localCa: null, again };
  }
  const declared = [...tls.names, ...(config.publicOrigin ? [new URL(config.publicOrigin).hostname.replace(/^\[|\]$/g, '')] : [])];
  const bareHost = ownNames().filter((name) => /^[a-z0-9-]+$/.test(name));
  const localCa = await openLocalCa({ file: join(config.dataDir, 'tls', 'local-ca.json'), domains: [...declared, ...bareHost], clock, log });
  const again = (): Promise<TlsMaterial> => localCa.leaf([...ownNames(), ...declared]);
  return { material: await again(), localCa, again };
}

/** Asks for the certificate every hour and listens with the new one when it changed: a renewed file, a new address of the router. */
export function keepTlsFresh(app: FastifyInstance, { again, material }: Tls, timers: Timers, log: Log): Disposable {
  let now = material;
  const look = async (): Promise<void> => {
    const next = await again();
    if (!next || next.cert === now?.cert) return;
    now = next;
    (app.server as unknown as Server).setSecureContext({ ...next, minVersion: 'TLSv1.2' });
    log.info('the hub has a new certificate');
  };
  return timers.every(hours(1), () => void look().catch((error: unknown) => log.warn('the certificate could not be renewed', { error })));
}

async function readPem(path: string, field: string): Promise<string> {
  return await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ConfigProblem(path, field, { vi: 'không đọc được tệp này.', en: 'the file cannot be read.' }, { cause });
  });
}
function sound(material: TlsMaterial, path: string): TlsMaterial {
  try {
    createSecureContext(material);
    return material;
  } catch (cause) {
    throw new ConfigProblem(path, 'tls', { vi: 'chứng chỉ và khoá không hợp lệ hoặc không khớp nhau.', en: 'the certificate and the key are not valid, or do not belong together.' }, { cause });
  }
}
