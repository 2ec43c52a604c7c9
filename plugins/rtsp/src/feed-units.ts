import type { AudioTrack, Clock, FeedSink, MediaFormat, VideoTrack } from '@matpho/core/sdk';
import { AacDepacketizer, PlainDepacketizer } from './audio-depacketizer.ts';
import type { ChosenAudio, ChosenVideo } from './choose-tracks.ts';
import { H264Depacketizer } from './h264-depacketizer.ts';
import { H265Depacketizer } from './h265-depacketizer.ts';
import { RtpReceiver } from './rtp-receiver.ts';
import { TrackClock } from './track-clock.ts';
import { TrackStream } from './track-stream.ts';
import type { PictureSink } from './video-assembler.ts';

/** Turns what the depacketisers find into formats and units for the hub. */
export class FeedUnits {
  units = 0;
  pictures = 0;
  readonly #sink: FeedSink;
  readonly #clock: Clock;
  #audio: AudioTrack | undefined;
  #hasFormat = false;
  #isClosed = false;

  constructor(sink: FeedSink, clock: Clock) {
    this.#sink = sink;
    this.#clock = clock;
  }

  video(track: ChosenVideo): TrackStream {
    const { codec, clockRate, payloadType, parameterSets } = track;
    const time = new TrackClock(clockRate);
    const pictures: PictureSink = {
      format: (sets) => this.#format({ codec, clockRate, parameterSets: sets }),
      picture: (ticks, key, bytes) => {
        if (this.#isClosed) return;
        this.units++;
        this.pictures++;
        this.#sink.unit({ track: 'video', ticks, at: time.at(ticks, this.#clock.now()), key, parts: [bytes], size: bytes.length });
      },
    };
    const depacketizer = codec === 'h264' ? new H264Depacketizer(parameterSets, pictures) : new H265Depacketizer(parameterSets, pictures);
    return new TrackStream(new RtpReceiver(payloadType, depacketizer), time, this.#clock);
  }
  /** Sound is heard after the first format only. To be called before the first packet. */
  audio(track: ChosenAudio): TrackStream {
    const { codec, clockRate, channels, config, layout, payloadType } = track;
    this.#audio = { codec, clockRate, channels, ...(config ? { config } : {}) };
    const time = new TrackClock(clockRate);
    const sound = (ticks: number, bytes: Buffer): void => {
      if (!this.#hasFormat || this.#isClosed) return;
      this.units++;
      this.#sink.unit({ track: 'audio', ticks, at: time.at(ticks, this.#clock.now()), key: true, parts: [bytes], size: bytes.length });
    };
    const depacketizer = layout ? new AacDepacketizer(layout, sound) : new PlainDepacketizer(sound);
    return new TrackStream(new RtpReceiver(payloadType, depacketizer), time, this.#clock);
  }
  /** The camera refused to send its sound. */
  withoutAudio(): void {
    this.#audio = undefined;
  }
  /** Nothing reaches the sink any more. */
  close(): void {
    this.#isClosed = true;
  }

  #format(video: VideoTrack): void {
    if (this.#isClosed) return;
    this.#hasFormat = true;
    const format: MediaFormat = { video, ...(this.#audio ? { audio: this.#audio } : {}) };
    this.#sink.format(format);
  }
}
