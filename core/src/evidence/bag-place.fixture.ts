import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Grant } from '../domain/consent.ts';
import { exportPlace, type ExportPlace } from '../exports/export-place.fixture.ts';
import { Footage } from '../recordings/footage.ts';
import { realFfmpeg } from '../recordings/permit.fixture.ts';
import { silentLog } from '../store/testing/store-folder.fixture.ts';
import { openVault } from '../vault/vault.ts';
import { BagFolder } from './bag-folder.ts';
import { BagHand } from './bag-hand.ts';
import { BagKeys } from './bag-keys.ts';
import { BagRows, type BagRecord } from './bag-rows.ts';
import { Custody } from './custody.ts';
import { EvidenceDesk, type EvidenceDeskParts, type Order } from './evidence-desk.ts';
import type { TimeStampService } from './time-stamp.ts';

export interface BagPlace extends AsyncDisposable {
  readonly at: ExportPlace;
  readonly parts: EvidenceDeskParts;
  readonly rows: BagRows;
  readonly folder: BagFolder;
  readonly path: string;
  readonly custody: Custody;
  readonly keys: BagKeys;
  readonly desk: EvidenceDesk;
  readonly hand: BagHand;
  /** As after a restart, before `start`; what it needs may be changed. */
  restarted(more?: Partial<EvidenceDeskParts>): EvidenceDesk;
  /** Asked for and made. */
  made(order: Order): Promise<BagRecord>;
  /** The ZIP's files put into a folder of their own. */
  unpacked(bag: BagRecord): Promise<string>;
}

/** The desk on a real house with 25 s of footage and a real log. */
export async function bagPlace({ stamps, grant }: { readonly stamps?: TimeStampService; readonly grant?: Grant } = {}): Promise<BagPlace> {
  const at = await exportPlace(grant);
  const { store, log: audit, clock } = at;
  const vault = await openVault({ store, keyFile: join(at.folder, 'vault.key') });
  const path = await mkdtemp(join(tmpdir(), 'matpho-bags-'));
  const rows = new BagRows(store);
  const folder = new BagFolder(join(path, 'evidence'));
  // openssl looks at today's date.
  const keys = new BagKeys({ vault, audit, clock: { now: () => Date.now() }, name: 'Mat Pho test' });
  const custody = new Custody(store, audit, clock, keys);
  const parts: EvidenceDeskParts = {
    store, audit, clock, timers: clock, vault, rows, folder, keys, custody, stamps, log: silentLog, gate: at.gate, records: at.records, footage: new Footage(store, at.disk), gaps: { of: async () => [] }, contributions: at.contributions,
    ffmpeg: realFfmpeg, masks: { coverOf: async () => [] }, hubName: 'Hub tổ 5', hasTimestamps: stamps !== undefined, clockTrusted: () => true, papersOf: async () => undefined, viewer: async () => undefined, receiptOf: async () => undefined,
  };
  const opened: EvidenceDesk[] = [];
  const open = (more: Partial<EvidenceDeskParts> = {}): EvidenceDesk => {
    const desk = new EvidenceDesk({ ...parts, ...more });
    opened.push(desk);
    return desk;
  };
  const desk = open();
  const hand = new BagHand({ store, clock, vault, rows, folder, custody, stamps, records: at.records });
  await desk.start();
  return {
    at, parts, rows, folder, path, custody, keys, desk, hand, restarted: open,
    made: async (order) => {
      const answer = await desk.ask(order);
      if ('refused' in answer) throw answer.error;
      await desk.idle();
      return (await rows.find(answer.id)) ?? answer;
    },
    unpacked: async (bag) => {
      const target = await mkdtemp(join(path, 'bag-'));
      for (const { path: name } of await folder.list(bag.id)) {
        await mkdir(dirname(join(target, name)), { recursive: true });
        await writeFile(join(target, name), await folder.readWhole(bag.id, name));
      }
      return target;
    },
    [Symbol.asyncDispose]: async () => {
      for (const each of opened) await each.close();
      await at[Symbol.asyncDispose]();
      await rm(path, { recursive: true, force: true });
    },
  };
}
