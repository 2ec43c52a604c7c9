import { randomBytes } from 'node:crypto';
import { HubError, type AddressRules, type Milliseconds, type ResolvedSource, type TalkCodec, type TalkLine, type TalkOpener } from '@matpho/core/sdk';
import { brokenAnswer } from './broken-answer.ts';
import { usualTimings, type Timings } from './connection.ts';
import { checkAnswer } from './describe-stream.ts';
import { openChannel } from './open-channel.ts';
import type { RtspChannel } from './rtsp-channel.ts';
import { header } from './rtsp-message.ts';
import type { RtspSettings } from './rtsp-opener.ts';
import { controlUri, parseStreamAddress } from './stream-address.ts';
import { TalkPacer, frameSamples, type TalkFrame } from './talk-pacer.ts';
import { backchannel, requireTalkTrack, type TalkTrack } from './talk-track.ts';
import { parseTransport } from './transport-header.ts';

const frameMs = 20;
const usualSessionSeconds = 60;

/** Speaks through a camera by ONVIF's audio backchannel (ONVIF Streaming §5.3), on a connection of its own. Nothing the camera sends on it is read. */
export class RtspTalk implements TalkOpener {
  readonly schemes = ['rtsp', 'rtsps'];
  readonly #settings: Pick<RtspSettings, 'certificates'>;
  readonly #addresses: AddressRules;
  readonly #timings: Timings;
  readonly #now: () => Milliseconds;

  /** @param now counts on, whatever the clock on the wall is set to */
  constructor(settings: Pick<RtspSettings, 'certificates'>, addresses: AddressRules, timings: Timings = usualTimings, now: () => Milliseconds = () => performance.now()) {
    this.#settings = settings;
    this.#addresses = addresses;
    this.#timings = timings;
    this.#now = now;
  }

  async offers(source: ResolvedSource, signal: AbortSignal): Promise<TalkCodec | undefined> {
    try {
      return await this.#with(source, signal, ({ channel, track, base }) => {
        channel.leave(base);
        return Promise.resolve(track.codec);
      });
    } catch (error) {
      if (error instanceof HubError && error.code === 'control-unsupported') return undefined;
      throw error;
    }
  }

  open(source: ResolvedSource, signal: AbortSignal): Promise<TalkLine> {
    return this.#with(source, signal, async ({ channel, track, base }) => {
      const line = new Line(channel, track, base, this.#now);
      await line.setUp();
      signal.throwIfAborted();
      line.start(signal);
      return line;
    });
  }

  /** Connects, signs in and finds the way to the loudspeaker. @throws HubError as `TalkOpener.open` */
  async #with<T>({ uri, credentials }: ResolvedSource, signal: AbortSignal, work: (found: FoundTalk) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const address = parseStreamAddress(uri);
    const { certificates } = this.#settings;
    const channel = await openChannel(address, credentials, { addresses: this.#addresses, certificates, timings: this.#timings, readInto: Buffer.allocUnsafeSlow(16 * 1024) }, signal);
    const giveUp = (): void => channel.close(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      const described = await channel.request('DESCRIBE', address.uri, ['Accept: application/sdp', backchannel]);
      // 551: it does not know the feature (RFC 2326 §11.3.10). A camera that has moved is not followed: nobody is waiting for a picture here.
      if (described.status === 551 || (described.status >= 300 && described.status < 400)) throw new HubError('control-unsupported', 'The camera has no backchannel.');
      checkAnswer('DESCRIBE', described);
      if (channel.certificate) await certificates.remember(`${address.host}:${address.port}`, channel.certificate);
      const track = requireTalkTrack(described.body);
      const base = baseOf(header(described.headers, 'content-base') ?? header(described.headers, 'content-location'), address.uri);
      return await work({ channel, track, base });
    } catch (error) {
      channel.close(error);
      throw signal.aborted ? signal.reason : error;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }
}

interface FoundTalk {
  readonly channel: RtspChannel;
  readonly track: TalkTrack;
  readonly base: string;
}

class Line implements TalkLine {
  readonly codec: TalkTrack['codec'];
  readonly gone: Promise<HubError | undefined>;
  readonly #channel: RtspChannel;
  readonly #track: TalkTrack;
  readonly #base: string;
  readonly #now: () => Milliseconds;
  readonly #pacer = new TalkPacer();
  readonly #packet = Buffer.alloc(12 + frameSamples);
  readonly #firstTick = randomBytes(4).readUInt32BE(0);
  #sequence = randomBytes(2).readUInt16BE(0);
  #rtpChannel = 0;
  #sessionSeconds = usualSessionSeconds;
  #sentAliveMs = 0;
  #ticker: NodeJS.Timeout | undefined;
  #settleGone: (error: HubError | undefined) => void = () => {};

  constructor(channel: RtspChannel, track: TalkTrack, base: string, now: () => Milliseconds) {
    this.codec = track.codec;
    this.#channel = channel;
    this.#track = track;
    this.#base = base;
    this.#now = now;
    this.gone = new Promise((resolve) => { this.#settleGone = resolve; });
    randomBytes(4).copy(this.#packet, 8);
    this.#packet[0] = 0x80;
  }

  /** @throws HubError as `TalkOpener.open` */
  async setUp(): Promise<void> {
    const channel = this.#channel;
    const answer = await channel.request('SETUP', controlUri(this.#track.control, this.#base), ['Transport: RTP/AVP/TCP;unicast;interleaved=0-1', backchannel]);
    if (answer.status === 461 || answer.status === 551) throw new HubError('control-unsupported', 'The camera takes sound in a way the hub does not send it.');
    checkAnswer('SETUP', answer);
    const [id = '', ...options] = (header(answer.headers, 'session') ?? '').split(';').map((part) => part.trim());
    if (!/^[\x21-\x7e]{1,256}$/.test(id)) throw brokenAnswer('The camera opened no session.');
    channel.session = id;
    const seconds = Number(/^timeout\s*=\s*(\d{1,6})$/i.exec(options[0] ?? '')?.[1] ?? usualSessionSeconds);
    this.#sessionSeconds = Math.min(3_600, Math.max(1, seconds));
    const { interleaved, serverPorts } = parseTransport(header(answer.headers, 'transport'));
    if (serverPorts && !interleaved) throw brokenAnswer('The camera chose another transport than it was asked for.');
    this.#rtpChannel = interleaved?.[0] ?? 0;
    checkAnswer('PLAY', await channel.request('PLAY', this.#base, ['Range: npt=0.000-', backchannel]));
  }

  start(signal: AbortSignal): void {
    const stop = (): void => {
      clearInterval(this.#ticker);
      this.#channel.leave(this.#base);
    };
    signal.addEventListener('abort', stop, { once: true });
    this.#channel.onFailure((error) => {
      clearInterval(this.#ticker);
      signal.removeEventListener('abort', stop);
      this.#settleGone(error instanceof HubError && !signal.aborted ? error : undefined);
    });
    this.#sentAliveMs = this.#now();
    // Half a frame: a timer that is a little late must not make every second frame late.
    this.#ticker = setInterval(() => this.#look(), frameMs / 2);
  }

  send(sound: Uint8Array): void {
    this.#pacer.push(sound, this.#now());
  }

  #look(): void {
    const now = this.#now();
    for (const frame of this.#pacer.due(now)) this.#sendFrame(frame);
    if (now - this.#sentAliveMs < this.#sessionSeconds * 500) return;
    this.#sentAliveMs = now;
    // Answered or not: a camera that is gone closes the connection, or its session.
    this.#channel.request('OPTIONS', this.#base).catch(() => {});
  }
  #sendFrame({ sound, ticks, first }: TalkFrame): void {
    const packet = this.#packet;
    packet[1] = this.#track.payloadType | (first ? 0x80 : 0);
    packet.writeUInt16BE(this.#sequence, 2);
    this.#sequence = (this.#sequence + 1) & 0xffff;
    packet.writeUInt32BE((this.#firstTick + ticks) >>> 0, 4);
    packet.set(sound, 12);
    this.#channel.sendPacket(this.#rtpChannel, packet);
  }
}

function baseOf(stated: string | undefined, uri: string): string {
  return stated !== undefined && /^rtsps?:\/\/[\x21-\x7e]{1,2000}$/i.test(stated) ? stated.replace(/^(rtsps?:\/\/)[^/?#]*@/i, '$1') : uri;
}
