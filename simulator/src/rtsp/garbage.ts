import type { Socket } from 'node:net';

const POURED_AT_MOST = 64 * 1_048_576;

/** Promises ten gigabytes and pours bytes for as long as the peer is foolish enough to read, up to a bound. */
export const pour = (socket: Socket, head: string): void => {
  socket.write(`${head}Content-Length: 10737418240\r\n\r\n`);
  const block = Buffer.alloc(65_536, 'A');
  let poured = 0;
  const more = (): void => {
    while (!socket.destroyed && poured < POURED_AT_MOST) {
      poured += block.length;
      if (socket.write(block)) continue;
      socket.once('drain', more);
      return;
    }
  };
  more();
};
