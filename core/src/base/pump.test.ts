import { expect, it } from 'vitest';
import { Pump } from './pump.ts';

it('runs once at a time, and looks once more when it was asked meanwhile', async () => {
  let [running, most, runs] = [0, 0, 0];
  const pump: Pump = new Pump(async () => {
    most = Math.max(most, (running += 1));
    runs += 1;
    if (runs < 3) for (let i = 0; i < 5; i += 1) pump.ask();
    await Promise.resolve();
    running -= 1;
  }, (error) => { throw error; });
  pump.ask();
  pump.ask();
  await pump.idle();
  expect([runs, most]).toEqual([3, 1]);
  pump.ask();
  await pump.idle();
  expect(runs).toBe(4);
});

it('tells what went wrong, and begins anew when it is asked again', async () => {
  const told: unknown[] = [];
  let runs = 0;
  const pump = new Pump(async () => { if ((runs += 1) === 1) throw new Error('broken'); }, (error) => told.push(error));
  pump.ask();
  await pump.idle();
  pump.ask();
  await pump.idle();
  expect([told, runs]).toEqual([[new Error('broken')], 2]);
});
