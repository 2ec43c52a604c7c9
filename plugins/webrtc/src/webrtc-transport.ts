import type { MediaFormat, Peer, PeerTransport, VideoCodec } from '@matpho/core/sdk';
import type { SenderTime } from './media-sender.ts';
import type { RtcConfig, WebRtc } from './native.ts';
import { codecsTaken, readOffer } from './offer.ts';
import { RtcPeer, usualPatience, type Patience } from './rtc-peer.ts';
import { serverOf, type Settings } from './settings.ts';

/** Sends what cameras send to browsers as it is, by WebRTC: encrypted, over UDP, with nothing held back. */
export class WebRtcTransport implements PeerTransport, AsyncDisposable {
  readonly id = 'webrtc';
  readonly #webRtc: WebRtc;
  readonly #config: RtcConfig;
  readonly #time: SenderTime;
  readonly #patience: Patience;
  readonly #peers = new Set<RtcPeer>();

  constructor(webRtc: WebRtc, settings: Settings, time: SenderTime = usualTime, patience: Patience = usualPatience) {
    this.#webRtc = webRtc;
    this.#config = configOf(settings);
    this.#time = time;
    this.#patience = patience;
  }

  plays(offer: string): readonly VideoCodec[] {
    return codecsTaken(readOffer(offer));
  }

  async connect(offer: string, media: MediaFormat, signal: AbortSignal): Promise<Peer> {
    signal.throwIfAborted();
    const peer = new RtcPeer({ webRtc: this.#webRtc, config: this.#config, time: this.#time, patience: this.#patience }, offer, media);
    this.#peers.add(peer);
    const close = (): void => void peer[Symbol.asyncDispose]();
    signal.addEventListener('abort', close, { once: true });
    void peer.gone.finally(async () => {
      signal.removeEventListener('abort', close);
      await peer[Symbol.asyncDispose]();
      this.#peers.delete(peer);
    });
    try {
      await peer.open();
      return peer;
    } catch (failure) {
      close();
      throw failure;
    }
  }

  /** Ends every connection. The library is not asked to clean up: it would hold the whole hub still until its threads have ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#peers].map((peer) => peer[Symbol.asyncDispose]()));
  }
}

const usualTime: SenderTime = {
  now: () => Date.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

/** No server is asked unless one is named: on the home network none is needed. */
export function configOf({ firstPort, lastPort, address, stun, turn, turnUser, turnPassword }: Settings): RtcConfig {
  const first = firstPort ?? lastPort;
  const last = lastPort ?? firstPort;
  const ports = first === undefined || last === undefined ? {} : { portRangeBegin: Math.min(first, last), portRangeEnd: Math.max(first, last), ...(first === last ? { enableIceUdpMux: true } : {}) };
  return {
    iceServers: [
      ...(stun === undefined ? [] : [serverOf(stun)]),
      ...(turn === undefined ? [] : [{ ...serverOf(turn), relayType: 'TurnUdp' as const, ...(turnUser === undefined ? {} : { username: turnUser }), ...(turnPassword === undefined ? {} : { password: turnPassword }) }]),
    ],
    ...(address === undefined ? {} : { bindAddress: address }), ...ports,
  };
}
