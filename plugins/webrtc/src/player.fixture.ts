import { spawnSync } from 'node:child_process';
import { PeerConnection, Video, Audio, type Track } from 'node-datachannel';
import type { MediaFormat, RtpUnit } from '@matpho/core/sdk';

export const ffmpeg = process.env['FFMPEG_BIN'] ?? '/usr/bin/ffmpeg';
export const baseline = 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f';

export interface Packet {
  readonly sequence: number;
  readonly time: number;
  readonly marker: boolean;
  readonly type: number;
  readonly ssrc: number;
  readonly payload: Buffer;
}
export function packetOf(bytes: Buffer): Packet {
  const extended = ((bytes[0] ?? 0) & 0x10) !== 0;
  const at = 12 + (extended ? 4 + bytes.readUInt16BE(14) * 4 : 0);
  return { sequence: bytes.readUInt16BE(2), time: bytes.readUInt32BE(4), marker: ((bytes[1] ?? 0) & 0x80) !== 0, type: (bytes[1] ?? 0) & 0x7f, ssrc: bytes.readUInt32BE(8), payload: bytes.subarray(at) };
}

/** A player on this machine, by the same library from the other side. */
export class Player implements Disposable {
  readonly packets: Packet[] = [];
  readonly sounds: Packet[] = [];
  /** Sender reports, as they came. */
  readonly reports: Buffer[] = [];
  state = 'new';
  readonly #connection = new PeerConnection('player', { iceServers: [], bindAddress: '127.0.0.1', disableAutoNegotiation: true });
  readonly #tracks: Track[] = [];

  constructor({ sound = false, profile = baseline }: { readonly sound?: boolean; readonly profile?: string } = {}) {
    this.#connection.onStateChange((state) => { this.state = state; });
    const video = new Video('0', 'RecvOnly');
    video.addH264Codec(108, profile);
    this.#take(this.#connection.addTrack(video), this.packets);
    if (!sound) return;
    const audio = new Audio('1', 'RecvOnly');
    audio.addAudioCodec(8, 'PCMA');
    this.#take(this.#connection.addTrack(audio), this.sounds);
  }
  #take(track: Track, into: Packet[]): void {
    this.#tracks.push(track);
    track.onClosed(() => {});
    track.onMessage((bytes) => {
      const kind = bytes[1] ?? 0;
      if (kind >= 192 && kind <= 223) this.reports.push(Buffer.from(bytes));
      else into.push(packetOf(Buffer.from(bytes)));
    });
  }
  async offer(): Promise<string> {
    const gathered = new Promise<void>((resolve) => this.#connection.onGatheringStateChange((state) => { if (state === 'complete') resolve(); }));
    this.#connection.setLocalDescription('offer');
    await gathered;
    return this.#connection.localDescription()?.sdp ?? '';
  }
  accept(answer: string): void {
    this.#connection.setRemoteDescription(answer, 'answer');
  }
  /** Sends RTCP. */
  say(bytes: Buffer): void {
    this.#tracks[0]?.sendMessageBinary(bytes);
  }
  close(): void {
    for (const track of this.#tracks) track.close();
    this.#connection.close();
  }
  [Symbol.dispose](): void {
    this.close();
  }
}

export interface Clip {
  readonly format: MediaFormat;
  readonly units: readonly RtpUnit[];
}
/** Two seconds of a moving picture, ten a second, a key picture each second. */
export function clip(): Clip {
  const { stdout } = spawnSync(ffmpeg, ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=10:duration=2', '-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-profile:v', 'baseline', '-g', '10', '-bsf:v', 'h264_metadata=aud=insert', '-f', 'h264', 'pipe:1'], { maxBuffer: 2 ** 26 });
  const pictures: Buffer[][] = [];
  for (const nal of nalsOf(stdout)) {
    if (((nal[0] ?? 0) & 0x1f) === 9) pictures.push([]);
    else pictures.at(-1)?.push(nal);
  }
  const typeOf = (nal: Buffer): number => (nal[0] ?? 0) & 0x1f;
  const parameterSets = (pictures[0] ?? []).filter((nal) => typeOf(nal) === 7 || typeOf(nal) === 8);
  const units = pictures.map((nals, i): RtpUnit => ({ track: 'video', ticks: i * 9_000, key: nals.some((nal) => typeOf(nal) === 5), payloads: nals.flatMap(split) }));
  return { format: { video: { codec: 'h264', clockRate: 90_000, parameterSets } }, units };
}
function nalsOf(stream: Buffer): Buffer[] {
  const starts: number[] = [];
  for (let at = stream.indexOf('000001', 0, 'hex'); at >= 0; at = stream.indexOf('000001', at + 3, 'hex')) starts.push(at);
  return starts.map((start, i) => {
    let end = starts[i + 1] ?? stream.length;
    while (i + 1 < starts.length && stream[end - 1] === 0) end -= 1;
    return stream.subarray(start + 3, end);
  });
}
function split(nal: Buffer): Buffer[] {
  if (nal.length <= 1_000) return [nal];
  const pieces: Buffer[] = [];
  const head = nal[0] ?? 0;
  for (let at = 1; at < nal.length; at += 1_000) {
    const end = Math.min(nal.length, at + 1_000);
    pieces.push(Buffer.concat([Buffer.from([(head & 0xe0) | 28, (at === 1 ? 0x80 : 0) | (end === nal.length ? 0x40 : 0) | (head & 0x1f)]), nal.subarray(at, end)]));
  }
  return pieces;
}

/** How many pictures ffmpeg makes of the packets, and what it complained about. */
export function decode(packets: readonly Packet[]): { readonly pictures: number; readonly complaints: string } {
  const stream = packets.map(({ payload }) => {
    const [head = 0, fu = 0] = payload;
    if ((head & 0x1f) !== 28) return Buffer.concat([Buffer.from([0, 0, 0, 1]), payload]);
    return (fu & 0x80) === 0 ? payload.subarray(2) : Buffer.concat([Buffer.from([0, 0, 0, 1, (head & 0xe0) | (fu & 0x1f)]), payload.subarray(2)]);
  });
  const { stdout, stderr } = spawnSync(ffmpeg, ['-v', 'error', '-f', 'h264', '-i', 'pipe:0', '-f', 'framemd5', 'pipe:1'], { input: Buffer.concat(stream) });
  return { pictures: stdout.toString().split('\n').filter((line) => line.startsWith('0,')).length, complaints: stderr.toString() };
}
