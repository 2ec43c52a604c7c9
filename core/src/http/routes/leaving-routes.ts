import type { LeavingReceipt, PurgeRow, recordRoutes } from '../../api/records.ts';
import { id, type OwnerId, type UnitId } from '../../domain/ids.ts';
import type { KnownPerson } from '../../people/signed-in.ts';
import type { Leavings } from '../../records/leavings.ts';
import type { Purge } from '../../records/purges.ts';
import type { Handlers } from '../call.ts';
import type { HubServices } from '../hub-services.ts';
import { membershipOf } from '../../people/roles.ts';
import type { RecordsDesk } from './record-routes.ts';

type Keys = 'GET /api/owners/:id/leaving' | 'POST /api/owners/:id/leaving' | 'GET /api/public/leavings/:code' | 'GET /api/purges' | 'POST /api/purges/:id/acknowledge';
const begun = { vi: 'Nhà này đang rời chương trình.', en: 'This house is leaving the programme already.' };

export function leavingHandlers(hub: HubServices, { leavings, purges }: RecordsDesk): Pick<Handlers<typeof recordRoutes>, Keys> {
  const units = (by: KnownPerson): readonly UnitId[] => by.offices.map(({ unit }) => unit);
  return {
    'GET /api/owners/:id/leaving': async ({ by, params }) => {
      const { ownerName, owner } = membershipOf(by, id<OwnerId>(params.id), ['owner']);
      const { begun: hasBegun, kept, units: names, ...counts } = await leavings.preview(owner, by.person);
      return { ownerName, ...counts, units: [...names], kept: [...kept], blocked: hasBegun ? begun : null };
    },
    'POST /api/owners/:id/leaving': async ({ by, params, cookie }) => {
      const { owner } = membershipOf(by, id<OwnerId>(params.id), ['owner']);
      const { accountEnds } = await leavings.preview(owner, by.person);
      const { code } = await leavings.leave(owner, by.person);
      hub.events.emit('grant.changed', { owner, cameras: [] });
      if (accountEnds) cookie.clear();
      return { code, receipt: receiptOf(await leavings.receipt(code)), accountEnded: accountEnds };
    },
    'GET /api/public/leavings/:code': async ({ params }) => receiptOf(await leavings.receipt(params.code)),
    'GET /api/purges': async ({ by }) => (await purges.ofUnits(units(by))).map(purgeRow),
    'POST /api/purges/:id/acknowledge': async ({ by, params }) => purgeRow(await purges.acknowledge(by.person, await purges.find(params.id, units(by)))),
  };
}

function receiptOf({ startedAt, doneAt, figures, units }: Awaited<ReturnType<Leavings['receipt']>>): LeavingReceipt {
  return { startedAt, doneAt, figures: { ...figures, kept: [...figures.kept] }, units: units.map((unit) => ({ ...unit })) };
}
function purgeRow({ id: key, unit, made_at, acknowledged_at, byName, items }: Purge): PurgeRow {
  return { id: key, unit, madeAt: made_at, acknowledgedAt: acknowledged_at, acknowledgedBy: byName, items: items.map((item) => ({ ...item })) };
}
