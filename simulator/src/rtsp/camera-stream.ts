import { cameraNow } from '../conduct.ts';
import type { Conduct } from '../conduct.ts';
import { steadyNow } from '../media/steady-clock.ts';
import type { AudioFormat, AudioSource, Stop, VideoFormat, VideoSource } from '../media/unit.ts';
import { payloadsOf } from '../rtp/payloads.ts';
import { RtpTrack } from '../rtp/rtp-track.ts';
import type { PacketRun } from '../rtp/rtp-track.ts';
import { VIDEO_PAYLOAD_TYPE, audioPayloadType } from './sdp.ts';

export type TrackName = 'video' | 'audio';

export interface Listener {
  /** Packets of one picture or one audio frame. */
  take(track: TrackName, run: PacketRun, isKey: boolean): void;
  /** An RTCP sender report. */
  takeReport(track: TrackName, run: PacketRun): void;
}

const REPORT_EVERY_MS = 5_000;
// Leaves room for IPv4, UDP and RTP headers in an Ethernet frame.
const MAX_PAYLOAD = 1_388;

/** One mount (`/main`, `/sub`): its encoder runs while somebody listens, and its packets are written once for all. */
export class CameraStream {
  readonly #video: VideoSource;
  readonly #audio: AudioSource | undefined;
  readonly #conduct: Conduct;
  readonly #listeners = new Set<Listener>();
  readonly #tracks: Readonly<Record<TrackName, RtpTrack | undefined>>;
  #stop: Stop | undefined;

  constructor(video: VideoSource, audio: AudioSource | undefined, conduct: Conduct) {
    this.#video = video;
    this.#audio = audio;
    this.#conduct = conduct;
    const now = steadyNow();
    this.#tracks = {
      video: new RtpTrack(VIDEO_PAYLOAD_TYPE, 90_000, 0, now),
      audio: audio && new RtpTrack(audioPayloadType(audio.format), audio.format.sampleRate, 2, now),
    };
  }

  get audio(): AudioFormat | undefined {
    return this.#audio?.format;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  format(): Promise<VideoFormat> {
    return this.#video.format();
  }

  jpeg(): Promise<Buffer> {
    return this.#video.jpeg();
  }

  track(name: TrackName): RtpTrack | undefined {
    return this.#tracks[name];
  }

  /** Starts the encoder for the first listener; the returned stop ends it after the last. */
  async join(listener: Listener): Promise<Stop> {
    await this.#video.format();
    this.#listeners.add(listener);
    this.#report([listener]);
    this.#stop ??= this.#start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
    };
  }

  #start(): Stop {
    const { video, audio } = this.#tracks;
    const stopVideo = this.#video.play((unit) => {
      const run = video?.pack(payloadsOf(unit, unit.codec, MAX_PAYLOAD), unit.ptsMs);
      if (run !== undefined) for (const each of this.#listeners) each.take('video', run, unit.key);
    });
    const source = this.#audio;
    const stopAudio = source?.play((unit) => {
      const run = audio?.pack(payloadsOf(unit, source.format.codec, MAX_PAYLOAD), unit.ptsMs);
      if (run !== undefined) for (const each of this.#listeners) each.take('audio', run, false);
    });
    const reports = setInterval(() => this.#report(this.#listeners), REPORT_EVERY_MS);
    return () => {
      stopVideo();
      stopAudio?.();
      clearInterval(reports);
    };
  }

  #report(to: Iterable<Listener>): void {
    for (const name of ['video', 'audio'] as const) {
      const run = this.#tracks[name]?.senderReport(steadyNow(), cameraNow(this.#conduct), 'camera');
      if (run !== undefined) for (const each of to) each.takeReport(name, run);
    }
  }
}
