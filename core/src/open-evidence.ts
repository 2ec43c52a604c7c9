import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WrittenRoom } from './access/open-written-room.ts';
import { sidesOf, type Acting } from './access/written-ports.ts';
import type { OwnedScope } from './base/scope.ts';
import type { Hub } from './compose.ts';
import type { Config } from './config/config.ts';
import { ConfigProblem } from './config/config-problem.ts';
import type { CameraId, GrantId } from './domain/ids.ts';
import { BagFolder } from './evidence/bag-folder.ts';
import { BagHand } from './evidence/bag-hand.ts';
import { BagKeys } from './evidence/bag-keys.ts';
import { BagRows } from './evidence/bag-rows.ts';
import { Custody } from './evidence/custody.ts';
import { EvidenceDesk } from './evidence/evidence-desk.ts';
import type { TimeStampService } from './evidence/time-stamp.ts';
import { findViewer } from './evidence/viewer-file.ts';
import { grantForPaper } from './http/grant-for-paper.ts';
import type { HubFactFeed } from './http/hub-facts.ts';
import type { FootageHandlers } from './http/hub-server.ts';
import { evidenceHandlers } from './http/routes/evidence-routes.ts';
import type { Recording } from './open-recording.ts';
import { grantReceipt } from './records/receipts.ts';
import { openReceiptSigner } from './records/receipt-signer.ts';
import type { SignedIn } from './people/signed-in.ts';
import { openBags, papersOf } from './written-bags.ts';

/** The evidence desk, on a hub that records and answers written requests. */
export async function openEvidence(hub: Hub, recording: Recording, written: WrittenRoom, config: Config, feed: HubFactFeed, scope: OwnedScope): Promise<FootageHandlers['evidence']> {
  const { store, audit, clock, timers, vault } = hub;
  const log = hub.log.room('evidence');
  const rows: BagRows = new BagRows(store, (bag) => {
    // Its page listens for it as for an export.
    const tell = async (): Promise<void> => {
      const row = await rows.find(bag);
      if (row) feed.person('export', row.person, bag);
    };
    void tell().catch(() => {});
  });
  const folder = new BagFolder(join(config.dataDir, 'evidence'));
  const keys = new BagKeys({ vault, audit, clock, name: audit.verifierKey.split('+')[1] === undefined ? 'Mat Pho' : `Mat Pho ${audit.verifierKey.split('+')[1] ?? ''}` });
  const custody = new Custody(store, audit, clock, keys);
  const stamps = await stampService(config);
  const receipts = await openReceiptSigner(vault);
  const origin = config.publicOrigin ?? 'https://hub.local';
  const desk = new EvidenceDesk({
    store, audit, clock, timers, vault, rows, folder, keys, custody, stamps, log, gate: hub.gate, records: hub.records, footage: recording.footage, gaps: recording.recordings.gaps, contributions: hub.contributions,
    ffmpeg: hub.ffmpeg, masks: hub.masks, hubName: config.name, hasTimestamps: stamps !== undefined, clockTrusted: () => hub.clockGuard.trusted(), papersOf: papersOf(written),
    viewer: () => findViewer().then(({ path }) => path, () => undefined),
    receiptOf: async (grant) => {
      const row = await store.read.selectFrom('grant_version').select('owner').where('id', '=', grant as GrantId).limit(1).executeTakeFirst();
      return row && receipts.sign(grantReceipt(await grantForPaper(store, grant as GrantId, [row.owner]), { hubName: config.name, origin }, clock.now()));
    },
  });
  const hand = new BagHand({ store, clock, vault, rows, folder, custody, stamps, records: hub.records });
  scope.defer(() => desk.close());
  await desk.start();
  recording.alsoForget((camera) => desk.forget(camera));
  const forget = (camera: CameraId): void => void desk.forget(camera).catch((failure: unknown) => {
    if (!scope.signal.aborted) log.error('Bags of a removed camera could not be deleted; it is tried again.', { error: String(failure) });
  });
  scope.use(hub.events.on('camera.removed', ({ camera }) => forget(camera)));
  const bags = openBags({ desk, hand, rows, custody, store });
  written.useBags(bags);
  const run = (work: Promise<unknown>): void => void work.catch((failure: unknown) => { if (!scope.signal.aborted) log.error('The bag of a written request could not be tended.', { error: String(failure) }); });
  scope.use(written.facts.on('written.moved', ({ request: { id }, move, by }) => {
    if (move === 'check' || move === 'withdraw' || move === 'refuse') run(bags.drop(id));
    if (move === 'destroy') run(bags.destroyed(id, by));
  }));
  const acting = (by: SignedIn): Acting => ({ person: by.person, keeps: [], offices: by.offices.filter(({ unitKind }) => unitKind !== 'peoples_committee') });
  return evidenceHandlers(hub, {
    desk, hand, rows, custody, keys, stampUrl: config.evidence.timestamp?.url ?? null,
    officeFor: async (request, by) => {
      const row = await written.rows.find(request);
      const isHers = row !== undefined && row.release_until !== null && sidesOf(row, acting(by)).includes('unit');
      return isHers ? by.offices.find(({ unit }) => unit === row.unit) : undefined;
    },
    requestsOf: async (by) => (await written.rows.ofOfficer(acting(by))).filter(({ row }) => row.release_until !== null).map(({ row }) => row.id),
  });
}

async function stampService({ evidence }: Config): Promise<TimeStampService | undefined> {
  if (!evidence.timestamp) return undefined;
  const { url, ca } = evidence.timestamp;
  const text = await readFile(ca, 'utf8').catch((cause: unknown) => {
    throw new ConfigProblem(ca, 'evidence.timestampCa', { vi: 'không đọc được tệp này.', en: 'the file cannot be read.' }, { cause });
  });
  return { url, ca: text };
}
