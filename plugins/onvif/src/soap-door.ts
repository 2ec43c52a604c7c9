import { HubError, type AddressRules, type Credentials } from '@matpho/core/sdk';
import { signedExchange, wantsProof, type HttpReply } from './exchange.ts';
import { allText, elementsAt, readSoapBody, textAt } from './xml.ts';

/** The camera wants other credentials, or the same ones in another form. */
export class SoapRefused extends Error {
  /** It had asked for HTTP Digest and refused our answer: then its clock plays no part. */
  readonly byDigest: boolean;
  /** It said that the token was too old or too new. */
  readonly expired: boolean;
  /** It said so in SOAP; any web server can say 401. */
  readonly inSoap: boolean;
  constructor(how: { readonly byDigest: boolean; readonly expired: boolean; readonly inSoap: boolean }) {
    super('The camera refused the request.');
    this.byDigest = how.byDigest;
    this.expired = how.expired;
    this.inSoap = how.inSoap;
  }
}
/** The camera understood and declined: an optional call it does not have, most often. */
export class SoapFault extends Error {}

const maxReply = 1_048_576;
const timeout = 10_000;

/** Takes SOAP requests to one camera and brings their bodies back. */
export class SoapDoor {
  readonly #credentials: Credentials | undefined;
  readonly #addresses: AddressRules;
  readonly #signal: AbortSignal;
  constructor(credentials: Credentials | undefined, addresses: AddressRules, signal: AbortSignal) {
    this.#credentials = credentials;
    this.#addresses = addresses;
    this.#signal = signal;
  }

  /**
   * @param patience for the whole exchange; longer where the camera answers when something happens
   * @returns the Body of the answer in the onvif package's shape.
   * @throws SoapRefused, SoapFault; HubError `camera-unreachable`, `camera-broken-answer`, `address-refused`
   */
  async send(url: URL, envelope: string, patience = timeout): Promise<unknown> {
    const headers = { 'Content-Type': `application/soap+xml; charset=utf-8; action="${actionOf(envelope)}"` };
    const reply = await signedExchange({ method: 'POST', url, headers, body: envelope, maxBytes: maxReply, timeout: patience }, this.#credentials, false, this.#addresses, this.#signal);
    return bodyOf(reply);
  }
}

function bodyOf(reply: HttpReply): unknown {
  const refused = wantsProof(reply) || reply.status === 403;
  let body: unknown;
  try {
    body = readSoapBody(reply.body.toString('utf8'));
  } catch (error) {
    // The page under a 401 is HTML on many cameras (RFC 9110 asks for no form at all).
    if (refused) throw new SoapRefused({ byDigest: reply.signedBy !== undefined, expired: false, inSoap: false });
    throw error;
  }
  const fault = elementsAt(body, 'fault')[0];
  const said = allText(fault).toLowerCase();
  const expired = /messageexpired|expired|timestamp/.test(said);
  // ONVIF Core §5.11.2.2: ter:NotAuthorized, which some firmware sends with status 400 or even 200.
  if (refused || expired || /not\s?authorized|unauthorized|failedauthentication|failedcheck|invalidsecurity|mustunderstand/.test(said)) {
    throw new SoapRefused({ byDigest: wantsProof(reply) && reply.signedBy !== undefined, expired, inSoap: true });
  }
  if (fault !== undefined) throw new SoapFault(textAt(fault, 'reason', 'text')?.slice(0, 200) ?? 'SOAP fault');
  if (reply.status !== 200) throw new HubError('camera-broken-answer', `The camera answered with HTTP status ${reply.status}.`);
  return body;
}

/** SOAP 1.2 Part 2 §6.5.3: the action is the name of the operation; our own envelopes carry it as the first element of the Body. */
function actionOf(envelope: string): string {
  const operation = /<s:Body[^>]*><(\w+) xmlns="([^"]+)"/.exec(envelope);
  return operation === null ? '' : `${operation[2]}/${operation[1]}`;
}
