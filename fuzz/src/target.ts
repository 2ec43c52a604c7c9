import type fc from 'fast-check';
import type { Random } from './random.ts';

/** Loads a module of the tree by its source: `core/src/media/flv-read`. From source in tests, from what was built on the command line. */
export type Load = <M>(source: string) => Promise<M>;

/** One reader of foreign bytes. */
export interface Target {
  readonly name: string;
  /** Whose coverage is counted, as `Load` names them. */
  readonly sources: readonly string[];
  /** Folder of captures. */
  readonly corpus: string;
  /** Of its captures, those; absent: all. */
  readonly names?: RegExp;
  /** `packets`: captures are lists of packets, changed as packets on a line are. `boxes`: as boxes, half of the time; `xml`: as texts between tags. */
  readonly kind: 'bytes' | 'packets' | 'boxes' | 'xml';
  /** Put in by the mutator. */
  readonly words: readonly string[];
  readonly grammar: fc.Arbitrary<Buffer>;
  /** Of the whole run's inputs. */
  readonly share: number;
  /** What it may throw beside HubError. */
  allows?(error: unknown): boolean;
  /** Reads the input as its user does. Anything else it throws, and a promise that does not settle by itself, is a finding. */
  read(input: Buffer, random: Random): void | Promise<void>;
}

/** A finding that is no exception: something that must never be true is. */
export function never(condition: boolean, what: string): void {
  if (condition) throw new Error(what);
}
