import { expect, it } from 'vitest';
import { faultOf, hostOf } from './rtsp-address.ts';

it.each([
  ['rtsp://192.168.1.20:554/stream1', undefined, '192.168.1.20:554'],
  [' RTSPS://cam.lan/a?b=c@d ', undefined, 'cam.lan'],
  ['http://192.168.1.20/', 'notRtsp', 'http:'],
  ['rtsp://', 'notRtsp', ''],
  ['rtsp://admin:secret@192.168.1.20/live', 'credentialsInUri', '192.168.1.20'],
])('%s', (address, fault, host) => {
  expect([faultOf(address), hostOf(address)]).toEqual([fault, host]);
});
