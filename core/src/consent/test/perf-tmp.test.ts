import { test } from 'vitest';
import { decide } from '../decide.ts';
import { gateScene, liveAsk, standing, noon } from './gate.fixture.ts';
test('perf', () => {
  const { records } = gateScene();
  const week = { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [0,1,2,3,4,5,6], from: 480, to: 1320 }] };
  const mk = (n: number, over: object) => ({ ...standing, id: `g${n}` as never, when: { ...standing.when, access: week, footage: { lookbackMs: 9, hours: week } }, ...over });
  const mixes = {
    'other units': Array.from({ length: 100 }, (_, n) => mk(n, { who: { unit: `u${n % 99 === 0 ? 'x' : n}` } })).map((g, n) => n === 50 ? mk(50, {}) : g),
    'all in scope, one covers': Array.from({ length: 100 }, (_, n) => mk(n, { why: { purposes: n === 50 ? ['crime'] : ['fire_rescue'], caseRequired: false } })),
    'all cover': Array.from({ length: 100 }, (_, n) => mk(n, {})),
    'all outside hours': Array.from({ length: 100 }, (_, n) => mk(n, { when: { ...standing.when, access: { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: [1], from: 5, to: 9 }] } } })),
  };
  for (const [name, grants] of Object.entries(mixes)) {
    const state = { ...records.state, grants: grants as never };
    for (const read of [false, true]) {
      for (let i = 0; i < 2000; i++) { const d = decide(state, liveAsk, noon + i); if (read) void d.holdsUntil; }
      const t = performance.now(); const N = 10000;
      let e = '';
      for (let i = 0; i < N; i++) { const d = decide(state, liveAsk, noon + i); e = d.effect; if (read) void d.holdsUntil; }
      process.stdout.write(`${name} read=${read} ${e}: ${Math.round(N / (performance.now() - t) * 1000)}/s\n`);
    }
  }
});
