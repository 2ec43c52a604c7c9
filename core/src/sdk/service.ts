import type { Text } from '../domain/people.ts';

declare const type: unique symbol;

/** Something the hub gives a plugin. `asks` is the sentence the user reads before installing. */
export interface Service<T> {
  readonly id: string;
  readonly asks: Text;
  readonly key: symbol;
  readonly [type]?: T;
}
export function service<T>(id: string, asks: Text): Service<T> {
  return Object.freeze({ id, asks, key: Symbol.for(`matpho.service.${id}`) });
}

/** A place in the hub where plugins plug in. `adds` is the sentence of what such a plugin adds. */
export interface Port<T> {
  readonly id: string;
  readonly adds: Text;
  readonly key: symbol;
  readonly [type]?: T;
}
export function port<T>(id: string, adds: Text): Port<T> {
  return Object.freeze({ id, adds, key: Symbol.for(`matpho.port.${id}`) });
}
