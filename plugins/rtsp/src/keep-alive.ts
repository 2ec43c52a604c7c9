import { HubError } from '@matpho/core/sdk';
import type { RtspChannel } from './rtsp-channel.ts';

/** The camera does not know the method, or not now. */
const unknownMethod = new Set([400, 405, 451, 455, 501, 551]);

/** Keeps a session alive in the way the camera knows: by what it said it knows, and by what it answers. */
export class KeepAlive {
  readonly #channel: RtspChannel;
  readonly #uri: string;
  readonly #ways: readonly string[];
  readonly #ended: (error: HubError) => void;
  #way = 0;

  /** @param ended called when the camera forgot the session, or refuses the password */
  constructor(channel: RtspChannel, uri: string, ways: readonly string[], ended: (error: HubError) => void) {
    this.#channel = channel;
    this.#uri = uri;
    this.#ways = ways;
    this.#ended = ended;
  }

  /** While packets come, a request without an answer is forgiven; wrong credentials are not. */
  send(): void {
    const method = this.#ways[this.#way];
    if (method === undefined) return;
    this.#channel.request(method, this.#uri).then(({ status }) => this.#heard(status), (error: unknown) => {
      if (error instanceof HubError && error.code === 'camera-wrong-password') this.#ended(error);
    });
  }
  #heard(status: number): void {
    if (status === 454) return this.#ended(new HubError('camera-stalled', 'The camera forgot the session.'));
    if (!unknownMethod.has(status)) return;
    this.#way += 1;
    this.send();
  }
}
