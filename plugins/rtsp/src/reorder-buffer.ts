/** Held for a missing packet: at 2 Mb/s about 60 ms of video. */
const mostHeld = 16;
const longestStep = 1_000;
/** What is behind by less is late. */
const mostBehind = 100;

/** Puts UDP packets back into order where a little waiting can. A hole is given up when the buffer is full or `flush` is called. */
export class ReorderBuffer {
  /** Came after one that was sent later, and were put right. */
  reordered = 0;
  duplicates = 0;
  readonly #deliver: (datagram: Buffer) => void;
  readonly #held = new Map<number, Buffer>();
  #next = -1;
  #far = -1;

  constructor(deliver: (datagram: Buffer) => void) {
    this.#deliver = deliver;
  }

  push(datagram: Buffer): void {
    if (datagram.length < 12) return;
    const sequence = datagram.readUInt16BE(2);
    const ahead = this.#next < 0 ? 0 : (sequence - this.#next) & 0xffff;
    if (ahead > 0 && ahead <= longestStep) {
      if (this.#held.has(sequence)) {
        this.duplicates++;
        return;
      }
      if (this.#held.size > 0 && [...this.#held.keys()].some((held) => ((held - this.#next) & 0xffff) > ahead)) this.reordered++;
      this.#held.set(sequence, datagram);
      if (this.#held.size > mostHeld) this.#skipHole();
      return;
    }
    // What is late or far away is the receiver's to judge; two in a row from far away are a new count.
    if (ahead > longestStep) {
      const restarted = sequence === this.#far && ahead < 0x10000 - mostBehind;
      this.#far = (sequence + 1) & 0xffff;
      if (!restarted) return this.#deliver(datagram);
      this.flush();
    } else if (this.#held.size > 0) this.reordered++;
    this.#send(sequence, datagram);
    this.#drain();
  }
  /** Gives up every hole. */
  flush(): void {
    while (this.#held.size > 0) this.#skipHole();
  }

  #send(sequence: number, datagram: Buffer): void {
    this.#next = (sequence + 1) & 0xffff;
    this.#deliver(datagram);
  }
  #drain(): void {
    for (let held = this.#held.get(this.#next); held; held = this.#held.get(this.#next)) {
      this.#held.delete(this.#next);
      this.#send(this.#next, held);
    }
  }
  #skipHole(): void {
    const earliest = [...this.#held.keys()].reduce((a, b) => (((a - this.#next) & 0xffff) <= ((b - this.#next) & 0xffff) ? a : b));
    this.#next = earliest;
    this.#drain();
  }
}
