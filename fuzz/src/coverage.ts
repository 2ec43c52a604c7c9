import { Session, type Profiler } from 'node:inspector';

export interface Reached {
  readonly source: string;
  readonly functions: readonly [reached: number, of: number];
  /** Blocks of branches, as V8 counts them. */
  readonly blocks: readonly [reached: number, of: number];
  /** Names of the functions that no input came to. */
  readonly missed: readonly string[];
}

/** V8's own precise block coverage of what runs from now on. */
export class Coverage implements Disposable {
  readonly #session = new Session();
  constructor() {
    this.#session.connect();
    this.#post('Profiler.enable');
    this.#post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** @param sources as `Load` names them */
  reached(sources: readonly string[]): readonly Reached[] {
    let all: Profiler.ScriptCoverage[] = [];
    this.#session.post('Profiler.takePreciseCoverage', (error, { result }) => { if (!error) all = result; });
    return [...new Set(sources)].toSorted().flatMap((source) => {
      const end = `/${source.replace('/src/', '/dist/')}.js`;
      const script = all.find(({ url }) => url.endsWith(end));
      return script ? [reachedIn(source, script)] : [];
    });
  }
  [Symbol.dispose](): void {
    this.#session.disconnect();
  }
  #post(method: string, parameters: object = {}): void {
    this.#session.post(method, parameters, () => {});
  }
}

function reachedIn(source: string, { functions }: Profiler.ScriptCoverage): Reached {
  // The first is the module itself. Blocks without a name of their own are branches of the function they stand in.
  const own = functions.slice(1);
  const was = ({ ranges }: Profiler.FunctionCoverage): boolean => (ranges[0]?.count ?? 0) > 0;
  const blocks = own.filter(was).flatMap(({ ranges }) => ranges);
  const missed = own.filter((each) => !was(each)).map(({ functionName }) => functionName).filter((name) => name !== '');
  return {
    source, functions: [own.filter(was).length, own.length], missed,
    blocks: [blocks.filter(({ count }) => count > 0).length, blocks.length + own.filter((each) => !was(each)).length],
  };
}
