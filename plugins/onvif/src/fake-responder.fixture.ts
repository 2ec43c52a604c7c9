import { createSocket } from 'node:dgram';
import { discoveryGroup } from './probe-message.ts';

export interface FakeResponder extends AsyncDisposable {
  readonly port: number;
  readonly probes: string[];
}
/** Joins the discovery group on loopback and answers every probe with the given datagrams. */
export async function fakeResponder(answers: (probe: string, sender: string) => readonly string[]): Promise<FakeResponder> {
  const probes: string[] = [];
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  socket.on('message', (datagram, sender) => {
    const probe = datagram.toString('utf8');
    probes.push(probe);
    for (const answer of answers(probe, sender.address)) socket.send(answer, sender.port, sender.address);
  });
  await new Promise<void>((resolve) => { socket.bind(0, '0.0.0.0', resolve); });
  socket.addMembership(discoveryGroup, '127.0.0.1');
  return {
    port: socket.address().port, probes,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => { socket.close(resolve); }),
  };
}
export const matchMessage = (id: string, addresses: string, scopes = ''): string =>
  '<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery">'
  + `<s:Body><d:ProbeMatches><d:ProbeMatch><a:EndpointReference><a:Address>${id}</a:Address></a:EndpointReference><d:Scopes>${scopes}</d:Scopes><d:XAddrs>${addresses}</d:XAddrs></d:ProbeMatch></d:ProbeMatches></s:Body></s:Envelope>`;
