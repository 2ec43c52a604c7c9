/** Parts are this long at most, but for one picture that is larger by itself. */
export const usualPart = 1024 * 1024;
const mostFree = 128;

/**
 * Memory for parts on their way to a disk, used again and again. Memory made anew for every part of every camera, some 10 MB a second for 64 of them,
 * would have the collector run almost without a break. Only what is written to takes room.
 */
export class PartBuffers {
  readonly #free: Buffer[] = [];

  take(bytes: number): Buffer {
    if (bytes > usualPart) return Buffer.allocUnsafeSlow(bytes);
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(usualPart);
  }
  /** Nobody reads it any more. */
  give(buffer: Buffer): void {
    if (buffer.length === usualPart && this.#free.length < mostFree) this.#free.push(buffer);
  }
}
