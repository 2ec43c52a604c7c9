import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { HubError } from '@matpho/core/sdk';

const mostTries = 30;
const receiveBuffer = 1024 * 1024;

/** An even port for RTP and the odd one after it for RTCP (RFC 3550 §11), open for one camera's address only. */
export class UdpPorts implements Disposable {
  readonly rtpPort: number;
  readonly #rtp: Socket;
  readonly #rtcp: Socket;
  readonly #from: string;
  #isClosed = false;

  constructor(rtp: Socket, rtcp: Socket, from: string) {
    this.rtpPort = rtp.address().port;
    this.#rtp = rtp;
    this.#rtcp = rtcp;
    this.#from = from;
  }

  /** @throws HubError `camera-unreachable` when no pair is free */
  static async open(localAddress: string, from: string): Promise<UdpPorts> {
    for (let tries = 0; tries < mostTries; tries++) {
      const rtp = await bind(localAddress, 0);
      const port = rtp?.address().port ?? 1;
      const rtcp = port % 2 === 0 ? await bind(localAddress, port + 1) : undefined;
      if (rtp && rtcp) return new UdpPorts(rtp, rtcp, from);
      rtp?.close();
    }
    throw new HubError('camera-unreachable', 'This machine has no free pair of UDP ports.');
  }

  listen(onRtp: (datagram: Buffer) => void, onRtcp: (datagram: Buffer) => void): void {
    this.#rtp.on('message', (datagram, { address }) => {
      if (address === this.#from) onRtp(datagram);
    });
    this.#rtcp.on('message', (datagram, { address }) => {
      if (address === this.#from) onRtcp(datagram);
    });
  }
  /** @param port as the camera named it: to 0 nothing is sent */
  sendRtp(packet: Buffer, port: number): void {
    this.#send(this.#rtp, packet, port);
  }
  sendRtcp(packet: Buffer, port: number): void {
    this.#send(this.#rtcp, packet, port);
  }
  [Symbol.dispose](): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#rtp.close();
    this.#rtcp.close();
  }

  #send(by: Socket, packet: Buffer, port: number): void {
    if (!this.#isClosed && port > 0) by.send(packet, port, this.#from, () => {});
  }
}

function bind(address: string, port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4', recvBufferSize: receiveBuffer });
    socket.once('error', () => {
      socket.close();
      resolve(undefined);
    });
    socket.bind({ address, port, exclusive: true }, () => {
      socket.removeAllListeners('error');
      // Send errors (a port that is closed) are the stall's business.
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}
