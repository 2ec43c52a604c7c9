import { HubError } from '@matpho/core/sdk';
import { brokenAnswer } from './broken-answer.ts';

/** Where a stream is asked for. Never holds credentials. */
export interface StreamAddress {
  readonly tls: boolean;
  readonly host: string;
  readonly port: number;
  /** As it stands in requests. */
  readonly uri: string;
}

const longestUri = 2_048;

/** @throws HubError `address-refused` */
export function parseStreamAddress(text: string, base?: string): StreamAddress {
  let url: URL;
  try {
    url = new URL(text, base);
  } catch (cause) {
    throw new HubError('address-refused', 'This is not the address of a stream.', { cause });
  }
  if ((url.protocol !== 'rtsp:' && url.protocol !== 'rtsps:') || url.hostname === '' || text.length > longestUri) throw new HubError('address-refused', 'This is not an RTSP address.');
  url.username = '';
  url.password = '';
  url.hash = '';
  const tls = url.protocol === 'rtsps:';
  return { tls, host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || (tls ? 322 : 554)), uri: url.href };
}

/**
 * Joins a control attribute to its base, RFC 2326 C.1.1, as cameras mean it: by a slash, also behind a query.
 * @throws HubError `camera-broken-answer`
 */
export function controlUri(control: string, base: string): string {
  if (control === '' || control === '*') return base;
  const uri = /^rtsps?:\/\//i.test(control) ? control : `${base.replace(/\/$/, '')}/${control.replace(/^\//, '')}`;
  if (uri.length > longestUri || !/^[\x21-\x7e]+$/.test(uri)) throw brokenAnswer('The camera named a stream in a way that cannot be asked for.');
  return uri;
}
