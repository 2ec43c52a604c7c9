import type { ReactiveController } from 'lit';
import { describe, expect, it } from 'vitest';
import type { HubFacts } from './hub-facts.ts';
import { HubProblem } from './hub-problem.ts';
import { LoadController } from './load-controller.ts';

function hostWith(): { host: { addController: (controller: ReactiveController) => void; removeController: () => void; requestUpdate: () => void; updateComplete: Promise<boolean>; facts: HubFacts }; tell: () => void; left: () => boolean } {
  let listener: (() => void) | undefined;
  const facts = { on: (_: unknown, heard: () => void) => { listener = heard; return () => { listener = undefined; }; } } as unknown as HubFacts;
  return { host: { addController: () => undefined, removeController: () => undefined, requestUpdate: () => undefined, updateComplete: Promise.resolve(true), facts }, tell: () => listener?.(), left: () => listener === undefined };
}
const settled = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

describe('the load controller', () => {
  it('loads in the first update after the element appeared', async () => {
    const controller = new LoadController(hostWith().host, { load: async () => 7 });
    controller.hostConnected();
    expect(controller.state.status).toBe('idle');
    controller.hostUpdate();
    expect(controller.state.status).toBe('loading');
    await settled();
    expect(controller.value).toBe(7);
  });

  it('loads again on a fact, and not after it left', async () => {
    const { host, tell, left } = hostWith();
    let count = 0;
    const controller = new LoadController(host, { load: async () => { count += 1; return count; }, on: ['camera'] });
    controller.hostConnected();
    controller.hostUpdate();
    await settled();
    tell();
    await settled();
    expect(controller.value).toBe(2);
    controller.hostDisconnected();
    expect(left()).toBe(true);
  });

  it('keeps the last value, as stale, while the hub is away', async () => {
    let away = false;
    const controller = new LoadController(hostWith().host, { load: async () => { if (away) throw new HubProblem('offline', ''); return 'known'; } });
    await controller.reload();
    away = true;
    await controller.reload();
    expect([controller.state.status, controller.value]).toEqual(['stale', 'known']);
  });

  it('shows a refusal even when it knew something before', async () => {
    let refused = false;
    const controller = new LoadController(hostWith().host, { load: async () => { if (refused) throw new HubProblem('not-allowed', ''); return 'known'; } });
    await controller.reload();
    refused = true;
    await controller.reload();
    expect([controller.state.status, controller.value]).toEqual(['error', undefined]);
  });

  it('lets a newer load win over an older one that answers late', async () => {
    const answers: ((value: string) => void)[] = [];
    const controller = new LoadController(hostWith().host, { load: () => new Promise<string>((resolve) => { answers.push(resolve); }) });
    const first = controller.reload();
    const second = controller.reload();
    answers[1]?.('new');
    answers[0]?.('old');
    await Promise.all([first, second]);
    expect(controller.value).toBe('new');
  });

  it('aborts what it asked when the element leaves', () => {
    let seen: AbortSignal | undefined;
    const controller = new LoadController(hostWith().host, { load: (signal) => { seen = signal; return new Promise(() => undefined); } });
    controller.hostConnected();
    controller.hostUpdate();
    controller.hostDisconnected();
    expect(seen?.aborted).toBe(true);
  });
});
