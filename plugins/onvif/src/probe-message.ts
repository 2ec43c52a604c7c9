import { readSoapBody, elementsAt, escapeXml, textAt } from './xml.ts';

/** WS-Discovery 2005/04, as ONVIF Core §7.3 uses it. */
export const discoveryGroup = '239.255.255.250';

const kinds = {
  camera: 'xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><d:Types>dn:NetworkVideoTransmitter</d:Types>',
  // Profile T and later devices may announce only this (ONVIF Core §7.3.2.1).
  device: 'xmlns:dn="http://www.onvif.org/ver10/device/wsdl"><d:Types>dn:Device</d:Types>',
};
export type ProbeKind = keyof typeof kinds;
// Two types in one probe would ask for devices that are both, so each goes alone.
export const probeKinds: readonly ProbeKind[] = ['camera', 'device'];

export function probeMessage(kind: ProbeKind, messageId: string): string {
  return '<?xml version="1.0" encoding="UTF-8"?>'
    + '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery">'
    + `<s:Header><a:MessageID>${escapeXml(messageId)}</a:MessageID><a:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</a:To>`
    + '<a:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</a:Action></s:Header>'
    + `<s:Body><d:Probe ${kinds[kind]}</d:Probe></s:Body></s:Envelope>`;
}

export interface ProbeMatch {
  /** The endpoint reference, `urn:uuid:...`. */
  readonly id: string;
  readonly name?: string;
  readonly maker?: string;
  readonly model?: string;
  readonly deviceUri: URL;
}

const maxDatagram = 65_536;
const maxMatches = 8;

/**
 * @param sender where the datagram came from: the only host the matches are allowed to name.
 * @returns nothing for anything that is not a ProbeMatches message.
 */
export function parseProbeMatches(datagram: Uint8Array, sender: string): readonly ProbeMatch[] {
  if (datagram.length > maxDatagram) return [];
  let body: unknown;
  try {
    body = readSoapBody(Buffer.from(datagram).toString('utf8'));
  } catch {
    return [];
  }
  return elementsAt(body, 'probeMatches', 'probeMatch').slice(0, maxMatches).flatMap((match): readonly ProbeMatch[] => {
    const id = textAt(match, 'endpointReference', 'address');
    const deviceUri = chooseAddress(textAt(match, 'XAddrs') ?? '', sender);
    if (id === undefined || id.length > 256 || deviceUri === undefined || isHub(textAt(match, 'scopes') ?? '')) return [];
    return [{ id, deviceUri, ...parseScopes(textAt(match, 'scopes') ?? '') }];
  });
}

/** A hub that shows itself to other software is no camera: enrolled here, pictures would go round in a circle. */
function isHub(scopes: string): boolean {
  return scopes.split(/\s+/).includes('onvif://www.onvif.org/matpho/hub');
}

/**
 * Of the addresses a device gives of itself, the one at the host that answered. Another host is replaced by it: the
 * camera may be set up for another network, or lie to send the hub elsewhere (THREATS 10).
 */
export function chooseAddress(addresses: string, sender: string): URL | undefined {
  const urls = addresses.split(/\s+/).slice(0, 16)
    .filter((one) => one.length <= 1_024 && URL.canParse(one)).map((one) => new URL(one)).filter((one) => one.protocol === 'http:');
  const host = sender.includes(':') ? `[${sender}]` : sender;
  const chosen = urls.find((one) => one.hostname === host) ?? urls[0];
  if (chosen === undefined) return undefined;
  chosen.hostname = host;
  chosen.username = '';
  chosen.password = '';
  chosen.hash = '';
  return chosen;
}

/** ONVIF Core §7.3.3: `onvif://www.onvif.org/name/Front%20door`. The maker's scope is a common habit, not in the standard. */
export function parseScopes(scopes: string): { readonly name?: string; readonly maker?: string; readonly model?: string } {
  const values = new Map<string, string>();
  for (const scope of scopes.split(/\s+/).slice(0, 64)) {
    const [, kind, raw] = /^onvif:\/\/www\.onvif\.org\/(\w+)\/([^/]+)/i.exec(scope) ?? [];
    const value = raw === undefined ? '' : forPeople(decode(raw));
    if (kind !== undefined && value !== '' && !values.has(kind.toLowerCase())) values.set(kind.toLowerCase(), value);
  }
  // Without a name, where it hangs says more to people than what it is.
  const name = values.get('name') ?? values.get('location') ?? values.get('hardware');
  const maker = values.get('mfr') ?? values.get('manufacturer');
  const model = values.get('hardware');
  return { ...(name === undefined ? {} : { name }), ...(maker === undefined ? {} : { maker }), ...(model === undefined ? {} : { model }) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
/** One short line: a stranger on the network chose these words. Direction marks and controls could make them lie. */
function forPeople(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, ' ').replace(/\s+/g, ' ').trim().slice(0, 80);
}
