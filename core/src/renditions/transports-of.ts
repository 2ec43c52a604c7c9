import type { ViewerTransport } from '../sdk/ports.ts';
import type { FindTransport } from './conversions.ts';

/** The hub's own transport, and those of running plugins. */
export function transportsOf(plugged: FindTransport, own: ViewerTransport): FindTransport {
  return (id) => (id === own.id ? { value: own, call: (work) => work(own) } : plugged(id));
}
