import { definePlugin, PeerTransport } from '@matpho/core/sdk';
import { loadWebRtc } from './native.ts';
import { settings } from './settings.ts';
import { WebRtcTransport } from './webrtc-transport.ts';

export default definePlugin({
  id: 'webrtc',
  name: { vi: 'Xem trực tiếp bằng WebRTC', en: 'Live video by WebRTC' },
  sdk: 1,
  uses: ['lan', 'internet'],
  config: settings,
  needs: {},
  provides: { webrtc: PeerTransport },
  setup: async (_, { config, scope }) => ({ webrtc: scope.use(new WebRtcTransport(await loadWebRtc(), config)) }),
});
