import type { OwnedScope } from './base/scope.ts';
import type { Hub } from './compose.ts';
import type { Config } from './config/config.ts';
import type { CameraId } from './domain/ids.ts';
import { days, hours } from './domain/time.ts';
import type { RecordsDesk } from './http/routes/record-routes.ts';
import { BodyRetention } from './records/body-retention.ts';
import { ConsentBook } from './records/consent-book.ts';
import { Leavings } from './records/leavings.ts';
import { Purges } from './records/purges.ts';
import { openReceiptSigner } from './records/receipt-signer.ts';
import { Signs } from './records/signs.ts';

/** Consent records and receipts, signs and leaving on a composed hub; what a stop left of a leaving is taken up. */
export async function openRecords(hub: Hub, forgetFootage: (camera: CameraId) => Promise<void>, config: Config, scope: OwnedScope): Promise<RecordsDesk> {
  const { store, audit, clock, people, notices, desk, registry, events } = hub;
  const log = hub.log.room('records');
  const leavings = new Leavings({
    store, log: audit, clock, notices, people, desk, reportTo: log, footage: { forget: forgetFootage },
    removeCamera: async (camera, owner, by, at) => {
      await registry.remove(camera, by, at);
      events.emit('camera.removed', { owner, camera });
    },
  });
  scope.defer(() => leavings.settled());
  await leavings.resume();
  scope.use(hub.timers.every(hours(1), () => void leavings.resume().catch((failure: unknown) => { if (!scope.signal.aborted) log.error('Leavings could not be taken up.', { error: String(failure) }); })));
  const bodies = new BodyRetention(store, audit, clock, days(config.ledger.keepDays));
  const tend = (): void => {
    bodies.run().catch((failure: unknown) => {
      if (!scope.signal.aborted) log.error('Old private bodies of the log could not be erased; it is tried again tomorrow.', { error: failure instanceof Error ? failure.message : String(failure) });
    });
  };
  scope.use(hub.timers.after(hours(1), tend));
  scope.use(hub.timers.every(days(1), tend));
  return {
    leavings, consents: new ConsentBook(store, audit, clock), receipts: await openReceiptSigner(hub.vault), purges: new Purges(store, audit, clock),
    signs: new Signs({ store, log: audit, clock, notices, members: people.memberships }),
  };
}
