import type { OwnedScope } from './base/scope.ts';
import type { CameraId } from './domain/ids.ts';
import { hours, seconds, minutes } from './domain/time.ts';
import type { Hub } from './compose.ts';
import { wireOversight } from './wire-oversight.ts';
import type { HubFactFeed } from './http/hub-facts.ts';
import { WideningNotices } from './notices/widening-notices.ts';
import { wireAccess } from './wire-access.ts';
import { tellMaskWidened } from './notices/mask-notices.ts';
import { wirePrograms } from './wire-programs.ts';
import { wireEmergencies } from './wire-emergencies.ts';

/** Who hears of what, and what is done every so often. Started once, when everything stands. */
export function wire(hub: Hub, feed: HubFactFeed, scope: OwnedScope): void {
  const log = hub.log.room('hub');
  const run = (work: Promise<unknown>): void => {
    work.catch((failure: unknown) => {
      // What was under way when the hub stops finds the store closed.
      if (!scope.signal.aborted) log.error('Something that follows from a fact failed.', { error: failure instanceof Error ? failure.message : 'unknown' });
    });
  };
  const keepStreams = async (): Promise<void> => hub.streams.keep((await hub.registry.all()).map(({ id }) => id));
  // After its streams: one that ends reports once more how its camera is.
  const forget = async (camera: CameraId): Promise<void> => {
    await keepStreams();
    hub.health.forget(camera);
    hub.conversions.forget(camera);
    hub.renditions.forget(camera);
  };

  scope.use(hub.gate.onChange((change) => run(feed.watching(change))));
  scope.use(hub.events.on('camera.enrolled', ({ owner, camera }) => { run(keepStreams()); run(feed.owner('camera', owner, camera)); }));
  scope.use(hub.events.on('camera.removed', ({ owner, camera }) => { run(forget(camera)); run(feed.owner('camera', owner, camera)); run(feed.officers('grant')); }));
  scope.use(hub.events.on('camera.changed', ({ owner, camera }) => run(feed.owner('camera', owner, camera))));
  scope.use(hub.events.on('camera.online', ({ camera }) => run(feed.camera('camera', camera))));
  scope.use(hub.events.on('camera.offline', ({ camera }) => run(feed.camera('camera', camera))));
  scope.use(hub.events.on('camera.found', () => run(feed.operators('found'))));
  scope.use(hub.events.on('grant.changed', ({ owner }) => { run(feed.owner('grant', owner)); run(feed.officers('grant')); }));
  scope.use(hub.events.on('plugin.changed', ({ plugin }) => run(feed.operators('plugin', plugin))));

  // A role that ends takes its pictures with it.
  const { facts } = hub.people;
  scope.use(facts.on('member.ended', ({ person }) => { run(hub.gate.recheck({ person })); feed.person('session', person); }));
  scope.use(facts.on('officer.ended', ({ person }) => { run(hub.gate.recheck({ person })); feed.person('session', person); }));
  scope.use(facts.on('person.ended', ({ person }) => run(hub.gate.recheck({ person }))));
  scope.use(facts.on('person.cut', ({ person }) => run(hub.gate.endAll('signed_out', { person }))));
  scope.use(facts.on('member.joined', ({ person }) => feed.person('session', person)));
  scope.use(facts.on('officer.joined', ({ person }) => feed.person('session', person)));

  wireAccess(hub, feed, scope, run);
  const widening = new WideningNotices(hub.store, hub.notices);
  scope.use(hub.grantFacts.on('grant.changed', (fact) => run(widening.grantChanged(fact))));
  scope.use(hub.grantFacts.on('restriction.lifted', (fact) => run(widening.restrictionLifted(fact))));
  scope.use(hub.grantFacts.on('units.merged', ({ owners, from, into }) => run(widening.unitsMerged(owners, from, into))));
  for (const done of ['grant.given', 'grant.revoked'] as const) scope.use(hub.grantFacts.on(done, (fact) => run(hub.noticeWatch.grantDone(done, fact))));

  wireEmergencies(hub, feed, scope, run);
  scope.use(hub.masks.facts.on('mask.changed', ({ camera }) => run(hub.controls.coverChanged(camera))));
  scope.use(hub.masks.facts.on('mask.changed', (fact) => { run(tellMaskWidened(hub.store, hub.notices, fact)); run(feed.owner('camera', fact.owner, fact.camera)); run(feed.officers('grant')); }));

  wireOversight(hub, scope, run);
  hub.quality.start();
  scope.use(hub.events.on('picture.changed', ({ camera }) => run(feed.camera('camera', camera))));
  wirePrograms(hub, scope, run);
  hub.noticeWatch.start();
  hub.notices.send();
  hub.watch.start();
  run(keepStreams());
  run(hub.endingGrants.remind());
  scope.use(hub.timers.every(hours(1), () => run(hub.endingGrants.remind())));
  scope.use(hub.timers.every(seconds(5), () => hub.clockGuard.look()));
  scope.use(hub.timers.every(seconds(10), () => run(hub.trail.count(hub.gate.counts()))));
  // The whole log, once after the start and then daily: damage must not wait for somebody to ask.
  scope.use(hub.timers.after(minutes(1), () => run(hub.seal.check())));
  scope.use(hub.timers.every(hours(24), () => run(hub.seal.check())));
  scope.use(hub.timers.every(minutes(5), () => run(hub.audit.checkpoint())));
}
