import type { FoundCamera } from '../domain/camera.ts';
import type { Contribution, Contributions } from '../kernel/contributions.ts';
import { HubError } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import { CameraProvider } from '../sdk/ports.ts';

/** Names, makers and models come from strangers on the network. */
const longestText = 120;
const mostFound = 2_000;

/** Runs every provider and keeps what they found. */
export class CameraWatch implements Disposable {
  readonly #contributions: Contributions;
  readonly #log: Log;
  readonly #changed: () => void;
  readonly #found = new Map<string, FoundCamera>();
  readonly #running = new Map<CameraProvider, AbortController>();
  #watching: Disposable | undefined;

  constructor(contributions: Contributions, log: Log, changed: () => void) {
    this.#contributions = contributions;
    this.#log = log;
    this.#changed = changed;
  }

  start(): void {
    this.#watching = this.#contributions.watch(CameraProvider, () => this.#follow());
  }
  [Symbol.dispose](): void {
    this.#watching?.[Symbol.dispose]();
    for (const stop of this.#running.values()) stop.abort();
    this.#running.clear();
  }

  found(): readonly FoundCamera[] {
    return [...this.#found.values()];
  }
  find(provider: string, nativeId: string): FoundCamera | undefined {
    return this.#found.get(`${provider}/${nativeId}`);
  }
  isSearching(): boolean {
    return this.#running.size > 0;
  }
  /** @throws HubError `not-ready` when the plugin that found the camera does not run */
  provider(id: string): Contribution<CameraProvider> {
    const provider = this.#contributions.all(CameraProvider).find(({ from }) => from === id);
    if (!provider) throw new HubError('not-ready', `The plugin "${id}" is not running.`);
    return provider;
  }

  /** Asks one typed host through every provider. @throws HubError the first provider's error when none finds a camera */
  async probe(address: string, signal: AbortSignal): Promise<readonly FoundCamera[]> {
    const providers = this.#contributions.all(CameraProvider);
    if (providers.length === 0) throw new HubError('not-ready', 'No plugin that finds cameras is running.');
    const answers = await Promise.allSettled(providers.map(async (provider) => (await provider.call((plugin) => plugin.probe(address, signal))).map((camera) => this.#keep(provider.from, camera))));
    const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    const failed = answers.find((answer) => answer.status === 'rejected');
    if (found.length === 0 && failed) throw failed.reason;
    if (found.length === 0) throw new HubError('camera-unreachable', 'No camera answers at this address.');
    this.#changed();
    return found;
  }

  #follow(): void {
    const providers = this.#contributions.all(CameraProvider);
    for (const [provider, stop] of this.#running) {
      if (providers.some(({ value }) => value === provider)) continue;
      stop.abort();
      this.#running.delete(provider);
    }
    for (const contribution of providers) if (!this.#running.has(contribution.value)) this.#run(contribution);
  }

  #run({ from, value, call }: Contribution<CameraProvider>): void {
    const stop = new AbortController();
    this.#running.set(value, stop);
    const whileRunning = (work: () => void): void => {
      if (stop.signal.aborted) return;
      work();
      this.#changed();
    };
    const observer = {
      found: (camera: FoundCamera): void => whileRunning(() => { this.#keep(from, camera); }),
      lost: (nativeId: string): void => whileRunning(() => { this.#found.delete(`${from}/${nativeId}`); }),
      motion: (): void => {},
    };
    const ended = (failure?: unknown): void => {
      if (stop.signal.aborted) return;
      this.#running.delete(value);
      if (failure !== undefined) this.#log.warn('A plugin stopped looking for cameras.', { plugin: from, error: failure instanceof Error ? failure.message : String(failure) });
    };
    call((plugin) => Promise.resolve().then(() => plugin.watch(observer, stop.signal))).then(() => ended(), ended);
  }

  #keep(provider: string, camera: FoundCamera): FoundCamera {
    const kept: FoundCamera = {
      nativeId: camera.nativeId.slice(0, 256), provider, name: camera.name.slice(0, longestText), address: camera.address.slice(0, longestText), deviceUri: camera.deviceUri,
      ...(camera.maker === undefined ? {} : { maker: camera.maker.slice(0, longestText) }), ...(camera.model === undefined ? {} : { model: camera.model.slice(0, longestText) }),
    };
    if (this.#found.size < mostFound) this.#found.set(`${provider}/${kept.nativeId}`, kept);
    return kept;
  }
}
