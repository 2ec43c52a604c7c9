export const now = Date.UTC(2026, 10, 21, 5);
const day = 86_400_000;
const everyDay = [0, 1, 2, 3, 4, 5, 6];

/** A third that cannot cover now (nights only), a third that would need a yes, a third that covers: as a busy shop might have. */
export function grantsFor(camera: string, count: number, owner = 'house'): readonly object[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `g${n}`, version: 1, owner, who: { unit: 'ward', ...(n % 5 === 0 ? { role: 'duty_officer' } : {}) },
    what: { cameras: [camera], actions: ['live', 'clip'], maxHeight: 720, maxFps: 30, audio: false, masks: [] },
    when: { from: now - day, until: now + (30 + (n % 60)) * day, ...(n % 3 === 0 ? { access: { tz: 'Asia/Ho_Chi_Minh', windows: [{ days: everyDay, from: 22 * 60, to: 6 * 60 }] } } : {}), footage: { lookbackMs: day } },
    why: { purposes: ['crime', 'traffic_accident', 'fire_rescue'], caseRequired: false },
    mode: n % 3 === 1 ? 'ask' : 'standing',
    limits: { maxSessionMs: 900_000, maxConcurrent: 2, maxPerDay: 20, watermark: true, store: 'none' },
  }));
}
export function askFor(camera: string): object {
  return { who: { person: 'an', units: ['ward'], roles: ['duty_officer'], certs: [] }, camera, action: 'live', rendition: { maxHeight: 720, maxFps: 15, audio: false, masks: new Set() }, purpose: 'crime' };
}
export const stateOf = (camera: string, grants: readonly object[]): object => ({ camera, owner: 'house', grants, restrictions: [], approvals: [], emergencies: [], cases: [], clockTrusted: true });
