import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';

/** An even RTP port and the odd RTCP port above it (RFC 3550 §11), shared by all UDP clients of a camera. */
export interface UdpPair {
  readonly rtp: Socket;
  readonly rtcp: Socket;
  readonly ports: string;
  close(): void;
}

const bind = (host: string, port: number): Promise<Socket | undefined> => new Promise((resolve) => {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  socket.once('error', () => {
    socket.close();
    resolve(undefined);
  });
  socket.bind(port, host, () => {
    socket.removeAllListeners('error');
    socket.on('error', () => undefined); // ICMP refusals of clients that left
    resolve(socket);
  });
});

/** @throws Error when no pair of neighbouring ports is free. */
export const openUdpPair = async (host: string): Promise<UdpPair> => {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = 20_000 + 2 * Math.floor(Math.random() * 20_000);
    const rtp = await bind(host, port);
    if (rtp === undefined) continue;
    const rtcp = await bind(host, port + 1);
    if (rtcp !== undefined) {
      return { rtp, rtcp, ports: `${port}-${port + 1}`, close: () => { rtp.close(); rtcp.close(); } };
    }
    rtp.close();
  }
  throw new Error('No pair of UDP ports is free');
};
