import { expect, it } from 'vitest';
import { id, type PersonId } from '../domain/ids.ts';
import { nextJob } from './next-job.ts';
import { pauseAfter } from './pace.ts';

it.each([
  ['the hub is idle and the disk free', { othersMs: 0.2, readMs: 5, bytes: 1_600_000, isAnew: false }, 0],
  ['viewers keep the hub busy', { othersMs: 30, readMs: 5, bytes: 1_600_000, isAnew: false }, 150],
  ['the hub can hardly keep up', { othersMs: 900, readMs: 5, bytes: 1_600_000, isAnew: false }, 1_000],
  ['the disk has enough to do', { othersMs: 1, readMs: 400, bytes: 1_600_000, isAnew: false }, 400],
  ['the disk is slow and so is the hub', { othersMs: 20, readMs: 400, bytes: 1_600_000, isAnew: false }, 400],
  ['pictures are made anew, which takes its time', { othersMs: 1, readMs: 4_000, bytes: 1_600_000, isAnew: true }, 0],
  ['a small file was read at once', { othersMs: 1, readMs: 2, bytes: 900, isAnew: false }, 0],
])('waits for the others as long as it must: %s', (_, turn, expected) => {
  expect(pauseAfter(turn)).toBe(expected);
});

const [an, binh, chi] = ['an', 'binh', 'chi'].map((name) => id<PersonId>(name));
const job = (n: number, person: PersonId | undefined, status = 'waiting') => ({ id: `j${n}`, person: person as PersonId, status });
it.each([
  ['nothing', [], [], undefined],
  ['in order for one person', [job(1, an), job(2, an)], [an], 'j1'],
  ['somebody new before the next of one who was served', [job(1, an), job(2, an), job(3, binh)], [an], 'j3'],
  ['by turns', [job(2, an), job(4, binh), job(5, chi)], [binh, chi, an], 'j4'],
  ['what was begun before all', [job(1, an), job(2, binh, 'running')], [binh], 'j2'],
])('takes %s', (_, toDo, served, expected) => {
  expect(nextJob(toDo, served as PersonId[])?.id).toBe(expected);
});
