import { browserSupportsWebAuthn, startAuthentication, startRegistration, type PublicKeyCredentialCreationOptionsJSON, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import type { Me } from '@matpho/core/api';
import type { HubClient, Reply } from '../hub/hub-client.ts';
import { HubProblem } from '../hub/hub-problem.ts';

/** Passkeys need a browser that knows them and a secure page (W3C WebAuthn Level 3 §1). */
export const passkeysHere = (): boolean => isSecureContext && browserSupportsWebAuthn();

async function answerOf(client: HubClient): Promise<{ ceremony: string; answer: Record<string, unknown> }> {
  const { ceremony, options } = await client.call('POST /api/session/passkey/new');
  try {
    const answer = await startAuthentication({ optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON });
    return { ceremony, answer: { ...answer } };
  } catch (cause) {
    throw new HubProblem('passkey-cancelled', '', { cause });
  }
}

/** Signs in with a passkey. Throws `HubProblem`; `passkey-cancelled` when the person or the device said no. */
export async function enterWithPasskey(client: HubClient): Promise<Me> {
  return client.call('POST /api/session/passkey', { body: await answerOf(client) });
}

/** Proves again who she is, with a passkey. */
export async function proveWithPasskey(client: HubClient): Promise<Me> {
  return client.call('POST /api/session/proof/passkey', { body: await answerOf(client) });
}

/** Makes a new passkey on this device and registers it under `name`. `begun` came from `POST /api/passkeys/new`. */
export async function addPasskey(client: HubClient, begun: Reply<'POST /api/passkeys/new'>, name: string): Promise<Reply<'POST /api/passkeys'>> {
  let answer: Awaited<ReturnType<typeof startRegistration>>;
  try {
    answer = await startRegistration({ optionsJSON: begun.options as unknown as PublicKeyCredentialCreationOptionsJSON });
  } catch (cause) {
    throw new HubProblem('passkey-cancelled', '', { cause });
  }
  return client.call('POST /api/passkeys', { body: { ceremony: begun.ceremony, answer: { ...answer }, name } });
}
