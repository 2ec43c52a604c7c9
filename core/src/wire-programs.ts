import type { OwnedScope } from './base/scope.ts';
import type { Hub } from './compose.ts';
import { AppNotices } from './notices/app-notices.ts';

/** What follows when a program is let in, or shown the door. */
export function wirePrograms(hub: Hub, scope: OwnedScope, run: (work: Promise<unknown>) => void): void {
  const { apps, restream, people } = hub;
  const notices = new AppNotices(hub.store, hub.notices);
  scope.use(apps.book.facts.on('app.made', (fact) => run(notices.made(fact))));
  scope.use(apps.book.facts.on('app.ended', ({ username }) => { restream.cut(username); apps.stills.endOf(username); }));
  // Whoever cut her sessions off meant all that opens with what she carried.
  const shut = async (person: Parameters<typeof apps.book.endAll>[0]): Promise<void> => {
    apps.passes.endOf(person);
    restream.cutOf(person);
    await apps.book.endAll(person);
  };
  scope.use(people.facts.on('person.cut', ({ person }) => run(shut(person))));
  scope.use(people.facts.on('person.ended', ({ person }) => run(shut(person))));
}
