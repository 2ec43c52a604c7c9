import type * as Library from 'node-datachannel';
import { HubError } from '@matpho/core/sdk';

export type WebRtc = Pick<typeof Library, 'PeerConnection' | 'Video' | 'Audio'>;
export type { PeerConnection, RtcConfig, Track } from 'node-datachannel';

/** Only when the plugin is set up: where it is off, or the machine has no build of it, nothing of it is loaded. @throws HubError `native-missing` */
export async function loadWebRtc(load: () => Promise<WebRtc> = () => import('node-datachannel')): Promise<WebRtc> {
  try {
    return await load();
  } catch (cause) {
    throw new HubError('native-missing', 'node-datachannel has no build for this machine.', { cause });
  }
}
