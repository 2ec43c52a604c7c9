import type { OwnedScope } from './base/scope.ts';
import { seconds } from './domain/time.ts';
import type { Hub } from './compose.ts';
import type { HubFactFeed } from './http/hub-facts.ts';

/** Emergencies end by themselves, and open pages hear of it. The first look tells and ends what was left from before a restart. */
export function wireEmergencies(hub: Hub, feed: HubFactFeed, scope: OwnedScope, run: (work: Promise<unknown>) => void): void {
  const { desk, facts } = hub.emergencies;
  scope.use(facts.on('emergency.changed', ({ emergency, unit, owners }) => {
    run(feed.unit('emergency', unit, emergency));
    for (const owner of owners) run(feed.owner('emergency', owner, emergency));
    run(feed.officers('grant'));
  }));
  scope.use(hub.people.facts.on('officer.ended', () => run(desk.look())));
  scope.use(hub.people.facts.on('person.ended', () => run(desk.look())));
  scope.use(hub.grantFacts.on('grant.revoked', ({ grant, by }) => run(desk.grantRevoked(grant, by))));
  run(desk.look());
  scope.use(hub.timers.every(seconds(5), () => run(desk.look())));
}
