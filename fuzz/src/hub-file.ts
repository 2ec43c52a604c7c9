import type { Load } from './target.ts';

type Modules = readonly [typeof import('../../plugins/rtsp/src/rtsp-wire.js'), typeof import('../../plugins/rtsp/src/feed-units.js'), typeof import('../../plugins/rtsp/src/choose-tracks.js'), typeof import('../../plugins/rtsp/src/sdp.js'), typeof import('../../core/src/media/fragment-writer.js'), typeof import('../../core/src/media/fmp4-read.js')];
const load: Load = async <M>(source: string) => await import(new URL(`../../${source.replace('/src/', '/dist/')}.js`, import.meta.url).href) as M;

export async function hubModules(): Promise<Modules> {
  return Promise.all([load('plugins/rtsp/src/rtsp-wire'), load('plugins/rtsp/src/feed-units'), load('plugins/rtsp/src/choose-tracks'), load('plugins/rtsp/src/sdp'), load('core/src/media/fragment-writer'), load('core/src/media/fmp4-read')]) as Promise<Modules>;
}
/** A recording as the hub writes it, of a captured session. */
export function hubFile(session: Buffer, [{ RtspWire }, { FeedUnits }, { chooseTracks }, { parseSdp }, { FragmentWriter }]: Modules): Buffer {
  const pieces: Uint8Array[] = [];
  let writer: InstanceType<typeof FragmentWriter> | undefined;
  let now = 1_700_000_000_000;
  const units = new FeedUnits({
    format: (format) => {
      if (writer) return;
      writer = new FragmentWriter(format, ({ bytes }) => void pieces.push(Buffer.from(bytes)), { audio: true });
      pieces.push(writer.init());
    },
    unit: (unit) => writer?.write(unit),
    ended: () => {},
  }, { now: () => (now += 5) });
  let tracks: { readonly video: ReturnType<typeof units.video>; readonly audio: ReturnType<typeof units.audio> | undefined } | undefined;
  new RtspWire({
    packet: (channel, bytes, start, end) => {
      if (channel === 0) tracks?.video.packet(bytes, start, end);
      if (channel === 2) tracks?.audio?.packet(bytes, start, end);
    },
    message: (message) => {
      if (message.kind !== 'response' || message.body === '') return;
      const { video, audio } = chooseTracks(parseSdp(message.body));
      tracks = { audio: audio && units.audio(audio), video: units.video(video) };
    },
  }).push(session);
  writer?.flush();
  return Buffer.concat(pieces);
}
/** Its two smallest fragments: of a change, more meets their heads. */
export function smallOf(recording: Buffer, modules: Modules): Buffer {
  const pieces = modules[5].mapFmp4(recording).fragments.map(({ offset, size }) => recording.subarray(offset, offset + size)).toSorted((a, b) => a.length - b.length);
  return Buffer.concat(pieces.slice(0, 2));
}
