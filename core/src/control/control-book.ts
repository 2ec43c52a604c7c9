import type { Timers } from '../base/clock.ts';
import { readCredentials } from '../cameras/camera-credentials.ts';
import type { CameraRecord } from '../cameras/camera-registry.ts';
import type { CameraId } from '../domain/ids.ts';
import { minutes, seconds, type Instant } from '../domain/time.ts';
import type { Contribution, Contributions } from '../kernel/contributions.ts';
import { HubError } from '../sdk/errors.ts';
import { CameraControl, TalkOpener, type Credentials, type MoveAbilities, type ResolvedSource, type TalkCodec } from '../sdk/ports.ts';
import type { Clock } from '../sdk/services.ts';
import type { Vault } from '../vault/vault.ts';

export interface ControlFacts {
  readonly move: MoveAbilities | undefined;
  readonly talk: TalkCodec | undefined;
}
export interface ControlFactsParts {
  readonly contributions: Pick<Contributions, 'all'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly timers: Pick<Timers, 'after'>;
}
interface Known {
  readonly at: Instant;
  readonly facts: ControlFacts;
}

/** A loudspeaker is not screwed on while somebody looks. */
const goodFor = minutes(10);
const askWithin = seconds(12);

/** Which plugin moves a camera or speaks through it, and what the camera said it can do. */
export class ControlBook {
  readonly #parts: ControlFactsParts;
  readonly #known = new Map<CameraId, Known>();
  readonly #asking = new Map<CameraId, Promise<ControlFacts>>();
  constructor(parts: ControlFactsParts) {
    this.#parts = parts;
  }

  /** Its address, its password or the plugins changed. */
  forget(camera?: CameraId): void {
    if (camera === undefined) this.#known.clear();
    else this.#known.delete(camera);
  }

  /** Asks the camera, once for all who want to know. @throws HubError as `CameraControl.open`, but for `control-unsupported` */
  async of(camera: CameraRecord): Promise<ControlFacts> {
    const known = this.#known.get(camera.id);
    if (known && this.#parts.clock.now() - known.at < goodFor) return known.facts;
    const asking = this.#asking.get(camera.id) ?? this.#ask(camera).finally(() => this.#asking.delete(camera.id));
    this.#asking.set(camera.id, asking);
    return asking;
  }

  /** Its plugin has not been stopped since. */
  runs(by: Contribution<CameraControl> | Contribution<TalkOpener>): boolean {
    const { contributions } = this.#parts;
    return [...contributions.all(CameraControl), ...contributions.all(TalkOpener)].some((each) => each === by);
  }
  /** @throws HubError `control-unsupported` */
  mover(camera: CameraRecord): { readonly by: Contribution<CameraControl>; readonly deviceUri: string } {
    const by = this.#mover(camera);
    if (!by || camera.deviceUri === undefined) throw new HubError('control-unsupported', 'No running plugin moves this camera.');
    return { by, deviceUri: camera.deviceUri };
  }
  /** @throws HubError `control-unsupported` */
  async speaker(camera: CameraRecord): Promise<{ readonly by: Contribution<TalkOpener>; readonly source: ResolvedSource }> {
    const found = this.#speaker(camera);
    if (!found) throw new HubError('control-unsupported', 'No running plugin speaks through this camera.');
    const credentials = await readCredentials(this.#parts.vault, camera.id);
    return { by: found.by, source: { uri: found.uri, ...(credentials ? { credentials } : {}) } };
  }
  async credentials(camera: CameraRecord): Promise<Credentials> {
    return await readCredentials(this.#parts.vault, camera.id) ?? { username: '', password: '' };
  }

  #mover({ provider }: CameraRecord): Contribution<CameraControl> | undefined {
    return this.#parts.contributions.all(CameraControl).find(({ value }) => value.provider === provider);
  }
  #speaker({ sources }: CameraRecord): { readonly by: Contribution<TalkOpener>; readonly uri: string } | undefined {
    const uri = (sources.find(({ role }) => role === 'main') ?? sources[0])?.uri;
    if (uri === undefined || !URL.canParse(uri)) return undefined;
    const scheme = new URL(uri).protocol.slice(0, -1);
    const by = this.#parts.contributions.all(TalkOpener).find(({ value }) => value.schemes.includes(scheme));
    return by && { by, uri };
  }

  async #ask(camera: CameraRecord): Promise<ControlFacts> {
    const stop = new AbortController();
    const late = this.#parts.timers.after(askWithin, () => stop.abort(new HubError('camera-unreachable', 'The camera does not say what it can do.')));
    try {
      const [move, talk] = await Promise.all([orNone(this.#askMover(camera, stop.signal)), orNone(this.#askSpeaker(camera, stop.signal))]);
      const facts = { move, talk };
      this.#known.set(camera.id, { at: this.#parts.clock.now(), facts });
      return facts;
    } finally {
      late[Symbol.dispose]();
      stop.abort(new HubError('not-ready', 'It was only asked.'));
    }
  }
  async #askMover(camera: CameraRecord, signal: AbortSignal): Promise<MoveAbilities | undefined> {
    const { by, deviceUri } = this.mover(camera);
    const credentials = await this.credentials(camera);
    return (await by.call(async (plugin) => plugin.open(deviceUri, credentials, by.signal(signal)))).abilities;
  }
  async #askSpeaker(camera: CameraRecord, signal: AbortSignal): Promise<TalkCodec | undefined> {
    const { by, source } = await this.speaker(camera);
    return by.call(async (plugin) => plugin.offers(source, by.signal(signal)));
  }
}

async function orNone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof HubError && error.code === 'control-unsupported') return undefined;
    throw error;
  }
}
