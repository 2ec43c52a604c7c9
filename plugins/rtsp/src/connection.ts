import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { HubError, type AddressRules, type Milliseconds } from '@matpho/core/sdk';
import { brokenAnswer } from './broken-answer.ts';
import type { ShownCertificate } from './certificates.ts';
import type { StreamAddress } from './stream-address.ts';

export interface Timings {
  /** To connect, with TLS. */
  readonly connect: Milliseconds;
  /** To answer one request. */
  readonly reply: Milliseconds;
  /** Without a packet: the camera has stalled. */
  readonly stall: Milliseconds;
  /** With packets but without a picture: this is no video the hub can use. */
  readonly pictureless: Milliseconds;
  /** Between looks at the above. */
  readonly tick: Milliseconds;
}
export const usualTimings: Timings = { connect: 5_000, reply: 5_000, stall: 5_000, pictureless: 20_000, tick: 1_000 };

/** A socket, and what it receives: bytes that are valid during the call only. */
export interface Connection {
  readonly socket: Socket;
  /** Of an encrypted connection; to be checked before anything is sent. */
  readonly certificate?: ShownCertificate;
  /** Before anything was sent, so that nothing received is missed. */
  onBytes(listener: (bytes: Buffer) => void): void;
}

/**
 * Connects to the one address the rules return, so that a name cannot mean another machine between check and use.
 * @param readInto shared by every plain connection: each read is heard before the next one begins. Node would else allocate 64 KiB for every read, which costs more than all else here
 * @throws HubError `address-refused`, `camera-unreachable`, `camera-broken-answer` for TLS that fails
 */
export async function connect(to: StreamAddress, rules: AddressRules, within: Milliseconds, signal: AbortSignal, readInto: Buffer): Promise<Connection> {
  const address = await rules.check(to.host, to.port);
  signal.throwIfAborted();
  let hear: ((bytes: Buffer) => void) | undefined;
  return new Promise((resolve, reject) => {
    const onread = {
      buffer: readInto,
      callback: (size: number): boolean => {
        hear?.(readInto.subarray(0, size));
        return true;
      },
    };
    const socket = to.tls
      ? connectTls({ host: address, port: to.port, ...(isIP(to.host) ? {} : { servername: to.host }), rejectUnauthorized: false })
      : connectTcp({ host: address, port: to.port, onread });
    const fail = (error: unknown): void => {
      settle();
      socket.on('error', () => {});
      socket.destroy();
      reject(error);
    };
    const late = setTimeout(() => fail(new HubError('camera-unreachable', 'The camera does not answer the connection.')), within);
    const onAbort = (): void => fail(signal.reason);
    const onError = (cause: Error): void => fail(toHubError(cause, to.tls));
    const onReady = (): void => {
      settle();
      socket.setNoDelay(true);
      const certificate = to.tls ? shownBy(socket as TLSSocket) : undefined;
      if (to.tls && !certificate) return fail(brokenAnswer('The camera shows no certificate.'));
      resolve({ socket, ...(certificate ? { certificate } : {}), onBytes: (listener) => (to.tls ? void socket.on('data', listener) : void (hear = listener)) });
    };
    const settle = (): void => {
      clearTimeout(late);
      signal.removeEventListener('abort', onAbort);
      socket.off('error', onError);
      socket.off(to.tls ? 'secureConnect' : 'connect', onReady);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('error', onError);
    socket.on(to.tls ? 'secureConnect' : 'connect', onReady);
  });
}

function shownBy(socket: TLSSocket): ShownCertificate | undefined {
  const leaf = socket.getPeerX509Certificate();
  return leaf && { fingerprint: leaf.fingerprint256.replaceAll(':', '').toLowerCase(), doubt: socket.authorized ? undefined : socket.authorizationError ?? 'unauthorized' };
}

/** An error without a system call behind it came from TLS: the camera is there, its certificate or its answer is not right. */
function toHubError(cause: Error, tls: boolean): HubError {
  if (tls && !('syscall' in cause)) return brokenAnswer('The camera\'s TLS answer was not accepted.', cause);
  return new HubError('camera-unreachable', 'The camera cannot be reached.', { cause });
}
