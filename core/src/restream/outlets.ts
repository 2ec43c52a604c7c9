import type { Socket as UdpSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import type { Timers } from '../base/clock.ts';
import type { Lane } from './rtp-sender.ts';

/** Interleaved frames on the client's own connection (RFC 2326 §10.12). */
export function interleaved(socket: Socket, channels: { readonly rtp: number; readonly rtcp: number }): Lane {
  const send = (channel: number, first: Uint8Array, second?: Uint8Array): void => {
    if (!socket.writable) return;
    const frame = Buffer.allocUnsafe(4 + first.length);
    frame[0] = 0x24;
    frame[1] = channel;
    frame.writeUInt16BE(first.length + (second?.length ?? 0), 2);
    frame.set(first, 4);
    socket.write(frame);
    if (second) socket.write(second);
  };
  return { rtp: (header, payload) => send(channels.rtp, header, payload), rtcp: (packet) => send(channels.rtcp, packet) };
}

/** One packet every so many bytes of a fast line: the first group of pictures leaves as a stream, not as one clap that a switch drops. */
const tick = 4;
const bytesPerTick = 24_000;

interface Waiting { readonly socket: UdpSocket; readonly port: number; readonly parts: readonly Uint8Array[]; readonly size: number }

/** UDP to one client's address, paced. What waits is counted as not sent. */
export class UdpOutlet implements Disposable {
  readonly #address: string;
  readonly #timers: Timers;
  #queue: Waiting[] = [];
  #queued = 0;
  #budget = bytesPerTick;
  #pacing: Disposable | undefined;
  #isClosed = false;
  constructor(address: string, timers: Timers) {
    this.#address = address;
    this.#timers = timers;
  }

  get pending(): number {
    return this.#queued;
  }
  lane(door: { readonly rtp: UdpSocket; readonly rtcp: UdpSocket }, ports: { readonly rtp: number; readonly rtcp: number }): Lane {
    return {
      rtp: (header, payload) => this.#put({ socket: door.rtp, port: ports.rtp, parts: [header, payload], size: header.length + payload.length }),
      rtcp: (packet) => this.#put({ socket: door.rtcp, port: ports.rtcp, parts: [packet], size: packet.length }),
    };
  }
  /** What waits is not sent any more. */
  clear(): void {
    this.#queue = [];
    this.#queued = 0;
  }
  [Symbol.dispose](): void {
    this.#isClosed = true;
    this.clear();
    this.#pacing?.[Symbol.dispose]();
  }

  #put(packet: Waiting): void {
    if (this.#isClosed) return;
    if (this.#queue.length === 0 && this.#budget > 0) this.#send(packet);
    else {
      this.#queue.push(packet);
      this.#queued += packet.size;
    }
    this.#pacing ??= this.#timers.every(tick, () => this.#refill());
  }
  #refill(): void {
    const isIdle = this.#budget === bytesPerTick && this.#queue.length === 0;
    this.#budget = bytesPerTick;
    let sent = 0;
    for (const packet of this.#queue) {
      if (this.#budget <= 0) break;
      this.#send(packet);
      this.#queued -= packet.size;
      sent += 1;
    }
    if (sent > 0) this.#queue.splice(0, sent);
    if (!isIdle) return;
    this.#pacing?.[Symbol.dispose]();
    this.#pacing = undefined;
  }
  #send({ socket, port, parts, size }: Waiting): void {
    this.#budget -= size;
    try {
      socket.send(parts, port, this.#address, () => {}); // a refused datagram is lost, as on a wire
    } catch {
      // The door was closed between the picture and its packets.
    }
  }
}
