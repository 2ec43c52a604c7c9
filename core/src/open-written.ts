import { join } from 'node:path';
import { openWrittenRoom, type WrittenRoom } from './access/open-written-room.ts';
import { cuttingBeat } from './access/written-delivery.ts';
import { filedNews, movedNews, overdueNews, type WrittenNews } from './access/written-words.ts';
import type { OwnedScope } from './base/scope.ts';
import type { Hub } from './compose.ts';
import type { Config } from './config/config.ts';
import { hours } from './domain/time.ts';
import type { PersonId } from './domain/ids.ts';
import type { ExportDesk } from './exports/export-desk.ts';
import { deskCutter } from './exports/desk-cutter.ts';
import type { HubFactFeed } from './http/hub-facts.ts';
import { keepersOf } from './notices/keepers-of.ts';
import type { WrittenRequestTable } from './store/schema-consent.ts';

/** Written requests on a composed hub: cut by the export desk, told to both sides, tended every so often. */
export async function openWritten(hub: Hub, desk: ExportDesk, config: Config, feed: HubFactFeed, scope: OwnedScope): Promise<WrittenRoom> {
  const log = hub.log.room('written');
  const room = openWrittenRoom({
    store: hub.store, audit: hub.audit, gate: hub.gate, clock: hub.clock, holds: hub.holds, cases: hub.cases, sealer: hub.vault.sealer('written'),
    cutter: deskCutter(hub.store, desk, join(config.dataDir, 'exports')), folder: join(config.dataDir, 'written'), log, isSealed: true,
  });
  const run = (work: Promise<unknown>): void => {
    work.catch((failure: unknown) => {
      // What was under way when the hub stops finds the store closed.
      if (!scope.signal.aborted) log.error('Written requests could not be tended.', { error: failure instanceof Error ? failure.message : 'unknown' });
    });
  };
  const tellOwner = async (request: WrittenRequestTable, news: WrittenNews, except?: PersonId): Promise<void> => {
    await hub.notices.tell((await keepersOf(hub.store, request.owner)).filter((person) => person !== except), { ...news, link: `/written/${request.id}` });
    await feed.owner('ask', request.owner, request.id);
  };
  const tellUnit = async (request: WrittenRequestTable, news: WrittenNews): Promise<void> => {
    const officers = await receiversOf(hub, request);
    await hub.notices.tell(officers, { ...news, link: `/officer/written/${request.id}` });
    for (const person of officers) feed.person('ask', person, request.id);
  };

  const { facts, delivery, requests } = room;
  scope.use(facts.on('written.filed', ({ request, by }) => run(tellOwner(request, filedNews(request), by))));
  scope.use(facts.on('written.moved', ({ request, move, by }) => {
    const told = movedNews(request, move);
    if (told?.to === 'owner') run(tellOwner(request, told.news, by));
    else if (told) run(tellUnit(request, told.news));
    run(feed.owner('ask', request.owner, request.id));
    if (move === 'execute') run(delivery.advance());
  }));
  scope.use(facts.on('written.overdue', ({ request, what }) => {
    const news = overdueNews(request, what);
    run(Promise.all([tellOwner(request, news.owner), tellUnit(request, news.unit)]));
  }));
  scope.use(hub.events.on('camera.removed', ({ camera }) => run(delivery.forget(camera))));
  await delivery.start();
  scope.use(hub.timers.every(cuttingBeat, () => run(delivery.advance())));
  const tend = async (): Promise<void> => { await requests.tellOverdue(); await delivery.tidy(); };
  run(requests.tellOverdue());
  scope.use(hub.timers.every(hours(1), () => run(tend())));
  return room;
}

/** Whoever of the unit may have it: the filer while in office, investigators and leaders. */
async function receiversOf({ store }: Hub, { unit, person, entered_by }: WrittenRequestTable): Promise<readonly PersonId[]> {
  if (unit === null) return [];
  const officers = await store.read.selectFrom('officer').select(['person', 'role']).where('unit', '=', unit).where('ended_at', 'is', null).execute();
  return officers.filter((each) => each.role !== 'duty_officer' || (entered_by === 'unit' && each.person === person)).map((each) => each.person);
}
