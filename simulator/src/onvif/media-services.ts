import type { StreamRole } from '../camera-spec.ts';
import type { VideoFormat } from '../media/unit.ts';
import type { OnvifScene, Operation } from './onvif-scene.ts';
import { ptzConfiguration } from './ptz-service.ts';
import { SoapFault } from './soap.ts';

const ROLES: readonly StreamRole[] = ['main', 'sub'];
type Version = 'media1' | 'media2';
interface Shown { readonly role: StreamRole; readonly format: VideoFormat }

/** Media 1 has no word for H.265: such profiles are only to be seen through Media 2. */
const shown = async (scene: OnvifScene, version: Version): Promise<Shown[]> => {
  const all = await Promise.all(ROLES.map(async (role) => ({ role, format: await scene.streams[role].format() })));
  return version === 'media2' ? all : all.filter(({ format }) => format.codec !== 'h265');
};

const chosen = async (scene: OnvifScene, version: Version, token: string): Promise<Shown> => {
  const found = (await shown(scene, version)).find(({ role }) => `profile_${role}` === token);
  if (found === undefined) throw new SoapFault(400, ['ter:InvalidArgVal', 'ter:NoProfile'], 'There is no such profile');
  return found;
};

const bounds = ({ width, height }: VideoFormat): string => `<tt:Bounds x="0" y="0" width="${width}" height="${height}"/>`;
const resolution = ({ width, height }: VideoFormat): string => `<tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution>`;
const sourceInside = (format: VideoFormat): string => `<tt:Name>source</tt:Name><tt:UseCount>2</tt:UseCount><tt:SourceToken>video_source</tt:SourceToken>${bounds(format)}`;
const multicast = '<tt:Multicast><tt:Address><tt:Type>IPv4</tt:Type><tt:IPv4Address>0.0.0.0</tt:IPv4Address></tt:Address><tt:Port>0</tt:Port><tt:TTL>1</tt:TTL><tt:AutoStart>false</tt:AutoStart></tt:Multicast>';
const bitrate = ({ width, height }: VideoFormat): number => Math.round((width * height) / 600);

const encoder1 = ({ role, format }: Shown): string =>
  `<tt:Name>encoder ${role}</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>H264</tt:Encoding>${resolution(format)}<tt:Quality>4</tt:Quality><tt:RateControl><tt:FrameRateLimit>${Math.round(format.fps)}</tt:FrameRateLimit><tt:EncodingInterval>1</tt:EncodingInterval><tt:BitrateLimit>${bitrate(format)}</tt:BitrateLimit></tt:RateControl><tt:H264><tt:GovLength>${Math.round(format.fps * 2)}</tt:GovLength><tt:H264Profile>Baseline</tt:H264Profile></tt:H264>${multicast}<tt:SessionTimeout>PT60S</tt:SessionTimeout>`;

const encoder2 = (tag: string, { role, format }: Shown): string =>
  `<${tag} token="encoder_${role}" GovLength="${Math.round(format.fps * 2)}" Profile="${format.codec === 'h264' ? 'Baseline' : 'Main'}"><tt:Name>encoder ${role}</tt:Name><tt:UseCount>1</tt:UseCount><tt:Encoding>${format.codec === 'mjpeg' ? 'JPEG' : format.codec.toUpperCase()}</tt:Encoding>${resolution(format)}<tt:RateControl ConstantBitRate="false"><tt:FrameRateLimit>${format.fps.toFixed(1)}</tt:FrameRateLimit><tt:BitrateLimit>${bitrate(format)}</tt:BitrateLimit></tt:RateControl>${multicast}<tt:Quality>4</tt:Quality></${tag}>`;

const audioInside = (scene: OnvifScene, role: StreamRole): string => {
  const audio = scene.streams[role].audio;
  if (audio === undefined) return '';
  return `<tt:Name>sound</tt:Name><tt:UseCount>2</tt:UseCount><tt:Encoding>${audio.codec === 'aac' ? 'AAC' : 'G711'}</tt:Encoding><tt:Bitrate>64</tt:Bitrate><tt:SampleRate>${Math.round(audio.sampleRate / 1_000)}</tt:SampleRate>${multicast}<tt:SessionTimeout>PT60S</tt:SessionTimeout>`;
};

const uri = (scene: OnvifScene, role: StreamRole): string => `${scene.rtspBase}/${role}`;
const snapshotUri = (scene: OnvifScene, role: StreamRole): string => `${scene.base}/snapshot/${role}.jpg`;
const mediaUri = (tag: string, address: string): string =>
  `<trt:${tag}Response><trt:MediaUri><tt:Uri>${address}</tt:Uri><tt:InvalidAfterConnect>false</tt:InvalidAfterConnect><tt:InvalidAfterReboot>false</tt:InvalidAfterReboot><tt:Timeout>PT0S</tt:Timeout></trt:MediaUri></trt:${tag}Response>`;

/** ONVIF Media service, ver10. */
export const mediaOperations: Readonly<Record<string, Operation>> = {
  GetProfiles: async (scene) => {
    const profiles = (await shown(scene, 'media1')).map((each) => {
      const audio = audioInside(scene, each.role);
      return `<trt:Profiles token="profile_${each.role}" fixed="true"><tt:Name>${each.role}</tt:Name><tt:VideoSourceConfiguration token="source_config">${sourceInside(each.format)}</tt:VideoSourceConfiguration><tt:VideoEncoderConfiguration token="encoder_${each.role}">${encoder1(each)}</tt:VideoEncoderConfiguration>${audio && `<tt:AudioEncoderConfiguration token="sound">${audio}</tt:AudioEncoderConfiguration>`}${scene.ptz === undefined ? '' : ptzConfiguration('tt:PTZConfiguration')}</trt:Profiles>`;
    });
    return `<trt:GetProfilesResponse>${profiles.join('')}</trt:GetProfilesResponse>`;
  },
  GetVideoSources: async (scene) => {
    const format = await scene.streams.main.format();
    return `<trt:GetVideoSourcesResponse><trt:VideoSources token="video_source"><tt:Framerate>${format.fps.toFixed(1)}</tt:Framerate>${resolution(format)}</trt:VideoSources></trt:GetVideoSourcesResponse>`;
  },
  GetVideoSourceConfigurations: async (scene) =>
    `<trt:GetVideoSourceConfigurationsResponse><trt:Configurations token="source_config">${sourceInside(await scene.streams.main.format())}</trt:Configurations></trt:GetVideoSourceConfigurationsResponse>`,
  GetVideoEncoderConfigurations: async (scene) =>
    `<trt:GetVideoEncoderConfigurationsResponse>${(await shown(scene, 'media1')).map((each) => `<trt:Configurations token="encoder_${each.role}">${encoder1(each)}</trt:Configurations>`).join('')}</trt:GetVideoEncoderConfigurationsResponse>`,
  GetStreamUri: async (scene, body) => mediaUri('GetStreamUri', uri(scene, (await chosen(scene, 'media1', body.text('ProfileToken'))).role)),
  GetSnapshotUri: async (scene, body) => mediaUri('GetSnapshotUri', snapshotUri(scene, (await chosen(scene, 'media1', body.text('ProfileToken'))).role)),
};

/** ONVIF Media 2 service, ver20. */
export const media2Operations: Readonly<Record<string, Operation>> = {
  GetProfiles: async (scene, body) => {
    const wanted = body.text('Token');
    const profiles = (await shown(scene, 'media2')).filter(({ role }) => wanted === '' || wanted === `profile_${role}`).map((each) => {
      const audio = audioInside(scene, each.role);
      return `<tr2:Profiles token="profile_${each.role}" fixed="true"><tr2:Name>${each.role}</tr2:Name><tr2:Configurations><tr2:VideoSource token="source_config">${sourceInside(each.format)}</tr2:VideoSource>${encoder2('tr2:VideoEncoder', each)}${audio && `<tr2:AudioEncoder token="sound">${audio}</tr2:AudioEncoder>`}${scene.ptz === undefined ? '' : ptzConfiguration('tr2:PTZ')}</tr2:Configurations></tr2:Profiles>`;
    });
    return `<tr2:GetProfilesResponse>${profiles.join('')}</tr2:GetProfilesResponse>`;
  },
  GetVideoEncoderConfigurations: async (scene) =>
    `<tr2:GetVideoEncoderConfigurationsResponse>${(await shown(scene, 'media2')).map((each) => encoder2('tr2:Configurations', each)).join('')}</tr2:GetVideoEncoderConfigurationsResponse>`,
  GetStreamUri: async (scene, body) => `<tr2:GetStreamUriResponse><tr2:Uri>${uri(scene, (await chosen(scene, 'media2', body.text('ProfileToken'))).role)}</tr2:Uri></tr2:GetStreamUriResponse>`,
  GetSnapshotUri: async (scene, body) => `<tr2:GetSnapshotUriResponse><tr2:Uri>${snapshotUri(scene, (await chosen(scene, 'media2', body.text('ProfileToken'))).role)}</tr2:Uri></tr2:GetSnapshotUriResponse>`,
};
