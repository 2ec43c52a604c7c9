import type { PersonId } from '../domain/ids.ts';

interface Waiting {
  readonly id: string;
  readonly person: PersonId;
  readonly status: string;
}

/**
 * Which is written next, of those in the order they were asked for: what a stop of the hub interrupted, then by turns each person's oldest, so that nobody waits behind all that one person asked for.
 * @param served persons in the order they were last served, the latest last
 */
export function nextJob<T extends Waiting>(toDo: readonly T[], served: readonly PersonId[]): T | undefined {
  const begun = toDo.find(({ status }) => status === 'running');
  if (begun) return begun;
  const turn = ({ person }: T): number => served.lastIndexOf(person);
  return toDo.reduce<T | undefined>((best, each) => (best === undefined || turn(each) < turn(best) ? each : best), undefined);
}
