import { brokenAnswer } from './broken-answer.ts';

/** What a camera chose, RFC 2326 §12.39. */
export interface TransportAnswer {
  /** Channels of RTP and RTCP. */
  readonly interleaved?: readonly [number, number];
  /** The camera's UDP ports of RTP and RTCP. */
  readonly serverPorts?: readonly [number, number];
}

export function parseTransport(text: string | undefined): TransportAnswer {
  const pair = (name: string, most: number): readonly [number, number] | undefined => {
    const found = new RegExp(`(?:^|;)\\s*${name}\\s*=\\s*(\\d{1,5})(?:-(\\d{1,5}))?`, 'i').exec(text ?? '');
    if (!found) return undefined;
    const first = Number(found[1]);
    const second = found[2] === undefined ? first + 1 : Number(found[2]);
    if (first > most || second > most) throw brokenAnswer('The camera named a channel that does not exist.');
    return [first, second];
  };
  const interleaved = pair('interleaved', 255);
  const serverPorts = pair('server_port', 65_535);
  return { ...(interleaved ? { interleaved } : {}), ...(serverPorts ? { serverPorts } : {}) };
}
