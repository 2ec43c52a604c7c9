import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Grant, Permit } from '../../domain/consent.ts';
import { id } from '../../domain/ids.ts';
import { minutes } from '../../domain/time.ts';
import { isRefusal } from '../refusal.ts';
import { approvalOf, eachTime, gateScene, liveAsk, noon, pause, standing } from './gate.fixture.ts';

const happenings = ['admit', 'admit', 'admit', 'revoke', 'give', 'approve', 'pause', 'unpause', 'advance', 'end'] as const;

test('in 10,000 random interleavings no permit lives after a revocation or a pause was committed, and none without its entry', async () => {
  let permits = 0;
  let cutWhileOpening = 0;
  await fc.assert(fc.asyncProperty(fc.scheduler(), fc.array(fc.constantFrom(...happenings), { minLength: 5, maxLength: 14 }), fc.boolean(), async (scheduler, plan, isEachTime) => {
    const wide: Grant = { ...(isEachTime ? eachTime : standing), limits: { ...standing.limits, maxConcurrent: 9, maxPerDay: 99 } };
    const { gate, records, trail, clock } = gateScene({ grants: [wide], approvals: [1, 2].map((n) => ({ ...approvalOf(liveAsk, wide), ask: id(`a${n}`) })) });
    records.between = (where) => scheduler.schedule(Promise.resolve(), where);
    const admitted: Permit[] = [];
    let approvals = 2;
    const committed = new Map<Permit, number>();
    let undone = 0;
    const endsAll = async (): Promise<void> => {
      const before = [...admitted];
      const undoneBefore = undone;
      await gate.recheck();
      // A change taken back before anyone could read it is no change.
      if (undone === undoneBefore) for (const permit of before) expect(gate.vouches(permit)).toBe(false);
    };
    const steps: Record<(typeof happenings)[number], () => Promise<void>> = {
      admit: async () => {
        const answer = await gate.admit({ as: 'officer', ask: liveAsk });
        if (isRefusal(answer)) {
          if (answer.error.code === 'consent-ended') cutWhileOpening += 1;
          return;
        }
        const isRefusing = records.state.restrictions.length > 0 || records.state.grants.every(({ revokedAt }) => revokedAt !== undefined);
        if (isRefusing) committed.set(answer, clock.now());
        expect(trail.entries.some((entry) => entry.viewing === answer.id && 'decision' in entry && entry.decision.effect === 'permit')).toBe(true);
        admitted.push(answer);
        permits += 1;
      },
      revoke: async () => { records.revoke(clock.now()); await endsAll(); },
      give: async () => {
        undone += 1;
        records.change({ grants: records.state.grants.map(({ revokedAt: _, ...grant }) => ({ ...grant, version: grant.version + 1 })) });
        await gate.recheck();
      },
      approve: async () => {
        const grant = records.state.grants[0]!;
        approvals += 1;
        records.change({ approvals: [...records.state.approvals, { ...approvalOf(liveAsk, grant), ask: id(`a${approvals}`), until: noon + minutes(90) }] });
        await gate.recheck();
      },
      pause: async () => { records.change({ restrictions: [pause] }); await endsAll(); },
      unpause: async () => { undone += 1; records.change({ restrictions: [] }); await gate.recheck(); },
      advance: async () => { await clock.advance(minutes(7)); },
      end: async () => { const [first] = gate.open(); if (first) await gate.end(first.permit, 'viewer'); },
    };
    const { task } = scheduler.scheduleSequence(plan.map((what) => ({ label: what, builder: async () => void running.push(steps[what]()) })));
    const running: Promise<void>[] = [];
    await scheduler.waitFor(task);
    await scheduler.waitFor(Promise.all(running));
    // All is quiet now: what lives is allowed by the records as they are.
    const { restrictions, grants } = records.state;
    if (restrictions.length > 0 || grants.every(({ revokedAt }) => revokedAt !== undefined)) expect(gate.open()).toEqual([]);
    for (const permit of committed.keys()) expect(permit.signal.aborted).toBe(true);
    const opened = trail.entries.filter((entry) => 'decision' in entry && entry.decision.effect === 'permit').length;
    const ended = trail.entries.filter((entry) => 'reason' in entry).length;
    expect(opened - ended).toBe(gate.open().length);
    if (isEachTime) expect(admitted.length).toBeLessThanOrEqual(approvals);
  }), { numRuns: 10_000, seed: 20261121 });
  expect(permits).toBeGreaterThan(5_000);
  expect(cutWhileOpening).toBeGreaterThan(200);
}, 180_000);
