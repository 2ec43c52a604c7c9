import { HubError, type MoveAbilities, type Preset } from '@matpho/core/sdk';
import { elementsAt, textAt } from './xml.ts';

/** The profile its motors answer to, and the node they are. */
export interface PtzProfile {
  readonly token: string;
  readonly node: string | undefined;
}

const longestToken = 256;
const longestName = 100;
const mostPresets = 300;
const mostNodes = 64;

function attribute(element: unknown, name: string): string | undefined {
  const attributes = elementsAt(element, '$')[0];
  const value = typeof attributes === 'object' && attributes !== null && Object.hasOwn(attributes, name) ? Reflect.get(attributes, name) : undefined;
  return typeof value === 'string' && value.length > 0 && value.length <= longestToken ? value : undefined;
}

/** The first profile with motors, of either media service: a camera names its best one first. */
export function ptzProfile(body: unknown): PtzProfile | undefined {
  for (const profile of elementsAt(body, 'getProfilesResponse', 'profiles')) {
    const motors = elementsAt(profile, 'PTZConfiguration')[0] ?? elementsAt(profile, 'configurations', 'PTZ')[0];
    const token = attribute(profile, 'token');
    if (motors !== undefined && token !== undefined) return { token, node: textAt(motors, 'nodeToken') };
  }
  return undefined;
}

/** What the profile's node can do (ONVIF PTZ §5.2); undefined when it can do nothing the hub asks for. */
export function abilitiesOf(body: unknown, wanted: string | undefined): MoveAbilities | undefined {
  const nodes = elementsAt(body, 'getNodesResponse', 'PTZNode').slice(0, mostNodes);
  const node = nodes.find((each) => attribute(each, 'token') === wanted) ?? nodes[0];
  const can = (space: string): boolean => elementsAt(node, 'supportedPTZSpaces', space).length > 0;
  const [panTilt, zoom] = [can('continuousPanTiltVelocitySpace'), can('continuousZoomVelocitySpace')];
  const presets = Number(textAt(node, 'maximumNumberOfPresets') ?? 0);
  const abilities = { panTilt, zoom, presets: Number.isInteger(presets) && presets > 0 ? Math.min(presets, mostPresets) : 0, home: textAt(node, 'homeSupported') === 'true' };
  return panTilt || zoom || abilities.presets > 0 || abilities.home ? abilities : undefined;
}

/** A preset without a token cannot be gone to; one without a name is called by its token. */
export function parsePresets(body: unknown): readonly Preset[] {
  return elementsAt(body, 'getPresetsResponse', 'preset').slice(0, mostPresets).flatMap((element): Preset[] => {
    const token = attribute(element, 'token');
    return token === undefined ? [] : [{ token, name: (textAt(element, 'name') ?? token).replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, longestName) || token.slice(0, longestName) }];
  });
}

/** @throws HubError `camera-broken-answer` */
export function savedToken(body: unknown): string {
  const token = textAt(body, 'setPresetResponse', 'presetToken');
  if (token === undefined || token.length > longestToken) throw new HubError('camera-broken-answer', 'The camera saved a position without a name for it.');
  return token;
}
