import { connect, type Socket } from 'node:net';
import { rootCertificates } from 'node:tls';
import { createTransport } from 'nodemailer';
import { kindOfAddress } from './address-kind.ts';
import type { Mail } from './compose-mail.ts';
import { pinnedLookup, resolveHost, type Lookup } from './resolve-host.ts';

export interface MailServerSettings {
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly login: { readonly user: string; readonly pass: string } | undefined;
  /** PEM, trusted besides the public roots. */
  readonly ca: string | undefined;
}
export interface MailServer extends Disposable {
  /** Rejects with what nodemailer throws; the signal gives up. */
  send(mail: Mail, signal: AbortSignal): Promise<void>;
}
const patience = { dnsTimeout: 5_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };
const encryption = { tls: { secure: true }, starttls: { secure: false, requireTLS: true }, none: { secure: false, ignoreTLS: true } };

/** At most two connections, kept for a short while; closed with the returned value. */
export function openMailServer({ host, port, security, login, ca }: MailServerSettings, lookup: Lookup): MailServer {
  const transport = createTransport({
    pool: true, maxConnections: 2, maxMessages: 50, maxRequeues: 1, idleTimeout: 30_000,
    host, port, ...encryption[security], ...patience, ...(login ? { auth: login } : {}),
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }) },
    disableFileAccess: true, disableUrlAccess: true,
    ...(security === 'none' ? { getSocket: (_options: unknown, answer: (error: Error | null, socket?: { connection: Socket }) => void) => { openPlain(host, port, lookup).then((connection) => answer(null, { connection }), (failure: Error) => answer(failure)); } } : {}),
  });
  // Failures of a send reach its caller; an idle connection that breaks concerns nobody.
  transport.on('error', () => undefined);
  return {
    async send(mail, signal) {
      await transport.sendMail({ ...mail, signal });
    },
    [Symbol.dispose]: () => transport.close({ force: true }),
  };
}

/** Without encryption the hub speaks only to its own machine and its own network, whatever the name resolves to today. */
async function openPlain(host: string, port: number, lookup: Lookup): Promise<Socket> {
  const signal = AbortSignal.timeout(patience.connectionTimeout);
  const addresses = await resolveHost(host, lookup, signal).catch(() => {
    throw Object.assign(new Error('The name does not resolve.'), { code: 'EDNS' });
  });
  if (addresses.some((address) => !['home', 'loopback'].includes(kindOfAddress(address)))) throw Object.assign(new Error('The server is outside the home network.'), { code: 'EPLAIN' });
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, lookup: pinnedLookup(addresses) });
    const failed = (): void => {
      socket.destroy();
      reject(Object.assign(new Error('No connection.'), { code: 'ESOCKET' }));
    };
    signal.addEventListener('abort', failed, { once: true });
    socket.once('error', failed);
    socket.once('connect', () => {
      signal.removeEventListener('abort', failed);
      socket.off('error', failed);
      resolve(socket);
    });
  });
}
