import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { FactName, HubFacts } from './hub-facts.ts';
import { HubProblem, isAbort, problemOf } from './hub-problem.ts';

/** `stale` shows the last known value with its time, because the hub does not answer. */
export type Load<T> =
  | { readonly status: 'idle' | 'loading' }
  | { readonly status: 'ready'; readonly value: T; readonly at: number }
  | { readonly status: 'stale'; readonly value: T; readonly at: number; readonly problem: HubProblem }
  | { readonly status: 'error'; readonly problem: HubProblem };
interface Host extends ReactiveControllerHost {
  readonly facts?: HubFacts | undefined;
}
interface Options<T> {
  readonly load: (signal: AbortSignal) => Promise<T>;
  /** Loads again on these facts and after every reconnection. */
  readonly on?: readonly FactName[];
  /** Waits for `reload()` instead of loading when its element appears. */
  readonly lazy?: true;
}
type Draw<T> = (value: T) => unknown;

/** Loads one thing for one element: keeps the last value while it asks again, aborts when the element leaves. */
export class LoadController<T> implements ReactiveController {
  state: Load<T> = { status: 'idle' };
  private readonly host: Host;
  private readonly options: Options<T>;
  private running: AbortController | undefined;
  private stopListening: (() => void) | undefined;
  private due = false;

  constructor(host: Host, options: Options<T>) {
    this.host = host;
    this.options = options;
    host.addController(this);
  }

  get value(): T | undefined {
    return this.state.status === 'ready' || this.state.status === 'stale' ? this.state.value : undefined;
  }

  hostConnected(): void {
    if (this.options.on) this.stopListening = this.host.facts?.on(this.options.on, () => void this.reload());
    this.due = !this.options.lazy;
    this.host.requestUpdate();
  }

  /** Starts only now: an element that was drawn before its code arrived gets its properties back in its first update, after it was connected. */
  hostUpdate(): void {
    if (!this.due) return;
    this.due = false;
    void this.reload();
  }

  hostDisconnected(): void {
    this.stopListening?.();
    this.due = false;
    this.running?.abort();
    this.running = undefined;
  }

  /** Replaces the value with one that a change just returned. */
  put(value: T): void {
    this.running?.abort();
    this.set({ status: 'ready', value, at: Date.now() });
  }

  readonly reload = async (): Promise<void> => {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    if (this.value === undefined) this.set({ status: 'loading' });
    try {
      const value = await this.options.load(running.signal);
      if (!running.signal.aborted) this.set({ status: 'ready', value, at: Date.now() });
    } catch (thrown) {
      if (running.signal.aborted || isAbort(thrown)) return;
      const problem = problemOf(thrown);
      const last = this.state;
      const away = problem.code === 'offline' || problem.code === 'hub-away';
      this.set(away && (last.status === 'ready' || last.status === 'stale') ? { status: 'stale', value: last.value, at: last.at, problem } : { status: 'error', problem });
    }
  };

  /** The value, or its skeleton, error or last known state. `skeleton` is drawn while nothing is known yet. */
  draw(ready: Draw<T>, skeleton: TemplateResult = html`<mp-skeleton></mp-skeleton>`): unknown {
    const { state } = this;
    if (state.status === 'error') return html`<mp-error .problem=${state.problem} retryable @mp-retry=${this.reload}></mp-error>`;
    if (state.status === 'ready' || state.status === 'stale') return html`${state.status === 'stale' ? html`<mp-stale .at=${state.at}></mp-stale>` : nothing}${ready(state.value)}`;
    return skeleton;
  }

  private set(state: Load<T>): void {
    this.state = state;
    this.host.requestUpdate();
  }
}
