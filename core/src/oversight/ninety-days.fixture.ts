import type { Purpose } from '../domain/consent.ts';
import { id, type CameraId, type OwnerId, type UnitId } from '../domain/ids.ts';
import { days, hours, minutes, type Instant } from '../domain/time.ts';
import type { Act } from './act.ts';
import type { Finding, Trace } from './detect.ts';
import { detect } from './detect.ts';
import { wallTime } from './wall-time.ts';

/** Mulberry32: the same street from the same seed. */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6D2B79F5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
export const zone = 'Asia/Ho_Chi_Minh';
/** Midnight in Vietnam. */
const start: Instant = Date.UTC(2026, 7, 31, 17);
const [officerCount, streetCount, camerasPerStreet] = [20, 30, 8];
const ward = id<UnitId>('ward');

interface Camera { readonly camera: CameraId; readonly owner: OwnerId; readonly place: string; readonly street: number }
export interface Simulated {
  readonly officers: readonly (Trace & { readonly name: string })[];
  /** What the one of them did who follows somebody, in order; his honest work is in `officers` too. */
  readonly stalking: readonly Act[];
}

/**
 * Ninety days of a ward: twenty officers on early, late and night duty who change shifts every week or keep one, cases that begin with a sweep of the cameras
 * around a place and are worked on for days, notes that are often forgotten, looks without a case, overtime, an election week; every officer lives on a street
 * of the ward, half say which. One follows somebody: from day 40 on, besides his work, he asks for the cameras around her door.
 */
export function simulate(seed: number): Simulated {
  const random = dice(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const chance = (share: number): boolean => random() < share;
  const cameras: Camera[] = Array.from({ length: streetCount * camerasPerStreet }, (_, i) => ({ camera: id(`camera-${i}`), owner: id(`owner-${Math.floor(i / 1.3)}`), place: `${1 + i} Phố ${letters(Math.floor(i / camerasPerStreet))}`, street: Math.floor(i / camerasPerStreet) }));
  const on = (street: number): readonly Camera[] => cameras.filter((each) => each.street === street);
  let caseCount = 0;

  const officers = Array.from({ length: officerCount }, (_, n) => {
    const acts: Act[] = [];
    const progress = new Map<string, Instant[]>();
    const home = Math.floor(random() * streetCount);
    const detective = n % 5 === 0;
    const rotates = chance(0.5);
    const ownShift = Math.floor(random() * 3);
    let open: { readonly caseNo: string; readonly cameras: readonly Camera[]; left: number }[] = [];
    const request = (at: Instant, { camera, owner, place }: Camera, purpose: Purpose, caseNo?: string): void => void acts.push({ at, camera, owner, place, unit: ward, officerNo: `N-${n}`, purpose, caseNo });

    for (let day = 0; day < 90; day += 1) {
      const weekday = day % 7;
      if (detective ? weekday > 4 && !chance(0.2) : chance(0.28)) continue;
      const shift = detective ? 0 : rotates ? Math.floor(day / 7) % 3 : ownShift;
      const begin = start + days(day) + hours([7, 14, 22][shift]!);
      const within = (): Instant => Math.round(begin + random() * hours(7.5) + (chance(0.06) ? hours(3) : 0));
      // Something happened: the cameras around it, within the hour.
      if (chance(detective ? 0.18 : 0.22)) {
        const caseNo = `${caseCount += 1}/2026`;
        const around = on(Math.floor(random() * streetCount)).slice(0, 2 + Math.floor(random() * 6));
        const at = within();
        const purpose = pick(['crime', 'crime', 'traffic_accident', 'admin_violation'] as const);
        for (const [i, camera] of around.entries()) request(at + i * minutes(3), camera, purpose, caseNo);
        progress.set(caseNo, chance(0.8) ? [at + Math.round(random() * hours(20))] : []);
        open.push({ caseNo, cameras: around, left: Math.floor(random() * (detective ? 6 : 3)) });
      }
      // Work on what is open: some cameras again, a note most days.
      for (const one of open) {
        if (!chance(0.5)) continue;
        const at = within();
        for (const camera of one.cameras) if (chance(0.4)) request(at + Math.round(random() * minutes(40)), camera, 'crime', one.caseNo);
        if (chance(0.7)) progress.get(one.caseNo)?.push(at + minutes(90) + Math.round(random() * hours(10)));
        one.left -= 1;
      }
      open = open.filter(({ left }) => left > 0);
      // A look without a case, under a standing grant.
      if (chance(0.3)) request(within(), pick(cameras), pick(['crime', 'traffic_accident', 'admin_violation', 'fire_rescue'] as const));
      // An accident or a missing child: a street, without a number yet.
      if (chance(0.02)) {
        const at = within();
        const purpose = pick(['traffic_accident', 'missing_person', 'fire_rescue'] as const);
        for (const [i, camera] of on(Math.floor(random() * streetCount)).entries()) if (chance(0.6)) request(at + i * minutes(2), camera, purpose);
      }
      // The election: everybody looks after the streets around the polling places.
      if (day >= 60 && day < 65) for (const camera of on(3 + (n % 4)).slice(0, 3)) if (chance(0.5)) request(within(), camera, 'public_event', 'BC/2026');
    }
    progress.set('BC/2026', [60, 61, 62, 63, 64].map((day) => start + days(day) + hours(23.5)));
    return { name: `N-${n}`, acts, progress, home: chance(0.5) ? `Phố ${letters(home)}` : undefined };
  });

  // The one who follows somebody: one or two cameras that see her door, in the evening or after duty, under a case of his that is asleep, or none.
  const his = officers[1 + Math.floor(random() * 4)]!;
  const hers = on(Math.floor(random() * streetCount)).slice(0, 1 + Math.floor(random() * 2));
  const asleep = `${caseCount += 1}/2026`;
  const excuse = chance(0.5) ? asleep : undefined;
  his.progress.set(asleep, [start + days(38)]);
  const stalking: Act[] = [];
  let at = start + days(40) + hours(19);
  for (let i = 0; i < 12; i += 1) {
    at += Math.round(hours(20) + random() * days(2.5));
    // Whichever camera, most often the one at the door.
    const { camera, owner, place } = i === 0 || chance(0.8) ? hers[0]! : hers.at(-1)!;
    stalking.push({ at, camera, owner, place, unit: ward, officerNo: his.name, purpose: 'crime', caseNo: excuse });
  }
  his.acts.push(...stalking);
  for (const each of officers) each.acts.sort((one, other) => one.at - other.at);
  return { officers, stalking };
}
/** `alpha` words, so that no street's name is part of another's. */
function letters(n: number): string {
  return `${'BCDGHKLMNPQRSTV'[n % 15]}${'aeo'[Math.floor(n / 15) % 3]}ng ${'XYZ'[n % 3]}${n}`;
}

export interface Alarm { readonly officer: string; readonly at: Instant; readonly finding: Finding }

/** As the hub runs it: after each act of an officer, on what was known then. The same pattern alarms once in 14 days. */
export function alarms({ officers }: Pick<Simulated, 'officers'>, look: typeof detect = detect): readonly Alarm[] {
  const wall = wallTime(zone);
  return officers.flatMap(({ name, acts, progress, home }) => {
    const raised: Alarm[] = [];
    const lately = new Map<string, Instant>();
    for (const [i, { at }] of acts.entries()) {
      if (acts[i + 1]?.at === at) continue;
      const known = { acts: acts.slice(0, i + 1).filter((act) => act.at > at - days(60)), progress: new Map([...progress].map(([caseNo, moments]) => [caseNo, moments.filter((moment) => moment <= at)])), home };
      for (const finding of look(known, wall, at)) {
        const key = `${finding.kind}\n${finding.subject}`;
        if (at - (lately.get(key) ?? -Infinity) < days(14)) continue;
        lately.set(key, at);
        raised.push({ officer: name, at, finding });
      }
    }
    return raised;
  });
}
