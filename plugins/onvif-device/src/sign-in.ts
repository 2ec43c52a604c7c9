import type { IncomingMessage } from 'node:http';
import type { AppAccount, AppSignIn } from '@matpho/core/sdk';
import type { SoapCall } from './soap.ts';

/** Who calls, by WS-UsernameToken or HTTP Digest. A request with both stands or falls with the token. */
export async function callerOf(apps: AppSignIn, request: IncomingMessage, call: SoapCall): Promise<AppAccount | undefined> {
  const from = request.socket.remoteAddress ?? '';
  const token = call.header?.at('Security', 'UsernameToken');
  if (token) {
    // Only the digest: a password in the clear on the LAN would be the program's no longer.
    if (!(token.at('Password')?.text('@Type') ?? '').endsWith('#PasswordDigest')) return undefined;
    return apps.byToken({ username: token.text('Username'), nonce: Buffer.from(token.text('Nonce'), 'base64'), created: token.text('Created'), digest: Buffer.from(token.text('Password'), 'base64'), from });
  }
  const { authorization } = request.headers;
  if (authorization === undefined || authorization.length > 4_096) return undefined;
  return apps.byDigest(authorization, { method: request.method ?? 'POST', target: request.url ?? '/', from });
}
