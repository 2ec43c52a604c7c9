import { createHash, randomBytes } from 'node:crypto';
import type { AppAccount, AppCamera, AppSignIn, CameraId } from '@matpho/core/sdk';

export const program = { username: 'may-vms', password: 'chi-de-thu' };
export function camera(name: string, codec: 'h264' | 'h265' = 'h264'): AppCamera {
  const id = `0000-${name}` as CameraId;
  const stream = (role: 'main' | 'sub', height: number) => ({ role, uri: `rtsp://127.0.0.1:8554/${id}/${role}`, codec, width: (height * 16) / 9, height, fps: 25, hasAudio: false });
  return { id, name, streams: [stream('main', 720), stream('sub', 360)], snapshotUri: `http://127.0.0.1:8080/api/apps/snapshot/${id}` };
}

/** The hub's side: one program, whose cameras a test changes. */
export class FakeApps implements AppSignIn {
  cameras: readonly AppCamera[] = [];
  readonly #nonce = randomBytes(8).toString('hex');
  readonly #account: AppAccount = { id: 'app-1', name: 'VMS', cameras: async () => this.cameras };

  async byToken(token: Parameters<AppSignIn['byToken']>[0]): Promise<AppAccount | undefined> {
    const right = createHash('sha1').update(token.nonce).update(token.created).update(program.password).digest();
    return token.username === program.username && right.equals(token.digest) ? this.#account : undefined;
  }
  challenge(): string {
    return `Digest realm="matpho", nonce="${this.#nonce}", algorithm=MD5, qop="auth"`;
  }
  async byDigest(authorization: string, { method }: { readonly method: string }): Promise<AppAccount | undefined> {
    const value = (name: string): string => new RegExp(`${name}="?([^",]+)`).exec(authorization)?.[1] ?? '';
    const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
    const response = md5(`${md5(`${program.username}:matpho:${program.password}`)}:${this.#nonce}:${value('nc')}:${value('cnonce')}:auth:${md5(`${method}:${value('uri')}`)}`);
    return value('response') === response ? this.#account : undefined;
  }
}
