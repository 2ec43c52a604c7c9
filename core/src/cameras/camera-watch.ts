import { backoffDelay } from '../base/backoff.ts';
import { SystemTimers, type Timers } from '../base/clock.ts';
import type { FoundCamera } from '../domain/camera.ts';
import { minutes, seconds } from '../domain/time.ts';
import type { Contribution, Contributions } from '../kernel/contributions.ts';
import { HubError } from '../sdk/errors.ts';
import type { Log } from '../sdk/plugin.ts';
import { CameraProvider } from '../sdk/ports.ts';

/** Names, makers and models come from strangers on the network. */
const longestText = 120;
const longestId = 256;
const longestUri = 2_048;
const mostFound = 2_000;
const patience = { first: seconds(5), longest: minutes(2) };

/** One provider at work, or waiting to be asked again. */
interface Search {
  readonly from: string;
  readonly stop: AbortController;
  retry: Disposable | undefined;
}

/** Runs every provider and keeps what they found. */
export class CameraWatch implements Disposable {
  readonly #contributions: Contributions;
  readonly #log: Log;
  readonly #changed: () => void;
  readonly #timers: Timers;
  #moved: (provider: string, nativeId: string, isOn: boolean | undefined) => void = () => {};
  readonly #found = new Map<string, FoundCamera>();
  readonly #running = new Map<CameraProvider, Search>();
  #watching: Disposable | undefined;

  constructor(contributions: Contributions, log: Log, changed: () => void, timers: Timers = new SystemTimers()) {
    this.#timers = timers;
    this.#contributions = contributions;
    this.#log = log;
    this.#changed = changed;
  }

  /** Is told what a provider heard of a camera's motion; one only. */
  onMotion(told: (provider: string, nativeId: string, isOn: boolean | undefined) => void): void {
    this.#moved = told;
  }
  start(): void {
    this.#watching = this.#contributions.watch(CameraProvider, () => this.#follow());
  }
  [Symbol.dispose](): void {
    this.#watching?.[Symbol.dispose]();
    for (const search of this.#running.values()) end(search);
    this.#running.clear();
  }

  found(): readonly FoundCamera[] {
    return [...this.#found.values()];
  }
  find(provider: string, nativeId: string): FoundCamera | undefined {
    return this.#found.get(`${provider}/${nativeId}`);
  }
  isSearching(): boolean {
    return [...this.#running.values()].some(({ retry }) => retry === undefined);
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
    const answers = await Promise.allSettled(providers.map(async (provider) => (await provider.call((plugin) => plugin.probe(address, provider.signal(signal)))).map((camera) => this.#keep(provider.from, camera))));
    const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    const failed = answers.find((answer) => answer.status === 'rejected');
    if (found.length === 0 && failed) throw failed.reason;
    if (found.length === 0) throw new HubError('camera-unreachable', 'No camera answers at this address.');
    this.#changed();
    return found;
  }

  #follow(): void {
    const providers = this.#contributions.all(CameraProvider);
    for (const [provider, search] of this.#running) {
      if (providers.some(({ value }) => value === provider)) continue;
      end(search);
      this.#running.delete(provider);
      // What only that plugin can talk to is found again when it is back.
      const before = this.#found.size;
      for (const key of this.#found.keys()) if (key.startsWith(`${search.from}/`)) this.#found.delete(key);
      if (this.#found.size < before) this.#changed();
    }
    for (const contribution of providers) if (!this.#running.has(contribution.value)) this.#run(contribution, 0);
  }

  #run(contribution: Contribution<CameraProvider>, failures: number): void {
    const { from, value, call, signal } = contribution;
    const search: Search = { from, stop: new AbortController(), retry: undefined };
    this.#running.set(value, search);
    const whileRunning = (work: () => void): void => {
      if (search.stop.signal.aborted) return;
      this.#contributions.outside(() => {
        work();
        this.#changed();
      });
    };
    const observer = {
      found: (camera: FoundCamera): void => whileRunning(() => { this.#keep(from, camera); }),
      lost: (nativeId: string): void => whileRunning(() => { this.#found.delete(`${from}/${nativeId.slice(0, longestId)}`); }),
      motion: (nativeId: string, _at: number, isOn?: boolean): void => {
        if (!search.stop.signal.aborted) this.#contributions.outside(() => this.#moved(from, nativeId.slice(0, longestId), isOn));
      },
    };
    const ended = (failure?: unknown): void => {
      if (search.stop.signal.aborted) return;
      if (failure !== undefined && failures === 0) this.#log.warn('A plugin stopped looking for cameras; it is asked again.', { plugin: from, error: failure instanceof Error ? failure.message : 'no error' });
      // The network may have been away: nobody should have to restart a plugin for that.
      search.retry = this.#timers.after(backoffDelay(failures + 1, patience, Math.random()), () => this.#run(contribution, failures + 1));
    };
    call((plugin) => Promise.resolve().then(() => plugin.watch(observer, signal(search.stop.signal)))).then(() => ended(), ended);
  }

  #keep(provider: string, camera: FoundCamera): FoundCamera {
    const kept: FoundCamera = {
      nativeId: camera.nativeId.slice(0, longestId), provider, name: camera.name.slice(0, longestText), address: camera.address.slice(0, longestText), deviceUri: camera.deviceUri.slice(0, longestUri),
      ...(camera.maker === undefined ? {} : { maker: camera.maker.slice(0, longestText) }), ...(camera.model === undefined ? {} : { model: camera.model.slice(0, longestText) }),
    };
    const key = `${provider}/${kept.nativeId}`;
    if (this.#found.size < mostFound || this.#found.has(key)) this.#found.set(key, kept);
    return kept;
  }
}

function end({ stop, retry }: Search): void {
  retry?.[Symbol.dispose]();
  stop.abort();
}
