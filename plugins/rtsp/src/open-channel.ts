import type { AddressRules, Credentials } from '@matpho/core/sdk';
import type { Authorization } from './authorization.ts';
import type { Certificates } from './certificates.ts';
import { connect, type Timings } from './connection.ts';
import { RtspChannel } from './rtsp-channel.ts';
import type { StreamAddress } from './stream-address.ts';

export interface Rules {
  readonly addresses: AddressRules;
  readonly certificates: Certificates;
  readonly timings: Timings;
  /** Where plain connections read into. */
  readonly readInto: Buffer;
}
/** Connected to whom the rules allow, who is who it was; nothing is said before that. @throws HubError as `StreamOpener.open` */
export async function openChannel(address: StreamAddress, credentials: Credentials | undefined, rules: Rules, signal: AbortSignal, challenged?: Authorization): Promise<RtspChannel> {
  const connection = await connect(address, rules.addresses, rules.timings.connect, signal, rules.readInto);
  const channel = new RtspChannel(connection, credentials, rules.timings.reply, challenged);
  channel.start();
  try {
    if (connection.certificate) await rules.certificates.check(`${address.host}:${address.port}`, connection.certificate);
    return channel;
  } catch (error) {
    channel.close(error);
    throw error;
  }
}
