import type { ExportRow } from '@matpho/core/api';
import { expect, it } from 'vitest';
import { groupRows, shareOf, stateOf } from './group-rows.ts';

const row = (id: string, changes: Partial<ExportRow> = {}): ExportRow => ({ id, camera: id, cameraName: id, from: 0, to: 1, status: 'done', progress: 1, files: [], problem: null, createdAt: 1, doneAt: null, kind: 'film', at: null, bundle: null, leftOut: [], secondsLeft: null, own: true, ...changes });

it('keeps cameras of one archive together, the newest first', () => {
  const groups = groupRows([row('a'), row('c', { bundle: 'z', createdAt: 3 }), row('b', { bundle: 'z', createdAt: 2 })]);
  expect(groups.map(({ key, rows }) => [key, rows.map(({ id }) => id)])).toEqual([['z', ['b', 'c']], ['a', ['a']]]);
});

it.each([
  ['one is written', ['done', 'running'], 'running'], ['one waits', ['failed', 'waiting'], 'waiting'], ['one can be fetched', ['failed', 'done'], 'done'], ['none came', ['cancelled', 'failed'], 'failed'],
] as const)('tells one state of all: %s', (_, states, state) => {
  expect(stateOf(states.map((status) => row(status, { status })))).toBe(state);
});

it('tells how far all of them are', () => {
  expect(shareOf([row('a'), row('b', { status: 'running', progress: 0.5 }), row('c', { status: 'waiting', progress: 0 }), row('d', { status: 'failed', progress: 0.2 })])).toBe(0.625);
});
