import { expect, test } from 'vitest';
import { FakeClock } from '../../sdk/testing/fake-clock.ts';
import { LedgerSeal } from '../ledger-seal.ts';
import { gateScene, liveAsk, permitted, refused, standing } from './gate.fixture.ts';

const sound = { sound: true, size: 7, root: Buffer.alloc(32) } as const;
const damaged = { sound: false, damage: { seq: 3, what: 'entry' } } as const;

test('while the log is not what was signed nobody from outside sees a picture; when it is again, they may ask again', async () => {
  const { gate } = gateScene({ grants: [standing] });
  const request = { as: 'officer', ask: liveAsk } as const;
  const permit = permitted(await gate.admit(request));
  let isSound = false;
  const seal = new LedgerSeal({ verify: async () => (isSound ? sound : damaged) as never, size: async () => 7, checkpoint: async () => 'note' }, gate, new FakeClock());

  expect(await seal.check()).toMatchObject({ intact: false });
  expect([permit.signal.aborted, permit.signal.reason]).toEqual([true, 'refused']);
  expect(refused(await gate.admit(request))).toBe('log-damaged');

  isSound = true;
  expect(await seal.check()).toMatchObject({ intact: true, entries: 7, note: 'note' });
  permitted(await gate.admit(request));
});
