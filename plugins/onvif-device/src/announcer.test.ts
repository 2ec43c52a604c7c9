import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Announcer, nearest, readProbe } from './announcer.ts';

const probe = (types: string, scopes = '', id = 'uuid:1'): Buffer => Buffer.from(`<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><e:Header><w:MessageID>${id}</w:MessageID></e:Header><e:Body><d:Probe><d:Types>${types}</d:Types><d:Scopes>${scopes}</d:Scopes></d:Probe></e:Body></e:Envelope>`);
const discoveryPort = 42_000 + (process.pid % 8_000);
let asker: Socket;
beforeEach(async () => {
  asker = createSocket('udp4');
  asker.bind(0, '127.0.0.1');
  await once(asker, 'listening');
});
afterEach(() => { asker.close(); });

it('answers who looks for such a device, with the address that can be reached, and nobody else', async () => {
  const announcer = new Announcer({ hubName: 'Nhà Lan', endpointReference: 'urn:uuid:1234', port: 8_899, discoveryPort, interfaces: ['127.0.0.1'] });
  await announcer.open();
  try {
    const heard: string[] = [];
    asker.on('message', (bytes) => heard.push(bytes.toString()));
    const got = once(asker, 'message');
    for (const bytes of [Buffer.from('hello'), probe('dn:Printer'), probe('', 'onvif://www.onvif.org/location/nowhere'), probe('dn:NetworkVideoTransmitter', 'onvif://www.onvif.org/Profile', 'uuid:asked')]) asker.send(bytes, discoveryPort, '127.0.0.1');
    await got;
    expect([heard.length, heard[0]?.includes('<wsa:RelatesTo>uuid:asked</wsa:RelatesTo>'), /XAddrs>([^<]+)/.exec(heard[0] ?? '')?.[1], heard[0]?.includes('Nh%C3%A0%20Lan')]).toEqual([1, true, 'http://127.0.0.1:8899/onvif/device_service', true]);
  } finally {
    await announcer.close();
  }
});
it.each([
  ['10.0.0.7', ['192.168.1.5', '10.0.0.2'], '10.0.0.2'], ['192.168.1.9', ['192.168.2.5', '192.168.1.5'], '192.168.1.5'], ['8.8.8.8', [], undefined],
] as const)('%s is answered from the nearest of %j', (from, own, chosen) => {
  expect(nearest(from, own)).toBe(chosen);
});
it.each(['', '<', '<a/>', '<!DOCTYPE x><a/>', probe('x', '', 'm'.repeat(300)).toString()])('takes %j for no probe', (text) => {
  expect(readProbe(Buffer.from(text))).toBeUndefined();
});
