import { HubError } from '../sdk/errors.ts';
import type { Clock } from '../sdk/services.ts';
import { DiskGuard, shortBytes, type DiskLow, type RoomRule } from './disk-guard.ts';
import { isError, type Disk, type GrowingFile } from './disk.ts';
import { diskOfPath, shelfOf, withinDisk } from './segment-path.ts';

/** `full`: less is free than must stay; `foreign`: another hub's, or another disk of this one; `broken`: it answers with errors. */
export type DiskState = 'here' | 'full' | 'gone' | 'foreign' | 'read-only' | 'broken';
type DiskFault = Exclude<DiskState, 'here' | 'full'>;
export interface DiskFact {
  readonly id: string;
  readonly state: DiskState;
  /** Bytes, when it was last asked; 0 of a disk that is not there. */
  readonly free: number;
  readonly total: number;
  /** Of `free`, what stays free. */
  readonly kept: number;
}
export interface DiskPlace {
  /** `main`, or as the configuration calls it. */
  readonly id: string;
  readonly disk: Disk;
  readonly rule: RoomRule;
  /** Whether it is the disk it is said to be; always there when absent. */
  readonly mark?: { look(): Promise<'here' | 'gone' | 'foreign'>; probe(): Promise<void> };
}
export interface RecordingDisksParts {
  /** In the order in which new files are tried. */
  readonly places: readonly DiskPlace[];
  readonly clock: Clock;
  /** No disk takes recordings any more; told once each time. */
  low(fact: DiskLow): void;
  /** A disk went away, or is back; not for one that fills up. */
  changed(id: string, state: DiskState): void;
}
interface Seat {
  readonly place: DiskPlace;
  readonly guard: DiskGuard;
  /** Undefined before the first look too. */
  fault: DiskFault | undefined;
  isKnown: boolean;
  /** Its files have been compared with the rows since it came. */
  isReady: boolean;
  room: { readonly free: number; readonly total: number };
}

/** What an error says of the disk it came from; undefined where it says nothing of it. Pure. */
export function faultOf(failure: unknown): DiskFault | 'full' | undefined {
  if (failure instanceof HubError && failure.code === 'disk-full') return 'full';
  if (isError(failure, 'EROFS', 'EACCES', 'EPERM')) return 'read-only';
  if (isError(failure, 'ENODEV', 'ENXIO', 'ENOENT', 'ENOTDIR', 'ESTALE', 'ENOTCONN', 'ESHUTDOWN')) return 'gone';
  if (isError(failure, 'EEXIST')) return undefined;
  return 'broken';
}

/** Several disks as one: new files go to the first that takes them, others are found by what stands before their path. */
export class RecordingDisks implements Disk {
  readonly #seats: readonly Seat[];
  readonly #parts: RecordingDisksParts;

  constructor(parts: RecordingDisksParts) {
    this.#parts = parts;
    this.#seats = parts.places.map((place): Seat => ({
      place, fault: undefined, isKnown: false, isReady: false, room: { free: 0, total: 0 },
      guard: new DiskGuard({ room: async () => place.disk.room() }, place.rule, parts.clock, (fact) => { if (this.isLow) parts.low(fact); }),
    }));
  }

  /** No disk takes recordings. */
  get isLow(): boolean {
    return !this.#seats.some(takes);
  }
  /** Where files must go before recording may go on: bytes by disk. Nothing while any disk takes recordings. */
  get short(): ReadonlyMap<string, number> {
    return new Map(!this.#seats.some(takes) ? this.#seats.filter(({ fault, guard }) => !fault && guard.short > 0).map(({ place, guard }) => [place.id, guard.short]) : []);
  }
  /** Which of them can be read and written now, in order. */
  get reachable(): readonly string[] {
    return this.#seats.filter(({ fault }) => !fault).map(({ place }) => place.id);
  }
  facts(): readonly DiskFact[] {
    return this.#seats.map(({ place, fault, guard, room }) => ({ id: place.id, state: fault ?? (guard.isLow ? 'full' : 'here'), ...fault ? { free: 0, total: 0 } : room, kept: Math.max(0, shortBytes({ free: 0, total: room.total }, place.rule)) }));
  }
  /** What a disk that is full says is its own doing here; see `failed`. */
  full(): void {}

  /** To be called at the start and every `diskCheckedEvery`. @returns those that are there and not `ready`: their files are to be compared with the rows first */
  async check(): Promise<readonly string[]> {
    const back: string[] = [];
    for (const seat of this.#seats) {
      const wasThere = seat.isKnown && !seat.fault;
      const fault = await this.#look(seat, wasThere);
      this.#move(seat, fault);
      seat.isKnown = true;
      if (!fault && !seat.isReady) back.push(seat.place.id);
    }
    return back;
  }
  /** Its files and rows agree: new files may go there. */
  ready(id: string): void {
    const seat = this.#seatOf(id);
    seat.isReady = seat.fault === undefined;
  }
  async #look(seat: Seat, wasThere: boolean): Promise<DiskFault | undefined> {
    const { place, guard } = seat;
    try {
      const found = await place.mark?.look() ?? 'here';
      if (found !== 'here') return found;
      if (!wasThere) await place.mark?.probe();
      // The guard asks too; what it does not tell is how much.
      seat.room = await place.disk.room();
      await guard.check();
      return undefined;
    } catch (failure) {
      const fault = faultOf(failure) ?? 'broken';
      if (fault !== 'full') return fault;
      guard.full();
      return undefined;
    }
  }
  #move(seat: Seat, fault: DiskFault | undefined): void {
    const was = seat.fault;
    seat.fault = fault;
    if (fault) seat.isReady = false;
    if (was !== fault) this.#parts.changed(seat.place.id, fault ?? 'here');
  }

  shelves(): readonly string[] {
    return this.#seats.filter(takes).map(({ place }) => shelfOf(place.id));
  }
  failed(path: string, failure: unknown): void {
    const seat = this.#seatOf(diskOfPath(path));
    const fault = faultOf(failure);
    if (fault === 'full') seat.guard.full();
    else if (fault) this.#move(seat, fault);
  }

  async create(path: string): Promise<GrowingFile> {
    return await this.#at(path).create(withinDisk(path));
  }
  async read(path: string, part?: { readonly offset: number; readonly bytes: number }): Promise<Buffer> {
    return await this.#at(path).read(withinDisk(path), part);
  }
  async cut(path: string, bytes: number): Promise<void> {
    await this.#at(path).cut(withinDisk(path), bytes);
  }
  async remove(path: string): Promise<void> {
    await this.#at(path).remove(withinDisk(path));
  }
  async list(folder: string): Promise<readonly string[]> {
    return await this.#at(folder).list(withinDisk(folder));
  }
  async room(): Promise<{ readonly free: number; readonly total: number }> {
    return this.#seats.filter(({ fault }) => !fault).reduce((sum, { room }) => ({ free: sum.free + room.free, total: sum.total + room.total }), { free: 0, total: 0 });
  }

  #seatOf(id: string): Seat {
    const seat = this.#seats.find(({ place }) => place.id === id);
    if (!seat) throw new HubError('not-ready', `The disk ${id} is not in the configuration.`);
    return seat;
  }
  /** Never a disk that is not there: what is missing on an empty mount point is not gone. */
  #at(path: string): Disk {
    const { place, fault } = this.#seatOf(diskOfPath(path));
    if (fault === 'gone' || fault === 'foreign') throw new HubError('not-ready', `The disk ${place.id} is not there.`);
    return place.disk;
  }
}

function takes({ fault, isReady, guard }: Seat): boolean {
  return isReady && !fault && !guard.isLow;
}
