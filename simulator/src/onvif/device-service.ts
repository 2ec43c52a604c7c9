import { scopesOf } from '../camera-identity.ts';
import { cameraNow } from '../conduct.ts';
import { ARCHIVE_SERVICES } from './archive-services.ts';
import { EVENT_SERVICE } from './event-service.ts';
import type { OnvifScene, Operation } from './onvif-scene.ts';
import { SoapFault, escapeXml } from './soap.ts';
import type { XmlNode } from './soap.ts';

/** Operations anyone may call (ONVIF Core §5.9.4.4, access class PRE_AUTH). */
export const OPEN_OPERATIONS: ReadonlySet<string> = new Set(['GetSystemDateAndTime', 'GetServices', 'GetServiceCapabilities', 'GetCapabilities', 'GetHostname', 'GetEndpointReference']);

const SERVICES = [
  ['http://www.onvif.org/ver10/device/wsdl', 'device_service', 2, 60],
  ['http://www.onvif.org/ver10/media/wsdl', 'media_service', 2, 60],
  ['http://www.onvif.org/ver20/media/wsdl', 'media2_service', 2, 1],
] as const;
const PTZ_SERVICE = ['http://www.onvif.org/ver20/ptz/wsdl', 'ptz_service', 2, 60] as const;

const dateTime = (tag: string, at: Date): string =>
  `<tt:${tag}><tt:Time><tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute><tt:Second>${at.getUTCSeconds()}</tt:Second></tt:Time><tt:Date><tt:Year>${at.getUTCFullYear()}</tt:Year><tt:Month>${at.getUTCMonth() + 1}</tt:Month><tt:Day>${at.getUTCDate()}</tt:Day></tt:Date></tt:${tag}>`;

/** POSIX, where the sign is the other way round: UTC+7 is `ICT-7`. */
const posixZone = (minutes: number): string => {
  const whole = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `LCL${minutes >= 0 ? '-' : '+'}${whole}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
};

const setClock = (scene: OnvifScene, body: XmlNode): string => {
  if (body.text('DateTimeType') === 'NTP') {
    scene.conduct.clockOffsetMs = 0;
    return '<tds:SetSystemDateAndTimeResponse/>';
  }
  const part = (...path: string[]): number => Number(body.text('UTCDateTime', ...path));
  const at = Date.UTC(part('Date', 'Year'), part('Date', 'Month') - 1, part('Date', 'Day'), part('Time', 'Hour'), part('Time', 'Minute'), part('Time', 'Second'));
  if (!Number.isFinite(at)) throw new SoapFault(400, ['ter:InvalidArgVal', 'ter:InvalidDateTime'], 'The date or time is not valid');
  scene.conduct.clockOffsetMs = at - Date.now();
  return '<tds:SetSystemDateAndTimeResponse/>';
};

export const deviceOperations: Readonly<Record<string, Operation>> = {
  GetSystemDateAndTime: (scene) => {
    const utc = new Date(cameraNow(scene.conduct));
    const local = new Date(utc.getTime() + scene.identity.zoneMinutes * 60_000);
    return `<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>Manual</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings><tt:TimeZone><tt:TZ>${posixZone(scene.identity.zoneMinutes)}</tt:TZ></tt:TimeZone>${dateTime('UTCDateTime', utc)}${dateTime('LocalDateTime', local)}</tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>`;
  },
  SetSystemDateAndTime: setClock,
  GetDeviceInformation: ({ identity: { maker, model, firmware, serial, hardware } }) =>
    `<tds:GetDeviceInformationResponse><tds:Manufacturer>${escapeXml(maker)}</tds:Manufacturer><tds:Model>${escapeXml(model)}</tds:Model><tds:FirmwareVersion>${escapeXml(firmware)}</tds:FirmwareVersion><tds:SerialNumber>${serial}</tds:SerialNumber><tds:HardwareId>${escapeXml(hardware)}</tds:HardwareId></tds:GetDeviceInformationResponse>`,
  GetServices: ({ base, ptz, archive, motion }) =>
    `<tds:GetServicesResponse>${[...SERVICES, ...(ptz === undefined ? [] : [PTZ_SERVICE]), ...(motion === undefined ? [] : [EVENT_SERVICE]), ...(archive === undefined ? [] : ARCHIVE_SERVICES)].map(([name, path, major, minor]) => `<tds:Service><tds:Namespace>${name}</tds:Namespace><tds:XAddr>${base}/onvif/${path}</tds:XAddr><tds:Version><tt:Major>${major}</tt:Major><tt:Minor>${minor}</tt:Minor></tds:Version></tds:Service>`).join('')}</tds:GetServicesResponse>`,
  GetServiceCapabilities: ({ auth }) =>
    `<tds:GetServiceCapabilitiesResponse><tds:Capabilities><tds:Network/><tds:Security HttpDigest="${auth !== 'wsse'}" UsernameToken="${auth !== 'digest'}"/><tds:System DiscoveryBye="true"/></tds:Capabilities></tds:GetServiceCapabilitiesResponse>`,
  GetCapabilities: ({ base, ptz, motion }) =>
    `<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Device><tt:XAddr>${base}/onvif/device_service</tt:XAddr><tt:System><tt:DiscoveryResolve>false</tt:DiscoveryResolve><tt:DiscoveryBye>true</tt:DiscoveryBye><tt:RemoteDiscovery>false</tt:RemoteDiscovery><tt:SystemBackup>false</tt:SystemBackup><tt:SystemLogging>false</tt:SystemLogging><tt:FirmwareUpgrade>false</tt:FirmwareUpgrade></tt:System></tt:Device>${motion === undefined ? '' : `<tt:Events><tt:XAddr>${base}/onvif/event_service</tt:XAddr><tt:WSSubscriptionPolicySupport>true</tt:WSSubscriptionPolicySupport><tt:WSPullPointSupport>true</tt:WSPullPointSupport><tt:WSPausableSubscriptionManagerInterfaceSupport>false</tt:WSPausableSubscriptionManagerInterfaceSupport></tt:Events>`}<tt:Media><tt:XAddr>${base}/onvif/media_service</tt:XAddr><tt:StreamingCapabilities><tt:RTPMulticast>false</tt:RTPMulticast><tt:RTP_TCP>true</tt:RTP_TCP><tt:RTP_RTSP_TCP>true</tt:RTP_RTSP_TCP></tt:StreamingCapabilities></tt:Media>${ptz === undefined ? '' : `<tt:PTZ><tt:XAddr>${base}/onvif/ptz_service</tt:XAddr></tt:PTZ>`}</tds:Capabilities></tds:GetCapabilitiesResponse>`,
  GetScopes: ({ identity }) =>
    `<tds:GetScopesResponse>${scopesOf(identity).map((scope) => `<tds:Scopes><tt:ScopeDef>Fixed</tt:ScopeDef><tt:ScopeItem>${escapeXml(scope)}</tt:ScopeItem></tds:Scopes>`).join('')}</tds:GetScopesResponse>`,
  GetHostname: ({ identity }) => `<tds:GetHostnameResponse><tds:HostnameInformation><tt:FromDHCP>false</tt:FromDHCP><tt:Name>camera-${identity.serial.toLowerCase()}</tt:Name></tds:HostnameInformation></tds:GetHostnameResponse>`,
  GetEndpointReference: ({ identity }) => `<tds:GetEndpointReferenceResponse><tds:GUID>${identity.endpointReference.replace('urn:uuid:', '')}</tds:GUID></tds:GetEndpointReferenceResponse>`,
  GetNetworkInterfaces: ({ identity, host }) =>
    `<tds:GetNetworkInterfacesResponse><tds:NetworkInterfaces token="eth0"><tt:Enabled>true</tt:Enabled><tt:Info><tt:Name>eth0</tt:Name><tt:HwAddress>${identity.mac}</tt:HwAddress><tt:MTU>1500</tt:MTU></tt:Info><tt:IPv4><tt:Enabled>true</tt:Enabled><tt:Config><tt:Manual><tt:Address>${host}</tt:Address><tt:PrefixLength>24</tt:PrefixLength></tt:Manual><tt:DHCP>false</tt:DHCP></tt:Config></tt:IPv4></tds:NetworkInterfaces></tds:GetNetworkInterfacesResponse>`,
  SystemReboot: (scene) => {
    // The answer leaves before the lights go out.
    setTimeout(() => scene.reboot(), 100);
    return '<tds:SystemRebootResponse><tds:Message>Rebooting</tds:Message></tds:SystemRebootResponse>';
  },
};
