import type { Instant } from '../domain/time.ts';
import type { FootageClip } from '../recordings/footage.ts';
import { HubError } from '../sdk/errors.ts';
import type { ExportTarget } from '../sdk/ports.ts';

/** Long enough that a slow camera has a picture in it, ms. */
export const stillReach = 5_000;

/** One picture as a JPEG of its own size, with a description. @param clip stills: of each file its first picture, as JPEG. @throws HubError `no-footage` */
export async function writeStill(clip: FootageClip, at: Instant, to: ExportTarget): Promise<void> {
  for await (const { segment, bytes } of clip.segments) {
    const name = `${clip.camera.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 64)}_${new Date(segment.from).toISOString().replaceAll(/[-:]/g, '').replace('.', '_')}.jpg`;
    const { sha256, bytes: size } = await to.write(name, bytes);
    const local = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'short', timeStyle: 'medium' }).format(segment.from);
    const about = {
      camera: clip.camera, asked: new Date(at).toISOString(), shown: { utc: new Date(segment.from).toISOString(), local: `${local} +07:00` },
      picture: 'decoded from the recording and written as JPEG', file: { name, bytes: size, sha256 }, recordedSegment: { sha256: segment.sha256, bytes: segment.bytes },
    };
    await to.write('about.json', once(`${JSON.stringify(about, undefined, 2)}\n`));
    return;
  }
  throw new HubError('no-footage', 'There is no picture at this instant.');
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
