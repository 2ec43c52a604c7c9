import { createHash, timingSafeEqual } from 'node:crypto';
import { minutes, type Instant } from '../domain/time.ts';
import type { AppAccount, AppSignIn, Clock } from '../sdk/services.ts';
import { HubError } from '../sdk/errors.ts';
import { appCameras, type AppCamerasParts } from './app-cameras.ts';
import type { AppDoor } from './app-door.ts';
import { challenges, isRightDigest, readDigest } from './digest.ts';
import type { KnownApp } from './known-app.ts';
import type { Nonces } from './nonces.ts';

type Token = Parameters<AppSignIn['byToken']>[0];
const tokenLasts = minutes(5);
const mostTokens = 5_000;

/** Programs at the hub's HTTP doors, its own and those of plugins. */
export class HubAppSignIn implements AppSignIn {
  readonly #door: AppDoor;
  readonly #nonces: Nonces;
  readonly #clock: Clock;
  readonly #parts: AppCamerasParts;
  /** Nonces of tokens that were accepted, until they are too old to be. */
  readonly #tokens = new Map<string, Instant>();
  constructor(door: AppDoor, nonces: Nonces, clock: Clock, parts: AppCamerasParts) {
    this.#door = door;
    this.#nonces = nonces;
    this.#clock = clock;
    this.#parts = parts;
  }

  async byToken({ username, nonce, created, digest, from }: Token): Promise<AppAccount | undefined> {
    const at = Date.parse(created);
    if (!(Math.abs(this.#clock.now() - at) <= tokenLasts) || digest.length !== 20 || nonce.length === 0 || nonce.length > 128 || username.length > 64) return undefined;
    const app = await orNobody(this.#door.knock(username, from ?? `token of ${username}`, (password) => timingSafeEqual(createHash('sha1').update(nonce).update(created).update(password).digest(), digest)));
    return app && this.#isFirst(`${username} ${Buffer.from(nonce).toString('base64')}`) ? this.#account(app) : undefined;
  }

  /** MD5 alone: what ONVIF devices are asked by (ONVIF Core §5.9.3), in one header. The password's 160 bits carry it. */
  challenge(): string {
    return challenges(this.#nonces.make(), { stale: false, counted: true }).at(-1) ?? '';
  }
  /** One header for each way. @param stale the password was right, only the nonce was too old */
  challenges(stale = false): readonly string[] {
    return challenges(this.#nonces.make(), { stale, counted: true });
  }
  async byDigest(authorization: string, request: { readonly method: string; readonly target: string; readonly from: string }): Promise<AppAccount | undefined> {
    const app = await orNobody(this.knownByDigest(authorization, request));
    return typeof app === 'object' ? this.#account(app) : undefined;
  }

  /** Who signed this request; `stale` where it only has to be signed anew. @throws HubError `locked-out` */
  async knownByDigest(authorization: string, { method, target, from }: { readonly method: string; readonly target: string; readonly from: string }): Promise<KnownApp | 'stale' | undefined> {
    const claim = readDigest(authorization);
    if (!claim || claim.uri !== target) return undefined;
    // Before the password is looked at: an old or foreign nonce is no wrong try, and no way to guess either.
    const nonce = this.#nonces.spend(claim.nonce, claim.counted?.nc);
    if (nonce !== 'good') return 'stale';
    return this.#door.knock(claim.username, from, (password) => isRightDigest(claim, method, password));
  }

  #isFirst(token: string): boolean {
    const now = this.#clock.now();
    for (const [each, at] of this.#tokens) {
      // Twice the window: a client's clock may be ahead by one.
      if (now - at < tokenLasts * 2 && this.#tokens.size < mostTokens) break;
      this.#tokens.delete(each);
    }
    if (this.#tokens.has(token)) return false;
    this.#tokens.set(token, now);
    return true;
  }
  #account(app: KnownApp): AppAccount {
    return {
      id: app.id ?? app.username, name: app.name,
      cameras: async (reached) => {
        const now = await this.#door.again(app.username);
        return now ? appCameras(this.#parts, now, reached) : [];
      },
    };
  }
}

/** Whoever is locked out learns nothing but no. */
async function orNobody<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (failure) {
    if (failure instanceof HubError && failure.code === 'locked-out') return undefined;
    throw failure;
  }
}
