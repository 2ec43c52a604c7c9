import type { AppCamera, AppStream } from '@matpho/core/sdk';
import { profileFor, profilesOf, sourceToken, type Guest, type Operation, type Profile } from './scene.ts';
import { escapeXml, SoapFault, type XmlNode } from './soap.ts';

const multicast = '<tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type><tt:IPv4Address>0.0.0.0</tt:IPv4Address></tt:Address><tt:Port>0</tt:Port><tt:TTL>1</tt:TTL><tt:AutoStart>false</tt:AutoStart></tt:Multicast>';
const resolution = ({ width, height }: AppStream): string => `<tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution>`;
/** Clients plan by it; the camera's own setting is not the hub's to know. */
const roughKbps = ({ width, height }: AppStream): number => Math.max(64, Math.round((width * height) / 600));
const largest = ({ streams }: AppCamera): AppStream | undefined => streams.toSorted((a, b) => b.height - a.height)[0];
const encoderToken = ({ token }: Profile): string => `encoder.${token}`;

function sourceInside(camera: AppCamera): string {
  const stream = largest(camera);
  return `<tt:Name>${escapeXml(camera.name)}</tt:Name><tt:UseCount>${camera.streams.length}</tt:UseCount><tt:SourceToken>${sourceToken(camera)}</tt:SourceToken><tt:Bounds x="0" y="0" width="${stream?.width ?? 0}" height="${stream?.height ?? 0}"/>`;
}
const profileName = ({ camera, stream }: Profile): string => escapeXml(`${camera.name} (${stream.role})`);

/** Media 1 has words for H.264 and JPEG only (ONVIF Media §5.13): an H.265 stream is to be seen through Media 2. */
async function media1Profiles(guest: Guest): Promise<readonly Profile[]> {
  return (await profilesOf(guest)).filter(({ stream: { codec } }) => codec !== 'h265');
}
function encoder1({ stream }: Profile): string {
  const h264 = stream.codec === 'h264' ? `<tt:H264><tt:GovLength>${Math.round(stream.fps * 2)}</tt:GovLength><tt:H264Profile>Main</tt:H264Profile></tt:H264>` : '';
  return `<tt:Name>${stream.role}</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>${stream.codec === 'h264' ? 'H264' : 'JPEG'}</tt:Encoding>${resolution(stream)}<tt:Quality>4</tt:Quality><tt:RateControl><tt:FrameRateLimit>${Math.round(stream.fps)}</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>${roughKbps(stream)}</tt:BitrateLimit></tt:RateControl>${h264}${multicast}<tt:SessionTimeout>PT60S</tt:SessionTimeout>`;
}
function encoder2(tag: string, profile: Profile): string {
  const { stream } = profile;
  return `<${tag} token="${encoderToken(profile)}" GovLength="${Math.round(stream.fps * 2)}" Profile="Main"><tt:Name>${stream.role}</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>${stream.codec === 'h264' ? 'H264' : stream.codec === 'h265' ? 'H265' : 'JPEG'}</tt:Encoding>${resolution(stream)}<tt:RateControl ConstantBitRate="false"><tt:FrameRateLimit>${stream.fps.toFixed(1)}</tt:FrameRateLimit><tt:BitrateLimit>${roughKbps(stream)}</tt:BitrateLimit></tt:RateControl>${multicast}<tt:Quality>4</tt:Quality></${tag}>`;
}
function profile1(tag: string, profile: Profile): string {
  return `<${tag} token="${profile.token}" fixed="true"><tt:Name>${profileName(profile)}</tt:Name><tt:VideoSourceConfiguration token="config.${profile.camera.id}">${sourceInside(profile.camera)}</tt:VideoSourceConfiguration><tt:VideoEncoderConfiguration token="${encoderToken(profile)}">${encoder1(profile)}</tt:VideoEncoderConfiguration></${tag}>`;
}
/** Only what the hub sends: RTP over RTSP, by TCP or UDP to the one who asked. @throws SoapFault */
function requireUnicast(protocol: string): void {
  if (!['', 'UDP', 'TCP', 'RTSP', 'RtspUnicast'].includes(protocol)) throw new SoapFault(400, ['ter:InvalidArgVal', 'ter:InvalidStreamSetup'], 'The hub sends RTP over RTSP by TCP or UDP unicast only.');
}
const uri1 = (operation: string, address: string): string => `<trt:${operation}Response><trt:MediaUri><tt:Uri>${escapeXml(address)}</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect><tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout></trt:MediaUri></trt:${operation}Response>`;
const byToken = async (guest: Guest, body: XmlNode): Promise<Profile> => profileFor(guest, body.text('ProfileToken'));

/** ONVIF Media Service, ver10. */
export const mediaOperations: Readonly<Record<string, Operation>> = {
  GetServiceCapabilities: async () => '<trt:GetServiceCapabilitiesResponse><trt:Capabilities SnapshotUri="true" Rotation="false"><trt:ProfileCapabilities MaximumNumberOfProfiles="256"/><trt:StreamingCapabilities RTPMulticast="false" RTP_TCP="true" RTP_RTSP_TCP="true"/></trt:Capabilities></trt:GetServiceCapabilitiesResponse>',
  GetProfiles: async (guest) => `<trt:GetProfilesResponse>${(await media1Profiles(guest)).map((each) => profile1('trt:Profiles', each)).join('')}</trt:GetProfilesResponse>`,
  GetProfile: async (guest, body) => `<trt:GetProfileResponse>${profile1('trt:Profile', await byToken(guest, body))}</trt:GetProfileResponse>`,
  GetVideoSources: async ({ account }) => `<trt:GetVideoSourcesResponse>${(await account.cameras()).map((camera) => {
    const stream = largest(camera);
    return stream ? `<trt:VideoSources token="${sourceToken(camera)}"><tt:Framerate>${stream.fps.toFixed(1)}</tt:Framerate>${resolution(stream)}</trt:VideoSources>` : '';
  }).join('')}</trt:GetVideoSourcesResponse>`,
  GetVideoSourceConfigurations: async ({ account }) => `<trt:GetVideoSourceConfigurationsResponse>${(await account.cameras()).map((camera) => `<trt:Configurations token="config.${camera.id}">${sourceInside(camera)}</trt:Configurations>`).join('')}</trt:GetVideoSourceConfigurationsResponse>`,
  GetVideoEncoderConfigurations: async (guest) => `<trt:GetVideoEncoderConfigurationsResponse>${(await media1Profiles(guest)).map((each) => `<trt:Configurations token="${encoderToken(each)}">${encoder1(each)}</trt:Configurations>`).join('')}</trt:GetVideoEncoderConfigurationsResponse>`,
  GetStreamUri: async (guest, body) => {
    requireUnicast(body.text('StreamSetup', 'Transport', 'Protocol'));
    return uri1('GetStreamUri', (await byToken(guest, body)).stream.uri);
  },
  GetSnapshotUri: async (guest, body) => uri1('GetSnapshotUri', (await byToken(guest, body)).camera.snapshotUri),
};

/** ONVIF Media 2 Service, ver20. */
export const media2Operations: Readonly<Record<string, Operation>> = {
  GetServiceCapabilities: async () => '<tr2:GetServiceCapabilitiesResponse><tr2:Capabilities SnapshotUri="true" Rotation="false"><tr2:ProfileCapabilities MaximumNumberOfProfiles="256" ConfigurationsSupported="VideoSource VideoEncoder"/><tr2:StreamingCapabilities RTSPStreaming="true" RTPMulticast="false" RTP_RTSP_TCP="true" NonAggregateControl="false" AutoStartMulticast="false"/></tr2:Capabilities></tr2:GetServiceCapabilitiesResponse>',
  GetProfiles: async (guest, body) => {
    const token = body.text('Token');
    const profiles = token === '' ? await profilesOf(guest) : [await profileFor(guest, token)];
    return `<tr2:GetProfilesResponse>${profiles.map((each) => `<tr2:Profiles token="${each.token}" fixed="true"><tr2:Name>${profileName(each)}</tr2:Name><tr2:Configurations><tr2:VideoSource token="config.${each.camera.id}">${sourceInside(each.camera)}</tr2:VideoSource>${encoder2('tr2:VideoEncoder', each)}</tr2:Configurations></tr2:Profiles>`).join('')}</tr2:GetProfilesResponse>`;
  },
  GetVideoSourceConfigurations: async ({ account }) => `<tr2:GetVideoSourceConfigurationsResponse>${(await account.cameras()).map((camera) => `<tr2:Configurations token="config.${camera.id}">${sourceInside(camera)}</tr2:Configurations>`).join('')}</tr2:GetVideoSourceConfigurationsResponse>`,
  GetVideoEncoderConfigurations: async (guest) => `<tr2:GetVideoEncoderConfigurationsResponse>${(await profilesOf(guest)).map((each) => encoder2('tr2:Configurations', each)).join('')}</tr2:GetVideoEncoderConfigurationsResponse>`,
  GetStreamUri: async (guest, body) => {
    requireUnicast(body.text('Protocol'));
    return `<tr2:GetStreamUriResponse><tr2:Uri>${escapeXml((await byToken(guest, body)).stream.uri)}</tr2:Uri></tr2:GetStreamUriResponse>`;
  },
  GetSnapshotUri: async (guest, body) => `<tr2:GetSnapshotUriResponse><tr2:Uri>${escapeXml((await byToken(guest, body)).camera.snapshotUri)}</tr2:Uri></tr2:GetSnapshotUriResponse>`,
};
