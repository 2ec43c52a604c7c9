/** Work that is asked for again and again, and runs once at a time: asked for while it runs, it looks once more. */
export class Pump {
  readonly #work: () => Promise<void>;
  readonly #failed: (error: unknown) => void;
  #run: Promise<void> | undefined;
  #isAsked = false;
  /** `failed` is told what `work` throws; the next asking begins anew. */
  constructor(work: () => Promise<void>, failed: (error: unknown) => void) {
    this.#work = work;
    this.#failed = failed;
  }

  ask(): void {
    this.#isAsked = true;
    this.#run ??= this.#runAll().catch(this.#failed);
  }
  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    await this.#run;
  }

  async #runAll(): Promise<void> {
    // So that the end of the run is seen in one turn with its last look at whether it was asked.
    await Promise.resolve();
    try {
      while (this.#isAsked) {
        this.#isAsked = false;
        await this.#work();
      }
    } finally {
      this.#run = undefined;
    }
  }
}
