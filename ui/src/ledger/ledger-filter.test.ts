import { expect, it } from 'vitest';
import { countOf, noFilter, queryOf } from './ledger-filter.ts';

it('asks for whole days and only for what narrows', () => {
  const day = queryOf({ ...noFilter, from: '2026-11-21', to: '2026-11-21', purpose: 'crime' });
  expect([queryOf(noFilter), day.purpose, (day.to ?? 0) - (day.from ?? 0), new Date(day.from ?? 0).getHours(), queryOf({ ...noFilter, from: 'soon', to: '2026-13-99x' })]).toEqual([{}, 'crime', 86_400_000, 0, {}]);
  expect([countOf(noFilter), countOf({ ...noFilter, unit: 'u', to: '2026-11-21' })]).toEqual([0, 2]);
});
