import { cameraNow } from '../conduct.ts';
import type { MotionDesk, MotionNews } from './motion-desk.ts';
import type { OnvifScene, Operation } from './onvif-scene.ts';
import { SoapFault } from './soap.ts';
import type { XmlNode } from './soap.ts';

export const EVENT_SERVICE = ['http://www.onvif.org/ver10/events/wsdl', 'event_service', 2, 60] as const;
const MAX_WAIT_MS = 60_000;
const USUAL_MS = 60_000;

const deskOf = ({ motion }: OnvifScene): MotionDesk => {
  if (motion === undefined) throw new SoapFault(400, ['ter:ActionNotSupported'], 'This camera tells nothing');
  return motion;
};
/** `PT1.5S`, `PT2M` (xs:duration), or until an instant by the camera's clock. */
const spanMs = (scene: OnvifScene, text: string): number | undefined => {
  const match = /^PT(?:(\d{1,3})H)?(?:(\d{1,3})M)?(?:(\d{1,5}(?:\.\d{1,6})?)S)?$/.exec(text);
  if (match !== null) return ((Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0)) * 60 + Number(match[3] ?? 0)) * 1_000;
  const until = Date.parse(text) - cameraNow(scene.conduct);
  return until > 0 ? until : undefined;
};
const wantedMs = (scene: OnvifScene, text: string): number => {
  const ms = text === '' ? USUAL_MS : spanMs(scene, text);
  if (ms === undefined || ms < 1_000) throw new SoapFault(400, ['wsnt:UnacceptableInitialTerminationTimeFault'], 'The time is not acceptable');
  return ms;
};
const times = (scene: OnvifScene, ms: number, prefix: 'wsnt' | 'tev'): string => {
  const now = cameraNow(scene.conduct);
  return `<${prefix}:CurrentTime>${new Date(now).toISOString()}</${prefix}:CurrentTime><${prefix}:TerminationTime>${new Date(now + ms).toISOString()}</${prefix}:TerminationTime>`;
};
const unknown = (): SoapFault => new SoapFault(400, ['wsrf-r:ResourceUnknownFault'], 'There is no such subscription');

/** Two detectors see everything that moves, as on most firmware: one by cells, one in all of the picture. */
const message = ({ isOn, at, operation }: MotionNews): string =>
  [['tns1:RuleEngine/CellMotionDetector/Motion', '<tt:SimpleItem Name="VideoSourceConfigurationToken" Value="source_config"/><tt:SimpleItem Name="VideoAnalyticsConfigurationToken" Value="analytics"/><tt:SimpleItem Name="Rule" Value="cells"/>', 'IsMotion'],
    ['tns1:VideoSource/MotionAlarm', '<tt:SimpleItem Name="Source" Value="video_source"/>', 'State']]
    .map(([topic, source, name]) => `<wsnt:NotificationMessage><wsnt:Topic Dialect="http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet">${topic}</wsnt:Topic><wsnt:Message><tt:Message UtcTime="${new Date(at).toISOString()}" PropertyOperation="${operation}"><tt:Source>${source}</tt:Source><tt:Data><tt:SimpleItem Name="${name}" Value="${isOn}"/></tt:Data></tt:Message></wsnt:Message></wsnt:NotificationMessage>`).join('');

/** ONVIF Event service, real-time pull-point. */
export const eventOperations: Readonly<Record<string, Operation>> = {
  GetServiceCapabilities: () => '<tev:GetServiceCapabilitiesResponse><tev:Capabilities WSPullPointSupport="true" MaxPullPoints="8"/></tev:GetServiceCapabilitiesResponse>',
  GetEventProperties: () => '<tev:GetEventPropertiesResponse><wsnt:FixedTopicSet>true</wsnt:FixedTopicSet><wstop:TopicSet><tns1:VideoSource><MotionAlarm wstop:topic="true"/></tns1:VideoSource><tns1:RuleEngine><CellMotionDetector><Motion wstop:topic="true"/></CellMotionDetector></tns1:RuleEngine></wstop:TopicSet></tev:GetEventPropertiesResponse>',
  CreatePullPointSubscription: (scene, body) => {
    const ms = wantedMs(scene, body.text('InitialTerminationTime'));
    const number = deskOf(scene).subscribe(ms);
    if (number === undefined) throw new SoapFault(400, ['tev:CreationFailed'], 'There is no room for it');
    return `<tev:CreatePullPointSubscriptionResponse><tev:SubscriptionReference><wsa:Address>${scene.base}/onvif/subscription?number=${number}</wsa:Address></tev:SubscriptionReference>${times(scene, ms, 'wsnt')}</tev:CreatePullPointSubscriptionResponse>`;
  },
};

const numbered = (scene: OnvifScene): string => new URLSearchParams(scene.query).get('number') ?? '';
const renewed = (scene: OnvifScene, body: XmlNode): string => {
  const ms = wantedMs(scene, body.text('TerminationTime'));
  if (!deskOf(scene).renew(numbered(scene), ms)) throw unknown();
  return `<wsnt:RenewResponse>${times(scene, ms, 'wsnt')}</wsnt:RenewResponse>`;
};

/** At the address of one subscription. */
export const subscriptionOperations: Readonly<Record<string, Operation>> = {
  PullMessages: async (scene, body) => {
    const wait = Math.min(MAX_WAIT_MS, spanMs(scene, body.text('Timeout')) ?? 0);
    const limit = Math.max(1, Math.min(50, Number(body.text('MessageLimit')) || 1));
    const news = await deskOf(scene).pull(numbered(scene), wait, limit);
    if (news === undefined) throw unknown();
    return `<tev:PullMessagesResponse>${times(scene, USUAL_MS, 'tev')}${news.map(message).join('')}</tev:PullMessagesResponse>`;
  },
  Renew: renewed,
  Unsubscribe: (scene) => {
    if (!deskOf(scene).unsubscribe(numbered(scene))) throw unknown();
    return '<wsnt:UnsubscribeResponse/>';
  },
};
