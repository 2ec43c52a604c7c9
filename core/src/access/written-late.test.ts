import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { days, minutes } from '../domain/time.ts';
import { ward } from '../exports/export-place.fixture.ts';
import { overdueCounts } from './written-overdue.ts';
import { codeOf, delivered, owner, place } from './written-place.fixture.ts';

describe('the scan of a paper', () => {
  it('is kept for a year after the request is over, and not a day of it less for another owner\'s', async () => {
    await using here = await place();
    const request = await here.file();
    await here.room.requests.refuse(request, owner, 'not_valid', '');
    const left = async (): Promise<number> => {
      await here.room.delivery.tidy();
      return (await readdir(join(here.folder, 'scans'))).length;
    };
    here.at.clock.set(here.at.clock.now() + days(365) - 1);
    const before = await left();
    here.at.clock.set(here.at.clock.now() + 1);
    await here.at.store.write((trx) => trx.updateTable('written_request').set({ status: 'recalled', status_at: here.at.clock.now() }).execute());
    const another = await left();
    await here.at.store.write((trx) => trx.updateTable('written_request').set({ status_at: here.at.clock.now() - days(365) }).execute());
    expect([before, another, await left(), await codeOf(here.room.folder.scan((await here.room.rows.find(request))?.scan ?? ''))]).toEqual([1, 1, 0, 'not-found']);
  });
});

describe('what is late', () => {
  it('is told once to both sides, and counted', async () => {
    await using here = await place();
    const waiting = await here.file();
    const request = await delivered(here);
    await here.fetch(request, '1-part-1.mp4');
    const counts = async () => (await overdueCounts(here.at.store, here.at.clock.now(), ward)).map(({ name, open, answer, destruction }) => [name, open, answer, destruction]);
    expect(await counts()).toEqual([['Công an phường', 1, 0, 0]]);
    here.at.clock.set(here.at.clock.now() + days(3) + 1);
    await here.room.requests.tellOverdue();
    await here.room.requests.tellOverdue();
    expect([await counts(), here.told.filter((each) => each.startsWith('overdue'))]).toEqual([[['Công an phường', 1, 1, 0]], ['overdue answer']]);
    here.at.clock.set(here.at.clock.now() + days(60) + minutes(1));
    await here.room.requests.tellOverdue();
    expect([await counts(), here.told.filter((each) => each.startsWith('overdue')), await here.status(waiting)]).toEqual([[['Công an phường', 1, 1, 1]], ['overdue answer', 'overdue destruction'], 'received']);
  });
});
