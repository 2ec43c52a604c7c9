import { execFileSync } from 'node:child_process';
import { mapFmp4 } from '../media/fmp4-read.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ffmpeg, openStreet, type Street } from './hub-street.fixture.ts';
import type { LiveViewer } from './live-viewer.fixture.ts';
import { until } from './until.fixture.ts';

type Told = { readonly mime: string; readonly width: number; readonly height: number };

/** What one viewer got: every format it was told, and the media that followed it. */
class Watched {
  readonly formats: { readonly told: Told; readonly bytes: Buffer[] }[] = [];
  constructor(viewer: LiveViewer) {
    viewer.socket.on('message', (data: Buffer, binary: boolean) => {
      if (binary) return void this.formats.at(-1)?.bytes.push(data);
      const event = JSON.parse(data.toString()) as { readonly type: string } & Told;
      if (event.type === 'format') this.formats.push({ told: event, bytes: [] });
    });
  }
  fragments(n: number): number {
    return mapFmp4(Buffer.concat(this.formats[n]?.bytes ?? [])).fragments.length;
  }
  /** Pictures a foreign decoder gets; it throws at the first complaint. */
  decoded(n: number): number {
    const listed = execFileSync(ffmpeg, ['-v', 'error', '-xerror', '-f', 'mp4', '-i', 'pipe:0', '-map', '0:v', '-fps_mode', 'passthrough', '-f', 'framecrc', 'pipe:1'], { input: Buffer.concat(this.formats[n]?.bytes ?? []), stdio: ['pipe', 'pipe', 'pipe'], maxBuffer: 2 ** 26 });
    return listed.toString().split('\n').filter((line) => /^\d/.test(line)).length;
  }
}

describe('a camera that changes while it is watched', () => {
  let street: Street;
  beforeAll(async () => { street = await openStreet(); }, 60_000);
  afterAll(async () => street?.close());

  test('its size: the viewer is told the new format before the first picture of it, in the same viewing', async () => {
    const { people: { lan }, cameras: { a } } = street;
    using viewer = lan.live({ camera: a.id, transport: 'mse' });
    const watched = new Watched(viewer);
    await viewer.playing();
    await a.simulated.changeParameters();
    await until('pictures of the new size come', () => watched.fragments(1) >= 5);
    const [before, after] = watched.formats.map(({ told: { width, height } }) => [width, height]);
    expect([viewer.of('opened'), viewer.ended, before?.join() !== after?.join()]).toEqual([1, undefined, true]);
    expect([watched.decoded(0), watched.decoded(1)]).toEqual([watched.fragments(0), watched.fragments(1)]);
  });
  test('its codec: what comes is told, and the viewing goes on', async () => {
    const { people: { bay }, cameras: { b } } = street;
    using viewer = bay.live({ camera: b.id, transport: 'mse', plays: ['h264', 'h265'] });
    const watched = new Watched(viewer);
    await viewer.playing();
    await b.simulated.changeCodec();
    await until('pictures of the new codec come', () => watched.formats.some(({ told }, n) => told.mime.includes('hvc1') && watched.fragments(n) >= 5));
    const last = watched.formats.length - 1;
    expect([viewer.ended, watched.decoded(last)]).toEqual([undefined, watched.fragments(last)]);
  });
  test('its power: it restarts, the viewer is told to wait, and the picture comes back by itself', async () => {
    const { people: { kim }, cameras: { c } } = street;
    using viewer = await kim.live({ camera: c.id, transport: 'mse' }).playing();
    const back = c.simulated.reboot(1);
    await until('the viewer is told', () => viewer.of('waiting') > 0);
    await back;
    await viewer.more();
    expect([viewer.of('opened'), viewer.ended]).toEqual([1, undefined]);
  });
  test('its clock, its sender, the times of its packets: nobody notices', async () => {
    const { people: { kim }, cameras: { c } } = street;
    using viewer = kim.live({ camera: c.id, transport: 'mse' });
    const watched = new Watched(viewer);
    await viewer.playing();
    for (const change of [() => c.simulated.changeSource(), () => c.simulated.jumpTime(3_600_000), () => c.simulated.jumpTime(-7_200_000), () => c.simulated.skewClock(-86_400_000)]) {
      change();
      const before = watched.fragments(watched.formats.length - 1);
      await until('pictures go on', () => watched.fragments(watched.formats.length - 1) > before + 15);
    }
    expect([viewer.of('waiting'), viewer.ended]).toEqual([0, undefined]);
    const last = watched.formats.length - 1;
    expect(watched.decoded(last)).toBe(watched.fragments(last));
  });
});
