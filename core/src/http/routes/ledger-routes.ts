import type { Seal, sharingRoutes } from '../../api/sharing.ts';
import { id, type CameraId } from '../../domain/ids.ts';
import type { SealReport } from '../../consent/ledger-seal.ts';
import { errorCodes } from '../../domain/error-codes.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { ledgerRow } from '../ledger-rows.ts';
import { ownersOf } from '../roles.ts';
import type { z } from 'zod';

type LedgerKeys = Extract<keyof typeof sharingRoutes, `${string}/api/ledger${string}`>;

export function ledgerHandlers(hub: HubServices): Pick<Handlers<typeof sharingRoutes>, LedgerKeys> {
  const shown = (seal: SealReport): z.input<typeof Seal> => ({ ...seal, problem: seal.intact ? null : { vi: errorCodes['log-damaged'].vi, en: errorCodes['log-damaged'].en } });

  return {
    'GET /api/ledger': async ({ by, query }) => (await hub.ledger.ofOwners(ownersOf(by), { camera: query.camera === undefined ? undefined : id<CameraId>(query.camera), before: query.before, own: query.own === '1', limit: query.limit })).map(ledgerRow),
    'GET /api/ledger/seal': async () => shown(hub.seal.last ?? await hub.seal.check()),
    'POST /api/ledger/check': async () => shown(await hub.seal.check()),
  };
}
