import { describe, expect, it } from 'vitest';
import { id } from '../domain/ids.ts';
import type { ConsentState, Grant, Interval, Restriction } from '../domain/consent.ts';
import { days, hours, minutes } from '../domain/time.ts';
import { liveAsk, noon, officer, standing } from '../consent/test/gate.fixture.ts';
import { coveredNow } from './covered-now.ts';

const back: Grant = { ...standing, what: { ...standing.what, actions: ['playback'] }, when: { from: noon - days(30), until: noon + days(30), footage: { lookbackMs: hours(24) } } };
const stateOf = (grants: readonly Grant[], restrictions: readonly Restriction[] = []): ConsentState => ({ camera: liveAsk.camera, owner: standing.owner, grants, restrictions, approvals: [], emergencies: [], cases: [], clockTrusted: true });
const footage = (more: Partial<NonNullable<Grant['when']['footage']>>, grant: Partial<Grant> = {}): Grant => ({ ...back, ...grant, when: { ...back.when, footage: { lookbackMs: hours(24), ...more } } });
const asked: Interval = [noon - days(10), noon + hours(5)];
const covered = (state: ConsentState, interval = asked) => coveredNow(state, officer, liveAsk.camera, { purpose: 'crime' }, interval, noon).map(([from, to]) => [(from - noon) / minutes(1), (to - noon) / minutes(1)]);
const pause: Restriction = { id: id('p1'), kind: 'pause', scope: {}, from: noon - 1, until: Infinity };
const day = 24 * 60;

describe('what an officer could look back at now', () => {
  it.each<[string, ConsentState, readonly (readonly number[])[]]>([
    ['nothing without a grant', stateOf([]), []],
    ['as far back as the grant goes, with some minutes to spare, and nothing that has not been', stateOf([back]), [[-day + 5, 0]]],
    ['nothing of a grant for live pictures', stateOf([standing]), []],
    ['nothing of one that says nothing of footage', stateOf([{ ...back, when: { from: back.when.from, until: back.when.until } }]), []],
    ['the days it is for', stateOf([footage({ from: noon - hours(3), until: noon - hours(1) })]), [[-180, -60]]],
    ['the hours it is for, each by itself', stateOf([footage({ hours: { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 6 * 60, to: 8 * 60 }, { days: [0, 1, 2, 3, 4, 5, 6], from: 22 * 60, to: 23 * 60 }] } })]), [[-14 * 60, -13 * 60], [-6 * 60, -4 * 60]]],
    ['nothing while the owner has paused', stateOf([back], [pause]), []],
    ['nothing of one that asks each time', stateOf([{ ...back, mode: 'ask' }]), []],
    ['nothing of an emergency', stateOf([{ ...back, mode: 'emergency' }]), []],
    ['nothing of one that was taken back', stateOf([{ ...back, revokedAt: noon - 1 }]), []],
    ['nothing for another purpose', stateOf([{ ...back, why: { ...back.why, purposes: ['fire_rescue'] } }]), []],
    ['of two grants each by itself, and none that lies within another', stateOf([footage({ from: noon - hours(6), until: noon - hours(2) }), footage({ from: noon - hours(5), until: noon - hours(4) }, { id: id('g2') }), footage({ from: noon - hours(3) }, { id: id('g3') })]), [[-360, -120], [-180, 0]]],
  ])('%s', (_, state, expected) => {
    expect(covered(state)).toEqual(expected);
  });
  it('is cut to what was asked for', () => expect(covered(stateOf([back]), [noon - hours(2), noon - hours(1)])).toEqual([[-120, -60]]));
});
