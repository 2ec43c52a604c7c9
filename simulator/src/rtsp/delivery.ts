import type { Socket as UdpSocket } from 'node:dgram';
import type { Socket } from 'node:net';
import type { Metronome } from '../media/metronome.ts';
import { steadyNow } from '../media/steady-clock.ts';
import type { Stop } from '../media/unit.ts';
import type { PacketRun } from '../rtp/rtp-track.ts';

/** Where one track's packets go: an interleaved channel pair, or a pair of the client's UDP ports. */
export type Lane =
  | { readonly kind: 'tcp'; readonly channel: number }
  | { readonly kind: 'udp'; readonly socket: UdpSocket; readonly port: number; readonly address: string };

/** What a client does not read is kept up to here; then pictures are left out, and a client that stays deaf is let go. */
export const BACKLOG = { bytes: 1_048_576, patienceMs: 10_000 };

const SPREAD_MS = 20;

/** Writes packet runs to one client, at once or paced as the worst real cameras do: every packet its own send. */
export class Delivery {
  readonly #socket: Socket;
  readonly #metronome: Metronome | undefined;
  readonly #phaseMs = Math.random() * 40;
  readonly #queue: { readonly dueMs: number; readonly lane: Lane; readonly packet: Buffer }[] = [];
  #stopPacing: Stop | undefined;
  #queuedBytes = 0;
  #lastDueMs = 0;
  #fullSinceMs: number | undefined;

  /** @param metronome given for paced sending */
  constructor(socket: Socket, metronome: Metronome | undefined) {
    this.#socket = socket;
    this.#metronome = metronome;
  }

  /** Is there room for another picture? A client that has not read for too long is disconnected. */
  hasRoom(): boolean {
    if (this.#socket.writableLength + this.#queuedBytes <= BACKLOG.bytes) {
      this.#fullSinceMs = undefined;
      return true;
    }
    this.#fullSinceMs ??= steadyNow();
    if (steadyNow() - this.#fullSinceMs > BACKLOG.patienceMs) this.#socket.destroy();
    return false;
  }

  send(lane: Lane, run: PacketRun): void {
    if (this.#metronome !== undefined && run.offsets.length > 1) this.#pace(lane, run, this.#metronome);
    else this.#burst(lane, run);
  }

  close(): void {
    this.#stopPacing?.();
    this.#queue.length = 0;
    this.#queuedBytes = 0;
  }

  #burst(lane: Lane, run: PacketRun): void {
    if (lane.kind === 'tcp') {
      if (this.#socket.writable) this.#socket.write(onChannel(run, lane.channel));
      return;
    }
    for (const packet of packetsOf(run)) sendUdp(lane, packet.subarray(4));
  }

  #pace(lane: Lane, run: PacketRun, metronome: Metronome): void {
    const bytes = lane.kind === 'tcp' ? onChannel(run, lane.channel) : run.bytes;
    const packets = packetsOf({ bytes, offsets: run.offsets });
    const start = Math.max(steadyNow() + this.#phaseMs, this.#lastDueMs);
    for (const [i, packet] of packets.entries()) {
      this.#lastDueMs = start + (i / packets.length) * SPREAD_MS;
      this.#queue.push({ dueMs: this.#lastDueMs, lane, packet });
      this.#queuedBytes += packet.length;
    }
    this.#stopPacing ??= metronome.join((now) => this.#sendDue(now));
  }

  #sendDue(now: number): void {
    for (let next = this.#queue[0]; next !== undefined && next.dueMs <= now; next = this.#queue[0]) {
      this.#queue.shift();
      this.#queuedBytes -= next.packet.length;
      if (next.lane.kind === 'udp') sendUdp(next.lane, next.packet.subarray(4));
      else if (this.#socket.writable) this.#socket.write(next.packet);
    }
    if (this.#queue.length > 0) return;
    this.#stopPacing?.();
    this.#stopPacing = undefined;
  }
}

const packetsOf = ({ bytes, offsets }: PacketRun): Buffer[] => offsets.slice(0, -1).map((from, i) => bytes.subarray(from, offsets[i + 1]));

// The run is shared by every client and may still wait in another's socket: another channel needs its own copy.
const onChannel = (run: PacketRun, channel: number): Buffer => {
  if (run.bytes[1] === channel) return run.bytes;
  const copy = Buffer.from(run.bytes);
  for (const offset of run.offsets.slice(0, -1)) copy[offset + 1] = channel;
  return copy;
};

const sendUdp = (lane: Lane & { kind: 'udp' }, packet: Buffer): void => {
  try {
    lane.socket.send(packet, lane.port, lane.address, () => undefined); // a refused datagram is lost, as on a wire
  } catch {
    // Closed between the frame and its packets: ERR_SOCKET_DGRAM_NOT_RUNNING is thrown, not called back.
  }
};
