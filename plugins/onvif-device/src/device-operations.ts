import type { OpenOperation, Operation } from './scene.ts';
import { escapeXml } from './soap.ts';

const services = [
  ['http://www.onvif.org/ver10/device/wsdl', 'device_service', 2, 60],
  ['http://www.onvif.org/ver10/media/wsdl', 'media_service', 2, 60],
  ['http://www.onvif.org/ver20/media/wsdl', 'media2_service', 2, 60],
  ['http://www.onvif.org/ver10/events/wsdl', 'event_service', 2, 60],
] as const;

/** ONVIF Core §7.3.3; Profile S names itself Streaming. The last one tells other hubs that this is no camera. */
export const scopesOf = (hubName: string): readonly string[] => [
  'onvif://www.onvif.org/type/video_encoder', 'onvif://www.onvif.org/Profile/Streaming', 'onvif://www.onvif.org/Profile/T',
  `onvif://www.onvif.org/name/${encodeURIComponent(hubName)}`, 'onvif://www.onvif.org/hardware/MatPho', 'onvif://www.onvif.org/matpho/hub',
];

const dateTime = (tag: string, at: Date): string =>
  `<tt:${tag}><tt:Time><tt:Hour>${at.getUTCHours()}</tt:Hour><tt:Minute>${at.getUTCMinutes()}</tt:Minute><tt:Second>${at.getUTCSeconds()}</tt:Second></tt:Time><tt:Date><tt:Year>${at.getUTCFullYear()}</tt:Year><tt:Month>${at.getUTCMonth() + 1}</tt:Month><tt:Day>${at.getUTCDate()}</tt:Day></tt:Date></tt:${tag}>`;

/** Before signing in (ONVIF Core §5.9.4.4, access class PRE_AUTH): how to sign in, and the time that a digest needs. */
export const openOperations: Readonly<Record<string, OpenOperation>> = {
  GetSystemDateAndTime: ({ clock }) => {
    const now = new Date(clock.now());
    return `<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:DateTimeType>NTP</tt:DateTimeType><tt:DaylightSavings>false</tt:DaylightSavings><tt:TimeZone><tt:TZ>UTC0</tt:TZ></tt:TimeZone>${dateTime('UTCDateTime', now)}${dateTime('LocalDateTime', now)}</tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>`;
  },
  GetServices: ({ base }) => `<tds:GetServicesResponse>${services.map(([name, path, major, minor]) => `<tds:Service><tds:Namespace>${name}</tds:Namespace><tds:XAddr>${base}/onvif/${path}</tds:XAddr><tds:Version><tt:Major>${major}</tt:Major><tt:Minor>${minor}</tt:Minor></tds:Version></tds:Service>`).join('')}</tds:GetServicesResponse>`,
  GetServiceCapabilities: () => '<tds:GetServiceCapabilitiesResponse><tds:Capabilities><tds:Network/><tds:Security HttpDigest="true" UsernameToken="true"/><tds:System DiscoveryBye="true"/></tds:Capabilities></tds:GetServiceCapabilitiesResponse>',
  GetCapabilities: ({ base }) => `<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Device><tt:XAddr>${base}/onvif/device_service</tt:XAddr><tt:System><tt:DiscoveryResolve>false</tt:DiscoveryResolve><tt:DiscoveryBye>true</tt:DiscoveryBye><tt:RemoteDiscovery>false</tt:RemoteDiscovery><tt:SystemBackup>false</tt:SystemBackup><tt:SystemLogging>false</tt:SystemLogging><tt:FirmwareUpgrade>false</tt:FirmwareUpgrade></tt:System></tt:Device><tt:Events><tt:XAddr>${base}/onvif/event_service</tt:XAddr><tt:WSSubscriptionPolicySupport>false</tt:WSSubscriptionPolicySupport><tt:WSPullPointSupport>true</tt:WSPullPointSupport><tt:WSPausableSubscriptionManagerInterfaceSupport>false</tt:WSPausableSubscriptionManagerInterfaceSupport></tt:Events><tt:Media><tt:XAddr>${base}/onvif/media_service</tt:XAddr><tt:StreamingCapabilities><tt:RTPMulticast>false</tt:RTPMulticast><tt:RTP_TCP>true</tt:RTP_TCP><tt:RTP_RTSP_TCP>true</tt:RTP_RTSP_TCP></tt:StreamingCapabilities></tt:Media></tds:Capabilities></tds:GetCapabilitiesResponse>`,
  GetHostname: () => '<tds:GetHostnameResponse><tds:HostnameInformation><tt:FromDHCP>false</tt:FromDHCP><tt:Name>matpho</tt:Name></tds:HostnameInformation></tds:GetHostnameResponse>',
  GetEndpointReference: ({ endpointReference }) => `<tds:GetEndpointReferenceResponse><tds:GUID>${endpointReference.replace('urn:uuid:', '')}</tds:GUID></tds:GetEndpointReferenceResponse>`,
};

/** Nothing here can be set: who may see what is decided by owners at the hub. */
export const deviceOperations: Readonly<Record<string, Operation>> = {
  GetDeviceInformation: async ({ endpointReference }) => `<tds:GetDeviceInformationResponse><tds:Manufacturer>Mat Pho</tds:Manufacturer><tds:Model>Hub</tds:Model><tds:FirmwareVersion>0.1.0</tds:FirmwareVersion><tds:SerialNumber>${endpointReference.slice(-12)}</tds:SerialNumber><tds:HardwareId>MatPho</tds:HardwareId></tds:GetDeviceInformationResponse>`,
  GetScopes: async ({ hubName }) => `<tds:GetScopesResponse>${scopesOf(hubName).map((scope) => `<tds:Scopes><tt:ScopeDef>Fixed</tt:ScopeDef><tt:ScopeItem>${escapeXml(scope)}</tt:ScopeItem></tds:Scopes>`).join('')}</tds:GetScopesResponse>`,
  GetDiscoveryMode: async () => '<tds:GetDiscoveryModeResponse><tds:DiscoveryMode>Discoverable</tds:DiscoveryMode></tds:GetDiscoveryModeResponse>',
  GetUsers: async ({ account }) => `<tds:GetUsersResponse><tds:User><tt:Username>${escapeXml(account.name)}</tt:Username><tt:UserLevel>User</tt:UserLevel></tds:User></tds:GetUsersResponse>`,
  GetDNS: async () => '<tds:GetDNSResponse><tds:DNSInformation><tt:FromDHCP>true</tt:FromDHCP></tds:DNSInformation></tds:GetDNSResponse>',
  GetNTP: async () => '<tds:GetNTPResponse><tds:NTPInformation><tt:FromDHCP>true</tt:FromDHCP></tds:NTPInformation></tds:GetNTPResponse>',
  GetNetworkInterfaces: async ({ base }) => `<tds:GetNetworkInterfacesResponse><tds:NetworkInterfaces token="lan"><tt:Enabled>true</tt:Enabled><tt:IPv4><tt:Enabled>true</tt:Enabled><tt:Config><tt:FromDHCP><tt:Address>${escapeXml(new URL(base).hostname)}</tt:Address><tt:PrefixLength>24</tt:PrefixLength></tt:FromDHCP><tt:DHCP>true</tt:DHCP></tt:Config></tt:IPv4></tds:NetworkInterfaces></tds:GetNetworkInterfacesResponse>`,
};
