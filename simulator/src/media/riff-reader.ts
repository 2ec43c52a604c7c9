/**
 * Reads the packets of an AVI stream as they come. The container is used because it tells each picture's size before
 * its bytes: a picture is handed on the moment it is whole, not when the next one begins.
 */
export class RiffReader {
  readonly #onPacket: (packet: Buffer) => void;
  #waiting: Buffer[] = [];
  #size = 0;

  constructor(onPacket: (packet: Buffer) => void) {
    this.#onPacket = onPacket;
  }

  push(bytes: Buffer): void {
    this.#waiting.push(bytes);
    this.#size += bytes.length;
    while (this.#readChunk());
  }

  #readChunk(): boolean {
    if (this.#size < 12) return false;
    const head = this.#peek();
    const id = head.toString('latin1', 0, 4);
    const length = head.readUInt32LE(4);
    const isOpen = id === 'RIFF' || (id === 'LIST' && head.toString('latin1', 8, 12) === 'movi');
    if (isOpen) {
      this.#take(12);
      return true;
    }
    const padded = 8 + length + (length & 1);
    if (padded > 16_000_000) throw new Error('An encoder packet is larger than a picture can be');
    if (this.#size < padded) return false;
    const chunk = this.#take(padded);
    if (id === '00dc' && length > 0) this.#onPacket(chunk.subarray(8, 8 + length));
    return true;
  }

  #peek(): Buffer {
    if ((this.#waiting[0]?.length ?? 0) < 12) this.#waiting = [Buffer.concat(this.#waiting)];
    return this.#waiting[0] ?? Buffer.alloc(0);
  }

  #take(count: number): Buffer {
    const whole = this.#waiting.length === 1 ? this.#waiting[0] ?? Buffer.alloc(0) : Buffer.concat(this.#waiting);
    this.#size -= count;
    this.#waiting = this.#size > 0 ? [whole.subarray(count)] : [];
    return whole.subarray(0, count);
  }
}
