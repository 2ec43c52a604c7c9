import { XMLParser, XMLValidator } from 'fast-xml-parser';

const namespaces = 'xmlns:env="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tr2="http://www.onvif.org/ver20/media/wsdl" xmlns:tev="http://www.onvif.org/ver10/events/wsdl" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" xmlns:wsa5="http://www.w3.org/2005/08/addressing" xmlns:tns1="http://www.onvif.org/ver10/topics" xmlns:ter="http://www.onvif.org/ver10/error"';
const parser = new XMLParser({ removeNSPrefix: true, ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, parseAttributeValue: false, processEntities: false, maxNestedTags: 32 });

/** Parsed XML without name space prefixes; of several children with one name, the first. */
export class XmlNode {
  readonly #value: unknown;
  constructor(value: unknown) {
    this.#value = value;
  }
  at(...path: readonly string[]): XmlNode | undefined {
    let value = this.#value;
    for (const name of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
      const found: unknown = Reflect.get(value, name);
      value = Array.isArray(found) ? found[0] : found;
    }
    return new XmlNode(value);
  }
  /** Trimmed, XML's own five entities resolved; empty where there is none. */
  text(...path: readonly string[]): string {
    const found = this.at(...path);
    const value = found?.at('#text') ?? found;
    const text = value === undefined ? '' : value.#value;
    return typeof text === 'string' ? text.trim().replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: '\'' })[name] ?? '&') : '';
  }
  get firstName(): string | undefined {
    return typeof this.#value === 'object' && this.#value !== null ? Object.keys(this.#value).find((name) => !name.startsWith('@') && name !== '#text') : undefined;
  }
}

/** @throws Error when it is not XML; document types are refused: SOAP forbids them (SOAP 1.2 §5) and entity bombs need them */
export function parseXml(text: string): XmlNode {
  if (/<!(?:doctype|entity)/i.test(text) || XMLValidator.validate(text) !== true) throw new Error('This is not well-formed XML without a document type.');
  return new XmlNode(parser.parse(text));
}

/** One request. Which service it belongs to is told by the address it was sent to. */
export interface SoapCall {
  readonly operation: string;
  readonly body: XmlNode;
  readonly header: XmlNode | undefined;
}
/** @throws SoapFault for anything that is no SOAP 1.2 envelope with one operation */
export function parseCall(text: string): SoapCall {
  try {
    const root = parseXml(text).at('Envelope');
    const operation = root?.at('Body')?.firstName;
    const body = operation === undefined ? undefined : root?.at('Body', operation);
    if (operation !== undefined && body) return { operation, body, header: root?.at('Header') };
  } catch {
    // Said below, as for an envelope without an operation.
  }
  throw new SoapFault(400, ['ter:WellFormed'], 'The request is not a SOAP envelope with one operation.');
}

/** For text between tags and in attributes; characters XML 1.0 §2.2 has no place for are left out. */
export function escapeXml(text: string): string {
  const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&apos;' };
  return text.replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, '').replace(/[&<>"']/g, (sign) => named[sign] ?? sign);
}
export function envelope(body: string, header = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<env:Envelope ${namespaces}><env:Header>${header}</env:Header><env:Body>${body}</env:Body></env:Envelope>`;
}

/** A SOAP 1.2 fault with ONVIF's subcodes (ONVIF Core Specification §5.8.2). */
export class SoapFault extends Error {
  readonly status: 400 | 401 | 500;
  readonly subcodes: readonly string[];
  constructor(status: 400 | 401 | 500, subcodes: readonly string[], reason: string) {
    super(reason);
    this.status = status;
    this.subcodes = subcodes;
  }
  toXml(): string {
    const subcodes = this.subcodes.reduceRight((inner, code) => `<env:Subcode><env:Value>${code}</env:Value>${inner}</env:Subcode>`, '');
    return envelope(`<env:Fault><env:Code><env:Value>env:${this.status === 500 ? 'Receiver' : 'Sender'}</env:Value>${subcodes}</env:Code><env:Reason><env:Text xml:lang="en">${escapeXml(this.message)}</env:Text></env:Reason></env:Fault>`);
  }
}
export const noSuchOperation = (): SoapFault => new SoapFault(400, ['ter:ActionNotSupported'], 'The hub does not do that.');
export const notAuthorized = (): SoapFault => new SoapFault(401, ['ter:NotAuthorized'], 'Sign in with the user name and password the hub gave for this program.');
