import { HubError } from '../errors.ts';
import type { AddressRules, AppAccount, AppCamera, AppSignIn, Ffmpeg, FfmpegRun, LoopbackFeed, PublicAddress } from '../services.ts';

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

/** Knows the programs it is given by user name; a token's digest, or a Digest's `response`, is right when it is the password. */
export class FakeAppSignIn implements AppSignIn {
  readonly apps = new Map<string, { readonly password: string; cameras: readonly AppCamera[] }>();
  challenge(): string {
    return 'Digest realm="matpho", nonce="fake", qop="auth", algorithm=MD5';
  }
  async byToken({ username, digest }: Parameters<AppSignIn['byToken']>[0]): Promise<AppAccount | undefined> {
    return this.#account(username, new TextDecoder().decode(digest));
  }
  async byDigest(authorization: string): Promise<AppAccount | undefined> {
    return this.#account(/username="([^"]*)"/.exec(authorization)?.[1] ?? '', /response="([^"]*)"/.exec(authorization)?.[1] ?? '');
  }
  #account(username: string, password: string): AppAccount | undefined {
    const app = this.apps.get(username);
    return app && app.password === password ? { id: username, name: username, cameras: async () => this.apps.get(username)?.cameras ?? [] } : undefined;
  }
}
