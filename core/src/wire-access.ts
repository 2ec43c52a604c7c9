import { readAsk } from './access/ask-json.ts';
import { askSentence } from './access/ask-sentence.ts';
import type { OwnedScope } from './base/scope.ts';
import type { Hub } from './compose.ts';
import { minutes, seconds } from './domain/time.ts';
import type { HubFactFeed } from './http/hub-facts.ts';
import type { AskTable } from './store/schema.ts';

/** Who hears of asks, and what ends with time. */
export function wireAccess(hub: Hub, feed: HubFactFeed, scope: OwnedScope, run: (work: Promise<unknown>) => void): void {
  scope.use(hub.askFacts.on('ask.made', (ask) => {
    run(tellOwner(hub, ask));
    run(feed.owner('ask', ask.owner, ask.id));
    // Of an area ask its officer hears nothing until somebody agrees: a fact for each would count those who were asked.
    if (ask.area === null) feed.person('ask', ask.person, ask.id);
  }));
  scope.use(hub.askFacts.on('ask.decided', (ask) => run(feed.owner('ask', ask.owner, ask.id))));
  scope.use(hub.askFacts.on('ask.closed', (ask) => { run(tellOfficer(hub, ask)); feed.person('ask', ask.person, ask.id); }));
  scope.use(hub.caseFacts.on('case.changed', ({ unit }) => run(feed.unit('case', unit))));
  scope.use(hub.timers.every(seconds(15), () => run(hub.asks.lapse())));
  scope.use(hub.timers.every(seconds(15), () => run(hub.cases.halt())));
  scope.use(hub.timers.every(minutes(1), () => run(Promise.all([hub.asks.releaseHolds(), hub.holds.expire()]))));
  // Not when one is made: the time of an answer would tell how many owners there are.
  scope.use(hub.timers.every(seconds(1), () => run(hub.areaAsks.spread())));
}

async function tellOwner(hub: Hub, ask: AskTable): Promise<void> {
  const [unit, camera] = await Promise.all([
    hub.store.read.selectFrom('unit').select('name').where('id', '=', ask.unit).executeTakeFirstOrThrow(), hub.store.read.selectFrom('camera').select('name').where('id', '=', ask.camera).executeTakeFirstOrThrow(),
  ]);
  const body = readAsk(ask.body);
  await hub.noticeWatch.askMade(ask, askSentence({ unit: unit.name, officerNo: ask.officer_no, role: body.who.roles[0] ?? 'duty_officer', camera: camera.name, ask: body, tz: hub.tz }));
}
async function tellOfficer(hub: Hub, ask: AskTable): Promise<void> {
  const camera = await hub.store.read.selectFrom('camera').select('name').where('id', '=', ask.camera).executeTakeFirstOrThrow();
  await hub.noticeWatch.askDecided(ask, camera.name);
}
