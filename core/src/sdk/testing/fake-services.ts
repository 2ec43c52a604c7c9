import { HubError } from '../errors.ts';
import type { AddressRules, Ffmpeg, FfmpegRun, LoopbackFeed, PublicAddress } from '../services.ts';

/** Lets every address through as it is, or none. */
export class FakeAddressRules implements AddressRules {
  readonly asked: string[] = [];
  readonly #refuse: boolean;
  constructor(refuse = false) {
    this.#refuse = refuse;
  }
  async check(host: string, port: number): Promise<string> {
    this.asked.push(`${host}:${port}`);
    if (this.#refuse) throw new HubError('address-refused', 'This test lets no address through.');
    return host;
  }
}

/** A machine without ffmpeg. */
export class FakeFfmpeg implements Ffmpeg {
  path(): string {
    throw new HubError('ffmpeg-missing', 'This test has no ffmpeg.');
  }
  run(): FfmpegRun {
    const exit = Promise.reject<number>(new HubError('ffmpeg-missing', 'This test has no ffmpeg.'));
    exit.catch(() => {});
    return {
      stdin: { write: () => true, end: () => {} }, drained: async () => {}, stdout: nothing(), words: () => '', exit,
      [Symbol.asyncDispose]: async () => {},
    };
  }
}
async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Names a door that nobody stands behind. */
export class FakeLoopbackFeed implements LoopbackFeed {
  async offer(): Promise<URL> {
    return new URL('http://127.0.0.1:9/internal/none.mp4');
  }
}

export class FakePublicAddress implements PublicAddress {
  origin(): string {
    return 'https://hub.example';
  }
}
