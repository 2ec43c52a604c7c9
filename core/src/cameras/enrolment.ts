import { randomUUID } from 'node:crypto';
import type { Timers } from '../base/clock.ts';
import type { Source } from '../domain/camera.ts';
import { id, type CameraId, type Id, type OwnerId, type PersonId } from '../domain/ids.ts';
import type { VideoCodec } from '../domain/media.ts';
import { minutes, seconds, type Instant } from '../domain/time.ts';
import { HubError } from '../sdk/errors.ts';
import type { CameraDetails, Credentials } from '../sdk/ports.ts';
import type { Clock } from '../sdk/services.ts';
import type { CameraRecord, CameraRegistry, NewCamera } from './camera-registry.ts';
import type { CameraWatch } from './camera-watch.ts';

export type EnrolmentId = Id<'enrolment'>;
/** A camera that let us in and waits for a person to say, on its picture, that it is hers. */
export interface Enrolment {
  readonly id: EnrolmentId;
  readonly by: PersonId;
  readonly name: string;
  readonly provider: string;
  readonly nativeId: string;
  readonly address: string;
  readonly deviceUri: string | undefined;
  readonly details: CameraDetails;
  readonly picture: Uint8Array | undefined;
  readonly expiresAt: Instant;
}
export type Candidate =
  | { readonly kind: 'found'; readonly provider: string; readonly nativeId: string }
  | { readonly kind: 'rtsp'; readonly main: string; readonly sub?: string | undefined };

/** What one look at a stream tells: proof that these credentials open it. */
export interface Look {
  readonly width: number;
  readonly height: number;
  readonly fps: number | undefined;
  readonly codec: VideoCodec;
  readonly hasAudio: boolean;
  /** JPEG; undefined when it could not be decoded here. */
  readonly picture: Uint8Array | undefined;
}
export type LookAtStream = (source: { readonly uri: string; readonly credentials: Credentials }, signal: AbortSignal) => Promise<Look>;

const patience = minutes(15);
const longestLook = seconds(25);
const mostAtOnce = 50;
/** So that one person does not take all the places. */
const mostPerPerson = 15;
/** Makers and models are a stranger's words until they are kept. */
const longestWord = 200;

/** From "found" to "mine": valid credentials prove control, her word on the picture makes it hers. */
export class Enrolments {
  readonly #watch: CameraWatch;
  readonly #registry: CameraRegistry;
  readonly #look: LookAtStream;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #waiting = new Map<EnrolmentId, { readonly enrolment: Enrolment; readonly credentials: Credentials; readonly expiry: Disposable }>();

  constructor(watch: CameraWatch, registry: CameraRegistry, look: LookAtStream, clock: Clock, timers: Timers) {
    this.#watch = watch;
    this.#registry = registry;
    this.#look = look;
    this.#clock = clock;
    this.#timers = timers;
  }

  /** @throws HubError as CameraProvider.describe and StreamOpener.open; `not-found`, `camera-taken`, `too-many-requests`, `not-recorded` */
  async begin(by: PersonId, candidate: Candidate, credentials: Credentials): Promise<Enrolment> {
    const hers = [...this.#waiting.values()].filter(({ enrolment }) => enrolment.by === by).length;
    if (this.#waiting.size >= mostAtOnce || hers >= mostPerPerson) throw new HubError('too-many-requests', 'Too many enrolments are under way.');
    // A controller and a timer of our own: Node 20 may collect a signal made of others before its time.
    const look = new AbortController();
    const { signal } = look;
    const late = this.#timers.after(longestLook, () => look.abort(new HubError('camera-unreachable', 'The camera took too long to answer.')));
    try {
      const found = candidate.kind === 'found' ? await this.#describe(candidate, credentials, signal) : typedIn(candidate, credentials);
      if ((await this.#registry.all()).some((camera) => camera.provider === found.provider && camera.nativeId === found.nativeId)) throw new HubError('camera-taken', 'This camera is registered already.');
      const named = candidate.kind === 'found' ? withoutCredentials(found.details, credentials) : found.details;
      const seen = await this.#lookAtAll(named.sources, credentials, signal);
      const expiresAt = this.#clock.now() + patience;
      const picture = seen.picture ?? await this.#still(found.provider, named, credentials, signal);
      // No entry, no picture: who looked through which camera is on the disk before anybody can fetch what she saw.
      await this.#registry.lookedAt(by, found, this.#clock.now());
      const enrolment: Enrolment = { ...found, id: id<EnrolmentId>(randomUUID()), by, details: { ...named, sources: seen.sources }, picture, expiresAt };
      const expiry = this.#timers.after(patience, () => this.#waiting.delete(enrolment.id));
      this.#waiting.set(enrolment.id, { enrolment, credentials, expiry });
      return enrolment;
    } catch (failure) {
      if (signal.aborted && !(failure instanceof HubError)) throw new HubError('camera-unreachable', 'The camera took too long to answer.', { cause: failure });
      throw failure;
    } finally {
      late[Symbol.dispose]();
    }
  }

  /** Opens the main stream of a camera that is here with other credentials, and keeps nothing. @throws HubError as StreamOpener.open; `camera-no-video` */
  async tryCredentials(camera: CameraRecord, credentials: Credentials): Promise<void> {
    const main = camera.sources.find(({ role }) => role === 'main');
    if (!main) throw new HubError('camera-no-video', 'The camera names no main stream.');
    const look = new AbortController();
    const late = this.#timers.after(longestLook, () => look.abort(new HubError('camera-unreachable', 'The camera took too long to answer.')));
    try {
      await this.#look({ uri: main.uri, credentials }, look.signal);
    } finally {
      late[Symbol.dispose]();
    }
  }

  /** Only the person who began it. @throws HubError `not-found` */
  find(enrolment: EnrolmentId, by: PersonId): Enrolment {
    return this.#entry(enrolment, by).enrolment;
  }

  /** Her word: this is my camera. @throws HubError `not-found`, `camera-taken` */
  async confirm(enrolment: EnrolmentId, by: PersonId, about: { readonly owner: OwnerId; readonly name: string; readonly place: string; readonly direction: number | null; readonly position?: { readonly latitude: number; readonly longitude: number } | null | undefined; readonly viewDegrees?: number | null | undefined }): Promise<CameraRecord> {
    const { enrolment: found, credentials } = this.#entry(enrolment, by);
    const now = this.#clock.now();
    const { maker, model } = found.details;
    const camera: NewCamera = {
      id: id<CameraId>(randomUUID()), owner: about.owner, name: about.name, place: about.place, direction: about.direction ?? undefined, ...about.position, ...(about.viewDegrees == null ? {} : { viewDegrees: about.viewDegrees }), provider: found.provider, nativeId: found.nativeId,
      sources: found.details.sources, confirmedAt: now, deviceUri: found.deviceUri, snapshotUri: found.details.snapshotUri,
      ...(maker === undefined ? {} : { maker: maker.slice(0, longestWord) }), ...(model === undefined ? {} : { model: model.slice(0, longestWord) }),
      ...(found.details.clockOffsetMs === undefined ? {} : { clockOffsetMs: Math.round(found.details.clockOffsetMs) }),
    };
    await this.#registry.add(camera, credentials, by, now);
    // It may have expired while the row was written.
    this.#drop(enrolment);
    const added = await this.#registry.find(camera.id);
    if (!added) throw new HubError('internal', 'The camera was added and is not there.');
    return added;
  }

  forget(enrolment: EnrolmentId, by: PersonId): void {
    this.#entry(enrolment, by);
    this.#drop(enrolment);
  }
  #drop(enrolment: EnrolmentId): void {
    this.#waiting.get(enrolment)?.expiry[Symbol.dispose]();
    this.#waiting.delete(enrolment);
  }

  #entry(enrolment: EnrolmentId, by: PersonId): { readonly enrolment: Enrolment; readonly credentials: Credentials; readonly expiry: Disposable } {
    const entry = this.#waiting.get(enrolment);
    if (entry?.enrolment.by !== by) throw new HubError('not-found', 'There is no such enrolment; it may have expired.');
    return entry;
  }

  async #describe(candidate: Extract<Candidate, { kind: 'found' }>, credentials: Credentials, signal: AbortSignal): Promise<Omit<Enrolment, 'id' | 'by' | 'picture' | 'expiresAt'>> {
    const found = this.#watch.find(candidate.provider, candidate.nativeId);
    if (!found) throw new HubError('not-found', 'This camera was not found on the network.');
    const provider = this.#watch.provider(found.provider);
    const details = await provider.call((plugin) => plugin.describe(found.deviceUri, credentials, provider.signal(signal)));
    if (details.sources.length === 0) throw new HubError('camera-no-video', 'The camera names no stream.');
    return { name: found.name, provider: found.provider, nativeId: found.nativeId, address: found.address, deviceUri: found.deviceUri, details };
  }

  /** A sub stream that does not play is left out; the main one must. */
  async #lookAtAll(sources: readonly Source[], credentials: Credentials, signal: AbortSignal): Promise<{ readonly sources: readonly Source[]; readonly picture: Uint8Array | undefined }> {
    const kept: Source[] = [];
    let picture: Uint8Array | undefined;
    for (const source of sources) {
      try {
        const look = await this.#look({ uri: source.uri, credentials }, signal);
        const { width, height, codec, hasAudio } = look;
        const fps = look.fps ?? source.fps;
        kept.push({ role: source.role, uri: source.uri, width, height, codec, hasAudio, ...(fps === undefined ? {} : { fps }) });
        picture ??= look.picture;
      } catch (failure) {
        if (source.role === 'main') throw failure;
      }
    }
    if (!kept.some(({ role }) => role === 'main')) throw new HubError('camera-no-video', 'The camera names no main stream.');
    return { sources: kept, picture };
  }

  async #still(from: string, { snapshotUri }: CameraDetails, credentials: Credentials, signal: AbortSignal): Promise<Uint8Array | undefined> {
    if (snapshotUri === undefined) return undefined;
    try {
      const provider = this.#watch.provider(from);
      return await provider.call((plugin) => plugin.picture(snapshotUri, credentials, provider.signal(signal)));
    } catch {
      // A camera without a still is still a camera: the stream has proved it.
      return undefined;
    }
  }
}

/** Cameras put the user and the password they were asked with into the addresses they answer. What would be kept must not have them. */
function withoutCredentials(details: CameraDetails, credentials: Credentials): CameraDetails {
  const { snapshotUri, sources, ...about } = details;
  const clean = (uri: string): string => {
    if (!URL.canParse(uri)) return uri;
    const url = new URL(uri);
    if (url.username === '' && url.password === '') return uri;
    url.username = url.password = '';
    return url.href;
  };
  const still = snapshotUri === undefined ? undefined : clean(snapshotUri);
  const kept = sources.map((source) => ({ ...source, uri: clean(source.uri) }));
  if (kept.some(({ uri }) => tells(uri, credentials))) throw new HubError('camera-broken-answer', 'The camera puts its password into the address of its stream; that is not kept.');
  return { ...about, sources: kept, ...(still === undefined || tells(still, credentials) ? {} : { snapshotUri: still }) };
}

/** Shorter passwords stand in too many addresses by chance. */
const shortestTold = 5;
function tells(uri: string, { password }: Credentials): boolean {
  return password.length >= shortestTold && [password, encodeURIComponent(password), encodeURI(password)].some((text) => uri.includes(text));
}

/** Names under which makers put a login into an address: `?user=…&pwd=…`, `/user=…_password=…`. */
const loginName = /(?<![a-z])(?:user(?:name|id)?|usr|uname|pass(?:word|wd|phrase)?|passw|pwd|psw|secret|token|credentials?|api[-_]?key|auth|jwt|sid|session[-_]?id|loginuse|loginpas)=/i;
function namesLogin({ pathname, search, hash }: URL): boolean {
  const text = pathname + search + hash;
  return loginName.test(text) || loginName.test(text.replaceAll(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))));
}

function typedIn(candidate: Extract<Candidate, { kind: 'rtsp' }>, credentials: Credentials): Omit<Enrolment, 'id' | 'by' | 'picture' | 'expiresAt'> {
  const main = rtspAddress(candidate.main, credentials);
  const sources: Source[] = [{ role: 'main', uri: main.href }];
  if (candidate.sub !== undefined && candidate.sub !== '') sources.push({ role: 'sub', uri: rtspAddress(candidate.sub, credentials).href });
  return { name: main.hostname, provider: 'manual', nativeId: `${main.host}${main.pathname}${main.search}`.slice(0, 256), address: main.host, deviceUri: undefined, details: { sources } };
}

/** @throws HubError `bad-request`; credentials in the address are refused, they would end up in logs */
function rtspAddress(text: string, credentials: Credentials): URL {
  const uri = URL.canParse(text) ? new URL(text) : undefined;
  if (!uri || !['rtsp:', 'rtsps:'].includes(uri.protocol) || uri.hostname === '') throw new HubError('bad-request', 'An RTSP address begins with rtsp:// and names a host.');
  if (uri.username !== '' || uri.password !== '' || namesLogin(uri) || tells(uri.pathname + uri.search + uri.hash, credentials)) throw new HubError('bad-request', 'Type the user name and password in their own fields, not in the address.');
  return uri;
}
