import { PeerConnection, Video, type Track } from 'node-datachannel';
import type { LiveViewer } from './live-viewer.fixture.ts';
import { until } from './until.fixture.ts';

/** A player that takes H.264 by WebRTC: how much came. */
export class RtcPlayer implements Disposable {
  packets = 0;
  readonly #connection = new PeerConnection('player', { iceServers: [], bindAddress: '127.0.0.1', disableAutoNegotiation: true });
  readonly #track: Track;

  constructor() {
    const video = new Video('0', 'RecvOnly');
    video.addH264Codec(108, 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f');
    this.#track = this.#connection.addTrack(video);
    this.#track.onClosed(() => {});
    this.#track.onMessage((bytes) => {
      const kind = bytes[1] ?? 0;
      // RTCP (RFC 5761 §4).
      if (kind < 192 || kind > 223) this.packets += 1;
    });
  }

  async offer(): Promise<string> {
    const gathered = new Promise<void>((resolve) => this.#connection.onGatheringStateChange((state) => { if (state === 'complete') resolve(); }));
    this.#connection.setLocalDescription('offer');
    await gathered;
    return this.#connection.localDescription()?.sdp ?? '';
  }
  /** An offer whose player is not there any more. */
  async offered(): Promise<string> {
    const sdp = await this.offer();
    this[Symbol.dispose]();
    return sdp;
  }
  accept(answer: string): void {
    this.#connection.setRemoteDescription(answer, 'answer');
  }
  /** Takes the answer that comes by the page's socket, and resolves once pictures come. */
  async playing(viewer: LiveViewer): Promise<void> {
    const answer = (): string | undefined => viewer.events.find((event) => event.type === 'answer')?.sdp;
    await until('the hub answers', () => answer() ?? viewer.closed);
    const sdp = answer();
    if (sdp === undefined) throw new Error(`No answer: ${JSON.stringify([viewer.events, viewer.closed])}`);
    this.accept(sdp);
    await this.more();
  }
  async more(): Promise<void> {
    const before = this.packets;
    await until('more packets come', () => this.packets > before);
  }
  [Symbol.dispose](): void {
    this.#track.close();
    this.#connection.close();
  }
}
