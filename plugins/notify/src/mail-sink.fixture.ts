import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { readMail, type ReadMail } from './read-mail.fixture.ts';
import { selfSigned } from './self-signed.fixture.ts';

export interface Received extends ReadMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly encrypted: boolean;
  readonly user: string | undefined;
}
export interface MailSink extends AsyncDisposable {
  readonly port: number;
  readonly mails: readonly Received[];
  readonly connections: () => number;
}
export const login = { user: 'hub@street.example', pass: 'đúng-mật-khẩu-9' };

/** A real SMTP server on loopback that keeps what it is sent. */
export async function mailSink(options: SMTPServerOptions = {}, host = '127.0.0.1'): Promise<MailSink> {
  const mails: Received[] = [];
  const server = new SMTPServer({
    ...selfSigned, logger: false, disableReverseLookup: true, closeTimeout: 100,
    onAuth: ({ username, password }, _session, answer) => (username === login.user && password === login.pass ? answer(null, { user: username }) : answer(new Error(`No: ${String(username)} ${String(password)}`))),
    onData: (stream, session, answer) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({ ...readMail(Buffer.concat(pieces).toString('latin1')), from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address), encrypted: session.secure, user: session.user as string | undefined });
        answer();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await once(server.listen(0, host), 'listening');
  return {
    port: (server.server.address() as AddressInfo).port, mails, connections: () => server.connections.size,
    [Symbol.asyncDispose]: () => new Promise((resolve) => { server.close(() => resolve()); }),
  };
}
