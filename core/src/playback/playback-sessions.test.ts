import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Grant, Weekly } from '../domain/consent.ts';
import { id, type OwnerId } from '../domain/ids.ts';
import { minutes, seconds } from '../domain/time.ts';
import { an, exportPlace, grant, ward, type ExportPlace } from '../exports/export-place.fixture.ts';
import { until } from '../hub-tests/until.fixture.ts';
import type { KnownPerson } from '../people/signed-in.ts';
import { gateCamera, house, morning } from '../recordings/footage.fixture.ts';
import { Footage } from '../recordings/footage.ts';
import { GroupIndex } from '../recordings/group-index.ts';
import { realFfmpeg } from '../recordings/permit.fixture.ts';
import { PlaybackSessions, type PlaybackFacts, type PlaybackOutcome } from './playback-sessions.ts';
import type { PlaybackViewing } from './playback-viewing.ts';

const officer: KnownPerson = { person: an, login: 'an', name: 'An', language: 'vi', operator: false, memberships: [], offices: [{ unit: ward, unitName: 'Công an phường', unitKind: 'ward_police', role: 'duty_officer', officerNo: '1' }] };
const back: Grant = { ...grant, what: { ...grant.what, actions: ['playback'] } };
const [from, to] = [morning + 2_000, morning + 18_000];
const never = new AbortController().signal;

describe('somebody who looks back under a grant', () => {
  let place: ExportPlace;
  let pending = 0;
  const given: { readonly id: number; readonly from: number; readonly to: number }[] = [];
  let bytes = 0;
  let facts: PlaybackFacts | undefined;
  let viewing: PlaybackViewing | undefined;
  let outcome: Promise<PlaybackOutcome>;
  beforeEach(() => {
    [pending, bytes, facts, viewing] = [0, 0, undefined, undefined];
    given.splice(0);
  });
  afterEach(async () => place?.[Symbol.asyncDispose]());

  async function play(of: Grant, signal = never): Promise<void> {
    place = await exportPlace(of);
    const { store, disk, clock } = place;
    const sessions = new PlaybackSessions({
      registry: { find: async () => ({ id: gateCamera, owner: id<OwnerId>(house), sources: [] }) as never }, gate: place.gate, records: place.records, asks: { find: async () => undefined }, cases: { requireOpen: async () => { throw new Error('no case is named'); } },
      clock, timers: clock, footage: new Footage(store, disk), groups: new GroupIndex(store, disk), gaps: { of: async (_camera, _role, first, last) => [{ from: first, to: last, cause: 'hours' }] }, ffmpeg: realFfmpeg, masks: { coverOf: async () => [] },
      uplink: { join: () => { throw new Error('she is at home'); } }, isOutside: () => false,
    });
    outcome = sessions.play(officer, { camera: gateCamera, from, to, role: 'main', plays: ['h264'], audio: true, unit: ward, purpose: 'crime', address: '127.0.0.1' }, {
      opened: (about) => {
        facts = about;
        return { format: ({ init }) => { bytes += init.length; }, media: (part) => { bytes += part.length; }, given: (want) => { given.push(want); }, still: ({ jpeg }) => { bytes += jpeg?.length ?? 0; }, problem: (n) => { given.push({ id: -n, from: 0, to: 0 }); }, pending: () => pending };
      },
      listen: (made) => { viewing = made; },
    }, signal);
    await until('it opens', () => viewing !== undefined);
  }
  const want = (n: number, first: number, last: number): void => viewing?.want({ id: n, from: first, to: last, pace: 'all', replace: false });
  const isGiven = async (n: number): Promise<void> => until(`want ${n} is given`, () => given.some((each) => each.id === n));
  const nothingMore = async (): Promise<void> => {
    const before = bytes;
    want(90, from, to);
    viewing?.still({ id: 91, at: from + 1_000 });
    await place.clock.advance(seconds(5));
    expect([bytes, given.some((each) => each.id >= 90)]).toEqual([before, false]);
  };

  it('sees it until it lies too far back, and nothing from then on', async () => {
    await play({ ...back, when: { ...back.when, footage: { lookbackMs: minutes(2) } } });
    expect(facts?.permit.until).toBe(from + minutes(2) + 1);
    want(1, from, to);
    await isGiven(1);
    expect([bytes > 0, given[0]?.from, given[0]?.to]).toEqual([true, from, to]);
    await place.clock.advance(from + minutes(2) + 1 - place.clock.now());
    expect(await outcome).toEqual({ ended: 'expired' });
    await nothingMore();
  });

  it('sees it until the hours in which she may look are over', async () => {
    const minute = (morning % minutes(24 * 60)) / minutes(1);
    const access: Weekly = { tz: 'UTC', windows: [{ days: [0, 1, 2, 3, 4, 5, 6], from: Math.floor(minute), to: Math.floor(minute) + 5 }] };
    await play({ ...back, when: { ...back.when, access, footage: { lookbackMs: minutes(60) } } });
    await place.clock.advance(minutes(5));
    expect(await outcome).toEqual({ ended: 'expired' });
    await nothingMore();
  });

  it('gets nothing of what lies outside of it, however she asks, and no word of why', async () => {
    const left = new AbortController();
    await play(back, left.signal);
    want(1, morning - 60_000, from);
    want(2, to, to + 60_000);
    viewing?.still({ id: 3, at: from - 1 });
    viewing?.still({ id: 4, at: to });
    await isGiven(2);
    expect([bytes, given.map((each) => each.id), given.flatMap((each) => (each as { gaps?: unknown[] }).gaps ?? [])]).toEqual([0, [1, 2], []]);
    want(5, morning, morning + 60_000);
    await isGiven(5);
    expect([given.at(-1)?.from, given.at(-1)?.to, (given.at(-1) as unknown as { gaps: object[] }).gaps]).toEqual([from, to, [{ from, to, cause: 'unknown' }]]);
    left.abort(new Error('gone'));
    expect(await outcome).toEqual({ ended: 'viewer' });
    await nothingMore();
  });

  it('who reads nothing and asks on and on is sent away, and nothing piles up for her', async () => {
    await play(back);
    pending = 3 * 2 ** 20;
    for (let n = 1; n <= 200; n += 1) want(n, morning - 60_000, morning - 1);
    expect([await outcome, given]).toEqual([{ ended: 'slow' }, []]);
  });
});
