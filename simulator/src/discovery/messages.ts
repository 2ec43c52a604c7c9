import { randomUUID } from 'node:crypto';
import { escapeXml, parseXml } from '../onvif/soap.ts';

const DISCOVERY = 'http://schemas.xmlsoap.org/ws/2005/04/discovery';
const EVERYONE = 'urn:schemas-xmlsoap-org:ws:2005:04:discovery';
const NAMESPACES = `xmlns:env="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="${DISCOVERY}" xmlns:dn="http://www.onvif.org/ver10/network/wsdl" xmlns:tds="http://www.onvif.org/ver10/device/wsdl"`;

/** What a device tells of itself in WS-Discovery. */
export interface Announced {
  readonly endpointReference: string;
  readonly scopes: readonly string[];
  readonly addresses: readonly string[];
}

export interface Probe { readonly messageId: string; readonly types: readonly string[]; readonly scopes: readonly string[] }

/** Reads a Probe; undefined when the datagram is something else. */
export const readProbe = (datagram: Buffer): Probe | undefined => {
  try {
    const root = parseXml(datagram.toString('utf8'));
    const probe = root.at('Envelope', 'Body', 'Probe');
    const messageId = root.at('Envelope', 'Header')?.text('MessageID') ?? '';
    if (probe === undefined || messageId === '' || messageId.length > 256) return undefined;
    const words = (name: string): string[] => probe.text(name).split(/\s+/).filter((word) => word !== '');
    return { messageId, types: words('Types').map((type) => type.replace(/^.*:/, '')), scopes: words('Scopes') };
  } catch {
    return undefined;
  }
};

/** WS-Discovery §5.1: every type and every scope asked for must match; scopes by the segments of their path (RFC 3986 rule). */
export const matches = (probe: Probe, device: Announced): boolean =>
  probe.types.every((type) => type === 'NetworkVideoTransmitter' || type === 'Device')
  && probe.scopes.every((asked) => device.scopes.some((own) => own === asked || own.startsWith(asked.endsWith('/') ? asked : `${asked}/`)));

const describe = (tag: string, device: Announced): string =>
  `<d:${tag}><wsa:EndpointReference><wsa:Address>${device.endpointReference}</wsa:Address></wsa:EndpointReference><d:Types>dn:NetworkVideoTransmitter tds:Device</d:Types><d:Scopes>${escapeXml(device.scopes.join(' '))}</d:Scopes><d:XAddrs>${escapeXml(device.addresses.join(' '))}</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion></d:${tag}>`;

const message = (action: string, to: string, relatesTo: string, body: string): Buffer =>
  Buffer.from(`<?xml version="1.0" encoding="UTF-8"?><env:Envelope ${NAMESPACES}><env:Header><wsa:MessageID>urn:uuid:${randomUUID()}</wsa:MessageID>${relatesTo === '' ? '' : `<wsa:RelatesTo>${escapeXml(relatesTo)}</wsa:RelatesTo>`}<wsa:To>${to}</wsa:To><wsa:Action>${DISCOVERY}/${action}</wsa:Action></env:Header><env:Body>${body}</env:Body></env:Envelope>`);

export const probeMatches = (probe: Probe, device: Announced): Buffer =>
  message('ProbeMatches', 'http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous', probe.messageId, `<d:ProbeMatches>${describe('ProbeMatch', device)}</d:ProbeMatches>`);

export const hello = (device: Announced): Buffer => message('Hello', EVERYONE, '', describe('Hello', device));
export const bye = (device: Announced): Buffer => message('Bye', EVERYONE, '', describe('Bye', device));
