import { XMLParser } from 'fast-xml-parser';

const NAMESPACES = 'xmlns:env="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tr2="http://www.onvif.org/ver20/media/wsdl" xmlns:tptz="http://www.onvif.org/ver20/ptz/wsdl" xmlns:tse="http://www.onvif.org/ver10/search/wsdl" xmlns:trp="http://www.onvif.org/ver10/replay/wsdl" xmlns:trc="http://www.onvif.org/ver10/recording/wsdl" xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" xmlns:tns1="http://www.onvif.org/ver10/topics" xmlns:tev="http://www.onvif.org/ver10/events/wsdl" xmlns:wstop="http://docs.oasis-open.org/wsn/t-1" xmlns:wsa="http://www.w3.org/2005/08/addressing" xmlns:wsrf-r="http://docs.oasis-open.org/wsrf/r-2" xmlns:ter="http://www.onvif.org/ver10/error"';

export interface SoapCall {
  /** The operation's local name: which service it belongs to is told by the address. */
  readonly operation: string;
  readonly body: XmlNode;
  readonly security: XmlNode | undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Parsed XML without name space prefixes; attributes carry an `@`. */
export class XmlNode {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  /** The first child of that name all along the path, if it is there. */
  at(...path: readonly string[]): XmlNode | undefined {
    let value = this.#value;
    for (const name of path) {
      if (!isRecord(value) || !Object.hasOwn(value, name)) return undefined;
      const found = value[name];
      value = Array.isArray(found) ? found.at(0) : found;
    }
    return new XmlNode(value);
  }

  /** Text with XML's own five entities resolved; no others exist here. */
  text(...path: readonly string[]): string {
    const found = this.at(...path);
    const node = found === undefined ? undefined : found.#value;
    const text = isRecord(node) ? node['#text'] : node;
    return typeof text === 'string' ? text.trim().replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'" })[name] ?? '&') : '';
  }

  names(): string[] {
    return isRecord(this.#value) ? Object.keys(this.#value).filter((name) => !name.startsWith('@') && name !== '#text') : [];
  }
}

/** @throws Error when it is not XML we accept: no document types, no entities. */
export const parseXml = (text: string): XmlNode => {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new Error('Document types are not accepted');
  const parser = new XMLParser({ removeNSPrefix: true, ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, parseAttributeValue: false, processEntities: false });
  return new XmlNode(parser.parse(text, true));
};

/** @throws Error when it is no SOAP 1.2 envelope with one operation. */
export const parseCall = (text: string): SoapCall => {
  const root = parseXml(text);
  const body = root.at('Envelope', 'Body');
  const operation = body?.names()[0];
  const inner = operation === undefined ? undefined : body?.at(operation);
  if (operation === undefined || inner === undefined) throw new Error('The envelope has no operation');
  return { operation, body: inner, security: root.at('Envelope', 'Header', 'Security') };
};

export const escapeXml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' })[sign] ?? '');

export const envelope = (body: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<env:Envelope ${NAMESPACES}><env:Header/><env:Body>${body}</env:Body></env:Envelope>`;

/** A SOAP 1.2 fault with ONVIF's subcodes (ONVIF Core §5.8.2). */
export class SoapFault extends Error {
  readonly subcodes: readonly string[];
  readonly status: number;

  constructor(status: number, subcodes: readonly string[], reason: string) {
    super(reason);
    this.subcodes = subcodes;
    this.status = status;
  }

  toXml(): string {
    const nested = this.subcodes.reduceRight((inner, code) => `<env:Subcode><env:Value>${code}</env:Value>${inner}</env:Subcode>`, '');
    return envelope(`<env:Fault><env:Code><env:Value>env:${this.status === 500 ? 'Receiver' : 'Sender'}</env:Value>${nested}</env:Code><env:Reason><env:Text xml:lang="en">${escapeXml(this.message)}</env:Text></env:Reason></env:Fault>`);
  }
}
