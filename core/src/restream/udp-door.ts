import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { HubError } from '../sdk/errors.ts';

const mostTries = 30;
const sendBuffer = 2 * 1024 * 1024;

/** The even port and the odd one after it. */
export interface UdpPair {
  readonly rtp: Socket;
  readonly rtcp: Socket;
  readonly port: number;
}
/** The hub's one pair of UDP ports for RTP and RTCP (RFC 3550 §11), opened when the first client asks for UDP. What comes in counts only as a sign of life. */
export class UdpDoor {
  readonly #host: string;
  readonly #heard: (address: string, port: number) => void;
  #pair: Promise<UdpPair> | undefined;
  #isClosed = false;
  constructor(host: string, heard: (address: string, port: number) => void) {
    this.#host = host;
    this.#heard = heard;
  }

  /** @throws HubError `not-ready` when no pair is free */
  open(): Promise<UdpPair> {
    this.#pair ??= this.#open();
    this.#pair.catch(() => { this.#pair = undefined; });
    return this.#pair;
  }
  async close(): Promise<void> {
    this.#isClosed = true;
    const pair = await this.#pair?.catch(() => undefined);
    pair?.rtp.close();
    pair?.rtcp.close();
    this.#pair = undefined;
  }

  async #open(): Promise<UdpPair> {
    for (let tries = 0; tries < mostTries && !this.#isClosed; tries++) {
      const rtp = await listen(this.#host, 0);
      const port = rtp?.address().port ?? 1;
      const rtcp = port % 2 === 0 ? await listen(this.#host, port + 1) : undefined;
      if (rtp && rtcp && !this.#isClosed) {
        rtcp.on('message', (_datagram, from) => this.#heard(from.address, from.port));
        return { rtp, rtcp, port };
      }
      rtp?.close();
      rtcp?.close();
    }
    throw new HubError('not-ready', 'This machine has no free pair of UDP ports.');
  }
}

function listen(address: string, port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', sendBufferSize: sendBuffer });
    socket.once('error', () => {
      socket.close();
      resolve(undefined);
    });
    socket.bind({ address, port, exclusive: true }, () => {
      socket.removeAllListeners('error');
      // A client whose port is closed answers with an error: its connection tells when it is gone.
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}
