import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openStreet, type Street } from './hub-street.fixture.ts';
import { until } from './until.fixture.ts';

/** Connections that stay open while the person goes on. The hub looks after them every 30 s, in this file every second. */
describe('a connection that stays open', () => {
  let street: Street;
  const looks: number[] = [];
  beforeAll(async () => {
    const real = globalThis.setTimeout;
    const shorter = (work: (...given: unknown[]) => void, ms?: number, ...rest: unknown[]): NodeJS.Timeout => {
      if (ms !== 30_000) return real(work, ms, ...rest);
      return real(() => {
        looks.push(Date.now());
        work(...rest);
      }, 1_000);
    };
    vi.spyOn(globalThis, 'setTimeout').mockImplementation(shorter as typeof setTimeout);
    street = await openStreet();
  }, 60_000);
  afterAll(async () => {
    vi.restoreAllMocks();
    await street?.close();
  });
  const looked = async (times: number): Promise<void> => {
    const from = looks.length;
    await until('the hub looks', () => looks.length >= from + times);
  };

  test('outlives a proof of who she is and a new password, which change the token', async () => {
    const page = await street.signedIn('lan');
    using viewer = await page.live({ camera: street.cameras.a.id, transport: 'mse' }).playing();
    using facts = await page.facts().open();
    const before = page.cookie;
    await page.get('POST /api/session/proof', { body: { password: street.passwords.lan } });
    // Two open calls, each with pings and a look of its own.
    await looked(12);
    await viewer.more();
    expect([page.cookie === before, viewer.ended, viewer.closed, facts.ended]).toEqual([false, undefined, undefined, false]);
    const pause = await page.get('POST /api/pauses', { body: { owner: street.owners.a } });
    await until('the stream still tells', () => facts.has('grant'));
    await page.get('DELETE /api/pauses/:id', { params: { id: pause.id } });
  });

  test('ends when the session ran out, also when nobody said so', async () => {
    const page = await street.signedIn('truc');
    using facts = await page.facts().open();
    const [current] = (await page.get('GET /api/sessions')).filter((row) => row.current);
    await street.running.hub.store.write((trx) => trx.updateTable('session').set({ expires_at: Date.now() - 1 }).where('id', '=', current?.id ?? '').execute());
    await until('the stream ends', () => facts.ended);
    expect((await page.send('GET /api/session')).code).toBe('not-signed-in');
  });

  test('ends when its person may no longer come in', async () => {
    const page = await street.signedIn('xem');
    using viewer = await page.live({ camera: street.cameras.c.id, transport: 'mse' }).playing();
    await street.running.hub.store.write((trx) => trx.updateTable('person').set({ disabled_at: Date.now() }).where('login', '=', 'xem').execute());
    await viewer.over();
    expect([viewer.ended?.reason, viewer.bytesAfterEnd]).toEqual(['signed_out', 0]);
  });
});
