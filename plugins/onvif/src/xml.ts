import { HubError } from '@matpho/core/sdk';
import { XMLParser, XMLValidator } from 'fast-xml-parser';


// The shape xml2js gives, because the onvif package reads that shape: every child a list, prefixes gone,
// the first letter small unless the second is a capital (`XAddr` stays).
const parser = new XMLParser({
  ignoreAttributes: false, attributesGroupName: '$', attributeNamePrefix: '', textNodeName: '_',
  removeNSPrefix: true, ignoreDeclaration: true, ignorePiTags: true, trimValues: true,
  parseTagValue: false, parseAttributeValue: false, processEntities: false, maxNestedTags: 64,
  isArray: (_name, _path, _leaf, isAttribute) => !isAttribute,
  transformTagName: (name) => {
    const second = name.charAt(1);
    return second.toUpperCase() === second ? name : name.charAt(0).toLowerCase() + name.slice(1);
  },
  tagValueProcessor: (_name, value) => decodeEntities(value),
  attributeValueProcessor: (_name, value) => decodeEntities(value),
});

/**
 * Reads a SOAP envelope. The caller has bounded its length.
 * @returns the Body as the list of one element the onvif package expects.
 * @throws HubError `camera-broken-answer` for anything else, and for a document type: SOAP forbids it (SOAP 1.2 §5) and entity bombs need it.
 */
export function readSoapBody(text: string): unknown {
  if (/<!(?:doctype|entity)/i.test(text)) throw new HubError('camera-broken-answer', 'The answer declares a document type.');
  // The parser alone forgives a document cut in half.
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw new HubError('camera-broken-answer', `The answer is not well-formed XML (line ${verdict.err.line}).`);
  let tree: unknown;
  try {
    tree = parser.parse(text);
  } catch (cause) {
    throw new HubError('camera-broken-answer', 'The answer is not XML.', { cause });
  }
  const body = child(first(child(tree, 'envelope')), 'body');
  if (!Array.isArray(body) || typeof body[0] !== 'object') throw new HubError('camera-broken-answer', 'The answer is not a SOAP envelope.');
  return body;
}

/** All elements at the end of a path, looking into every list on the way. */
export function elementsAt(node: unknown, ...path: readonly string[]): readonly unknown[] {
  let level: readonly unknown[] = Array.isArray(node) ? node : [node];
  for (const name of path) {
    level = level.flatMap((one) => {
      const found = child(one, name);
      return found === undefined ? [] : found;
    });
  }
  return level;
}

/** The text of the first element at a path, trimmed; undefined when absent or empty. */
export function textAt(node: unknown, ...path: readonly string[]): string | undefined {
  const found = elementsAt(node, ...path)[0];
  const text = typeof found === 'string' ? found : child(found, '_');
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
}

/** Every text below a node in one line, for searching in faults. */
export function allText(node: unknown): string {
  if (typeof node === 'string') return node;
  if (typeof node !== 'object' || node === null) return '';
  return Object.entries(node).filter(([name]) => name !== '$').map(([, value]) => allText(value)).join(' ');
}

/** For text between tags and in attributes. Characters XML 1.0 §2.2 has no place for are left out. */
export function escapeXml(text: string): string {
  const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&apos;' };
  return text.replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, '').replace(/[&<>"']/g, (c) => named[c] ?? c);
}

/** Only what XML itself defines (§4.6 and character references); no document can add to it. */
function decodeEntities(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '\'' };
  return text.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi, (whole, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return named[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '0', 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

function child(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, name) ? Reflect.get(node, name) : undefined;
}
function first(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}
