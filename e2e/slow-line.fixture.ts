import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

const stepMs = 20;
const packet = 1_460;

/** A line of limited width between a browser and the hub: Chromium's own throttling leaves WebSockets as they are. One width for all connections together, towards the browser. */
export class SlowLine implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #waiting = new Map<Socket, Buffer[]>();
  readonly #timer: ReturnType<typeof setInterval>;
  /** Bytes a second; Infinity: as fast as it goes. */
  #width = Infinity;
  #credit = 0;
  #at = performance.now();

  private constructor(to: URL) {
    this.#server = createServer((near) => this.#join(near, connect(Number(to.port), to.hostname)));
    this.#timer = setInterval(() => this.#pour(), stepMs);
  }
  static async open(to: string): Promise<SlowLine> {
    const line = new SlowLine(new URL(to));
    line.#server.listen(0, 'localhost');
    await once(line.#server, 'listening');
    return line;
  }
  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }
  set kbits(value: number) {
    this.#width = value * 125;
    this.#credit = 0;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket, far: Socket): void {
    const queue: Buffer[] = [];
    this.#waiting.set(near, queue);
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        this.#sockets.delete(socket);
        near.destroy();
        far.destroy();
        this.#waiting.delete(near);
      });
    }
    near.pipe(far);
    far.on('data', (bytes: Buffer) => {
      queue.push(bytes);
      // What the line does not carry stays with the hub, as on a real one.
      if (queue.length > 1) far.pause();
      this.#pour();
    });
    near.on('drained', () => far.resume());
  }

  #pour(): void {
    const now = performance.now();
    this.#credit = this.#width === Infinity ? Infinity : Math.min(this.#width * 0.1, this.#credit + (this.#width * (now - this.#at)) / 1000);
    this.#at = now;
    // In turn, a packet each: what an old connection still has to bring must not stand before a new one.
    for (let sent = true; sent;) {
      sent = false;
      for (const [near, queue] of this.#waiting) {
        const [whole] = queue;
        if (!whole || this.#credit < 1) continue;
        const part = whole.subarray(0, Math.min(whole.length, packet, Math.floor(this.#credit)));
        near.write(part);
        this.#credit -= part.length;
        sent = true;
        if (part.length === whole.length) queue.shift();
        else queue[0] = whole.subarray(part.length);
      }
    }
    for (const [near, queue] of this.#waiting) if (queue.length === 0) near.emit('drained');
  }
}
