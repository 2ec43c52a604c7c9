import { randomBytes } from 'node:crypto';
import type { Timers } from '../base/clock.ts';
import { Lock } from '../base/lock.ts';
import { Pump } from '../base/pump.ts';
import type { Gate } from '../consent/gate.ts';
import type { ConsentRecords, ViewingRequest } from '../consent/gate-ports.ts';
import { isRefusal, type Refusal } from '../consent/refusal.ts';
import type { Permit } from '../domain/consent.ts';
import type { AskId, CameraId, OwnerId, PersonId, UnitId } from '../domain/ids.ts';
import { hours, minutes } from '../domain/time.ts';
import { askedAgain, officerKeeps, viewingOf } from '../exports/export-access.ts';
import type { Contributions } from '../kernel/contributions.ts';
import { HubError } from '../sdk/errors.ts';
import { ClipExporter } from '../sdk/ports.ts';
import type { Vault } from '../vault/vault.ts';
import { receiverCertificate } from './bag-cms.ts';
import { makeBag, type Counts, type MakeParts } from './bag-make.ts';
import { hasOriginals } from './bag-pictures.ts';
import type { BagRecord } from './bag-rows.ts';
import { enterSeal, finishSeal, type SealParts } from './bag-seal.ts';
import { theHub } from './custody.ts';

export interface EvidenceDeskParts extends Omit<MakeParts, 'write' | 'rows' | 'gate' | 'audit' | 'custody'>, Omit<SealParts, 'audit'> {
  readonly audit: MakeParts['audit'] & SealParts['audit'];
  readonly gate: Pick<Gate, 'admit' | 'end' | 'vouches' | 'countWith'>;
  readonly records: ConsentRecords;
  readonly contributions: Contributions;
  readonly timers: Timers;
  readonly vault: Pick<Vault, 'get' | 'put' | 'remove'>;
}
/** One camera and interval, and the question under which it may be had. */
export interface WantedPiece {
  readonly request: ViewingRequest<'clip'>;
  readonly owner: OwnerId;
}
export interface Order {
  readonly person: PersonId;
  readonly pieces: readonly WantedPiece[];
  readonly office?: { readonly unit: UnitId; readonly unitName: string; readonly officerNo: string };
  readonly ask?: AskId;
  /** The written request it answers: the house hands over (R4). */
  readonly request?: string;
  readonly receiver?: { readonly name: string; readonly certificate: string };
}
interface Running { readonly bag: string; readonly stop: AbortController; readonly done: Promise<void> }
export const mostPieces = 8;
/** Eight cameras, four intervals. */
const mostOnRequest = 32;
export const longestPiece = hours(2);
const waitingPerPerson = 5;
/** No recorded file is longer: the one before and the one after begin within. */
const neighbours = minutes(10);
export const keyPlace = (bag: string): string => `evidence/key/${bag}`;

/** Evidence bags: asked for under permits, made one at a time, whole or not there. */
export class EvidenceDesk {
  readonly #parts: EvidenceDeskParts;
  /** Of bags that wait. After a restart they are asked for anew. */
  readonly #permits = new Map<string, ReadonlyMap<number, Permit<'clip'>>>();
  #running: Running | undefined;
  readonly #pump = new Pump(() => this.#runWaiting(), (error) => this.#told(error));
  #isClosed = false;
  #releases: Disposable[] = [];
  readonly #tidying = new Lock();
  constructor(parts: EvidenceDeskParts) {
    this.#parts = parts;
  }

  /** Clears what no row knows or wants, and goes on with what was to be done. Bags wait until a plugin that writes films runs. */
  async start(): Promise<void> {
    const { rows, folder, timers, contributions } = this.#parts;
    for (const name of await folder.names()) {
      const row = await rows.find(name);
      // A database that was put back from a backup must not give its number again.
      if (!row) await rows.skip(name);
      if (!row || ['failed', 'cancelled', 'destroyed'].includes(row.status)) await folder.remove(name);
    }
    for (const camera of await rows.removedCameras()) await this.forget(camera);
    await this.tidy();
    this.#releases = [timers.every(hours(1), () => this.#tried(this.tidy())), contributions.watch(ClipExporter, () => this.#pump.ask())];
    this.#pump.ask();
  }
  /** What runs is stopped and begins again at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const release of this.#releases.splice(0)) release[Symbol.dispose]();
    this.#running?.stop.abort(new HubError('not-ready', 'The hub stops.'));
    await this.#pump.idle();
    for (const permits of this.#permits.values()) await this.#endAll(permits, 'shutdown');
    this.#permits.clear();
  }
  /** Resolves when nothing is being made. */
  async idle(): Promise<void> {
    await this.#pump.idle();
  }

  /**
   * Asks the gate for every piece now and keeps the permits until the bag is made: all of them, or none.
   * @returns the gate's first no as it is
   * @throws HubError `bad-request`, `export-too-long`, `too-many-requests`, `no-footage`, `certificate-invalid`
   */
  async ask(order: Order): Promise<BagRecord | Refusal> {
    const { rows, clock, vault, footage } = this.#parts;
    const spans = order.pieces.map(({ request }) => request.ask.footage ?? [0, 0] as const);
    if (spans.length === 0 || spans.length > (order.request === undefined ? mostPieces : mostOnRequest) || spans.some(([from, to]) => from >= to)) throw new HubError('bad-request', 'A bag needs one to eight intervals.');
    if (spans.some(([from, to]) => to - from > longestPiece)) throw new HubError('export-too-long', 'An interval is longer than two hours.');
    const receiver = order.receiver && { ...order.receiver, fingerprint: receiverCertificate(order.receiver.certificate, clock.now()).fingerprint256.replaceAll(':', '').toLowerCase() };
    if ((await rows.toDo()).filter(({ person }) => person === order.person).length >= waitingPerPerson) throw new HubError('too-many-requests', 'Enough bags of this person wait.');
    const permits = new Map<number, Permit<'clip'>>();
    try {
      for (const [i, piece] of order.pieces.entries()) {
        const answer = await this.#parts.gate.admit(await this.#widened(piece.request));
        if (isRefusal(answer)) {
          await this.#endAll(permits, 'source');
          return answer;
        }
        permits.set(i + 1, answer);
      }
      // Only after the yes: whether there is footage is itself something not everybody may know.
      const found = await Promise.all(order.pieces.map(async ({ request: { ask } }, i) => footage.segmentsIn(ask.camera, spans[i]?.[0] ?? 0, spans[i]?.[1] ?? 0)));
      if (found.every((segments) => segments.length === 0)) throw new HubError('no-footage', 'Nothing was recorded in any of the intervals.');
      const bag = await rows.add(newBag(order, permits, receiver), order.pieces.map(({ request: { ask: { camera } }, owner }, i) => ({ camera, owner, from_at: spans[i]?.[0] ?? 0, to_at: spans[i]?.[1] ?? 0, viewing: permits.get(i + 1)?.id ?? null })), clock.now());
      if (receiver) await vault.put(keyPlace(bag), JSON.stringify({ key: randomBytes(32).toString('hex'), iv: randomBytes(16).toString('hex') }));
      this.#permits.set(bag, permits);
      this.#pump.ask();
      return await this.#found(bag);
    } catch (failure) {
      await this.#endAll(permits, 'source');
      throw failure;
    }
  }

  /** Stops what is to be made; throws away what was made. Its number and its custody stay. */
  async cancel(bag: string, by: Parameters<SealParts['custody']['record']>[0]['by'], person: PersonId | null, note = ''): Promise<void> {
    const { rows, folder, custody, vault, clock } = this.#parts;
    const row = await this.#found(bag);
    const wasToDo = await rows.settle(bag, { status: 'cancelled', done_at: clock.now() });
    const running = this.#running?.bag === bag ? this.#running : undefined;
    running?.stop.abort(new HubError('conflict', 'The bag was cancelled.'));
    await this.#drop(bag);
    const wasDone = !wasToDo && await rows.destroyed(bag);
    if (!wasToDo && !wasDone) return;
    if (wasDone || row.sha256 !== null) await custody.record({ bag, event: 'destroy', by, person, note, before: row.sha256, after: null });
    await running?.done.catch(() => {});
    await folder.remove(bag);
    await vault.remove(keyPlace(bag));
  }
  /** Of a camera that was removed nothing stays in a bag. What a stop leaves undone is done at the next start. */
  async forget(camera: CameraId): Promise<void> {
    for (const bag of await this.#parts.rows.withCamera(camera)) await this.cancel(bag, theHub, null, 'camera đã gỡ khỏi hub');
  }
  /** Officers' bags past their day. */
  async tidy(): Promise<void> {
    const { rows, clock } = this.#parts;
    await this.#tidying.run(async () => {
      for (const bag of await rows.over(clock.now() - officerKeeps)) await this.cancel(bag, theHub, null, 'hết 24 giờ');
    });
  }

  /** The house hands over whole files: with the one before and the one after. Anyone else exactly what is asked for. */
  async #widened(request: ViewingRequest<'clip'>): Promise<ViewingRequest<'clip'>> {
    const { ask } = request;
    if (request.as !== 'member' || !ask.footage || ask.rendition.masks.size > 0) return request;
    const [from, to] = ask.footage;
    const [before, touching, after] = await Promise.all([[from - neighbours, from], [from, to], [to, to + neighbours]].map(async ([a = 0, b = 0]) => this.#parts.footage.segmentsIn(ask.camera, a, b)));
    const isNew = (row: number): boolean => touching?.every((each) => each.id !== row) ?? true;
    const first = before?.filter(({ id }) => isNew(id)).at(-1);
    const last = after?.find(({ id }) => isNew(id));
    // From within the neighbour: only that one file more is touched.
    return { ...request, ask: { ...ask, footage: [Math.min(from, first ? first.to - 1 : from), Math.max(to, last ? last.from + 1 : to)] } };
  }

  async #runWaiting(): Promise<void> {
    for (;;) {
      const exporter = this.#parts.contributions.all(ClipExporter).find(({ value }) => value.formats.includes('mp4'));
      const next = exporter && !this.#isClosed ? (await this.#parts.rows.toDo())[0] : undefined;
      if (!exporter || !next) return;
      const stop = new AbortController();
      const done = this.#runOne(await this.#found(next.id), stop.signal, (clip, target, signal) => exporter.call((plugin) => plugin.write(clip, target, signal)));
      this.#running = { bag: next.id, stop, done };
      try {
        await done;
      } finally {
        this.#running = undefined;
      }
    }
  }

  async #runOne(bag: BagRecord, stop: AbortSignal, write: ClipExporter['write']): Promise<void> {
    const { rows, folder } = this.#parts;
    let permits: ReadonlyMap<number, Permit<'clip'>> = new Map();
    try {
      // In the log already: nothing of it may be made anew.
      if (bag.sha256 !== null) return await finishSeal(this.#parts, bag, bag.sha256, stop);
      permits = this.#permits.get(bag.id) ?? await this.#admitAgain(bag);
      this.#permits.delete(bag.id);
      const counts = new Map<number, Counts>([...permits.keys()].map((n) => [n, { seconds: 0, bytes: 0 }]));
      for (const [n, permit] of permits) this.#parts.gate.countWith(permit, () => ({ seconds: counts.get(n)?.seconds ?? 0, bytes: counts.get(n)?.bytes ?? 0, obligationsMet: (counts.get(n)?.bytes ?? 0) > 0 ? true : null, mark: permit.obligations.watermark ? 'pixels' : null }));
      if (!(await rows.settle(bag.id, { status: 'running', progress: 0 }))) return;
      const signal = AbortSignal.any([stop, ...[...permits.values()].map((permit) => permit.signal)]);
      const part = await folder.begin(bag.id);
      const sha256 = await makeBag({ ...this.#parts, write }, part, bag, permits, counts, signal);
      signal.throwIfAborted();
      await enterSeal(this.#parts, part, bag, sha256);
      await finishSeal(this.#parts, { ...bag, sha256 }, sha256, signal);
    } catch (failure) {
      // What the end of the hub stopped is still to be done; what is in the log is finished then.
      if (!this.#isClosed) await this.#failed(bag, [...permits.values()].some(({ signal }) => signal.aborted) ? new HubError('consent-ended', 'A permission ended before the bag was whole.', { cause: failure }) : failure);
    } finally {
      await this.#endAll(permits, this.#isClosed ? 'shutdown' : 'viewer');
    }
  }
  async #admitAgain(bag: BagRecord): Promise<ReadonlyMap<number, Permit<'clip'>>> {
    const permits = new Map<number, Permit<'clip'>>();
    try {
      for (const piece of bag.pieces) {
        const viewing = await viewingOf(this.#parts.store, piece);
        if (!viewing) throw new HubError('consent-ended', 'The ledger does not know this piece.');
        const answer = await this.#parts.gate.admit(await askedAgain(this.#parts.store, viewing, { from_at: viewing.footage_from ?? piece.from_at, to_at: viewing.footage_to ?? piece.to_at }));
        if (isRefusal(answer)) throw answer.error;
        permits.set(piece.n, answer);
        await this.#parts.rows.changePiece(bag.id, piece.n, { viewing: answer.id });
      }
      return permits;
    } catch (failure) {
      await this.#endAll(permits, 'source');
      throw failure;
    }
  }
  async #failed(bag: BagRecord, failure: unknown): Promise<void> {
    const { rows, folder, clock, custody, log } = this.#parts;
    const code = failure instanceof HubError ? failure.code : 'internal';
    await folder.remove(bag.id);
    if (!(await rows.settle(bag.id, { status: 'failed', error: code, done_at: clock.now() }))) return;
    const { sha256 } = await this.#found(bag.id);
    // The log says it was sealed: then it says too that it is gone.
    if (sha256 !== null) await custody.record({ bag: bag.id, event: 'destroy', by: theHub, person: null, note: code, before: sha256, after: null });
    log.warn('a bag could not be made', { bag: bag.id, error: failure });
  }
  async #found(bag: string): Promise<BagRecord> {
    const row = await this.#parts.rows.find(bag);
    if (!row) throw new HubError('not-found', 'There is no such bag.');
    return row;
  }
  async #drop(bag: string): Promise<void> {
    const permits = this.#permits.get(bag);
    this.#permits.delete(bag);
    if (permits) await this.#endAll(permits, 'viewer');
  }
  async #endAll(permits: ReadonlyMap<number, Permit<'clip'>>, reason: 'viewer' | 'shutdown' | 'source'): Promise<void> {
    // The gate keeps an end it could not write and admits nobody until it is written.
    for (const permit of permits.values()) await this.#parts.gate.end(permit, reason).catch((error: unknown) => this.#parts.log.error('the end of a bag\'s permit could not be recorded', { error }));
  }
  #tried(work: Promise<void>): void {
    work.catch((error: unknown) => this.#told(error));
  }
  #told(error: unknown): void {
    this.#parts.log.error('evidence bags could not be tended', { error });
  }
}

function newBag({ person, office, ask, request, pieces }: Order, permits: ReadonlyMap<number, Permit<'clip'>>, receiver: object | undefined): Parameters<EvidenceDeskParts['rows']['add']>[0] {
  const first = permits.get(1);
  const wish = pieces[0]?.request;
  return {
    person, route: request === undefined ? first?.route ?? 'R0' : 'R4', unit: office?.unit ?? null, unit_name: office?.unitName ?? null, officer_no: office?.officerNo ?? null, purpose: wish?.as === 'officer' ? wish.ask.purpose : null, case_no: wish?.ask.caseNo ?? null,
    ask: ask ?? null, request: request ?? null, originals: [...permits.values()].every(hasOriginals) ? 'inside' : 'with-owner', receiver: receiver ? JSON.stringify(receiver) : null,
  };
}
