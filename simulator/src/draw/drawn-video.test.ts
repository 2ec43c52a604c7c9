import { describe, expect, it } from 'vitest';
import { Ffmpeg } from '../media/ffmpeg.ts';
import { Shelf } from '../media/shelf.ts';
import { openCamera } from '../simulated-camera.ts';
import { FFMPEG, gear, small, watch } from '../testing.fixture.ts';

/** Counts the encoders that run. */
class CountedFfmpeg extends Ffmpeg {
  running = 0;

  override start(args: readonly string[]): ReturnType<Ffmpeg['start']> {
    const encoder = super.start(args);
    this.running += 1;
    void encoder.ended.finally(() => { this.running -= 1; });
    return encoder;
  }
}

describe('a camera that draws its street', () => {
  it('has one encoder for all who look, and none when nobody does', async () => {
    const ffmpeg = new CountedFfmpeg(FFMPEG);
    await using camera = await openCamera(small('live', { footage: { kind: 'drawn', width: 320, height: 180, fps: 10 } }), { ...gear, shelf: new Shelf(ffmpeg) });
    expect(ffmpeg.running).toBe(0);
    const [one, two] = [await watch(camera.rtspUri()), await watch(camera.rtspUri())];
    expect(ffmpeg.running).toBe(1);
    one.socket.destroy();
    two.socket.destroy();
    await expect.poll(() => ffmpeg.running).toBe(0);
    const again = await watch(camera.rtspUri());
    expect(ffmpeg.running).toBe(1);
    again.socket.destroy();
  });

  it('goes on with evenly rising times and new parameter sets when its size changes', async () => {
    await using camera = await openCamera(small('resized', { footage: { kind: 'drawn', width: 640, height: 360, fps: 10 } }), gear);
    const client = await watch(camera.rtspUri());
    const video = (): Buffer[] => client.frames.filter(({ channel }) => channel === 0).map(({ bytes }) => bytes);
    const sets = (): Set<string> => new Set(video().filter((bytes) => bytes[12] === 0x78).map((bytes) => bytes.subarray(13).toString('hex')));
    await camera.changeParameters();
    await client.until(() => sets().size === 2);
    const numbers = video().map((bytes) => bytes.readUInt16BE(2));
    expect(numbers.every((number, i) => i === 0 || number === (((numbers[i - 1] ?? 0) + 1) & 0xffff))).toBe(true);
    const times = video().map((bytes) => bytes.readUInt32BE(4));
    expect(times.every((time, i) => i === 0 || ((time - (times[i - 1] ?? 0)) >>> 0) < 90_000)).toBe(true);
    client.socket.destroy();
  });
});
