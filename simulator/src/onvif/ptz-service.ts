import type { OnvifScene, Operation } from './onvif-scene.ts';
import type { Position, PtzHead } from './ptz-head.ts';
import { SoapFault, escapeXml } from './soap.ts';
import type { XmlNode } from './soap.ts';

const SPACES = 'http://www.onvif.org/ver10/tptz';
const NODE = 'ptz_node';
const range = (tag: string, low: number, high: number): string => `<tt:${tag}><tt:Min>${low}</tt:Min><tt:Max>${high}</tt:Max></tt:${tag}>`;
const plane = (tag: string, space: string): string => `<tt:${tag}><tt:URI>${SPACES}/PanTiltSpaces/${space}</tt:URI>${range('XRange', -1, 1)}${range('YRange', -1, 1)}</tt:${tag}>`;
const line = (tag: string, space: string, low: number): string => `<tt:${tag}><tt:URI>${SPACES}/ZoomSpaces/${space}</tt:URI>${range('XRange', low, 1)}</tt:${tag}>`;
const spaces = plane('AbsolutePanTiltPositionSpace', 'PositionGenericSpace') + line('AbsoluteZoomPositionSpace', 'PositionGenericSpace', 0)
  + plane('RelativePanTiltTranslationSpace', 'TranslationGenericSpace') + line('RelativeZoomTranslationSpace', 'TranslationGenericSpace', -1)
  + plane('ContinuousPanTiltVelocitySpace', 'VelocityGenericSpace') + line('ContinuousZoomVelocitySpace', 'VelocityGenericSpace', -1);

/** Inside a profile, and alone. */
export const ptzConfiguration = (tag: string): string =>
  `<${tag} token="ptz_config"><tt:Name>motors</tt:Name><tt:UseCount>2</tt:UseCount><tt:NodeToken>${NODE}</tt:NodeToken><tt:DefaultPTZTimeout>PT10S</tt:DefaultPTZTimeout></${tag}>`;

const headOf = ({ ptz }: OnvifScene): PtzHead => {
  if (ptz === undefined) throw new SoapFault(400, ['ter:ActionNotSupported'], 'This camera does not move');
  return ptz;
};
/** @throws SoapFault unless the profile is one of ours */
const inProfile = (scene: OnvifScene, body: XmlNode): PtzHead => {
  if (!/^profile_(main|sub)$/.test(body.text('ProfileToken'))) throw new SoapFault(400, ['ter:InvalidArgVal', 'ter:NoProfile'], 'There is no such profile');
  return headOf(scene);
};
const numberAt = (node: XmlNode | undefined, name: string): number | undefined => {
  const text = node?.text(name) ?? '';
  if (text === '') return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) throw new SoapFault(400, ['ter:InvalidArgVal', 'ter:InvalidPosition'], 'A number is wanted');
  return value;
};
/** What is left out stays as it is. */
const vector = (body: XmlNode, name: string, otherwise: Position): Position => {
  const [panTilt, zoom] = [body.at(name, 'PanTilt'), body.at(name, 'Zoom')];
  return { x: numberAt(panTilt, '@x') ?? otherwise.x, y: numberAt(panTilt, '@y') ?? otherwise.y, zoom: numberAt(zoom, '@x') ?? otherwise.zoom };
};
const still: Position = { x: 0, y: 0, zoom: 0 };
/** `PT1.5S` (xs:duration, seconds and minutes only). */
const durationMs = (text: string): number | undefined => {
  const match = /^PT(?:(\d{1,3})M)?(?:(\d{1,5}(?:\.\d{1,6})?)S)?$/.exec(text);
  return match === null ? undefined : (Number(match[1] ?? 0) * 60 + Number(match[2] ?? 0)) * 1_000;
};
const noPreset = (): SoapFault => new SoapFault(400, ['ter:InvalidArgVal', 'ter:NoToken'], 'There is no such preset');

/** ONVIF PTZ service, ver20. */
const operations: Readonly<Record<string, Operation>> = {
  GetServiceCapabilities: () => '<tptz:GetServiceCapabilitiesResponse><tptz:Capabilities EFlip="false" Reverse="false"/></tptz:GetServiceCapabilitiesResponse>',
  GetNodes: (scene) => {
    headOf(scene);
    return `<tptz:GetNodesResponse><tptz:PTZNode token="${NODE}" FixedHomePosition="false"><tt:Name>motors</tt:Name><tt:SupportedPTZSpaces>${spaces}</tt:SupportedPTZSpaces><tt:MaximumNumberOfPresets>16</tt:MaximumNumberOfPresets><tt:HomeSupported>true</tt:HomeSupported></tptz:PTZNode></tptz:GetNodesResponse>`;
  },
  GetConfigurations: (scene) => {
    headOf(scene);
    return `<tptz:GetConfigurationsResponse>${ptzConfiguration('tptz:PTZConfiguration')}</tptz:GetConfigurationsResponse>`;
  },
  GetStatus: (scene, body) => {
    const head = inProfile(scene, body);
    const { x, y, zoom } = head.position;
    const state = head.isMoving ? 'MOVING' : 'IDLE';
    return `<tptz:GetStatusResponse><tptz:PTZStatus><tt:Position><tt:PanTilt x="${x.toFixed(4)}" y="${y.toFixed(4)}"/><tt:Zoom x="${zoom.toFixed(4)}"/></tt:Position><tt:MoveStatus><tt:PanTilt>${state}</tt:PanTilt><tt:Zoom>${state}</tt:Zoom></tt:MoveStatus><tt:UtcTime>${new Date().toISOString()}</tt:UtcTime></tptz:PTZStatus></tptz:GetStatusResponse>`;
  },
  ContinuousMove: (scene, body) => {
    inProfile(scene, body).turn(vector(body, 'Velocity', still), durationMs(body.text('Timeout')));
    return '<tptz:ContinuousMoveResponse/>';
  },
  RelativeMove: (scene, body) => {
    const head = inProfile(scene, body);
    const { position } = head;
    const by = vector(body, 'Translation', still);
    head.goTo({ x: position.x + by.x, y: position.y + by.y, zoom: position.zoom + by.zoom });
    return '<tptz:RelativeMoveResponse/>';
  },
  AbsoluteMove: (scene, body) => {
    const head = inProfile(scene, body);
    head.goTo(vector(body, 'Position', head.position));
    return '<tptz:AbsoluteMoveResponse/>';
  },
  Stop: (scene, body) => {
    inProfile(scene, body).stop({ panTilt: body.text('PanTilt') !== 'false', zoom: body.text('Zoom') !== 'false' });
    return '<tptz:StopResponse/>';
  },
  GetPresets: (scene, body) =>
    `<tptz:GetPresetsResponse>${[...inProfile(scene, body).presets].map(([token, { name, position: { x, y, zoom } }]) => `<tptz:Preset token="${token}"><tt:Name>${escapeXml(name)}</tt:Name><tt:PTZPosition><tt:PanTilt x="${x}" y="${y}"/><tt:Zoom x="${zoom}"/></tt:PTZPosition></tptz:Preset>`).join('')}</tptz:GetPresetsResponse>`,
  SetPreset: (scene, body) => {
    const token = inProfile(scene, body).savePreset(body.text('PresetName').slice(0, 64), body.text('PresetToken'));
    if (token === undefined) throw new SoapFault(400, ['ter:Action', 'ter:TooManyPresets'], 'There is no room for it');
    return `<tptz:SetPresetResponse><tptz:PresetToken>${token}</tptz:PresetToken></tptz:SetPresetResponse>`;
  },
  RemovePreset: (scene, body) => {
    if (!inProfile(scene, body).removePreset(body.text('PresetToken'))) throw noPreset();
    return '<tptz:RemovePresetResponse/>';
  },
  GotoPreset: (scene, body) => {
    const head = inProfile(scene, body);
    const preset = head.presets.get(body.text('PresetToken'));
    if (preset === undefined) throw noPreset();
    head.goTo(preset.position);
    return '<tptz:GotoPresetResponse/>';
  },
  GotoHomePosition: (scene, body) => {
    inProfile(scene, body).goHome();
    return '<tptz:GotoHomePositionResponse/>';
  },
  SetHomePosition: (scene, body) => {
    inProfile(scene, body).setHome();
    return '<tptz:SetHomePositionResponse/>';
  },
};

/** The same, each command counted where it was taken. */
export const ptzOperations: Readonly<Record<string, Operation>> = Object.fromEntries(Object.entries(operations).map(([name, operation]): [string, Operation] => [name, async (scene, body) => {
  const answer = await operation(scene, body);
  scene.ptz?.count(name);
  return answer;
}]));
