import 'reflect-metadata';
import { container, type DependencyContainer } from 'tsyringe';
import type { Given, Needs } from '../sdk/plugin.ts';
import type { Service } from '../sdk/service.ts';

/** The only face of tsyringe the hub sees: typed, explicit, no decorators. */
export class Injector {
  readonly #box: DependencyContainer;
  constructor(box: DependencyContainer = container.createChildContainer()) {
    this.#box = box;
  }
  bind<T>(id: Service<T>, value: NoInfer<T>): this {
    this.#box.registerInstance(id.key, value);
    return this;
  }
  /** Exactly what was asked for, by the names it was asked under. Throws when something is not bound. */
  give<N extends Needs>(needs: N): Given<N> {
    return Object.fromEntries(Object.entries(needs).map(([name, id]) => {
      if (!this.#box.isRegistered(id.key, true)) throw new Error(`The hub has no service "${id.id}".`);
      return [name, this.#box.resolve(id.key)];
    })) as Given<N>;
  }
  child(): Injector {
    return new Injector(this.#box.createChildContainer());
  }
}
