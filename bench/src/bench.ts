import type { Scope } from './scope.ts';

/** One line of standard output. */
export interface Figure {
  /** `ingest.cpu_ratio_64` */
  readonly name: string;
  readonly value: number;
  readonly unit: 'ratio' | 'percent' | 'ms' | 's' | 'us' | 'per_s' | 'mb';
  /** Measurements behind the value. */
  readonly n: number;
}

/** What a bench is given. */
export interface BenchRun {
  /** Path of the program. */
  readonly ffmpeg: string;
  /** Empty, its own, removed afterwards. */
  readonly folder: string;
  /** Small numbers: shows that the bench works, its figures say little. */
  readonly quick: boolean;
  /** The soak version: up to hours. */
  readonly long: boolean;
  readonly scope: Scope;
  figure(figure: Figure): void;
  /** Progress, for people. */
  say(text: string): void;
}

export interface Bench {
  readonly about: string;
  run(run: BenchRun): Promise<void>;
}
