import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

type Json = Record<string, unknown>;
interface CreationOptions { readonly challenge: string; readonly rp: { readonly id?: string }; readonly user: { readonly id: string } }
interface RequestOptions { readonly challenge: string; readonly rpId?: string }

/** A passkey of software: what a phone's authenticator does, with ES256 and no attestation (WebAuthn Level 3 §6). */
export class SoftwarePasskey {
  readonly id = randomBytes(32).toString('base64url');
  readonly origin: string;
  counter = 0;
  /** UV: the finger or PIN was checked. */
  verified = true;
  userHandle = '';
  readonly #key: KeyObject;
  readonly #cose: Buffer;
  constructor(origin: string) {
    this.origin = origin;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    this.#key = privateKey;
    // COSE_Key {1: 2, 3: -7, -1: 1, -2: x, -3: y} (RFC 9053 §7.1.1).
    this.#cose = Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), Buffer.from(x, 'base64url'), Buffer.from('225820', 'hex'), Buffer.from(y, 'base64url')]);
  }

  create(options: object): Json {
    const { challenge, rp, user } = options as CreationOptions;
    this.userHandle = user.id;
    const credential = Buffer.from(this.id, 'base64url');
    const data = Buffer.concat([this.#authenticatorData(rp.id ?? '', 0x40), Buffer.alloc(16), Buffer.from([0, credential.length]), credential, this.#cose]);
    // {"fmt": "none", "attStmt": {}, "authData": h'…'} in CBOR.
    const attestation = Buffer.concat([Buffer.from([0xa3, 0x63]), Buffer.from('fmt'), Buffer.from([0x64]), Buffer.from('none'), Buffer.from([0x67]), Buffer.from('attStmt'), Buffer.from([0xa0, 0x68]), Buffer.from('authData'), Buffer.from([0x58, data.length]), data]);
    return this.#answer({ clientDataJSON: this.#clientData('webauthn.create', challenge).toString('base64url'), attestationObject: attestation.toString('base64url'), transports: ['internal'] });
  }

  get(options: object): Json {
    const { challenge, rpId } = options as RequestOptions;
    this.counter += 1;
    const data = this.#authenticatorData(rpId ?? '', 0);
    const client = this.#clientData('webauthn.get', challenge);
    const signature = sign('sha256', Buffer.concat([data, createHash('sha256').update(client).digest()]), this.#key);
    return this.#answer({ clientDataJSON: client.toString('base64url'), authenticatorData: data.toString('base64url'), signature: signature.toString('base64url'), userHandle: this.userHandle });
  }

  #answer(response: Json): Json {
    return { id: this.id, rawId: this.id, type: 'public-key', authenticatorAttachment: 'platform', clientExtensionResults: {}, response };
  }
  #clientData(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }));
  }
  #authenticatorData(rp: string, more: number): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(this.counter);
    return Buffer.concat([createHash('sha256').update(rp).digest(), Buffer.from([0x01 | (this.verified ? 0x04 : 0) | more]), count]);
  }
}
