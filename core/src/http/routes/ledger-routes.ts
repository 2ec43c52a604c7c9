import type { Seal, sharingRoutes } from '../../api/sharing.ts';
import { id, type CameraId } from '../../domain/ids.ts';
import { errorCodes } from '../../domain/error-codes.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { ledgerRow } from '../ledger-rows.ts';
import { ownersOf } from '../roles.ts';
import type { z } from 'zod';

type LedgerKeys = Extract<keyof typeof sharingRoutes, `${string}/api/ledger${string}`>;

export function ledgerHandlers(hub: HubServices): Pick<Handlers<typeof sharingRoutes>, LedgerKeys> {
  let last: z.input<typeof Seal> | undefined;
  let checking: Promise<z.input<typeof Seal>> | undefined;

  /** Every entry read and hashed again, against the signed checkpoint; one check at a time for everybody. */
  async function check(): Promise<z.input<typeof Seal>> {
    checking ??= (async () => {
      const report = await hub.audit.verify();
      const checkedAt = hub.clock.now();
      if (!report.sound) return { entries: await hub.audit.size(), root: '', note: '', checkedAt, intact: false, problem: { vi: errorCodes['log-damaged'].vi, en: errorCodes['log-damaged'].en } };
      return { entries: report.size, root: report.root.toString('base64'), note: await hub.audit.checkpoint(), checkedAt, intact: true, problem: null };
    })();
    try {
      last = await checking;
      return last;
    } finally {
      checking = undefined;
    }
  }

  return {
    'GET /api/ledger': async ({ by, query }) => (await hub.ledger.ofOwners(ownersOf(by), { camera: query.camera === undefined ? undefined : id<CameraId>(query.camera), before: query.before, own: query.own === '1', limit: query.limit })).map(ledgerRow),
    'GET /api/ledger/seal': async () => last ?? check(),
    'POST /api/ledger/check': async () => check(),
  };
}
