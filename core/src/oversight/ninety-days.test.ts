import { expect, it } from 'vitest';
import { detect } from './detect.ts';
import { detectForOwners } from './detect-for-owners.ts';
import { alarms, simulate, type Alarm, type Simulated } from './ninety-days.fixture.ts';

/** Officer-months of one street: twenty officers, three months. */
const officerMonths = 60;
const seeds = [1, 2, 3, 5, 8];
const onABusyMachine = 120_000;

function judged({ stalking }: Simulated, raised: readonly Alarm[]): { readonly noticed: boolean; readonly within: boolean; readonly few: boolean } {
  const hers = new Set(stalking);
  const isAboutHim = ({ finding }: Alarm): boolean => finding.acts.some((act) => hers.has(act));
  const first = raised.find(isAboutHim);
  const requests = stalking.filter(({ at }) => first !== undefined && at <= first.at).length;
  return { noticed: first !== undefined, within: requests <= 3, few: raised.filter((alarm) => !isAboutHim(alarm)).length / officerMonths < 1 };
}
const good = { noticed: true, within: true, few: true };

/** THREATS 1: the pattern is noticed within three requests, and honest work hardly ever. */
it.each(seeds)('ninety days of a ward (seed %i): who follows somebody is noticed by his third request, with less than one false alarm an officer-month', (seed) => {
  const street = simulate(seed);
  // There was work to be wrong about: on average two acts on a day of duty.
  expect({ acts: street.officers.reduce((sum, { acts }) => sum + acts.length, 0) > 1_500, ...judged(street, alarms(street, detect)) }).toEqual({ acts: true, ...good });
}, onABusyMachine);
it.each(seeds)('so does the owner (seed %i), though her alert rests on nothing that the ward wrote', (seed) => {
  const street = simulate(seed);
  // As a ward would write that wants her to hear nothing: a case for every look, and a note after each.
  const numbered = new Map(street.stalking.map((act) => [act, { ...act, caseNo: `${act.at}/2026` }]));
  const muting: Simulated = {
    stalking: [...numbered.values()],
    officers: street.officers.map((officer) => ({ ...officer, acts: officer.acts.map((act) => numbered.get(act) ?? act), progress: new Map([...officer.progress, ...street.stalking.map(({ at }) => [`${at}/2026`, [at + 1]] as const)]) })),
  };
  expect([judged(street, alarms(street, detectForOwners)), judged(muting, alarms(muting, detectForOwners)), judged(muting, alarms(muting, detect)).noticed]).toEqual([good, good, false]);
}, onABusyMachine);
