import type { AudioTrack, Clock, FeedSink, FeedStats, Instant, MediaFormat, VideoTrack } from '@matpho/core/sdk';
import { AacDepacketizer, PlainDepacketizer } from './audio-depacketizer.ts';
import type { ChosenAudio, ChosenVideo } from './choose-tracks.ts';
import { H264Depacketizer } from './h264-depacketizer.ts';
import { H265Depacketizer } from './h265-depacketizer.ts';
import { JpegDepacketizer } from './jpeg-depacketizer.ts';
import { RtpReceiver, type Depacketizer } from './rtp-receiver.ts';
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
  #format: MediaFormat | undefined;
  #keys = 0;
  #lastKeyAt: Instant | undefined;
  #sinceKey = 0;
  #gopLength: number | undefined;
  #isClosed = false;

  constructor(sink: FeedSink, clock: Clock) {
    this.#sink = sink;
    this.#clock = clock;
  }

  /** @param others payload types of the camera's other streams */
  video(track: ChosenVideo, others: readonly number[] = []): TrackStream {
    const { codec, clockRate, payloadType } = track;
    const time = new TrackClock(clockRate);
    const pictures: PictureSink = {
      format: (sets) => this.#announce({ codec, clockRate, parameterSets: sets }),
      picture: (ticks, key, bytes) => {
        if (this.#isClosed) return;
        const now = this.#clock.now();
        this.#count(key, now);
        this.#sink.unit({ track: 'video', ticks, at: time.at(ticks, now), key, parts: [bytes], size: bytes.length });
      },
    };
    return new TrackStream(new RtpReceiver(payloadType, depacketizerOf(track, pictures), clockRate, () => this.#clock.now(), others), time, this.#clock);
  }
  /** Sound is heard after the first format only. To be called before the first packet. */
  audio(track: ChosenAudio, others: readonly number[] = []): TrackStream {
    const { codec, clockRate, channels, config, layout, payloadType } = track;
    this.#audio = { codec, clockRate, channels, ...(config ? { config } : {}) };
    const time = new TrackClock(clockRate);
    const sound = (ticks: number, bytes: Buffer): void => {
      if (!this.#format || this.#isClosed) return;
      this.units++;
      this.#sink.unit({ track: 'audio', ticks, at: time.at(ticks, this.#clock.now()), key: true, parts: [bytes], size: bytes.length });
    };
    const depacketizer = layout ? new AacDepacketizer(layout, sound) : new PlainDepacketizer(sound);
    return new TrackStream(new RtpReceiver(payloadType, depacketizer, clockRate, () => this.#clock.now(), others), time, this.#clock);
  }
  /** The camera refused to send its sound. */
  withoutAudio(): void {
    this.#audio = undefined;
  }
  stats(): Pick<FeedStats, 'units' | 'pictures' | 'keys' | 'lastKeyAt' | 'gopLength' | 'video' | 'audio'> {
    const format = this.#format;
    return {
      units: this.units, pictures: this.pictures, keys: this.#keys,
      ...(this.#lastKeyAt === undefined ? {} : { lastKeyAt: this.#lastKeyAt }), ...(this.#gopLength === undefined ? {} : { gopLength: this.#gopLength }),
      ...(format ? { video: format.video.codec } : {}), ...(format?.audio ? { audio: format.audio.codec } : {}),
    };
  }
  /** Nothing reaches the sink any more. */
  close(): void {
    this.#isClosed = true;
  }

  #count(key: boolean, now: Instant): void {
    this.units++;
    this.pictures++;
    if (key) {
      if (this.#keys > 0) this.#gopLength = this.#sinceKey;
      this.#keys++;
      this.#lastKeyAt = now;
      this.#sinceKey = 0;
    }
    this.#sinceKey++;
  }
  #announce(video: VideoTrack): void {
    if (this.#isClosed) return;
    this.#format = { video, ...(this.#audio ? { audio: this.#audio } : {}) };
    this.#sink.format(this.#format);
  }
}

function depacketizerOf({ codec, parameterSets, size }: ChosenVideo, pictures: PictureSink): Depacketizer {
  if (codec === 'mjpeg') return new JpegDepacketizer(pictures, size);
  return codec === 'h264' ? new H264Depacketizer(parameterSets, pictures) : new H265Depacketizer(parameterSets, pictures);
}
