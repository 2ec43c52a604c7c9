/** What was made or read already for one viewing, the least recently used forgotten first. It lives no longer than its permit, so nothing in it can be under other conditions. */
export class MadePieces<T extends { readonly bytes: number }> {
  readonly #most: number;
  readonly #kept = new Map<string, T>();
  #bytes = 0;
  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  get(name: string): T | undefined {
    const found = this.#kept.get(name);
    if (found) {
      this.#kept.delete(name);
      this.#kept.set(name, found);
    }
    return found;
  }
  keep(name: string, made: T): void {
    this.#bytes += made.bytes - (this.#kept.get(name)?.bytes ?? 0);
    this.#kept.delete(name);
    this.#kept.set(name, made);
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#bytes <= this.#most) return;
      this.#kept.delete(oldest);
      this.#bytes -= bytes;
    }
  }
}
