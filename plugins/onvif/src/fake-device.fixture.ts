import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { HubError, type AddressRules, type Credentials } from '@matpho/core/sdk';
import { escapeXml } from './xml.ts';

export const hubTime = Date.UTC(2026, 4, 1, 8, 0, 0);
export const fakeClock = { now: () => hubTime };
export const owner: Credentials = { username: 'admin', password: 'mật-khẩu đúng' };

/** Lets loopback through and remembers what was asked. */
export class FakeRules implements AddressRules {
  readonly asked: string[] = [];
  async check(host: string, port: number): Promise<string> {
    this.asked.push(`${host}:${port}`);
    if (host !== '127.0.0.1' && host !== 'localhost') throw new HubError('address-refused', 'Not in this test.');
    return '127.0.0.1';
  }
}

export type Script = (response: ServerResponse, request: IncomingMessage, body: string) => void;
export interface Conduct {
  /** What it takes as proof; `none` lets everyone in. */
  readonly auth?: readonly ('digest' | 'token')[];
  /** The status under a Digest challenge. */
  readonly challengeStatus?: number;
  readonly credentials?: Credentials;
  /** Told time minus hub time. */
  readonly offsetMs?: number;
  /** Checked time minus hub time, where it differs from the told one. */
  readonly checkedOffsetMs?: number;
  /** The status under ter:NotAuthorized. */
  readonly refusal?: number;
  /** The host it names in addresses of its services, streams and pictures. */
  readonly namedHost?: string;
  readonly media?: string;
  readonly media2?: string;
  /** Instead of its own answer to an operation, or `picture`. */
  readonly scripts?: Readonly<Record<string, Script>>;
}
export interface FakeDevice extends AsyncDisposable {
  readonly uri: string;
  readonly port: number;
  /** Operations in order; `?` marks one that carried no proof. */
  readonly asked: string[];
  /** Everything received, to look for secrets in. */
  readonly wire: string[];
}

export const profile1 = (token: string, encoding: string, width: number, height: number, audio = false): string =>
  `<trt:Profiles token="${escapeXml(token)}"><tt:Name>${escapeXml(token)}</tt:Name><tt:VideoSourceConfiguration token="v"><tt:SourceToken>lens</tt:SourceToken></tt:VideoSourceConfiguration>`
  + (audio ? '<tt:AudioEncoderConfiguration token="a"><tt:Encoding>AAC</tt:Encoding></tt:AudioEncoderConfiguration>' : '')
  + `<tt:VideoEncoderConfiguration token="e"><tt:Encoding>${encoding}</tt:Encoding><tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution><tt:RateControl><tt:FrameRateLimit>25</tt:FrameRateLimit></tt:RateControl></tt:VideoEncoderConfiguration></trt:Profiles>`;
export const profile2 = (token: string, encoding: string, width: number, height: number): string =>
  `<tr2:Profiles token="${token}"><tr2:Name>${token}</tr2:Name><tr2:Configurations><tr2:VideoSource token="v"><tt:SourceToken>lens</tt:SourceToken></tr2:VideoSource>`
  + `<tr2:VideoEncoder token="e"><tt:Encoding>${encoding}</tt:Encoding><tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution></tr2:VideoEncoder></tr2:Configurations></tr2:Profiles>`;
export const usual = profile1('main', 'H264', 1920, 1080, true) + profile1('sub', 'H264', 640, 360);

const namespaces = 'xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema" xmlns:tds="http://www.onvif.org/ver10/device/wsdl" xmlns:trt="http://www.onvif.org/ver10/media/wsdl" xmlns:tr2="http://www.onvif.org/ver20/media/wsdl" xmlns:ter="http://www.onvif.org/ver10/error"';
export const envelope = (body: string): string => `<?xml version="1.0"?><s:Envelope ${namespaces}><s:Body>${body}</s:Body></s:Envelope>`;
export const fault = (subcode: string, reason: string): string => envelope(`<s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>${subcode}</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">${reason}</s:Text></s:Reason></s:Fault>`);
export const say = (status: number, body: string, headers: Record<string, string> = {}): Script => (response) => { response.writeHead(status, headers).end(body); };

const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');

export async function fakeDevice(conduct: Conduct = {}): Promise<FakeDevice> {
  const { auth = [], credentials = owner, offsetMs = 0, refusal = 400 } = conduct;
  const asked: string[] = [];
  const wire: string[] = [];

  const digestGood = (request: IncomingMessage): boolean => {
    const field = (name: string): string => new RegExp(`[ ,]${name}="?([^",]*)"?`).exec(request.headers.authorization ?? '')?.[1] ?? '';
    const ha1 = md5(`${credentials.username}:cam:${credentials.password}`);
    return field('response') === md5(`${ha1}:n1:${field('nc')}:${field('cnonce')}:auth:${md5(`${request.method}:${request.url}`)}`);
  };
  const tokenGood = (body: string): boolean => {
    const part = (name: string): string => new RegExp(`<${name}(?: [^>]*)?>([^<]*)<`).exec(body)?.[1] ?? '';
    const created = part('Created');
    const digest = createHash('sha1').update(Buffer.from(part('Nonce'), 'base64')).update(created).update(credentials.password, 'utf8').digest('base64');
    const age = Math.abs(Date.parse(created) - (hubTime + (conduct.checkedOffsetMs ?? offsetMs)));
    return part('Username') === escapeXml(credentials.username) && part('Password') === digest && age <= 5_000;
  };
  const admitted = (request: IncomingMessage, body: string): boolean => auth.length === 0
    || (auth.includes('digest') && digestGood(request)) || (auth.includes('token') && tokenGood(body));

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const operation = request.method === 'GET' ? 'picture' : /<s:Body[^>]*><(\w+)/.exec(body)?.[1] ?? '';
      const proof = request.headers.authorization !== undefined || body.includes('<Security');
      asked.push(proof ? operation : `${operation}?`);
      wire.push(`${request.url} ${JSON.stringify(request.headers)} ${body}`);
      const script = conduct.scripts?.[operation];
      if (script !== undefined) script(response, request, body);
      else if (operation !== 'GetSystemDateAndTime' && !admitted(request, body)) {
        if (auth.includes('digest')) say(conduct.challengeStatus ?? 401, '<!DOCTYPE html><p>no</p>', { 'WWW-Authenticate': 'Digest realm="cam", nonce="n1", qop="auth", algorithm=MD5' })(response, request, body);
        else say(refusal, fault('ter:NotAuthorized', 'Sender not Authorized'))(response, request, body);
      } else if (operation === 'picture') say(200, '\u00ff', {})(response, request, body);
      else say(200, envelope(answerTo(operation, body, `${conduct.namedHost ?? '127.0.0.1'}:${portOf(server)}`, conduct, hubTime + offsetMs)))(response, request, body);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const port = portOf(server);
  return {
    port, uri: `http://127.0.0.1:${port}/onvif/device_service`, asked, wire,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function answerTo(operation: string, body: string, host: string, conduct: Conduct, time: number): string {
  const token = /<ProfileToken>([^<]*)</.exec(body)?.[1] ?? '';
  const newer = body.includes('ver20/media');
  const at = new Date(time);
  const service = (name: string): string => `<tds:Service><tds:Namespace>http://www.onvif.org/${name}/wsdl</tds:Namespace><tds:XAddr>http://${host}/onvif/${name}</tds:XAddr></tds:Service>`;
  switch (operation) {
    case 'GetSystemDateAndTime': return `<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:UTCDateTime><tt:Time><tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute><tt:Second>${at.getUTCSeconds()}</tt:Second></tt:Time><tt:Date><tt:Year>${at.getUTCFullYear()}</tt:Year><tt:Month>${at.getUTCMonth() + 1}</tt:Month><tt:Day>${at.getUTCDate()}</tt:Day></tt:Date></tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>`;
    case 'GetDeviceInformation': return '<tds:GetDeviceInformationResponse><tds:Manufacturer>Hoa Sen</tds:Manufacturer><tds:Model>HS-1</tds:Model><tds:SerialNumber>42</tds:SerialNumber></tds:GetDeviceInformationResponse>';
    case 'GetServices': return `<tds:GetServicesResponse>${service('ver10/device')}${service('ver10/events')}${conduct.media === '' ? '' : service('ver10/media')}${conduct.media2 === undefined ? '' : service('ver20/media')}</tds:GetServicesResponse>`;
    case 'GetProfiles': return newer ? `<tr2:GetProfilesResponse>${conduct.media2 ?? ''}</tr2:GetProfilesResponse>` : `<trt:GetProfilesResponse>${conduct.media ?? usual}</trt:GetProfilesResponse>`;
    case 'GetStreamUri': return newer ? `<tr2:GetStreamUriResponse><tr2:Uri>rtsp://${host.replace(/:\d+$/, '')}:8554/${token}?a=1&amp;b=2</tr2:Uri></tr2:GetStreamUriResponse>` : `<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>rtsp://${host.replace(/:\d+$/, '')}:8554/${token}?a=1&amp;b=2</tt:Uri></trt:MediaUri></trt:GetStreamUriResponse>`;
    case 'GetSnapshotUri': return newer ? `<tr2:GetSnapshotUriResponse><tr2:Uri>http://${host}/snap/${token}</tr2:Uri></tr2:GetSnapshotUriResponse>` : `<trt:GetSnapshotUriResponse><trt:MediaUri><tt:Uri>http://${host}/snap/${token}</tt:Uri></trt:MediaUri></trt:GetSnapshotUriResponse>`;
    default: return '<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>ter:ActionNotSupported</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">Optional Action Not Implemented</s:Text></s:Reason></s:Fault>';
  }
}
