import { HubError } from '@matpho/core/sdk';

/** @throws HubError `address-refused` for anything but plain http; credentials in it are dropped. */
export function parseDeviceUrl(uri: string): URL {
  const url = URL.canParse(uri) && uri.length <= 2_048 ? new URL(uri) : undefined;
  if (url?.protocol !== 'http:') throw new HubError('address-refused', 'The address is not an http address.');
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}

export function portOf(url: URL): number {
  const defaults: Readonly<Record<string, number>> = { 'http:': 80, 'rtsp:': 554, 'rtsps:': 322 };
  return url.port === '' ? defaults[url.protocol] ?? 0 : Number(url.port);
}

/**
 * A service or picture address the camera named, moved to the host we already talk to: a camera must not send the hub
 * or its credentials anywhere else (THREATS 10). Its port counts only when it named that host; an address from
 * behind a router, or an invented one, says nothing about ports here.
 */
export function onDevice(named: { readonly hostname: string | null; readonly port: string | null; readonly path: string | null }, device: URL): URL {
  const url = new URL(device);
  if (named.hostname === device.hostname) url.port = named.port ?? '';
  const [path = '/', query = ''] = (named.path ?? '/').split(/\?(.*)/s, 2);
  url.pathname = path;
  url.search = query;
  return url;
}

/**
 * A stream address the camera named: host ours, port and path its own.
 * @throws HubError `camera-broken-answer` when it is not RTSP
 */
export function streamOnDevice(uri: string, device: URL): URL {
  const named = URL.canParse(uri) && uri.length <= 2_048 ? new URL(uri) : undefined;
  if (named === undefined || (named.protocol !== 'rtsp:' && named.protocol !== 'rtsps:')) throw new HubError('camera-broken-answer', 'The camera named a stream that is not RTSP.');
  const port = named.port === '' ? '' : `:${named.port}`;
  return new URL(`${named.protocol}//${device.hostname}${port}${named.pathname}${named.search}`);
}
