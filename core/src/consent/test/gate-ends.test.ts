import { describe, expect, test } from 'vitest';
import { id } from '../../domain/ids.ts';
import type { CameraId, GrantId, PersonId, UnitId } from '../../domain/ids.ts';
import { days, hours, minutes, seconds } from '../../domain/time.ts';
import { ownAsk } from '../owner-access.ts';
import { gateScene, liveAsk, noon, officer, pause, permitted, refused, standing } from './gate.fixture.ts';

const request = { as: 'officer', ask: liveAsk } as const;
const own = { as: 'member', ask: ownAsk(id<PersonId>('mai'), liveAsk.camera, 'live', liveAsk.rendition) } as const;

describe('consent ends a permit', () => {
  test('a revocation aborts first and is recorded after', async () => {
    const { gate, records, trail, clock, changes } = gateScene();
    const permit = permitted(await gate.admit(request));
    gate.countWith(permit, () => ({ seconds: 65, bytes: 9_000, obligationsMet: true }));
    await clock.advance(seconds(70));
    records.between = async (where) => { if (where === 'recording') expect(permit.signal.aborted).toBe(true); };
    records.revoke(clock.now());
    await gate.recheck({ grant: standing.id });
    expect([permit.signal.reason, gate.vouches(permit), gate.open(), changes]).toEqual(['revoked', false, [], ['opened v1', 'closed v1 revoked']]);
    expect(trail.entries.at(-1)).toEqual({
      viewing: 'v1', openedAt: noon, endedAt: noon + seconds(70), reason: 'revoked', watched: { seconds: 65, bytes: 9_000, obligationsMet: true },
      permit: { as: 'officer', ask: liveAsk, route: 'R1', grant: 'g1', obligations: permit.obligations },
    });
  });

  test('25. a pause ends every permit of an officer and none of the owner, and taking it off brings none back', async () => {
    const { gate, records } = gateScene();
    const [theirs, hers] = [permitted(await gate.admit(request)), permitted(await gate.admit(own))];
    records.change({ restrictions: [pause] });
    await gate.recheck();
    records.change({ restrictions: [] });
    await gate.recheck();
    expect([theirs.signal.reason, gate.vouches(theirs), gate.vouches(hers)]).toEqual(['paused', false, true]);
  });

  test.each([
    ['the officer leaves the unit', 'revoked', ({ records }: Scene) => { records.asker = { ...officer, units: [id<UnitId>('elsewhere')] }; }],
    ['the officer is locked out', 'signed_out', ({ records }: Scene) => { records.asker = undefined; }],
    ['the grant is gone', 'revoked', ({ records }: Scene) => records.change({ grants: [] })],
    ['the grant takes less', 'refused', ({ records }: Scene) => records.change({ grants: [{ ...standing, version: 2, what: { ...standing.what, maxHeight: 360 } }] })],
    ['the grant asks for something more of the picture', 'refused', ({ records }: Scene) => records.change({ grants: [{ ...standing, version: 2, limits: { ...standing.limits, watermark: false } }] })],
    ['the clock is no longer trusted', 'clock', ({ records }: Scene) => records.change({ clockTrusted: false })],
    ['the camera is quarantined', 'refused', ({ records }: Scene) => records.change({ restrictions: [{ ...pause, kind: 'quarantine' }] })],
    ['the records cannot be read', 'refused', ({ records }: Scene) => { records.between = async (where) => { if (where === 'before reading') throw new Error('gone'); }; }],
  ])('when %s', async (_what, reason, happens) => {
    const scene = gateScene();
    const permit = permitted(await scene.gate.admit(request));
    happens(scene);
    await scene.gate.recheck({ cameras: [liveAsk.camera] });
    expect(permit.signal.reason).toBe(reason);
  });

  test('another grant that would also do does not carry on what was opened under a revoked one', async () => {
    const { gate, records } = gateScene({ grants: [standing, { ...standing, id: id<GrantId>('g2') }] });
    const permit = permitted(await gate.admit(request));
    records.change({ grants: [{ ...standing, revokedAt: noon }, { ...standing, id: id<GrantId>('g2') }] });
    await gate.recheck();
    expect(permit.signal.reason).toBe('revoked');
    expect(permitted(await gate.admit(request)).signal.aborted).toBe(false);
  });

  test('a change that touches somebody else ends nothing', async () => {
    const { gate, records } = gateScene();
    const permit = permitted(await gate.admit(request));
    records.revoke(noon);
    await gate.recheck({ cameras: [id<CameraId>('yard')] });
    await gate.recheck({ person: id<PersonId>('binh') });
    await gate.recheck({ as: 'member' });
    expect(gate.vouches(permit)).toBe(true);
  });
});

type Scene = ReturnType<typeof gateScene>;

describe('time ends a permit', () => {
  test('at the length of a session', async () => {
    const { gate, clock, trail } = gateScene();
    const permit = permitted(await gate.admit(request));
    await clock.advance(minutes(15) - 1);
    expect(gate.vouches(permit)).toBe(true);
    await clock.advance(1);
    expect([permit.signal.reason, trail.lines, clock.pending]).toEqual(['expired', ['decided permit', 'ended expired'], 0]);
  });

  test('at the end of the hours of looking, when that is earlier', async () => {
    const access = { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [6], from: 0, to: 725 }] };
    const { gate, clock } = gateScene({ grants: [{ ...standing, when: { ...standing.when, access } }] });
    const permit = permitted(await gate.admit(request));
    expect(permit.until).toBe(noon + minutes(5));
    await clock.advance(minutes(5));
    expect(permit.signal.reason).toBe('expired');
  });

  test('earlier, when the grant is cut short meanwhile, and never later when it is made longer', async () => {
    const { gate, records, clock } = gateScene();
    const permit = permitted(await gate.admit(request));
    records.change({ grants: [{ ...standing, when: { ...standing.when, until: noon + minutes(3) } }] });
    await gate.recheck();
    expect(permit.until).toBe(noon + minutes(3));
    records.change({ grants: [standing] });
    await gate.recheck();
    await clock.advance(minutes(3));
    expect(permit.signal.reason).toBe('expired');
  });

  test('at once when the clock jumps past its end, or back before its beginning; the owner goes on looking', async () => {
    for (const [jump, reason] of [[days(1), 'expired'], [-days(1), 'clock']] as const) {
      const { gate, clock } = gateScene({ grants: [{ ...standing, when: { from: noon - days(9), until: noon + days(9) } }] });
      const [theirs, hers] = [permitted(await gate.admit(request)), permitted(await gate.admit(own))];
      clock.set(noon + jump);
      await gate.clockChanged();
      expect([theirs.signal.reason, gate.vouches(hers)]).toEqual([reason, true]);
    }
  });

  test('a permit past its time is not vouched for, even when the timer is late', async () => {
    const { gate, clock } = gateScene();
    const permit = permitted(await gate.admit(request));
    clock.set(noon + hours(1));
    expect(gate.vouches(permit)).toBe(false);
  });
});

describe('people end a permit', () => {
  test('the viewer leaves, with what was watched; leaving twice is one end', async () => {
    const { gate, trail } = gateScene();
    const permit = permitted(await gate.admit(request));
    await gate.end(permit, 'viewer', { seconds: 12 });
    await gate.end(permit, 'source');
    expect([trail.lines, trail.entries.at(-1)]).toEqual([['decided permit', 'ended viewer'], expect.objectContaining({ watched: { seconds: 12 } })]);
  });

  test('shutting down ends all, those at the door too', async () => {
    const { gate, records, trail } = gateScene();
    const permit = permitted(await gate.admit(request));
    let shut = false;
    records.between = async (where) => { if (where === 'recording' && !shut) { shut = true; await gate.endAll('shutdown'); } };
    expect(refused(await gate.admit(own))).toBe('consent-ended');
    expect([permit.signal.reason, trail.lines]).toEqual(['shutdown', ['decided permit', 'ended shutdown', 'decided permit', 'ended shutdown']]);
  });

  test('a listener or a counter that throws changes nothing, and one that stopped listening hears nothing', async () => {
    const { gate, changes, trail } = gateScene();
    const deaf: string[] = [];
    gate.onChange(({ kind }) => deaf.push(kind))[Symbol.dispose]();
    gate.onChange(() => { throw new Error('badge'); });
    const permit = permitted(await gate.admit(request));
    gate.countWith(permit, () => { throw new Error('count'); });
    await gate.end(permit, 'viewer');
    expect([changes, deaf, trail.lines]).toEqual([['opened v1', 'closed v1 viewer'], [], ['decided permit', 'ended viewer']]);
  });
});

describe('an end that cannot be recorded', () => {
  test('still ends the permit, and nothing more is opened until it is on record', async () => {
    const { gate, records, trail } = gateScene();
    const permit = permitted(await gate.admit(request));
    trail.isBroken = true;
    records.change({ restrictions: [pause] });
    await expect(gate.recheck()).rejects.toMatchObject({ code: 'not-recorded' });
    records.change({ restrictions: [] });
    expect([permit.signal.reason, refused(await gate.admit(request))]).toEqual(['paused', 'not-recorded']);
    trail.isBroken = false;
    permitted(await gate.admit(request));
    expect(trail.lines).toEqual(['decided permit', 'ended paused', 'decided permit']);
  });
});

test.each(['before reading', 'after reading', 'counting', 'recording'])('a revocation that comes in %s wins over the admission', async (moment) => {
  const { gate, records, trail } = gateScene();
  let done = false;
  records.between = async (where) => {
    if (where !== moment || done) return;
    done = true;
    records.revoke(noon);
    await gate.recheck();
  };
  expect(['consent-refused', 'consent-ended']).toContain(refused(await gate.admit(request)));
  expect([done, gate.open(), trail.lines.filter((line) => line === 'decided permit').length]).toEqual([true, [], trail.lines.filter((line) => line.startsWith('ended')).length]);
});
