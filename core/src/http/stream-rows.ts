import type { CameraStreams, PictureRow, StreamRow } from '../api/streams.ts';
import type { CameraRecord } from '../cameras/camera-registry.ts';
import type { CameraId } from '../domain/ids.ts';
import { pictureTexts } from '../quality/picture-words.ts';
import type { LiveStream } from '../streams/live-stream.ts';
import type { HubServices } from './hub-services.ts';
import { streamSentence } from './stream-words.ts';

type Known = Pick<HubServices, 'streams' | 'gate' | 'clock' | 'health' | 'quality'>;

/** What is known of cameras' streams and pictures, as the pages are told. */
export class StreamRows {
  readonly #hub: Known;
  constructor(hub: Known) {
    this.#hub = hub;
  }

  rows(cameras: readonly CameraRecord[]): CameraStreams[] {
    const { gate, clock, streams } = this.#hub;
    const viewers = new Map<CameraId, number>();
    for (const { ask } of gate.open()) if (ask.action === 'live') viewers.set(ask.camera, (viewers.get(ask.camera) ?? 0) + 1);
    const open = new Map<string, LiveStream>(streams.all().map(({ camera, role, stream }) => [`${camera}/${role}`, stream]));
    const now = clock.now();
    return cameras.map((camera) => {
      const rows = camera.sources.map((source) => streamRow(source, open.get(`${camera.id}/${source.role}`), now));
      return { camera: camera.id, ...streamSentence(rows.find(({ role }) => role === 'main') ?? rows[0], now), viewers: viewers.get(camera.id) ?? 0, recording: camera.recording !== 'off', streams: rows };
    });
  }

  async picture(camera: CameraId): Promise<PictureRow> {
    const { health, quality } = this.#hub;
    const { lookedAt, knowsScene } = quality.watch.lookAt(camera);
    return { facts: health.picture(camera).map(({ fact, since }) => ({ fact, since, text: pictureTexts[fact] })), lookedAt: lookedAt ?? null, knowsScene, paused: (await quality.pauseOf(camera)) !== undefined };
  }
}

function streamRow({ role, codec, width, height }: CameraRecord['sources'][number], stream: LiveStream | undefined, now: number): StreamRow {
  const { status } = stream?.state ?? { status: 'idle' as const };
  const flows = status === 'running';
  const figures = stream?.figures();
  const stats = flows ? stream?.stats() : undefined;
  const format = stream?.format;
  return {
    role, state: status === 'idle' ? 'off' : status, since: figures?.since ?? null, reconnects: figures?.reconnects ?? 0,
    codec: format?.media.video.codec ?? codec ?? null, width: format?.width ?? width ?? null, height: format?.height ?? height ?? null,
    kilobits: figures?.bitrate == null ? null : Math.round(figures.bitrate / 1_000), fps: figures?.fps ?? null, claimedFps: format?.fps ?? null,
    packets: stats?.packets ?? null, lost: stats?.lost ?? null, lossPercent: figures?.lossRate == null ? null : Math.round(figures.lossRate * 10_000) / 100, jitterMs: stats?.jitterMs === undefined ? null : Math.round(stats.jitterMs * 10) / 10,
    gopPictures: figures?.gop?.pictures ?? null, gopSeconds: figures?.gop ? Math.round(figures.gop.ms / 10) / 100 : null, keyAgeMs: figures?.keyAt == null || !flows ? null : Math.max(0, Math.round(now - figures.keyAt)),
    transport: stats?.transport ?? null, encrypted: stats?.isEncrypted ?? null, clock: stats?.clockSource === undefined ? null : stats.clockSource === 'sender-report' ? 'camera' : 'arrival',
  };
}
